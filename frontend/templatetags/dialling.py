"""`{% load dialling %}`: telephone numbers, and blocks of a language, keep their direction on any page."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi

from frontend.context import direction_of

register = template.Library()

# What is no text of a page: tags, and elements whose content is no HTML of ours.
MARKUP = re.compile(r"(<(svg|script|style|textarea|select)\b.*?</\2>|<[^>]*>)", re.DOTALL)
# Groups of figures with what stands between them, and e-mail addresses.
LEFT_TO_RIGHT = re.compile(r"\+?\(?\d{2,}\)?(?:[ \u00a0\u202f/-]\(?\d+\)?)+|\+\d{6,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@register.filter(is_safe=True)
def dialled(text: object) -> SafeString:
    """Wrap telephone numbers and e-mail addresses of a text, or of rendered HTML, so that nobody dials another one.

    From right to left the groups of a number would change places; on other pages nothing has to be done.
    """
    html = conditional_escape("" if text is None else text)
    if not get_language_bidi():
        return html
    pieces = MARKUP.split(html)
    # Of three pieces each: text, markup, the name of the element that the pattern caught for itself.
    for place in range(0, len(pieces), 3):
        pieces[place] = LEFT_TO_RIGHT.sub(r'<bdi dir="ltr">\g<0></bdi>', pieces[place])
        pieces[place + 2 : place + 3] = [""] if place + 2 < len(pieces) else []
    return mark_safe("".join(pieces))  # noqa: S308 - escaped above, or the HTML of a template


@register.filter
def direction(language: str) -> str:
    """Give the direction of a language's script for `dir`: `auto` would be led by the words of the page in a block."""
    return direction_of(language)
