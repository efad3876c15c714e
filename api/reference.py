"""The description of the API as a page for people: drawn on the server from the same schema, without any script."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator

from core.web.code import coded

Plain = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
SHAPES = "#/components/schemas/"


class Reference(TemplateView):
    """Every address of the API with what it takes and gives."""

    template_name = "api/reference.html"

    def get_context_data(self, **context: Any) -> Plain:
        """Give the operations by noun, and the shapes that they speak of."""
        groups, shapes = described()
        return super().get_context_data(
            groups=groups, shapes=shapes, crumbs=[{"label": _("Home"), "url": "/"}], **context
        )


@lru_cache(maxsize=1)
def described() -> tuple[list[Plain], list[Plain]]:
    """Draw the schema once for each process; it is in English, as the code is."""
    with override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    by_tag: dict[str, list[Plain]] = {}
    for path, operations in schema["paths"].items():
        for method in METHODS:
            if method in operations:
                row = _operation(path, method, operations[method])
                by_tag.setdefault(operations[method]["tags"][0], []).append(row)
    groups = [{"name": tag, "operations": rows} for tag, rows in sorted(by_tag.items())]
    shapes = [_shape(name, facts) for name, facts in sorted(schema["components"]["schemas"].items())]
    return groups, shapes


def _operation(path: str, method: str, facts: Plain) -> Plain:
    first, _dot, _rest = facts.get("description", "").partition("\n")
    answers = [(code, _of_content(answer)) for code, answer in facts["responses"].items() if code != "default"]
    return {
        "id": facts["operationId"],
        "method": method.upper(),
        "path": path,
        "pieces": path.replace("/", "/ ").split(),
        "text": coded(first),
        "parameters": [_parameter(row) for row in facts.get("parameters", ())],
        "body": _of_content(facts["requestBody"]) if "requestBody" in facts else None,
        "answers": [{"code": code, "type": kind} for code, kind in answers],
    }


def _parameter(row: Plain) -> Plain:
    return {
        "name": row["name"],
        "type": _type(row["schema"]),
        "place": row["in"],
        "is_needed": row.get("required", False),
        "text": coded(row.get("description", "")),
    }


def _of_content(part: Plain) -> Plain | None:
    content = part.get("content", {})
    return _type(next(iter(content.values()))["schema"]) if content else None


def _shape(name: str, facts: Plain) -> Plain:
    needed = set(facts.get("required", ()))
    fields = [
        {"name": key, "type": _type(row), "is_needed": key in needed, "text": coded(row.get("description", ""))}
        for key, row in facts.get("properties", {}).items()
    ]
    return {
        "name": name,
        "text": coded(facts.get("description", "")),
        "fields": fields,
        "values": facts.get("enum", []),
    }


def _type(schema: Plain) -> Plain:
    """Give the words for a type, and the shape that it names, if any."""
    parts = schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf") or ()
    named = next((part["$ref"] for part in (schema, *parts) if "$ref" in part), "")
    if named:
        return {"words": "", "shape": named.removeprefix(SHAPES), "is_many": False}
    if schema.get("type") == "array":
        return {**_type(schema["items"]), "is_many": True}
    words = schema.get("format") or schema.get("type") or "any"
    return {"words": str(words), "shape": "", "is_many": False}
