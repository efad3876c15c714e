"""What a file says of itself: title, number, language, addresses."""

from typing import Any

from lxml import etree

from .names import LANGUAGE_TAGS
from .text import line_of, name_of

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def about(root: etree._Element) -> dict[str, Any]:
    """Give the descriptive fields of a Document."""
    language = _language(root)
    number = _value(root, "FRBRWork", "FRBRnumber")
    return {
        "title": _title(root)[:500],
        "number": number[:100],
        "year": _year(root),
        "long_title": _long_title(root),
        "language": language,
        "language_tag": LANGUAGE_TAGS.get(language.lower(), language.lower())[:35],
        "kind": next((name_of(child) for child in root.iterchildren(etree.Element)), ""),
        "work_uri": _value(root, "FRBRWork", "FRBRuri") or _value(root, "FRBRWork", "FRBRthis"),
        "expression_uri": _value(root, "FRBRExpression", "FRBRuri") or _value(root, "FRBRExpression", "FRBRthis"),
    }


def _title(root: etree._Element) -> str:
    """Give the first name that a reader would know the law by."""
    for path in ("{*}shortTitle", "{*}docTitle"):
        title = line_of(root.find(f".//{{*}}preface//{path}"))
        if title:
            return title
    alias = _value(root, "FRBRWork", "FRBRalias") or _value(root, "FRBRWork", "FRBRname")
    long_title = _long_title(root)
    return alias or long_title or line_of(root.find(".//{*}shortTitle")) or _value(root, "FRBRWork", "FRBRuri")


def _year(root: etree._Element) -> int | None:
    """Give the year of the work's first date."""
    line = root.find(".//{*}FRBRWork/{*}FRBRdate")
    text = "" if line is None else str(line.get("date", ""))[:4]
    return int(text) if text.isascii() and text.isdigit() else None


def _long_title(root: etree._Element) -> str:
    """Give the sentence that says what the law is for, where the file has one."""
    return line_of(root.find(".//{*}longTitle"))


def _language(root: etree._Element) -> str:
    """Give the language as the file writes it, else that of its first element that names one."""
    named = root.find(".//{*}FRBRExpression/{*}FRBRlanguage")
    if named is not None and named.get("language"):
        return str(named.get("language"))
    return next((str(element.get(LANG)) for element in root.iter(etree.Element) if element.get(LANG)), "und")


def _value(root: etree._Element, level: str, name: str) -> str:
    """Give the value of one identification line of the work or expression."""
    line = root.find(f".//{{*}}{level}/{{*}}{name}")
    return "" if line is None else str(line.get("value", "")).strip()
