"""The request to Elasticsearch and how its answer is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.safestring import SafeString
from elasticsearch.dsl import Q, Search

from core.search import highlighting
from core.search.backend import Asked, Hit, Results
from core.search.cells import cell_of
from core.search.documents import SearchDocument
from core.search.stems import Terms, short, terms

# A word of the title weighs about ten of the body, as in the database.
FIELDS = ("title^10", "summary^2", "body")
STEM_FIELDS = ("title_stems^5", "body_stems^0.5")
# Sets of properties; a House with more (types by committees by years) would lose the rarest from its facets.
BUCKETS = 20_000
# Far above any score: the thing with the number asked for stands first.
FIRST, NEXT = 1e6, 1e5
OWN_LANGUAGE = 1.5
# What is kept for searching alone.
UNREAD = ("body", "title_words", "title_stems", "body_stems", "facets")


def build(asked: Asked, page: int) -> Search:
    """Build the request. The filters stand after the counts, so that every facet is counted under the others."""
    search = Search().query(_query(asked)).post_filter(Q("bool", filter=_filters(asked)))
    search.aggs.bucket("facets", "terms", field="facets", size=BUCKETS)
    search = search.highlight_options(
        pre_tags=[highlighting.BEGIN], post_tags=[highlighting.END], type="unified", no_match_size=highlighting.PASSAGE
    )
    search = search.highlight("title", number_of_fragments=0)
    search = search.highlight("summary", "body", number_of_fragments=1, fragment_size=highlighting.PASSAGE)
    start = (page - 1) * asked.size
    return search.source(excludes=list(UNREAD))[start : start + asked.size].extra(track_total_hits=False)


def suggestions(words: Sequence[str], reader: str, size: int) -> Search:
    """Build the request for titles in which each word begins a word, in the order that every engine keeps."""
    begins = [Q("prefix", title_words=word) for word in words]
    search = Search().query(Q("bool", filter=[*begins, Q("term", audience=reader)]))
    newest = {"date": {"order": "desc", "missing": "_last", "unmapped_type": "date"}}
    open_first = {"is_open": {"order": "desc", "unmapped_type": "boolean"}}
    rest = [{name: {"order": "asc", "unmapped_type": "keyword"}} for name in ("uuid", "type")]
    return search.sort(open_first, newest, *rest).source(excludes=list(UNREAD))[:size].extra(track_total_hits=False)


def read(answer: Any, asked: Asked) -> Results:
    """Read hits and counts."""
    wanted = frozenset(form for found in _readings(asked.text) for group in found for form in group)
    counts = answer.to_dict().get("aggregations")  # absent where no index stands yet
    cells = [cell_of(row["key"], row["doc_count"]) for row in counts["facets"]["buckets"]] if counts else []
    return Results(asked, cells, [_hit(hit, wanted, asked) for hit in hits_of(answer)])


def _query(asked: Asked) -> Any:
    operator = "or" if asked.is_loose else "and"
    words = [
        Q("multi_match", query=asked.text, type="cross_fields", operator=operator, fields=list(FIELDS)),
        *[_stems(found, asked.is_loose) for found in _readings(asked.text)],
    ]
    own = {"filter": Q("term", language=asked.language or asked.reader), "weight": OWN_LANGUAGE}
    matching = Q("function_score", query=Q("dis_max", queries=words, tie_breaker=0.1), functions=[own])
    if not asked.number:
        return matching
    same = Q("term", number=asked.number)
    ahead = [
        Q("constant_score", filter=same, boost=NEXT),
        Q("constant_score", filter=Q("bool", filter=[same, Q("term", type=asked.first_type)]), boost=FIRST),
    ]
    return Q("bool", must=[matching], should=ahead)


def _stems(found: Terms, is_loose: bool) -> Any:
    """Match our stems: of each word one form, in title or body."""
    each = [
        Q("multi_match", query=" ".join(group), type="most_fields", operator="or", fields=list(STEM_FIELDS))
        for group in found
    ]
    return Q("bool", should=each, minimum_should_match=1) if is_loose else Q("bool", must=each)


def _readings(text: str) -> list[Terms]:
    """Read the words of a query in every language of the site."""
    codes = [*(short(code) for code, _name in settings.LANGUAGES), "und"]
    return [found for found in dict.fromkeys(terms(text, code) for code in codes) if found]


def _filters(asked: Asked) -> list[Any]:
    filters = [Q("term", language=asked.language) if asked.language else Q("term", audience=asked.reader)]
    if asked.types:
        filters.append(Q("terms", type=list(asked.types)))
    if asked.open_only:
        filters.append(Q("term", is_open=True))
    filters += [Q("term", **{name: value}) for name in ("state", "committee") if (value := getattr(asked, name))]
    if asked.year:
        filters.append(Q("range", date={"gte": f"{asked.year:04}-01-01", "lte": f"{asked.year:04}-12-31"}))
    return filters


def hits_of(answer: Any) -> list[Any]:
    """Give the raw hits of an answer."""
    return list(answer.hits.hits)


def document_of(hit: Any) -> SearchDocument:
    """Give the document of a hit, without its body."""
    return _document(hit["_source"].to_dict())


def _hit(hit: Any, wanted: frozenset[str], asked: Asked) -> Hit:
    document = document_of(hit)
    marks = hit["highlight"].to_dict() if "highlight" in hit else {}
    title = (marks.get("title") or [""])[0]
    title = title if highlighting.BEGIN in title else document.title
    passages = [_marked((marks.get(name) or [""])[0], document, wanted) for name in ("summary", "body")]
    passage = next((text for text in passages if "<mark>" in text), next(filter(None, passages), passages[0]))
    return Hit(document, _marked(title, document, wanted), passage, document.url(asked.reader))


def _marked(text: str, document: SearchDocument, wanted: frozenset[str]) -> SafeString:
    """Give a text with the marks of Elasticsearch; where it set none, with ours."""
    if highlighting.BEGIN in text:
        return highlighting.from_engine(text)
    return highlighting.marked(text, wanted, document.language)


def _document(source: dict[str, Any]) -> SearchDocument:
    day = source.pop("date", None)
    source |= {"uuid": UUID(source["uuid"]), "audience": tuple(source["audience"])}
    return SearchDocument(**source, date=date.fromisoformat(day[:10]) if day else None)
