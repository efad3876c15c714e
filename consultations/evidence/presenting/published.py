"""Published evidence: a line of the list, the glance strip, numbered paragraphs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.evidence.models import PublishedCopy
from core.web.lists import isolated
from core.web.numbers import number
from core.web.times import when

Plain = dict[str, Any]


def published_entry(copy: PublishedCopy) -> Plain:
    """Show one published submission in a list."""
    meta = [copy.label, format_html("<bdi>{}</bdi>", copy.shown_as) if copy.shown_as else _("Name withheld")]
    if copy.word_count:
        words = ngettext("%(count)s word", "%(count)s words", copy.word_count) % {"count": number(copy.word_count)}
        meta.append(words)
    if copy.file_type:
        meta.append(copy.file_type.upper())
    return {"meta": meta, "title": copy.title, "url": copy.get_absolute_url(), "lang": copy.language}


def published_glance(copy: PublishedCopy) -> list[Plain]:
    """Answer State, You can, Next, and since when it stands there."""
    cite = {
        "value": _("Read it and cite it"),
        "note": _("as %(number)s, with the number of the paragraph") % {"number": isolated(copy.label)},
    }
    if copy.file_type:
        url = reverse("evidence:published_file", args=[copy.label])
        cite = {"value": _("Download the document"), "url": url, "note": file_words(copy.file_type, copy.file_size)}
    return [
        {"label": _("State"), "tag": "done", "value": _("Published")},
        {"label": _("You can"), **cite},
        {"label": _("Next"), "value": _("The committee weighs it"), "note": _("and cites it in its report")},
        {"label": _("Published"), "value": when(copy.published_at, "date"), "note": _("it stays at this address")},
    ]


def file_words(file_type: str, size: int) -> str:
    """Say what a file is and how large: PDF, 1.2 MB."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1024:
        return _("%(kind)s, %(size)s KB") % {"kind": file_type.upper(), "size": number(kilobytes)}
    return _("%(kind)s, %(size)s MB") % {"kind": file_type.upper(), "size": number(round(kilobytes / 1024, 1))}


def numbered(body: list[Plain]) -> list[Plain]:
    """Number the paragraphs through all sections: that is what one cites."""
    sections, count = [], 0
    for section in body:
        paragraphs = []
        for text in section["paragraphs"]:
            count += 1
            paragraphs.append({"number": count, "text": text})
        sections.append({**section, "paragraphs": paragraphs})
    return sections
