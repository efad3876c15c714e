"""Moderation for machines: report something, follow a report by its reference, read and count the public log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import limited
from api.links import full, link
from api.lists import Listed
from api.queries import ListQuery, choice, day, word
from core.actors import actor_of
from core.moderation import actions, selectors
from core.moderation.actions.reporting import WORDS_LENGTH
from core.moderation.models import Decision, Report
from core.moderation.states import DECIDED_REPORTS, Outcome, ReportState, Rule


class ReportInput(serializers.Serializer):
    """What a citizen reports: the same as the page asks. `id` is the public id of the thing."""

    kind = serializers.SlugField(max_length=30)
    id = serializers.UUIDField()
    rule = serializers.ChoiceField(choices=Rule.choices)
    words = serializers.CharField(max_length=WORDS_LENGTH)
    email = serializers.EmailField(default="", allow_blank=True, help_text="Only for an answer; never public.")


class ReportStatusSerializer(serializers.Serializer):
    """A report by its reference: state and dates, and the public reason once it is decided."""

    reference = serializers.UUIDField(source="public_id")
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=ReportState.choices)
    received_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    status_url = serializers.SerializerMethodField()

    def get_reason(self, report: Report) -> str:
        """Give the words of the decision that stands; empty before it."""
        decision = report.decisions.order_by("-id").first() if report.state in DECIDED_REPORTS else None
        return decision.reason if decision else ""

    def get_url(self, report: Report) -> str:
        """Give this door's address of the report."""
        return link("api_report", report.public_id)

    def get_status_url(self, report: Report) -> str:
        """Give the address of the status page."""
        return full(report.get_absolute_url())


class DecisionSerializer(serializers.ModelSerializer):
    """One line of the public log. `reason` is empty where the words were for the author alone."""

    id = serializers.UUIDField(source="public_id")
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    is_after_appeal = serializers.SerializerMethodField()

    class Meta:
        """Public fields only: neither who decided nor what it was about."""

        model = Decision
        fields = ("id", "decided_at", "kind", "outcome", "rule", "reason", "is_after_appeal")

    def get_is_after_appeal(self, decision: Decision) -> bool:
        """Tell whether it answers an appeal."""
        return decision.appeal_id is not None


class CountsSerializer(serializers.Serializer):
    """The figures of the whole log; each table adds up to `total`."""

    total = serializers.IntegerField()
    by_rule = serializers.DictField(child=serializers.IntegerField())
    by_kind = serializers.DictField(child=serializers.IntegerField())
    by_outcome = serializers.DictField(child=serializers.IntegerField())
    by_month = serializers.DictField(child=serializers.IntegerField())
    reports = serializers.DictField(child=serializers.IntegerField())


@extend_schema(tags=["moderation"], request=ReportInput, responses={201: ReportStatusSerializer})
@limited(post="report")
class ReportDoor(APIView):
    """Report something that breaks a rule; anonymous, unless an address for the answer is given."""

    def post(self, request: Request) -> Response:
        """Keep the report; gives its reference."""
        data = ReportInput(data=request.data)
        data.is_valid(raise_exception=True)
        facts: dict[str, Any] = dict(data.validated_data)
        kind, public_id = facts.pop("kind"), facts.pop("id")
        report = actions.file_report(kind, public_id, by=actor_of(request), language=get_language() or "en", **facts)
        return Response(ReportStatusSerializer(report).data, status=status.HTTP_201_CREATED)


@extend_schema(tags=["moderation"], responses=ReportStatusSerializer)
class ReportByReference(APIView):
    """What became of a report; 404 for an unknown reference."""

    def get(self, request: Request, public_id: Any) -> Response:
        """Give it; who has the reference is alone to keep it."""
        body = ReportStatusSerializer(selectors.report_by_reference(public_id)).data
        return Response(body, headers={"Cache-Control": "private, no-store"})


class DecisionQuery(ListQuery):
    """How the log may be narrowed."""

    looks_up = {
        "kind": "kind", "rule": "rule", "outcome": "outcome",
        "since": "decided_at__date__gte", "until": "decided_at__date__lte",
    }  # fmt: skip
    kind = word("Kind of thing.", max_length=30)
    rule = word("Rule that was broken.", max_length=60)
    outcome = choice(Outcome.choices)
    since = day("Decided on this day or later.")
    until = day("Decided on this day or earlier.")


@extend_schema(tags=["moderation"])
class DecisionList(Listed, ListAPIView):
    """The public log, newest first."""

    serializer_class = DecisionSerializer
    query_shape = DecisionQuery

    def rows(self) -> QuerySet[Decision]:
        """Give public lines."""
        return selectors.public_decisions()


@extend_schema(tags=["moderation"], responses=CountsSerializer)
class DecisionCounts(APIView):
    """Count the log by rule, kind, outcome and month, and the reports by where they stand."""

    def get(self, request: Request) -> Response:
        """Give the figures."""
        counts = selectors.decision_counts()
        body = {
            "total": counts.total, "by_rule": counts.by_rule, "by_kind": counts.by_kind,
            "by_outcome": counts.by_outcome,
            "by_month": {month.strftime("%Y-%m"): n for month, n in counts.by_month.items()},
            "reports": selectors.report_counts(),
        }  # fmt: skip
        return Response(CountsSerializer(body).data)


urlpatterns = [
    path("reports/", ReportDoor.as_view(), name="api_reports"),
    path("reports/<uuid:public_id>/", ReportByReference.as_view(), name="api_report"),
    path("moderation/decisions/", DecisionList.as_view(), name="api_moderation_decisions"),
    path("moderation/counts/", DecisionCounts.as_view(), name="api_moderation_counts"),
]
