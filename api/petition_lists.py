"""More of petitions for machines: what Parliament did, text versions, duties, rejections, areas and what they sign."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView

from api.links import link
from api.lists import Listed
from api.pagination import CursorPages
from api.petition_shapes import MilestoneSerializer, PetitionSerializer, Words
from api.queries import ListQuery, choice, day, word
from core.actors import actor_of
from core.parliament.models import Area
from core.parliament.selectors import constituencies
from petitions import figures
from petitions.duties import late, on_time, public_duties
from petitions.models import Milestone, Petition, PetitionStep, RequestOutcome
from petitions.selectors import with_moves
from petitions.states import PUBLIC_STATES, Duty, MilestoneState

OWED = "owed"  # due or overdue


class StepSerializer(serializers.ModelSerializer):
    """One thing that Parliament did with a petition."""

    id = serializers.UUIDField(source="public_id")
    words = Words()
    to_whom = Words()
    committee = serializers.CharField(source="committee.slug", default=None)
    milestone = serializers.UUIDField(source="milestone.public_id", default=None)
    corrects = serializers.UUIDField(source="corrects.public_id", default=None)

    class Meta:
        """Public fields only."""

        model = PetitionStep
        fields = (
            "id", "kind", "on", "words", "to_whom", "committee", "milestone", "verdict", "document_url", "minute_url",
            "transcript_url", "video_url", "corrects", "recorded_at",
        )  # fmt: skip


class OutcomeSerializer(serializers.ModelSerializer):
    """What became of one request of a petition."""

    id = serializers.UUIDField(source="public_id")
    request = Words()
    words = Words()

    class Meta:
        """Public fields only."""

        model = RequestOutcome
        fields = ("id", "position", "request", "verdict", "words", "recorded_at")


class DutySerializer(MilestoneSerializer):
    """A duty, with the petition to which it is owed."""

    petition = serializers.IntegerField(source="petition.number")
    petition_url = serializers.SerializerMethodField()

    class Meta(MilestoneSerializer.Meta):
        """And the petition."""

        fields = ("petition", *MilestoneSerializer.Meta.fields, "petition_url")

    def get_petition_url(self, milestone: Milestone) -> str:
        """Give this door's address of the petition."""
        return link("api_petition", milestone.petition.number)


class DutyQuery(ListQuery):
    """How the duties may be narrowed."""

    looks_up = {
        "duty": "threshold__duty", "committee": "petition__committee__slug", "since": "reached_at__date__gte",
        "until": "reached_at__date__lte",
    }  # fmt: skip
    state = choice([*MilestoneState.choices, (OWED, "Due or overdue")])
    duty = choice(Duty.choices)
    committee = word("Slug of a committee.")
    since = day("Reached on this day or later.")
    until = day("Reached on this day or earlier.")

    def narrow(self, rows: Any) -> Any:
        """Add what is owed in one word; what is late is late from the first day on, as on the public page."""
        rows = super().narrow(rows)
        asked = {
            MilestoneState.DUE: on_time(), MilestoneState.OVERDUE: late(), OWED: on_time() | late(),
            MilestoneState.DONE: Q(state=MilestoneState.DONE),
        }  # fmt: skip
        state = self.validated_data["state"]
        return rows.filter(asked[state]) if state else rows


class ByReached(CursorPages):
    """The newest first."""

    ordering = ("-reached_at", "-id")


@extend_schema(tags=["petitions"])
class Duties(Listed, ListAPIView):
    """Every threshold that a petition reached: who owes what until when, and what was done; the newest first."""

    serializer_class = DutySerializer
    pagination_class = ByReached
    query_shape = DutyQuery

    def rows(self) -> QuerySet[Milestone]:
        """Give those of public petitions."""
        return public_duties()


class RejectionCountSerializer(serializers.Serializer):
    """How many petitions were rejected for one reason."""

    code = serializers.CharField()
    title = Words(source="reason.title")
    wording = Words(source="reason.wording")
    petitions = serializers.IntegerField(source="total")


@extend_schema_view(get=extend_schema(tags=["petitions"], operation_id="petitions_rejections"))
class Rejections(Listed, ListAPIView):
    """How many public petitions were rejected for each reason, most first."""

    serializer_class = RejectionCountSerializer
    pagination_class = None

    def rows(self) -> list[dict[str, Any]]:
        """Give them all."""
        return figures.rejections_by_reason()


class AreaSerializer(serializers.ModelSerializer):
    """A constituency."""

    name = Words()
    petitions_url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = Area
        fields = ("code", "name", "electorate", "hex_q", "hex_r", "petitions_url")

    def get_petitions_url(self, area: Area) -> str:
        """Give where the petitions that it signs are listed."""
        return link("api_area_petitions", area.code)


@extend_schema(tags=["petitions"])
class Areas(Listed, ListAPIView):
    """The constituencies by code."""

    serializer_class = AreaSerializer
    pagination_class = None

    def rows(self) -> list[Area]:
        """Give them all."""
        return list(constituencies())


class AreaPetitionSerializer(PetitionSerializer):
    """A petition with its signatures in one constituency."""

    signatures_here = serializers.IntegerField(source="signed_here")
    per_thousand_electors = serializers.SerializerMethodField()

    class Meta(PetitionSerializer.Meta):
        """And the figures of the place."""

        fields = (*PetitionSerializer.Meta.fields, "signatures_here", "per_thousand_electors")

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_per_thousand_electors(self, petition: Any) -> float | None:
        """Give the signatures here for each thousand electors; nothing where the electorate is not known."""
        size = self.context["view"].area.electorate
        return round(petition.signed_here * 1000 / size, 2) if size else None


class AreaPetitionQuery(ListQuery):
    """How they may be narrowed."""

    looks_up = {"state": "state"}
    state = choice([(str(s), s.label) for s in PUBLIC_STATES])


class BySigned(CursorPages):
    """Most signed there first."""

    ordering = ("-signed_here", "-id")


@extend_schema_view(get=extend_schema(tags=["petitions"], operation_id="areas_petitions"))
class AreaPetitions(Listed, ListAPIView):
    """The petitions that a constituency signs, most signed there first; few people in one place are not told."""

    serializer_class = AreaPetitionSerializer
    pagination_class = BySigned
    query_shape = AreaPetitionQuery
    area: Any = None

    def rows(self) -> QuerySet[Petition]:
        """Give them. Raises NotFound for a code that no constituency has."""
        self.area = constituencies().filter(code=self.kwargs["code"]).first()
        if self.area is None:
            raise NotFound
        rows = figures.signed_most(self.area, at_least=settings.SMALLEST_GROUP)
        rows = rows.select_related("petitioner", "rejection_reason").prefetch_related("kind__thresholds")
        return with_moves(rows, actor_of(self.request))


urlpatterns = [
    path("petitions/rejections/", Rejections.as_view(), name="api_petition_rejections"),
    path("milestones/", Duties.as_view(), name="api_milestones"),
    path("areas/", Areas.as_view(), name="api_areas"),
    path("areas/<str:code>/petitions/", AreaPetitions.as_view(), name="api_area_petitions"),
]
