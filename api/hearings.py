"""Hearings for machines: list, detail, questions; ask and support by the same actions as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.limits import limited
from api.lists import Listed
from api.pagination import CursorPages
from api.queries import ListQuery, choice, day, word
from consultations.hearings import actions, passes, selectors
from consultations.hearings.actions.asking import PURPOSE as ASK
from consultations.hearings.actions.supporting import PURPOSE as JOIN
from consultations.hearings.models import Hearing, Question
from consultations.hearings.states import PUBLIC_HEARINGS, PUBLIC_QUESTIONS, Display, HearingState, QuestionState
from core.actors import ANONYMOUS, Actor, actor_of
from core.errors import Forbidden, NotFound
from core.verification import actions as verification


class HearingSerializer(serializers.ModelSerializer):
    """A hearing. Texts are objects from language to words."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.DictField(child=serializers.CharField())
    summary = serializers.DictField(child=serializers.CharField())
    place = serializers.DictField(child=serializers.CharField())
    committee = serializers.CharField(source="committee.slug")
    takes_questions = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = Hearing
        fields = [
            "id", "slug", "state", "title", "summary", "place", "committee", "starts_at", "ends_at", "questions_until",
            "takes_questions", "answers_due_on", "started_at", "ended_at", "url",
        ]  # fmt: skip

    def get_takes_questions(self, hearing: Hearing) -> bool:
        """Tell whether one may ask now."""
        return selectors.takes_questions(hearing)

    def get_url(self, hearing: Hearing) -> str:
        """Give the page without a language."""
        return f"/hearings/{hearing.slug}/"


class WitnessSerializer(serializers.Serializer):
    """A witness."""

    name = serializers.DictField(child=serializers.CharField())
    role = serializers.DictField(child=serializers.CharField())
    paper_title = serializers.DictField(child=serializers.CharField())


class HearingDetailSerializer(HearingSerializer):
    """A hearing with its witnesses and where its numbered line stands."""

    witnesses = WitnessSerializer(many=True)
    sequence = serializers.IntegerField(source="public_sequence")

    class Meta(HearingSerializer.Meta):
        """And the rest."""

        fields = [*HearingSerializer.Meta.fields, "witnesses", "epoch", "sequence"]


class QuestionSerializer(serializers.ModelSerializer):
    """A public question; the name is the one that the asker chose to show, empty for a member of the public."""

    id = serializers.UUIDField(source="public_id")
    texts = serializers.SerializerMethodField()
    name = serializers.CharField(source="public_name")

    class Meta:
        """Public fields only."""

        model = Question
        fields = [
            "id", "state", "version", "text", "language", "texts", "name", "place", "supports", "published_at",
            "on_air_at", "answered_at", "answer", "answered_by",
        ]  # fmt: skip

    def get_texts(self, question: Question) -> dict[str, str]:
        """Give the text by language."""
        return question.texts()


@extend_schema_field(serializers.CharField(max_length=10))
class LanguageField(serializers.ChoiceField):
    """A language of the site; described as the word that version 1 promised."""


class AskSerializer(serializers.Serializer):
    """A question to ask. Without a pass `email` is needed."""

    text = serializers.CharField(max_length=2000)
    display = serializers.ChoiceField(choices=Display.choices, default=Display.PUBLIC)
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField(required=False, default="")
    witness = serializers.SlugField(required=False, default="", allow_unicode=True)
    language = LanguageField(choices=settings.LANGUAGES, default="en")


class ConfirmSerializer(serializers.Serializer):
    """The mailed code."""

    handle = serializers.UUIDField()
    code = serializers.CharField(max_length=12)


class JoinSerializer(serializers.Serializer):
    """An address to prove in order to support."""

    email = serializers.EmailField()
    language = LanguageField(choices=settings.LANGUAGES, default="en")


class SupportSerializer(serializers.Serializer):
    """A wish: yes or no."""

    value = serializers.BooleanField()


class ByStart(CursorPages):
    """Newest hearing first."""

    ordering = ("-starts_at", "-id")


class ByPublication(CursorPages):
    """Newest question first."""

    ordering = ("-published_at", "-id")


SHAPES: dict[str, type[serializers.BaseSerializer[Any]]] = {
    "retrieve": HearingDetailSerializer, "questions": QuestionSerializer,
}  # fmt: skip


def bearer_of(request: Request, hearing: Hearing) -> Actor | None:
    """Give the participant whose pass stands in the header X-Hearing-Pass, or None."""
    token = request.headers.get("X-Hearing-Pass", "")
    return passes.bearer(token, hearing) if token else None


class HearingQuery(ListQuery):
    """How the hearings may be narrowed."""

    looks_up = {
        "state": "state", "committee": "committee__slug",
        "since": "starts_at__date__gte", "until": "starts_at__date__lte",
    }  # fmt: skip
    state = choice([(str(state), HearingState(state).label) for state in PUBLIC_HEARINGS])
    committee = word("Slug of a committee.")
    since = day("Begins on this day or later.")
    until = day("Begins on this day or earlier.")


class QuestionQuery(ListQuery):
    """How the questions of a hearing may be narrowed."""

    looks_up = {"state": "state", "language": "language", "q": "text__icontains"}
    state = choice([(str(state), QuestionState(state).label) for state in PUBLIC_QUESTIONS])
    language = choice(settings.LANGUAGES, "Asked in this language.")
    q = word("A text that stands in it.")


@limited(ask="ask", confirm="confirm", join="join", join_confirm="confirm", support="support")
class HearingViewSet(Listed, viewsets.ReadOnlyModelViewSet):
    """Public hearings. Ask, confirm, join and support as a citizen does; a pass goes in `X-Hearing-Pass`."""

    serializer_class = HearingSerializer
    pagination_class = ByStart
    lookup_field = "slug"
    query_shape = {"list": HearingQuery, "questions": QuestionQuery}
    lists = ("questions",)

    def rows(self) -> Any:
        """Give public hearings, or the questions of one."""
        if self.action == "questions":
            return selectors.public_questions(get_object_or_404(selectors.public_hearings(), slug=self.kwargs["slug"]))
        rows = selectors.public_hearings()
        return rows.prefetch_related("witnesses") if self.action == "retrieve" else rows

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """Give more on one hearing than on many."""
        return SHAPES.get(self.action, HearingSerializer)

    def get_object(self) -> Any:
        """Give the hearing of the address. Raises Http404."""
        return get_object_or_404(self.rows(), slug=self.kwargs["slug"])

    def get_renderers(self) -> Any:
        """Give CSV of lists alone."""
        is_list = self.action in {"list", *self.lists}
        return super().get_renderers() if is_list else [JSONRenderer()]

    def read(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """Check what was sent; raises ValidationError."""
        given = serializer(data=self.request.data)
        given.is_valid(raise_exception=True)
        return given.validated_data

    @extend_schema(responses=QuestionSerializer(many=True))
    @action(detail=True, pagination_class=ByPublication)
    def questions(self, request: Request, slug: str) -> HttpResponseBase:
        """List the public questions of a hearing, newest first."""
        return self.list(request)

    @extend_schema(request=AskSerializer, responses={202: None})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, slug: str) -> Response:
        """Ask a question: 202 with the handle for `confirm`, or with a pass 201."""
        hearing = self.get_object()
        facts = actions.QuestionFacts(**self.read(AskSerializer))
        question, challenge = actions.ask_question(hearing, facts, by=bearer_of(request, hearing) or ANONYMOUS)
        if challenge is None:
            return Response({"id": str(question.public_id), "state": question.state}, status=201)
        return Response({"handle": str(challenge.public_id)}, status=202)

    @extend_schema(request=ConfirmSerializer, responses={201: None})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, slug: str) -> Response:
        """Hand the question in by the mailed code; gives a pass for this hearing."""
        self.get_object()
        facts = self.read(ConfirmSerializer)
        verification.count_try(ASK, facts["handle"])
        question, by = actions.confirm_question(lambda: verification.redeem_code(ASK, facts["handle"], facts["code"]))
        given = {"id": str(question.public_id), "state": question.state, "pass": passes.issue(question.hearing, by)}
        return Response(given, status=201)

    @extend_schema(request=JoinSerializer, responses={202: None})
    @action(detail=True, methods=["post"])
    def join(self, request: Request, slug: str) -> Response:
        """Ask for a code in order to support questions."""
        facts = self.read(JoinSerializer)
        challenge = actions.join_hearing(
            self.get_object(), facts["email"], by=actor_of(request), language=facts["language"]
        )
        return Response({"handle": str(challenge.public_id)}, status=202)

    @extend_schema(request=ConfirmSerializer, responses={201: None})
    @action(detail=True, methods=["post"], url_path="join/confirm")
    def join_confirm(self, request: Request, slug: str) -> Response:
        """Redeem that code; gives a pass for this hearing."""
        hearing = self.get_object()
        facts = self.read(ConfirmSerializer)
        verification.count_try(JOIN, facts["handle"])
        by = actions.confirm_supporter(lambda: verification.redeem_code(JOIN, facts["handle"], facts["code"]))
        return Response({"pass": passes.issue(hearing, by)}, status=201)

    @extend_schema(request=SupportSerializer, responses={200: None})
    @action(detail=True, methods=["put"], url_path=r"questions/(?P<question>[0-9a-f-]{36})/support")
    def support(self, request: Request, slug: str, question: str) -> Response:
        """Set your support for a question to yes or no; gives the absolute count. Needs a pass."""
        hearing = self.get_object()
        by = bearer_of(request, hearing)
        if by is None:
            raise Forbidden()
        try:
            vote = actions.Vote(UUID(question), by, self.read(SupportSerializer)["value"])
        except ValueError:
            raise NotFound() from None
        counts = actions.set_supports(hearing, [vote], by=by)
        return Response({"value": vote.value, "supports": counts[vote.question]})
