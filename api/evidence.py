"""Evidence for machines: calls with their questions, published submissions, and handing one in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.codes import CodeInput, Waiting
from api.limits import limited
from api.lists import Listed
from api.queries import ListQuery, choice, day, word
from consultations.evidence import actions, selectors
from consultations.evidence.actions.drafting import ANSWER_LENGTH, TITLE_LENGTH
from consultations.evidence.actions.sending import PURPOSE
from consultations.evidence.models import CallForEvidence, PublishedCopy, Question
from consultations.evidence.states import PUBLIC_CALLS, Concern, SenderKind, Wish
from core.actors import actor_of
from core.errors import Invalid
from core.verification import actions as verification


def full(path_: str) -> str:
    """Give the full address of a page."""
    return f"{settings.SITE_URL}{path_}"


class CallQuestionSerializer(serializers.ModelSerializer):
    """One numbered question."""

    number = serializers.IntegerField(source="position")
    text = serializers.DictField(child=serializers.CharField())
    hint = serializers.DictField(child=serializers.CharField())

    class Meta:
        """Public fields only."""

        model = Question
        fields = ("number", "text", "hint", "is_required")


class CallSerializer(serializers.ModelSerializer):
    """A call for evidence with its questions and its window."""

    id = serializers.UUIDField(source="public_id")
    inquiry = serializers.CharField(source="inquiry.code")
    committee = serializers.CharField(source="inquiry.committee.slug")
    title = serializers.DictField(child=serializers.CharField())
    summary = serializers.DictField(child=serializers.CharField())
    questions = CallQuestionSerializer(many=True)
    is_open = serializers.BooleanField(source="is_taking_answers")
    published = serializers.IntegerField(source="published_count")
    url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = CallForEvidence
        fields = (
            "id", "slug", "inquiry", "committee", "title", "summary", "state", "is_open", "opens_at", "closes_at",
            "zone", "questions", "published", "url",
        )  # fmt: skip

    def get_url(self, call: CallForEvidence) -> str:
        """Give the address of the call's page."""
        return full(call.get_absolute_url())


class PublishedSerializer(serializers.ModelSerializer):
    """A published submission, from its public copy alone."""

    id = serializers.UUIDField(source="public_id")
    number = serializers.CharField(source="label")
    name = serializers.CharField(source="shown_as")
    call = serializers.CharField(source="call.slug")
    committee = serializers.CharField(source="call.inquiry.committee.slug")
    words = serializers.IntegerField(source="word_count")
    url = serializers.SerializerMethodField()
    file_url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = PublishedCopy
        fields = (
            "id", "number", "title", "name", "call", "committee", "language", "words", "published_at", "url",
            "file_url",
        )  # fmt: skip

    def get_url(self, copy: PublishedCopy) -> str:
        """Give the permanent address."""
        return full(copy.get_absolute_url())

    def get_file_url(self, copy: PublishedCopy) -> str | None:
        """Give the address of the cleaned file, where there is one."""
        return full(reverse("evidence:published_file", args=[copy.label])) if copy.file_key else None


class SectionSerializer(serializers.Serializer):
    """One part of the text: the question it answers and its paragraphs."""

    number = serializers.IntegerField()
    heading = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())


class PublishedDetailSerializer(PublishedSerializer):
    """With the text."""

    body = SectionSerializer(many=True)

    class Meta(PublishedSerializer.Meta):
        """All of the list's fields and the text."""

        fields = (*PublishedSerializer.Meta.fields, "body")  # type: ignore[assignment]


class AnswerInput(serializers.Serializer):
    """What is said to one question."""

    question = serializers.IntegerField(min_value=1)
    text = serializers.CharField(max_length=ANSWER_LENGTH)


class SubmissionInput(serializers.Serializer):
    """What a citizen sends: the same as the pages ask."""

    kind = serializers.ChoiceField(choices=SenderKind.choices, default=SenderKind.PERSON)
    name = serializers.CharField(max_length=120)
    email = serializers.EmailField()
    organisation = serializers.CharField(max_length=150, default="", allow_blank=True)
    role = serializers.CharField(max_length=150, default="", allow_blank=True)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="")
    title = serializers.CharField(max_length=TITLE_LENGTH)
    answers = AnswerInput(many=True)
    wish = serializers.ChoiceField(choices=Wish.choices)
    reason = serializers.CharField(max_length=1000, default="", allow_blank=True)
    shown_as = serializers.CharField(max_length=100, default="", allow_blank=True)
    concerns = serializers.MultipleChoiceField(choices=Concern.choices, default=set)


class SubmissionWaiting(Waiting):
    """What comes back: the handle that is confirmed with the mailed code."""


class SubmissionCode(CodeInput):
    """The six digits from the mail."""


class SubmissionReceipt(serializers.Serializer):
    """The receipt number, which is not the number of the evidence."""

    receipt = serializers.CharField()
    state = serializers.CharField()
    status_url = serializers.CharField()


class CallQuery(ListQuery):
    """How the calls may be narrowed."""

    looks_up = {
        "state": "state", "committee": "inquiry__committee__slug", "inquiry": "inquiry__code",
        "since": "opens_at__date__gte", "until": "opens_at__date__lte",
    }  # fmt: skip
    state = choice([(str(state), state.label) for state in PUBLIC_CALLS])
    committee = word("Slug of a committee.")
    inquiry = word("Code of an inquiry.", max_length=20)
    since = day("Opened on this day or later.")
    until = day("Opened on this day or earlier.")


class EvidenceQuery(ListQuery):
    """How the published submissions may be narrowed."""

    looks_up = {
        "call": "call__slug", "committee": "call__inquiry__committee__slug", "language": "language",
        "since": "published_at__date__gte", "until": "published_at__date__lte", "q": "title__icontains",
    }  # fmt: skip
    call = word("Slug of a call.")
    committee = word("Slug of a committee.")
    language = choice(settings.LANGUAGES, "Written in this language.")
    since = day("Published on this day or later.")
    until = day("Published on this day or earlier.")
    q = word("A text that stands in the title; the door of the search finds more.")


@extend_schema(tags=["evidence"])
class EvidenceCallList(Listed, ListAPIView):
    """List the public calls, newest first."""

    serializer_class = CallSerializer
    query_shape = CallQuery

    def rows(self) -> QuerySet[CallForEvidence]:
        """Give them with their questions."""
        return selectors.public_calls().prefetch_related("questions")


@extend_schema(tags=["evidence"])
class EvidenceCallDetail(RetrieveAPIView):
    """One call; 404 for drafts."""

    serializer_class = CallSerializer
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[CallForEvidence]:
        """Give public calls only."""
        return selectors.public_calls().prefetch_related("questions")


@limited(post="evidence")
@extend_schema(tags=["evidence"], request=SubmissionInput, responses={202: SubmissionWaiting})
class EvidenceHandIn(APIView):
    """Hand in evidence to an open call. It is received once the mailed code is confirmed."""

    def post(self, request: Request, slug: str) -> Response:
        """Keep it and mail the code."""
        data = SubmissionInput(data=request.data)
        data.is_valid(raise_exception=True)
        facts: dict[str, Any] = dict(data.validated_data)
        call = selectors.visible_call(slug, actor_of(request))
        sender = actions.SenderFacts(
            kind=facts["kind"], name=facts["name"], email=facts["email"], organisation=facts["organisation"],
            role=facts["role"], language=facts["language"] or get_language() or "en",
        )  # fmt: skip
        wish = actions.WishFacts(facts["wish"], facts["reason"], facts["shown_as"], tuple(facts["concerns"]))
        answers = keyed(call, facts["answers"])
        challenge = actions.hand_in(call, sender, wish, title=facts["title"], answers=answers, by=actor_of(request))
        confirm = full(reverse("api_evidence_confirm", args=[challenge.public_id]))
        body = SubmissionWaiting({"handle": challenge.public_id, "confirm_url": confirm}).data
        return Response(body, status=status.HTTP_202_ACCEPTED)


@limited(post="confirm")
@extend_schema(tags=["evidence"], request=SubmissionCode, responses=SubmissionReceipt)
class EvidenceConfirm(APIView):
    """Confirm what was handed in with the mailed code."""

    def post(self, request: Request, handle: Any) -> Response:
        """Count the try, redeem the code."""
        data = SubmissionCode(data=request.data)
        data.is_valid(raise_exception=True)
        verification.count_try(PURPOSE, handle)
        code = data.validated_data["code"]
        submission, token = actions.confirm_submission(lambda: verification.redeem_code(PURPOSE, handle, code))
        url = full(reverse("evidence:mine", args=[token]))
        return Response(
            SubmissionReceipt({"receipt": submission.receipt, "state": submission.state, "status_url": url}).data
        )


@extend_schema(tags=["evidence"])
class PublishedEvidenceList(Listed, ListAPIView):
    """List published submissions, newest first."""

    serializer_class = PublishedSerializer
    query_shape = EvidenceQuery

    def rows(self) -> QuerySet[PublishedCopy]:
        """Give public copies only."""
        return selectors.published_evidence()


@extend_schema(tags=["evidence"])
class PublishedEvidenceDetail(RetrieveAPIView):
    """One published submission with its text. Its ETag alone says whether it is the same: erasure rewrites the text."""

    serializer_class = PublishedDetailSerializer

    def get_object(self) -> PublishedCopy:
        """Find it by its number; 404 before publication."""
        return selectors.published_by_label(self.kwargs["number"])


def keyed(call: CallForEvidence, answers: list[dict[str, Any]]) -> dict[int, str]:
    """Give the answers by the questions' keys; raises Invalid for a number not asked, or answered twice."""
    keys = {question.position: question.pk for question in call.questions.all()}
    if unknown := [row["question"] for row in answers if row["question"] not in keys]:
        raise Invalid(fields={"answers": f"The call has no question {unknown[0]}."})
    numbers = Counter(row["question"] for row in answers)
    if twice := [number for number, times in numbers.items() if times > 1]:
        raise Invalid(fields={"answers": _("Question %(number)s is answered twice.") % {"number": twice[0]}})
    return {keys[row["question"]]: row["text"] for row in answers}


urlpatterns = [
    path("evidence/calls/", EvidenceCallList.as_view(), name="api_evidence_calls"),
    path("evidence/calls/<slug:slug>/", EvidenceCallDetail.as_view(), name="api_evidence_call"),
    path("evidence/calls/<slug:slug>/submissions/", EvidenceHandIn.as_view(), name="api_evidence_hand_in"),
    path("evidence/confirmations/<uuid:handle>/", EvidenceConfirm.as_view(), name="api_evidence_confirm"),
    path("evidence/submissions/", PublishedEvidenceList.as_view(), name="api_evidence"),
    path("evidence/submissions/<slug:number>/", PublishedEvidenceDetail.as_view(), name="api_evidence_detail"),
]
