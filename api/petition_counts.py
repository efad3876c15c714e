"""How a petition's count is made up, for machines: figures, signed checkpoints, and every entry of its public log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.lists import Listed
from api.pagination import CursorPages
from api.petitions import visible
from petitions.counting.leaves import hour_of, plain
from petitions.counting.reconciling import reconciliation
from petitions.models import Checkpoint, TallyEntry


class CountedByClass(serializers.Serializer):
    """The count by how signatures came in."""

    online = serializers.IntegerField()
    imported = serializers.IntegerField()
    paper = serializers.IntegerField()
    verified = serializers.IntegerField()


class CountMadeUp(serializers.Serializer):
    """What the shown count is made of."""

    total = serializers.IntegerField()
    by_class = CountedByClass()
    with_area = serializers.IntegerField()
    without_area = serializers.IntegerField()


class NotCounted(serializers.Serializer):
    """What was taken out of the count, by public reason."""

    total = serializers.IntegerField()
    by_reason = serializers.DictField(child=serializers.IntegerField())


class CountLogFacts(serializers.Serializer):
    """The public log: its name, its size at this moment, its public keys."""

    origin = serializers.CharField()
    size = serializers.IntegerField()
    keys = serializers.ListField(child=serializers.CharField())


class ReconciliationSerializer(serializers.Serializer):
    """Every signature that came in, by where it stands; and the count as shown. At most half a minute old."""

    at = serializers.DateTimeField()
    received = serializers.IntegerField()
    pending = serializers.IntegerField()
    confirmed = serializers.IntegerField()
    held = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    invalidated = NotCounted()
    counted = CountMadeUp()
    being_counted = serializers.IntegerField()
    log = CountLogFacts()


class CheckpointSerializer(serializers.ModelSerializer):
    """A signed state of the log; `note` is the text that is signed, with its signature."""

    class Meta:
        """Public fields only."""

        model = Checkpoint
        fields = ("size", "total", "root", "reason", "at", "note")


class CountEntrySerializer(serializers.Serializer):
    """One entry of the log, as its leaf hashes it."""

    sequence = serializers.IntegerField()
    delta = serializers.IntegerField()
    reason = serializers.SerializerMethodField()
    hour = serializers.SerializerMethodField()
    counted_class = serializers.CharField()
    commitment = serializers.CharField()

    def get_reason(self, entry: TallyEntry) -> str:
        """Give it as published."""
        return plain(entry.reason)

    def get_hour(self, entry: TallyEntry) -> str:
        """Give the hour (UTC): 2026-11-23T05Z."""
        return hour_of(entry.at)


@extend_schema(tags=["petitions"])
class PetitionCount(APIView):
    """Where every signature stands."""

    @extend_schema(tags=["petitions"], responses=ReconciliationSerializer)
    def get(self, request: Request, number: int) -> Response:
        """Give the reconciliation; its parts add up to its sums."""
        return Response(ReconciliationSerializer(reconciliation(visible(request, number))).data)


class EarliestFirst(CursorPages):
    """In the order of the log."""

    ordering = "size"


class LogOrder(CursorPages):
    """In the order of the log."""

    ordering = "sequence"


@extend_schema(tags=["petitions"])
class PetitionCheckpoints(Listed, ListAPIView):
    """The signed checkpoints of a petition's log, the smallest first."""

    serializer_class = CheckpointSerializer
    pagination_class = EarliestFirst

    def rows(self) -> QuerySet[Checkpoint]:
        """Give them all."""
        return visible(self.request, self.kwargs["number"]).checkpoints.all()


@extend_schema(tags=["petitions"])
class PetitionEntries(Listed, ListAPIView):
    """Every entry of a petition's log, in its order."""

    serializer_class = CountEntrySerializer
    pagination_class = LogOrder

    def rows(self) -> QuerySet[Any]:
        """Give those that have their place."""
        return visible(self.request, self.kwargs["number"]).tally_entries.filter(sequence__isnull=False)


urlpatterns = [
    path("petitions/<int:number>/count/", PetitionCount.as_view(), name="api_petition_count"),
    path("petitions/<int:number>/checkpoints/", PetitionCheckpoints.as_view(), name="api_petition_checkpoints"),
    path("petitions/<int:number>/entries/", PetitionEntries.as_view(), name="api_petition_entries"),
]
