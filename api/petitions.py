"""Petitions for machines: list, one petition with its figures, and the citizen's start and signature."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import limited
from api.links import link
from api.lists import Listed
from api.pagination import CursorPages
from api.petition_shapes import (
    AreasSerializer,
    HourSerializer,
    MilestoneSerializer,
    PetitionDetailSerializer,
    PetitionInput,
    PetitionQuery,
    PetitionSerializer,
    PetitionWaitingSerializer,
    SignatureInput,
)  # fmt: skip
from core.actors import actor_of
from core.verification.actions import Opened
from core.verification.models import Challenge
from core.web.address import network_of_request
from petitions import actions, selectors
from petitions.models import Petition


class PetitionPages(CursorPages):
    """Pages in the order that the query asks for."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """Give the columns of the order; the view has checked its name."""
        return selectors.ORDERS[request.query_params.get("order", "signed")]


@limited(post="petition")
@extend_schema(tags=["petitions"])
class PetitionList(Listed, ListAPIView):
    """The public petitions; POST starts one."""

    serializer_class = PetitionSerializer
    pagination_class = PetitionPages
    query_shape = PetitionQuery

    def rows(self) -> QuerySet[Petition]:
        """Give all that are public."""
        rows = selectors.listed_petitions().select_related("petitioner")
        return selectors.with_moves(rows, actor_of(self.request))

    @extend_schema(tags=["petitions"], operation_id="petitions_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """List public petitions, most signed first."""
        return super().get(request, *args, **kwargs)

    @extend_schema(
        tags=["petitions"],
        operation_id="petitions_start",
        request=PetitionInput,
        responses={202: PetitionWaitingSerializer},
    )
    def post(self, request: Request) -> Response:
        """Start a petition: it is kept as a draft until the mailed code is confirmed."""
        facts = read(PetitionInput, request)
        challenge = actions.start_petition(actions.PetitionFacts(**facts), by=actor_of(request))
        return waiting(challenge)


@extend_schema(tags=["petitions"])
class PetitionDetail(RetrieveAPIView):
    """One petition by its number; 404 where it is not public."""

    serializer_class = PetitionDetailSerializer

    def get_object(self) -> Petition:
        """Find it; clerks also see what is hidden."""
        return visible(self.request, self.kwargs["number"])


@limited(post="sign")
class SignatureDoor(APIView):
    """Signatures are never listed: they are handed in here and counted once the address is proven."""

    @extend_schema(
        tags=["petitions"],
        operation_id="petitions_sign",
        request=SignatureInput,
        responses={202: PetitionWaitingSerializer},
    )
    def post(self, request: Request, number: int) -> Response:
        """Sign a petition: a code goes to the address. The answer is the same for known and unknown addresses."""
        facts = actions.SignatureFacts(**read(SignatureInput, request), network=network_of_request(request))
        challenge, *_rest = actions.sign_petition(visible(request, number), [facts], by=actor_of(request))
        return waiting(challenge)


@extend_schema(tags=["petitions"])
class PetitionMilestones(Listed, ListAPIView):
    """What was reached, and what is owed for it, by threshold."""

    serializer_class = MilestoneSerializer
    pagination_class = None

    def rows(self) -> list[Any]:
        """Give them all."""
        return selectors.milestones_of(visible(self.request, self.kwargs["number"]))


class PetitionAreas(APIView):
    """Where people signed."""

    @extend_schema(tags=["petitions"], responses=AreasSerializer)
    def get(self, request: Request, number: int) -> Response:
        """Give the count by constituency and by country; both, with what is not told, are the whole count."""
        areas, countries, not_told = selectors.places_told(visible(request, number))
        return Response(AreasSerializer({"areas": areas, "countries": countries, "not_told": not_told}).data)


@extend_schema(tags=["petitions"])
class PetitionHours(Listed, ListAPIView):
    """How the count grew: the changes by hour (UTC), oldest first; what was brought over from elsewhere has no hour."""

    serializer_class = HourSerializer
    pagination_class = None

    def rows(self) -> list[Any]:
        """Give them all."""
        series = selectors.hourly_series(visible(self.request, self.kwargs["number"]))
        return [{"hour": hour, "change": delta} for hour, delta in series]


def visible(request: Request, number: int) -> Petition:
    """Give the petition if this caller may see it; raises NotFound."""
    return selectors.visible_petition(number, actor_of(request))


def read(shape: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """Check what was sent by its shape, with the caller's language where none is named; raises ValidationError."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    facts: dict[str, Any] = dict(given.validated_data)
    return {**facts, "language": facts["language"] or get_language() or settings.LANGUAGE_CODE}


def waiting(challenge: Challenge | Opened) -> Response:
    """Answer 202 with the address that takes the mailed code."""
    body = {"handle": challenge.public_id, "confirm_url": link("api_confirmation", challenge.public_id)}
    return Response(PetitionWaitingSerializer(body).data, status=status.HTTP_202_ACCEPTED)


urlpatterns = [
    path("petitions/", PetitionList.as_view(), name="api_petitions"),
    path("petitions/<int:number>/", PetitionDetail.as_view(), name="api_petition"),
    path("petitions/<int:number>/signatures/", SignatureDoor.as_view(), name="api_petition_sign"),
    path("petitions/<int:number>/milestones/", PetitionMilestones.as_view(), name="api_petition_milestones"),
    path("petitions/<int:number>/areas/", PetitionAreas.as_view(), name="api_petition_areas"),
    path("petitions/<int:number>/hours/", PetitionHours.as_view(), name="api_petition_hours"),
]
