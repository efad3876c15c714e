"""What the description of the API says of every operation: its problem documents."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from api.queries import shape_of
from core.web.errors import PROBLEM_TYPE


class HouseSchema(AutoSchema):
    """Describes the words of an address by the shape that checks them."""

    def get_override_parameters(self) -> list[Any]:
        """Add the shape of a list's query."""
        shape = shape_of(self.view) if self.method == "GET" else None
        return [shape] if shape else []


FIELD = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
}
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `fields` names every faulty field; a lost race (409) says who won, and when.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fields": {"type": "array", "items": FIELD},
    },
}


def add_problems(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Add the problem document to every operation; a drf-spectacular hook after generation."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    answer = {"description": "A refusal, as a problem document.", "content": {PROBLEM_TYPE: reference}}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = answer
    return result


def only_ours(endpoints: list[tuple[str, str, str, Any]], **_context: Any) -> list[tuple[str, str, str, Any]]:
    """Leave out what is not of this API (Wagtail's own, for its editor); a drf-spectacular hook before generation."""
    return [row for row in endpoints if row[0].startswith("/api/v1/") and not row[0].startswith("/api/v1/schema/")]
