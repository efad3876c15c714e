"""What every list of the API does: narrowed by its query's shape, in pages as JSON, or whole as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from rest_framework.filters import BaseFilterBackend
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.csv_lists import CsvRenderer, csv_answer
from api.queries import asked
from core.limits.doors import take_for


class ByQuery(BaseFilterBackend):
    """Narrows the rows by the words of the address."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Give the rows that fit. Raises ValidationError naming each faulty word."""
        query = asked(view, request)
        return query.narrow(queryset) if hasattr(query, "narrow") else queryset


class Listed:
    """Put it before ListAPIView or a view set. `rows()` gives all that the caller may see; `query_shape` narrows it."""

    renderer_classes: ClassVar[Any] = (JSONRenderer, CsvRenderer)
    filter_backends: ClassVar[Any] = (ByQuery,)
    query_shape: ClassVar[Any] = None
    request: Any

    def rows(self) -> Any:
        """Give all that the caller may see."""
        raise NotImplementedError

    def get_queryset(self) -> Any:
        """Give the rows; the description of the API asks for their model alone."""
        if getattr(self, "swagger_fake_view", False):
            shape: Any = self.serializer_class  # type: ignore[attr-defined]
            model = getattr(getattr(shape, "Meta", None), "model", None)
            return model.objects.none() if model else None
        return self.rows()

    def shaped(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Give the rows as they go out."""
        return list(self.get_serializer(list(rows), many=True).data)  # type: ignore[attr-defined]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Give one page, or all rows as CSV."""
        view: Any = self
        rows = view.filter_queryset(view.get_queryset())
        if request.accepted_renderer.format == CsvRenderer.format:
            take_for(request._request, "export")
            return csv_answer(view, rows)
        page = view.paginate_queryset(rows)
        if page is None:
            return Response(self.shaped(rows))
        answer: Response = view.get_paginated_response(self.shaped(page))
        return answer
