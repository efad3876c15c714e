"""What Parliament does, for machines: steps and the outcome of each request; clerks record them by POST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import once
from api.lists import Listed
from api.petition_lists import OutcomeSerializer, StepSerializer
from api.petition_shapes import Words
from api.petitions import visible
from api.policy import require_somebody
from api.scopes import reading_scope
from core.actors import Actor, actor_of
from core.errors import Forbidden, NotFound
from core.parliament.models import Committee
from petitions import actions
from petitions.actions.steps import record_step
from petitions.duties import outcomes_of
from petitions.entries import is_readable
from petitions.models import Petition, PetitionStep, RequestOutcome
from petitions.rules import may_record_steps
from petitions.states import StepKind, Verdict

SCOPE = "moderate:petitions"
MAKERS = {StepKind.REFERRED: actions.refer_petition, StepKind.REPORTED: actions.report_petition}


class CommitteeField(serializers.SlugRelatedField):
    """A committee by its slug; what is no text that a database could keep names none."""

    def to_internal_value(self, data: Any) -> Any:
        """Find it. Raises ValidationError."""
        if not isinstance(data, str) or not is_readable(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class StepInput(serializers.Serializer):
    """A step to record; `corrects` names the one it stands for. Words are by language: {"en": …}."""

    kind = serializers.ChoiceField(choices=StepKind.choices)
    on = serializers.DateField()
    words = Words(default=dict)
    to_whom = Words(default=dict)
    committee = CommitteeField(slug_field="slug", queryset=Committee.objects.all(), default=None, allow_null=True)
    document_url = serializers.CharField(default="", allow_blank=True)
    minute_url = serializers.CharField(default="", allow_blank=True)
    transcript_url = serializers.CharField(default="", allow_blank=True)
    video_url = serializers.CharField(default="", allow_blank=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices, default="", allow_blank=True)
    corrects = serializers.UUIDField(default=None, allow_null=True)


class OutcomeInput(serializers.Serializer):
    """What became of one request; the order of the list is theirs."""

    request = Words()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    words = Words(default=dict)


class ClerkWrites(Listed):
    """A list that everybody reads, and to which the petitions' clerks write."""

    pagination_class: Any = None

    def token_scope(self) -> str:
        """Name the scope that a token needs: to read, or the desk's."""
        return reading_scope(self) if self.request.method in SAFE_METHODS else SCOPE

    def clerk(self, request: Request) -> Actor:
        """Give the clerk behind the request. Raises NotAuthenticated, Forbidden."""
        require_somebody(request)
        actor = actor_of(request)
        if not may_record_steps(actor, None):
            raise Forbidden()
        return actor

    def recorded(self, request: Request, actor: Actor, act: Callable[[Petition], Any]) -> Response:
        """Act on the petition of the address; once for one Idempotency-Key."""
        petition = visible(request, self.kwargs["number"])
        return once(request, actor, lambda: Response(act(petition), status=status.HTTP_201_CREATED))


@extend_schema(tags=["petitions"])
class PetitionSteps(ClerkWrites, ListAPIView):
    """What Parliament did with a petition, by day; a step that was corrected stands no more. POST records one."""

    serializer_class = StepSerializer

    def rows(self) -> list[PetitionStep]:
        """Give them all."""
        rows = visible(self.request, self.kwargs["number"]).steps.filter(corrected_by__isnull=True)
        return list(rows.select_related("committee", "milestone", "corrects"))

    @extend_schema(
        tags=["petitions"], operation_id="petitions_record_step", request=StepInput, responses={201: StepSerializer}
    )
    def post(self, request: Request, number: int) -> Response:
        """Record a step, or the correction of one."""
        actor = self.clerk(request)
        given = StepInput(data=request.data)
        given.is_valid(raise_exception=True)
        return self.recorded(request, actor, lambda petition: self._record(petition, actor, given))

    def _record(self, petition: Petition, actor: Actor, given: StepInput) -> Any:
        data = dict(given.validated_data)
        kind, corrects = StepKind(data.pop("kind")), data.pop("corrects")
        facts = actions.StepFacts(**data)
        if corrects:
            rows = petition.steps.select_related("petition", "milestone", "mailing")
            old = rows.filter(public_id=corrects, kind=kind).first()
            if old is None:
                raise NotFound()
            step = actions.correct_step(old, facts, by=actor)
        elif kind in MAKERS:
            step = MAKERS[kind](petition, facts, by=actor)
        else:
            step = record_step(petition, kind, facts, by=actor)
        return StepSerializer(step).data


@extend_schema(tags=["petitions"])
class PetitionOutcomes(ClerkWrites, ListAPIView):
    """What became of each request of a petition; POST records them all anew."""

    serializer_class = OutcomeSerializer

    def rows(self) -> list[RequestOutcome]:
        """Give those that stand."""
        return outcomes_of(visible(self.request, self.kwargs["number"]))

    @extend_schema(
        tags=["petitions"], operation_id="petitions_record_outcomes", request=OutcomeInput(many=True),
        responses={201: OutcomeSerializer(many=True)},
    )  # fmt: skip
    def post(self, request: Request, number: int) -> Response:
        """Record what became of each request."""
        actor = self.clerk(request)
        given = OutcomeInput(data=request.data, many=True)
        given.is_valid(raise_exception=True)
        facts = [actions.OutcomeFacts(**row) for row in given.validated_data]

        def act(petition: Petition) -> Any:
            return OutcomeSerializer(actions.record_outcomes(petition, facts, by=actor), many=True).data

        return self.recorded(request, actor, act)


urlpatterns = [
    path("petitions/<int:number>/steps/", PetitionSteps.as_view(), name="api_petition_steps"),
    path("petitions/<int:number>/outcomes/", PetitionOutcomes.as_view(), name="api_petition_outcomes"),
]
