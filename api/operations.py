"""What programs rely on, one line a promise: operations, their words, what they take and what they give.

`api/v1.txt` holds the lines of version 1. A line may be added and none may go (docs/api.md, "Versions"): a test
compares. `manage.py api_operations` writes the file anew after something was added.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

from api.reference import METHODS, SHAPES

FILE = Path(__file__).with_name("v1.txt")
Plain = dict[str, Any]


def promises() -> list[str]:
    """Give the lines of the API as it stands, sorted."""
    with override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    lines = set(_operations(schema["paths"]))
    bodies = {line.split()[3] for line in lines if line.startswith("takes ")}
    return sorted({*lines, *_shapes(schema["components"]["schemas"], bodies)})


def kept() -> list[str]:
    """Give the lines that were promised."""
    return FILE.read_text(encoding="utf-8").splitlines()


def broken(now: list[str], before: list[str]) -> list[str]:
    """Give what a program that was written for the old lines would miss, or would have to send anew."""
    gone = [f"gone: {line}" for line in sorted(set(before) - set(now)) if not line.startswith("needs ")]
    known = {line.split()[1].split(".")[0] for line in before if line.startswith("field ")}
    operations = {" ".join(line.split()[1:3]) for line in before if line.startswith("operation ")}
    asked = [line for line in sorted(set(now) - set(before)) if line.startswith("needs ")]
    new = [
        line for line in asked if line.split()[1].split(".")[0] in known or " ".join(line.split()[1:3]) in operations
    ]
    return gone + [f"asked anew: {line}" for line in new]


def _operations(paths: Plain) -> Iterator[str]:
    for path, methods in paths.items():
        for method in sorted(set(methods) & set(METHODS)):
            yield from _operation(f"{method.upper()} {path}", methods[method])


def _operation(door: str, facts: Plain) -> Iterator[str]:
    yield f"operation {door} {facts['operationId']}"
    for row in facts.get("parameters", ()):
        yield f"word {door} {row['in']} {row['name']}"
        if row.get("required") and row["in"] != "path":
            yield f"needs {door} {row['name']}"
    if body := _shape_of(facts.get("requestBody", {})):
        yield f"takes {door} {body}"
    for code, answer in facts["responses"].items():
        yield f"gives {door} {code} {_shape_of(answer)}".strip()


def _shapes(shapes: Plain, bodies: set[str]) -> Iterator[str]:
    for name, facts in shapes.items():
        for key, row in facts.get("properties", {}).items():
            yield f"field {name}.{key} {_type(row)}"
        if name in bodies:
            for key in facts.get("required", ()):
                yield f"needs {name}.{key}"
        for value in facts.get("enum", ()):
            yield f"value {name} {value}"


def _shape_of(part: Plain) -> str:
    content = part.get("content", {})
    return _type(next(iter(content.values())).get("schema", {})) if content else ""


def _type(schema: Plain) -> str:
    parts = (schema, *schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ()))
    named = [part["$ref"].removeprefix(SHAPES) for part in parts if "$ref" in part]
    if named:
        return "|".join(named)
    if schema.get("type") == "array":
        return f"{_type(schema.get('items', {}))}[]"
    if schema.get("type") == "integer":
        return "integer"  # its width is the database's, and differs between engines
    return str(schema.get("format") or schema.get("type") or "any")
