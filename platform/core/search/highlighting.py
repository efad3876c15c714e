"""Marking the words that were found, in the text as it was written."""

from __future__ import annotations

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.search.stems import WORD, forms, short

PASSAGE = 240
# A longer text is looked through only so far: twenty hits a page must stay quick.
LOOKED_THROUGH = 20_000
# What Elasticsearch puts around a word: two signs of the private area that no keyboard has.
BEGIN, END = "\ue000", "\ue001"
_LINES = re.compile(r"\s*\n\s*")
_CLOSED = tuple(".!?…:;,؟؛،")
_MARKED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")

Span = tuple[int, int]


def spans(text: str, wanted: frozenset[str], language: str) -> list[Span]:
    """Give begin and end of each word that has one of the wanted forms."""
    code = short(language)
    words = WORD.finditer(text[:LOOKED_THROUGH])
    return [word.span() for word in words if not wanted.isdisjoint(forms(word[0], code))]


def marked(text: str, wanted: frozenset[str], language: str) -> SafeString:
    """Give the text escaped, with <mark> around the words found."""
    return _mark(text, spans(text, wanted, language))


def passage(summary: str, body: str, wanted: frozenset[str], language: str) -> SafeString:
    """Give the piece of the summary, else of the body, that holds most of the words; else the beginning."""
    for text in (summary, body):
        if found := spans(text, wanted, language):
            return _cut(text, found)
    return _cut(summary or body, [])


def from_engine(fragment: str) -> SafeString:
    """Turn the marks of Elasticsearch into <mark>, everything else escaped."""
    html = _MARKED.sub(r"<mark>\1</mark>", str(conditional_escape(fragment)))
    return mark_safe(_parted(html.replace(BEGIN, "").replace(END, "")))  # noqa: S308 - escaped above


def _cut(text: str, found: list[Span]) -> SafeString:
    """Cut the piece with most marks out of a text, at the borders of words, with dots where text is left out."""
    if len(text) <= PASSAGE:
        return _mark(text, found)
    best = max(
        found, key=lambda span: sum(span[0] <= other[0] < span[0] + PASSAGE * 2 // 3 for other in found), default=(0, 0)
    )
    begin = max(0, best[0] - PASSAGE // 4)
    begin = 0 if begin == 0 else text.find(" ", begin, best[0]) + 1 or best[0]
    end = len(text) if begin + PASSAGE >= len(text) else max(text.rfind(" ", begin, begin + PASSAGE), best[1])
    inside = [(start - begin, stop - begin) for start, stop in found if start >= begin and stop <= end]
    before, after = "…" if begin else "", "…" if end < len(text) else ""
    return mark_safe(before + _mark(text[begin:end], inside) + after)  # noqa: S308 - escaped by _mark


def _mark(text: str, found: list[Span]) -> SafeString:
    parts, done = [], 0
    for begin, end in found:
        parts += [conditional_escape(text[done:begin]), "<mark>", conditional_escape(text[begin:end]), "</mark>"]
        done = end
    return mark_safe(_parted("".join([*parts, conditional_escape(text[done:])])))  # noqa: S308 - every part is escaped


def _parted(html: str) -> str:
    """Part the lines: a heading or a label without a full stop must not run on into the sentence below it."""
    return _LINES.sub(lambda found: " " if _is_closed(html[: found.start()]) else " · ", html)


def _is_closed(html: str) -> bool:
    return not html or html.removesuffix("</mark>").endswith(_CLOSED)
