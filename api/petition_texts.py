"""A petition's text for machines: every public version of it, and what asks for something like a text."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import limited
from api.links import full, link
from api.lists import Listed
from api.petitions import visible
from petitions.models import PetitionVersion
from petitions.similar import Similar, similar_petitions
from petitions.versions import public_versions

LONGEST = 1000


class PetitionVersionSerializer(serializers.ModelSerializer):
    """A text as it stood in public; a later one says in `note` what was corrected.

    `digest` is the SHA-256 of {action, background, details, language} as compact JSON with sorted keys, in UTF-8.
    """

    class Meta:
        """Public fields only."""

        model = PetitionVersion
        fields = ("number", "language", "action", "background", "details", "digest", "note", "published_at")


class SimilarInput(serializers.Serializer):
    """What somebody writes; nothing of it is kept."""

    text = serializers.CharField(max_length=LONGEST)


class SimilarPetitionSerializer(serializers.Serializer):
    """A public petition that asks for something like a text, the nearest first among those that take signatures."""

    number = serializers.IntegerField(source="petition.number")
    action = serializers.SerializerMethodField()
    language = serializers.CharField(source="petition.language")
    state = serializers.CharField(source="petition.state")
    signatures = serializers.IntegerField(source="petition.signature_count")
    can_sign = serializers.BooleanField()
    url = serializers.SerializerMethodField()
    api_url = serializers.SerializerMethodField()

    def get_action(self, row: Similar) -> str:
        """Give what it asks, as it was written."""
        return row.petition.action

    def get_url(self, row: Similar) -> str:
        """Give the address of its page."""
        return full(row.petition.get_absolute_url())

    def get_api_url(self, row: Similar) -> str:
        """Give the address of the petition for machines."""
        return link("api_petition", row.petition.number)


@extend_schema(tags=["petitions"])
class PetitionVersions(Listed, ListAPIView):
    """The text in its public versions, the first one first; a signature counts for the version that it was given to."""

    serializer_class = PetitionVersionSerializer
    pagination_class = None

    def rows(self) -> list[PetitionVersion]:
        """Give them all."""
        return public_versions(visible(self.request, self.kwargs["number"]))


@limited(post="search")
class SimilarPetitions(APIView):
    """Asked by POST, so that what somebody writes stands in no address and no log."""

    @extend_schema(
        tags=["petitions"],
        operation_id="petitions_similar",
        request=SimilarInput,
        responses={200: SimilarPetitionSerializer(many=True)},
    )
    def post(self, request: Request) -> Response:
        """Give at most five petitions that ask for something like a text."""
        given: Any = SimilarInput(data=request.data)
        given.is_valid(raise_exception=True)
        found = similar_petitions(given.validated_data["text"], language=get_language() or "en")
        return Response(SimilarPetitionSerializer(found, many=True).data)


urlpatterns = [
    path("petitions/similar/", SimilarPetitions.as_view(), name="api_petitions_similar"),
    path("petitions/<int:number>/versions/", PetitionVersions.as_view(), name="api_petition_versions"),
]
