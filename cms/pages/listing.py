"""Lists of pages: pages of a fixed length, the same queries for one and for a hundred."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 12


def paged(rows: QuerySet[Any], request: HttpRequest, per_page: int = PER_PAGE) -> dict[str, Any]:
    """Give one page of rows with the addresses of its neighbours; an odd page number gives the nearest one."""
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    return {
        "rows": page,
        "total": page.paginator.count,
        "previous_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
