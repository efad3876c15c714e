"""`{% load ui %}`: icons, tags of state, links to styles and scripts, numbers, times, people's names."""

from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.web import lists, numbers, times
from frontend.context import Site, direction_of
from frontend.drawing import icons

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Give an inline icon, hidden from screen readers; KeyError for an unknown name."""
    return mark_safe(icons.svg(name))  # noqa: S308 - our own constant paths


@register.simple_tag
def stylesheet(name: str) -> SafeString:
    """Link one joined sheet of frontend.styles.SHEETS."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"css/{name}.css"))


@register.simple_tag
def module(name: str) -> SafeString:
    """Load one ES module of frontend/static/js."""
    return format_html('<script type="module" src="{}"></script>', static(f"js/{name}.js"))


@register.simple_tag
def tag(kind: str, words: object) -> SafeString:
    """Give a tag of state. Kinds: now, open, done, shut, no, plain, or several in one string."""
    return format_html('<span class="tag {}">{}</span>', kind, words)


@register.simple_tag(takes_context=True)
def languages(context: dict) -> list[dict[str, object]]:
    """Give the language switch; a page with other addresses puts `alternates` {code: url} in its context."""
    site = context.get("site") or Site(context.get("request"))
    return site.languages(context.get("alternates"))


@register.filter
def number(value: object) -> str:
    """Write a figure in the digits of the language; anything else passes unchanged."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return "" if value is None else str(value)
    return numbers.number(value)


@register.filter
def percent(share: float | None) -> str:
    """Write a share (0 to 1) as a whole percentage."""
    return "" if share is None else numbers.percent(share)


@register.filter
def share_of(part: float, whole: float) -> float:
    """Give part / whole between 0 and 1; 0 where there is no whole."""
    return min(1.0, part / whole) if whole else 0.0


@register.filter
def when(value: date | datetime | None, style: str = "") -> SafeString | str:
    """Write a date or instant as <time datetime>. Styles: date, day, short, weekday, full, month, time."""
    if not isinstance(value, date):
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), times.when(value, style))


@register.filter
def moment(item: object) -> SafeString | str:
    """Write the `when` of a component's item in its `style`."""
    read = item.get if isinstance(item, dict) else lambda name: getattr(item, name, None)
    return when(read("when"), read("style") or "")


@register.filter
def days_until(value: date | datetime | None) -> int | None:
    """Give the whole days until a date or instant on the parliament's calendar."""
    return None if value is None else times.days_until(value)


@register.filter(is_safe=True)
def bidi(text: object) -> SafeString:
    """Wrap what a person typed, so that its direction does not disturb the line; names its language if another one."""
    words = conditional_escape("" if text is None else text)
    return format_html("<bdi{}>{}</bdi>", _mark(_known_language(text)), words)


@register.filter
def tongue(text: object) -> SafeString:
    """Give ` lang="…" dir="…"` for a text that is known to stand in another language than the page, else nothing.

    Takes a text by language, a record called by one, or the words of one (core.fields.Said).
    """
    return _mark(_known_language(text))


@register.filter
def spoken(code: str) -> SafeString:
    """Give ` lang="…" dir="…"` for a block whose text stands in a language, where that is not the page's own."""
    return _mark(code)


@register.filter(is_safe=True)
def said(text: object) -> SafeString | str:
    """Write a text of the house in a line; where it stands in another language than the page, mark that."""
    words, mark = conditional_escape("" if text is None else text), _mark(_known_language(text))
    return format_html("<span{}>{}</span>", mark, words) if mark else words


def _known_language(text: object) -> str:
    """Give the language in which a text, or what a record is called, is shown here; empty where nobody said it."""
    return getattr(str(text), "language", "")


def _mark(code: str) -> SafeString:
    if not code or code == (get_language() or settings.LANGUAGE_CODE):
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', code, direction_of(code))


@register.simple_tag
def comma() -> str:
    """Give what stands between two things of a list: the comma of the page's script, and a space."""
    return lists.comma()


@register.filter
def listed(things: Any) -> str:
    """Write things in one line, as the page's script parts them."""
    return lists.listed(things)


@register.filter
def initials(name: str) -> str:
    """Give at most two first letters of a name, leaving out titles with a full stop."""
    words = [word for word in str(name).split() if not word.endswith(".") and word.lower() not in {"dr", "prof"}]
    letters = [word[0] for word in words]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters)


@register.filter
def unlocal(value: object) -> str:
    """Write a figure as an attribute needs it: plain digits, whatever the language."""
    return str(value if value is not None else 0)


@register.filter
def digits(value: object) -> str:
    """Write a number that is a name (Petition 1042): the digits of the language, no separators."""
    return numbers.digits(str(value if value is not None else ""))


@register.filter
def is_number(value: object) -> bool:
    """Tell whether a table cell holds a figure."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


class KeepNode(template.Node):
    """Renders its content and keeps it under a name, so that a block can stand in two places of one page."""

    def __init__(self, name: str, nodelist: NodeList, *, is_hidden: bool) -> None:
        """Take the name, the content, and whether it is shown where it stands."""
        self.name, self.nodelist, self.is_hidden = name, nodelist, is_hidden

    def render(self, context: Any) -> str:
        """Give the content, or nothing where it is only kept."""
        text = self.nodelist.render(context)
        context[self.name] = " ".join(unescape(strip_tags(text)).split())
        return "" if self.is_hidden else text


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """`{% keep name %}…{% endkeep %}` shows and keeps plain words; `{% keep name hidden %}` only keeps them."""
    _tag, name, *rest = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist, is_hidden="hidden" in rest)
