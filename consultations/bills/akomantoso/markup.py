"""Own words of a provision as safe HTML, cut where the provisions under it stand.

A provision with two children gives three parts: before the first, between, after the last. Rendering puts parts
and children back in turn, so that no closing words are lost. Every part is cleaned by nh3, whatever we built.
"""

import re
from html import escape

import nh3
from lxml import etree

from .names import LABELS, PROVISIONS
from .text import name_of

SAME = frozenset(
    {
        "p", "b", "i", "u", "sub", "sup", "abbr", "span", "table", "tr", "td", "th", "caption", "li", "ul", "ol",
    }
)  # fmt: skip
OTHER = {
    "item": "li", "blockList": "ul", "toc": "ul", "tocItem": "li", "listIntroduction": "p", "listWrapUp": "p",
    "quotedStructure": "blockquote", "embeddedStructure": "blockquote", "del": "s", "block": "div", "tblock": "div",
    "blockContainer": "div", "container": "div", "foreign": "div", "subheading": "p", "crossHeading": "p",
    "authorialNote": "small", "remark": "small",
}  # fmt: skip
VOID = {"eol": "<br>", "br": "<br>"}
TAGS = {*SAME, *OTHER.values(), "br", "tbody", "a"}
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "a": {"href"},
}
SCHEMES = {"http", "https"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_TAG = re.compile(r"<[^>]*>")
_CUT = "\x00"  # cannot occur in XML, so it marks the place of a child without ambiguity


def parts_of(element: etree._Element) -> list[str]:
    """Give the HTML parts of a provision: one more than it has provisions under it."""
    return [_clean(part) for part in _render_inside(element).split(_CUT)]


def _clean(part: str) -> str:
    """Give one part as closed, allow-listed HTML; an empty shell becomes nothing."""
    if not part.strip():
        return ""
    html = nh3.clean(
        part, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel="nofollow noopener"
    )
    return html.strip() if _TAG.sub("", html).strip() else ""


def _render_inside(element: etree._Element) -> str:
    """Give the HTML of an element's text and children, without its own tag."""
    found = [_words(element.text)]
    for child in element:
        found.append(_render(child, inside=name_of(element)))
        found.append(_words(child.tail))
    return "".join(found)


def _words(text: str | None) -> str:
    """Give source text for HTML: the indenting of the file taken out."""
    return escape(re.sub(r"\s+", " ", text or ""))


def _render(child: etree._Element, inside: str) -> str:
    """Give the HTML of one child; a provision leaves only the mark of its place."""
    name = name_of(child)
    if name in PROVISIONS:
        return _CUT
    if name in VOID:
        return VOID[name]
    if name in LABELS and inside != "item":
        return "" if inside in PROVISIONS else f"<span>{_render_inside(child)}</span> "
    if name == "num":
        return f"<span>{escape(child.get('title') or ' '.join(child.itertext()))}</span> "
    return _wrap(child, name)


def _wrap(child: etree._Element, name: str) -> str:
    """Give a child in the HTML tag that stands for it, or bare when it has none."""
    inside = _render_inside(child)
    if name == "ref" and child.get("href", "").startswith("https://"):
        return f'<a href="{escape(child.get("href"))}">{inside}</a>'
    tag = name if name in SAME else OTHER.get(name)
    if tag is None:
        return inside
    # A wrapper around provisions would be torn by the cut: its tag is left out, its words stay.
    return inside if _CUT in inside and tag != "p" else f"<{tag}{_attributes(child, tag)}>{inside}</{tag}>"


def _attributes(child: etree._Element, tag: str) -> str:
    """Give the few attributes that carry meaning; nh3 drops what a tag may not have."""
    kept = {key: child.get(key) for key in ATTRIBUTES.get(tag, ())}
    kept["lang"] = child.get(LANG)
    return "".join(f' {key}="{escape(value)}"' for key, value in sorted(kept.items()) if value)
