"""Search for machines: the same question and the same answer as the page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.limits import limited
from core.search.backend import LAST_PAGE, LONGEST_QUERY, PAGE_SIZE, Asked, Hit, Results
from core.search.documents import find_type
from core.search.searching import find
from core.search.suggesting import Suggestion, suggest


class SearchQuery(serializers.Serializer):
    """What may be asked."""

    q = serializers.CharField(max_length=LONGEST_QUERY, help_text="Words; each must be met.")
    type = serializers.ListField(child=serializers.CharField(), default=list, help_text="Only these kinds.")
    language = serializers.ChoiceField(
        choices=settings.LANGUAGES, required=False, help_text="Only this language; else the best one for the reader."
    )
    open = serializers.BooleanField(default=False, help_text="Only what one can still act on.")
    state = serializers.SlugField(default="", allow_blank=True, max_length=30, help_text="Only this state.")
    committee = serializers.SlugField(default="", allow_blank=True, max_length=60, help_text="Only this committee.")
    year = serializers.IntegerField(default=0, min_value=0, max_value=9999, help_text="Only what is dated this year.")
    page = serializers.IntegerField(default=1, min_value=1, max_value=LAST_PAGE)
    page_size = serializers.IntegerField(default=PAGE_SIZE, min_value=1, max_value=100)

    def validate_type(self, keys: list[str]) -> list[str]:
        """Refuse a kind that this installation does not have."""
        for key in keys:
            if not find_type(key):
                raise serializers.ValidationError(f"There is no kind “{key}”.")
        return keys


class FoundSerializer(serializers.Serializer):
    """One hit. `title_html` and `passage_html` are escaped, with the words found in <mark>."""

    type = serializers.CharField(source="document.type")
    id = serializers.UUIDField(source="document.uuid")
    language = serializers.CharField(source="document.language")
    number = serializers.CharField(source="document.number")
    state = serializers.CharField(source="document.state")
    is_open = serializers.BooleanField(source="document.is_open")
    date = serializers.DateField(source="document.date", allow_null=True)
    committee = serializers.CharField(source="document.committee")
    title = serializers.CharField(source="document.title")
    summary = serializers.CharField(source="document.summary")
    title_html = serializers.CharField(source="title")
    passage_html = serializers.CharField(source="passage")
    url = serializers.SerializerMethodField()

    def get_url(self, hit: Hit) -> str:
        """Give the full address of the page."""
        return full_address(hit.url)


class FacetsSerializer(serializers.Serializer):
    """How many hits there are of each kind, language, state, committee and year, and how many one can still act on."""

    type = serializers.DictField(child=serializers.IntegerField())
    language = serializers.DictField(child=serializers.IntegerField())
    state = serializers.DictField(child=serializers.IntegerField())
    committee = serializers.DictField(child=serializers.IntegerField())
    year = serializers.DictField(child=serializers.IntegerField())
    open = serializers.IntegerField()


class SearchAnswer(serializers.Serializer):
    """One page of hits, best first. `match` is "some_words" where nothing has all of them."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    match = serializers.ChoiceField(choices=["all_words", "some_words"])
    language = serializers.CharField(allow_null=True)
    facets = FacetsSerializer()
    results = FoundSerializer(many=True)


@limited(get="search")
@extend_schema(operation_id="search", responses=SearchAnswer, tags=["search"])
@api_view(["GET"])
def search(request: Request) -> Response:
    """Search petitions, bills, clauses, hearings, calls, submissions, pages, members and committees."""
    query = SearchQuery(data={**request.query_params.dict(), "type": request.query_params.getlist("type")})
    query.is_valid(raise_exception=True)
    asked = query.validated_data
    results = find(
        Asked(
            text=asked["q"],
            reader=get_language() or settings.LANGUAGE_CODE,
            types=tuple(dict.fromkeys(asked["type"])),
            language=asked.get("language", ""),
            open_only=asked["open"],
            state=asked["state"],
            committee=asked["committee"],
            year=asked["year"],
            page=asked["page"],
            size=asked["page_size"],
        )
    )
    return Response(_answer(results))


search.cls.query_shape = SearchQuery


class SuggestionQuery(serializers.Serializer):
    """What may be asked while somebody types."""

    q = serializers.CharField(max_length=LONGEST_QUERY, help_text="What is typed so far; two signs at least.")


class SuggestionSerializer(serializers.Serializer):
    """One title that begins like this."""

    type = serializers.CharField(source="document.type")
    kind = serializers.SerializerMethodField(help_text="What it is, in the reader's language.")
    id = serializers.UUIDField(source="document.uuid")
    language = serializers.CharField(source="document.language")
    title = serializers.CharField(source="document.title")
    url = serializers.SerializerMethodField()

    def get_kind(self, suggestion: Suggestion) -> str:
        """Name the kind of thing."""
        row = find_type(suggestion.document.type)
        return str(row.label) if row else suggestion.document.type

    def get_url(self, suggestion: Suggestion) -> str:
        """Give the full address of the page."""
        return full_address(suggestion.url)


class SuggestionsAnswer(serializers.Serializer):
    """At most eight titles in which each typed word begins a word: what is open first, then the newest."""

    results = SuggestionSerializer(many=True)


@limited(get="search")
@extend_schema(operation_id="search_suggestions", responses=SuggestionsAnswer, tags=["search"])
@api_view(["GET"])
def search_suggestions(request: Request) -> Response:
    """Suggest titles while somebody types."""
    query = SuggestionQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    found = suggest(query.validated_data["q"], get_language() or settings.LANGUAGE_CODE)
    return Response(SuggestionsAnswer({"results": found}).data)


search_suggestions.cls.query_shape = SuggestionQuery


def full_address(url: str) -> str:
    """Give an address with the site in front."""
    return url if url.startswith("http") else f"{settings.SITE_URL}{url}"


def _answer(results: Results) -> dict[str, Any]:
    """Give the answer's body."""
    facets = {
        "type": dict(results.by_type), "language": dict(results.by_language), "state": dict(results.by_state),
        "committee": dict(results.by_committee), "open": results.open_now,
        "year": {str(year): count for year, count in results.by_year.items()},
    }  # fmt: skip
    answer = {
        "count": results.total, "page": results.page, "pages": results.pages, "facets": facets,
        "match": "some_words" if results.asked.is_loose else "all_words",
        "language": results.asked.language or None, "results": results.hits,
    }  # fmt: skip
    return dict(SearchAnswer(answer).data)
