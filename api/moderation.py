"""Moderation for machines: report something, follow a report by its reference, read and count the public log."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import limited
from api.links import full, link
from core.actors import actor_of
from core.moderation import actions, selectors
from core.moderation.actions.reporting import WORDS_LENGTH
from core.moderation.models import Decision, Report
from core.moderation.states import DECIDED_REPORTS, Outcome, ReportState, Rule

PUBLIC = ("kind", "rule", "outcome")


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
        """Give it."""
        return Response(ReportStatusSerializer(selectors.report_by_reference(public_id)).data)


@extend_schema(tags=["moderation"], parameters=[OpenApiParameter(name, str) for name in PUBLIC])
class DecisionList(ListAPIView):
    """The public log, newest first; `?kind=`, `?rule=` and `?outcome=` narrow it."""

    serializer_class = DecisionSerializer

    def get_queryset(self) -> QuerySet[Decision]:
        """Give public lines."""
        query = self.request.query_params if self.request else {}
        return selectors.public_decisions(**{name: query.get(name, "") for name in PUBLIC})


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
