"""From the demo's texts to blocks."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from django.apps import apps
from wagtail.models import Page
from wagtail.rich_text import RichText

Plain = dict[str, Any]
Blocks = list[tuple[str, Any]]
CONTACT = ("email", "phone", "hours", "address")

# kind -> app label, model, and the field that holds the key of the texts.
MODELS = {
    "bill": ("bills", "Bill", "slug"),
    "hearing": ("hearings", "Hearing", "slug"),
    "call": ("evidence", "CallForEvidence", "slug"),
    "petition": ("petitions", "Petition", "action"),
}


class Finder:
    """Finds a live object by its key in the texts; petitions by their title."""

    def __init__(self, petitions: Plain) -> None:
        """Take the rows of petitions.json."""
        self.titles = {row["key"]: row["title"] for row in petitions.get("petitions", ())}
        self.outcomes: dict[str, dict[str, Page]] = {}

    def pk(self, kind: str, key: str) -> str:
        """Give the key of the record as a live block holds it; empty where there is none."""
        label, model, field = MODELS.get(kind, ("", "", ""))
        if not label or not apps.is_installed({"petitions": "petitions"}.get(label, f"consultations.{label}")):
            return ""
        value = self.titles.get(key, "") if kind == "petition" else key
        found = (
            apps.get_model(label, model)._default_manager.filter(**{field: value}).values_list("pk", flat=True).first()
        )
        return str(found) if found else ""


def related_of(rows: list[Plain], code: str, finder: Finder) -> Blocks:
    """Give live blocks for rows of {kind, key}; rows without a record are left out."""
    return [(row["kind"], pk) for row in rows if (pk := finder.pk(row["kind"], row["key"]))]


def blocks_of(rows: list[Plain], code: str, finder: Finder) -> Blocks:
    """Give the blocks of a body in one language."""
    return [block for row in rows for block in _block(row, code, finder)]


def _block(row: Plain, code: str, finder: Finder) -> Blocks:
    if row["type"] == "live":
        return _live(row, code, finder)
    name, build = BUILDERS[row["type"]]
    return [(name, build(row, code))]


BUILDERS: dict[str, tuple[str, Callable[[Plain, str], Any]]] = {
    "paragraph": ("text", lambda row, code: _paragraph(row["text"][code])),
    "heading": ("heading", lambda row, code: row["text"][code]),
    "list": ("text", lambda row, code: _list([one[code] for one in row["items"]])),
    "quote": ("quote", lambda row, code: {"text": row["text"][code], "by": row["by"][code]}),
    "steps": ("steps", lambda row, code: [_step(one, code) for one in row["items"]]),
    "questions": ("accordion", lambda row, code: [_question(one, code) for one in row["items"]]),
    "contact": ("contact", lambda row, code: {name: _plain(row.get(name, ""), code) for name in CONTACT}),
    "petitions": ("petitions", lambda row, code: {**_petitions(row), "title": row["title"][code]}),
    "news": ("news", lambda row, code: {"topic": row.get("topic", "")}),
}


def _live(row: Plain, code: str, finder: Finder) -> Blocks:
    if row["kind"] == "outcome":
        page = finder.outcomes.get(row["key"], {}).get(code)
        return [("outcome", page)] if page else []
    return related_of([row], code, finder)


def _petitions(row: Plain) -> Plain:
    return {name: row.get(name, "") for name in ("committee", "area")} | {"which": row["which"], "count": row["count"]}


def _step(one: Plain, code: str) -> Plain:
    return {"title": one["title"][code], "text": one.get("text", {}).get(code, ""), "state": one.get("state", "")}


def _question(one: Plain, code: str) -> Plain:
    return {"question": one["question"][code], "answer": _paragraph(one["answer"][code])}


def _list(items: list[str]) -> RichText:
    return RichText(f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>")


def _paragraph(text: str) -> RichText:
    return RichText(f"<p>{escape(text)}</p>")


def _plain(value: Any, code: str) -> str:
    return value[code] if isinstance(value, dict) else value
