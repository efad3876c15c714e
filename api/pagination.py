"""Cursor pages: stable while rows are added, the same cost on the first and the last page."""

from rest_framework.pagination import CursorPagination


class CursorPages(CursorPagination):
    """20 items a page, up to 100 by `page_size`; `next` and `previous` are addresses."""

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering = "-id"
