"""Cursor pages: stable while rows are added, the same cost on the first and the last page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class CursorPages(CursorPagination):
    """20 items a page, up to 100 by `page_size`; `next` and `previous` are addresses."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering = "-id"

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> Any:
        """Give one page. Raises NotFound for a cursor whose place no row of this list could have."""
        cursor = self.decode_cursor(request)
        if cursor is not None and cursor.position is not None:
            field = field_of(queryset, self.get_ordering(request, queryset, view)[0].lstrip("-"))
            try:
                check_position(field, cursor.position)
            except (ValueError, OverflowError, ValidationError) as error:
                raise NotFound(self.invalid_cursor_message) from error
        return super().paginate_queryset(queryset, request, view)


def field_of(rows: QuerySet[Any], name: str) -> Any:
    """Give the field by which rows are ordered: a column, or what was added to the query."""
    added = rows.query.annotations.get(name)
    return added.output_field if added is not None else rows.model._meta.get_field(name)


def check_position(field: Any, position: str) -> None:
    """Ask whether a text is a value of a field. Raises ValueError, OverflowError or ValidationError where it is not.

    The database would ask too, each in its own way and too late: PostgreSQL ends the transaction.
    """
    if "\x00" in position:
        raise ValueError("no text holds a NUL")
    value = field.to_python(position)
    if isinstance(value, int):
        field.run_validators(value)  # that it fits into its column
    if isinstance(value, datetime):
        if timezone.is_naive(value):
            raise ValueError("a moment of ours has a zone")
        value.astimezone(UTC)
