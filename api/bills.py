"""Bills for machines: bills, provisions, clauses with their comments, and the citizen's comment."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import path, reverse
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.bill_comments import AnnotationSerializer, CommentInput, Receipt
from api.codes import CodeInput, Waiting
from api.limits import limited
from api.links import full
from api.lists import Listed
from api.pagination import CursorPages
from api.queries import ListQuery, choice, day, word
from consultations.bills import selectors
from consultations.bills.actions import commenting
from consultations.bills.models import Provision, Version
from consultations.bills.naming import clause_name, heading_of
from consultations.bills.rules import is_open
from consultations.bills.states import PUBLIC, Place, Stance, VersionState
from consultations.bills.text import joined
from core.actors import actor_of
from core.comments.selectors import replies_of
from core.comments.states import CommentState
from core.errors import NotFound
from core.verification import actions as verification


class ProvisionPages(CursorPages):
    """Provisions come in the order of the text."""

    ordering = "order"


class BillSerializer(serializers.ModelSerializer):
    """A bill by its newest public version."""

    id = serializers.UUIDField(source="bill.public_id")
    slug = serializers.CharField(source="bill.slug")
    number = serializers.CharField(source="bill.number")
    title = serializers.DictField(source="bill.title", child=serializers.CharField())
    summary = serializers.DictField(source="bill.summary", child=serializers.CharField())
    committee = serializers.CharField(source="bill.committee.slug", default=None)
    version = serializers.IntegerField(source="number")
    is_open = serializers.SerializerMethodField()
    provisions = serializers.IntegerField(source="provisions_count")
    clauses = serializers.IntegerField(source="units_count")
    comments = serializers.IntegerField(source="comments_count")
    url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = Version
        fields = (
            "id", "slug", "number", "title", "summary", "committee", "version", "language", "state", "is_open",
            "published_at", "comments_until", "provisions", "clauses", "comments", "by_kind", "url",
        )  # fmt: skip

    def get_is_open(self, version: Version) -> bool:
        """Tell whether comments are taken now."""
        return is_open(version)

    def get_url(self, version: Version) -> str:
        """Give the address of the bill's page."""
        return full(version.bill.get_absolute_url())


class ProvisionSerializer(serializers.ModelSerializer):
    """One provision with its permanent address."""

    code = serializers.CharField(source="clause.code")
    clause = serializers.UUIDField(source="clause.public_id")
    parent = serializers.CharField(source="parent.clause.code", default=None)
    url = serializers.SerializerMethodField()

    class Meta:
        """Public fields only."""

        model = Provision
        fields = (
            "code", "clause", "parent", "order", "depth", "place", "kind", "number", "heading", "text", "text_hash",
            "source_id", "url",
        )  # fmt: skip

    def get_url(self, row: Provision) -> str:
        """Give the permanent address of the provision."""
        return full(row.address(self.context["slug"]))


class ClauseSerializer(serializers.Serializer):
    """A clause with all that is in it, and how many people said what."""

    id = serializers.UUIDField(source="unit.clause.public_id")
    code = serializers.CharField(source="unit.clause.code")
    name = serializers.CharField()
    heading = serializers.CharField()
    summary = serializers.DictField(source="unit.clause.summary", child=serializers.CharField())
    version = serializers.IntegerField(source="unit.version.number", help_text="Number of the version of this text.")
    language = serializers.CharField(source="unit.version.language")
    text = serializers.CharField()
    is_open = serializers.BooleanField()
    comments = serializers.IntegerField()
    by_stance = serializers.DictField(child=serializers.IntegerField())
    removed_in = serializers.IntegerField(allow_null=True, help_text="Number of the version that no longer holds it.")
    url = serializers.CharField()


class BillQuery(ListQuery):
    """How the bills may be narrowed."""

    looks_up = {
        "state": "state", "committee": "bill__committee__slug", "language": "language",
        "since": "published_at__date__gte", "until": "published_at__date__lte",
        "q": ("bill__number__icontains", *(f"bill__title__{code}__icontains" for code, _name in settings.LANGUAGES)),
    }  # fmt: skip
    state = choice([(str(state), VersionState(state).label) for state in PUBLIC])
    committee = word("Slug of a committee.")
    language = choice(settings.LANGUAGES, "The law is written in this language.")
    since = day("Published on this day or later.")
    until = day("Published on this day or earlier.")
    q = word("A text that stands in the title or the number; the door of the search finds more.")


class ProvisionQuery(ListQuery):
    """How the provisions may be narrowed."""

    looks_up = {"place": "place", "kind": "kind"}
    place = choice(Place.choices)
    kind = word("Name of its element (Akoma Ntoso).", max_length=40)


class AnnotationQuery(ListQuery):
    """How the comments on a clause may be narrowed."""

    looks_up = {"stance": "stance", "language": "comment__language"}
    stance = choice(Stance.choices)
    language = choice(settings.LANGUAGES, "Written in this language.")

    def narrow(self, rows: Any) -> Any:
        """Give the rows that fit; of hidden comments none, whose place would tell what is asked for."""
        narrowed = super().narrow(rows)
        is_asked = any(self.validated_data.get(name) for name in self.looks_up)
        return narrowed.filter(comment__state=CommentState.PUBLISHED) if is_asked else narrowed


@extend_schema(tags=["bills"])
class BillList(Listed, ListAPIView):
    """List the public bills, newest first."""

    serializer_class = BillSerializer
    query_shape = BillQuery

    def rows(self) -> Any:
        """Give the newest public version of each."""
        return selectors.public_versions()


@extend_schema(tags=["bills"])
class BillDetail(RetrieveAPIView):
    """One bill."""

    serializer_class = BillSerializer

    def get_object(self) -> Version:
        """Find it; 404 for drafts."""
        return selectors.public_version(self.kwargs["slug"])


@extend_schema(tags=["bills"])
class ProvisionList(Listed, ListAPIView):
    """List every provision of a bill in the order of the text, each with its permanent address."""

    serializer_class = ProvisionSerializer
    pagination_class = ProvisionPages
    query_shape = ProvisionQuery

    def rows(self) -> Any:
        """Give the provisions of the newest public version."""
        version = selectors.public_version(self.kwargs["slug"])
        return version.provisions.select_related("clause", "unit__clause", "parent__clause").defer("html")

    def get_serializer_context(self) -> dict[str, Any]:
        """Add the bill's address."""
        return {**super().get_serializer_context(), "slug": self.kwargs.get("slug", "")}


@extend_schema(tags=["bills"], responses=ClauseSerializer)
class ClauseDetail(APIView):
    """One clause with its words and figures."""

    def get(self, request: Request, slug: str, code: str) -> Response:
        """Show it; 404 for what has no page of its own."""
        version = selectors.version_with_clause(slug, code)
        unit = unit_of(version, code)
        counter = selectors.counters(version, [unit.clause_id]).get(unit.clause_id)
        facts = {
            "unit": unit,
            "name": clause_name(unit, version),
            "heading": heading_of(unit),
            "text": joined(selectors.provisions_of_page(unit)),
            "is_open": is_open(version),
            "comments": counter.total if counter else 0,
            "by_stance": counter.by_stance if counter else {},
            "removed_in": version.removed_in,  # type: ignore[attr-defined]
            "url": full(unit.address(slug)),
        }
        return Response(ClauseSerializer(facts).data)


@limited(post="comment")
@extend_schema(tags=["bills"])
class ClauseComments(Listed, ListAPIView):
    """The comments on a clause and all that is in it; POST writes one."""

    serializer_class = AnnotationSerializer
    query_shape = AnnotationQuery

    def rows(self) -> Any:
        """Give what was said."""
        unit = unit_of(selectors.version_with_clause(**self.kwargs), self.kwargs["code"])
        return selectors.annotations_on_page(unit)

    def shaped(self, rows: Any) -> list[dict[str, Any]]:
        """Give some with all their replies, in one query more."""
        page = list(rows)
        context = {**self.get_serializer_context(), "replies": replies_of(row.comment for row in page)}
        return list(AnnotationSerializer(page, many=True, context=context).data)

    @extend_schema(tags=["bills"], request=CommentInput, responses={202: Waiting})
    def post(self, request: Request, slug: str, code: str) -> Response:
        """Write a comment on the clause, or on the piece of it whose code the address names."""
        data = CommentInput(data=request.data)
        data.is_valid(raise_exception=True)
        facts = dict(data.validated_data)
        row = selectors.provision_by_code(selectors.version_with_clause(slug, code), code)
        if row.place == Place.GROUP:
            raise NotFound()
        writer = commenting.Writer(
            name=facts["name"], email=facts["email"], shown_as=facts["shown_as"],
            language=facts["language"] or get_language() or "en",
        )  # fmt: skip
        challenge = commenting.comment_on_clause(
            row,
            by=actor_of(request),
            writer=writer,
            stance=facts["stance"],
            text=facts["text"],
            wording=facts["wording"],
            seen=_seen(row.version, facts["version"]),
        )
        confirm = reverse("api_comment_confirm", args=[challenge.public_id])
        body = Waiting({"handle": challenge.public_id, "confirm_url": full(confirm)}).data
        return Response(body, status=status.HTTP_202_ACCEPTED)


@limited(post="confirm")
@extend_schema(tags=["bills"], request=CodeInput, responses=Receipt)
class CommentConfirm(APIView):
    """Confirm a comment with the mailed code."""

    def post(self, request: Request, handle: Any) -> Response:
        """Count the try, redeem the code."""
        data = CodeInput(data=request.data)
        data.is_valid(raise_exception=True)
        verification.count_try(commenting.PURPOSE, handle)
        code = data.validated_data["code"]
        comment = commenting.confirm_comment(lambda: verification.redeem_code(commenting.PURPOSE, handle, code))
        slug = selectors.annotation_of(comment).version.bill.slug
        url = full(reverse("bills:comment", args=[slug, comment.public_id]))
        return Response(Receipt({"id": comment.public_id, "state": comment.state, "url": url}).data)


def _seen(version: Version, number: int | None) -> str:
    """Give the public id of the version that was read; of another number than this one's, what fits none."""
    if number is None:
        return ""
    return str(version.public_id) if number == version.number else f"version {number}"


def unit_of(version: Version, code: str) -> Provision:
    """Give a clause that has a page of its own; raises NotFound."""
    row = selectors.provision_by_code(version, code)
    if row.place != Place.UNIT:
        raise NotFound()
    return row


urlpatterns = [
    path("bills/", BillList.as_view(), name="api_bills"),
    path("bills/<slug:slug>/", BillDetail.as_view(), name="api_bill"),
    path("bills/<slug:slug>/provisions/", ProvisionList.as_view(), name="api_provisions"),
    path("bills/<slug:slug>/clauses/<slug:code>/", ClauseDetail.as_view(), name="api_clause"),
    path("bills/<slug:slug>/clauses/<slug:code>/comments/", ClauseComments.as_view(), name="api_clause_comments"),
    path("comments/<uuid:handle>/confirm/", CommentConfirm.as_view(), name="api_comment_confirm"),
]
