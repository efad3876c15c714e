"""Lists as CSV (RFC 4180): UTF-8, CRLF, a header whose names stay, every row of the list, streamed.

A label by language becomes one column a language ("title.en"); what has parts of its own stands in its cell as JSON;
true, false and nothing are "true", "false" and "". A text that a spreadsheet would run as a formula gets an apostrophe.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils import translation
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer

CHUNK = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CONTENT_TYPE = "text/csv; charset=utf-8; header=present"


class CsvRenderer(BaseRenderer):
    """Says that a list can be had as CSV; the rows are written by `csv_answer`."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Give what is no list (a refusal) as JSON: problem documents have one form only."""
        return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def csv_answer(view: Any, rows: Any) -> StreamingHttpResponse:
    """Give all rows of a list view as a file. `rows` is a query set in the order of its pages, or a list."""
    if view.paginator is not None:
        rows = rows.order_by(*view.paginator.get_ordering(view.request, rows, view))
    name = view.request.resolver_match.url_name.removeprefix("api_")
    response = StreamingHttpResponse(_lines(view, rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def columns_of(shape: type[serializers.Serializer]) -> list[tuple[str, str]]:
    """Give the columns of a shape as (field, language); the language is "" but for labels by language."""
    found: list[tuple[str, str]] = []
    for name, field in shape().fields.items():
        languages = [code for code, _name in settings.LANGUAGES] if is_by_language(field) else [""]
        found += [(name, language) for language in languages]
    return found


def is_by_language(field: Any) -> bool:
    """Tell whether a field is an object from language to words."""
    return isinstance(field, serializers.DictField) and isinstance(field.child, serializers.CharField)


def cell(value: Any) -> str:
    """Give one value as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


class _Echo:
    @staticmethod
    def write(value: str) -> str:
        return value


def _lines(view: Any, rows: Any) -> Iterator[str]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    columns = columns_of(view.get_serializer_class())
    write = csv.writer(_Echo()).writerow
    yield write([f"{name}.{code}" if code else name for name, code in columns])
    source = iter(rows) if isinstance(rows, list) else rows.iterator(chunk_size=CHUNK)
    while part := list(islice(source, CHUNK)):
        with translation.override(language):
            shaped = view.shaped(part)
        for row in shaped:
            yield write([cell((row[name] or {}).get(code) if code else row[name]) for name, code in columns])
