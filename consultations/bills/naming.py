"""What a bill, a clause or a piece of one is called."""

from __future__ import annotations

from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from consultations.bills.models import Provision, Version
from consultations.bills.states import Place
from consultations.bills.text import printed
from core.fields import Said
from core.web.numbers import digits

# In a bill a section is called a clause until it becomes law; an article is an article in both.
KINDS = {
    "article": gettext_lazy("Article"),
    "section": gettext_lazy("Section"),
    "clause": gettext_lazy("Clause"),
    "rule": gettext_lazy("Rule"),
    "paragraph": gettext_lazy("Paragraph"),
    "part": gettext_lazy("Part"),
    "chapter": gettext_lazy("Chapter"),
    "title": gettext_lazy("Title"),
    "schedule": gettext_lazy("Schedule"),
}
CLAUSE = gettext_lazy("Clause")
# What else stands in a file of the standard (akomantoso.names.PROVISIONS).
ELEMENTS = {
    **KINDS,
    "alinea": gettext_lazy("Indented paragraph"),
    "book": gettext_lazy("Book"),
    "division": gettext_lazy("Division"),
    "hcontainer": gettext_lazy("Group of provisions"),
    "indent": gettext_lazy("Indent"),
    "level": gettext_lazy("Level"),
    "list": gettext_lazy("List"),
    "point": gettext_lazy("Point"),
    "proviso": gettext_lazy("Proviso"),
    "subchapter": gettext_lazy("Subchapter"),
    "subclause": gettext_lazy("Subclause"),
    "subdivision": gettext_lazy("Subdivision"),
    "sublist": gettext_lazy("Sublist"),
    "subparagraph": gettext_lazy("Subparagraph"),
    "subpart": gettext_lazy("Subpart"),
    "subrule": gettext_lazy("Subrule"),
    "subsection": gettext_lazy("Subsection"),
    "subtitle": gettext_lazy("Subtitle"),
    "tome": gettext_lazy("Volume"),
    "transitional": gettext_lazy("Transitional provision"),
}


def element_words(name: str) -> str:
    """Say what an element of the standard is; its own name where we have no word."""
    return str(ELEMENTS.get(name, name))


def kind_words(provision: Provision, version: Version) -> str:
    """Say what a provision is: "Clause" for the sections of a bill, "Schedule" for what its file names so."""
    if provision.kind == "section" and version.document_kind == "bill":
        return str(CLAUSE)
    return str(KINDS.get(provision.name) or KINDS.get(provision.kind) or CLAUSE)


def clause_name(provision: Provision, version: Version) -> str:
    """Give kind and number: "Clause 4". What is numbered "Part I" in print keeps its kind, in the reader's words;
    a number in words that we do not know stays as printed.
    """
    number = digits(provision.number)
    if not number:
        return heading_of(provision) or kind_words(provision, version)
    first, _space, rest = number.partition(" ")
    if rest and first.casefold() in KINDS:
        return f"{KINDS[first.casefold()]} {rest}"
    if any(sign.isalpha() for sign in number) and rest:
        return number
    return f"{kind_words(provision, version)} {number}"


def piece_name(provision: Provision, version: Version) -> str:
    """Give the name of a clause, or of a piece within one as it is cited: "Clause 19(2)"."""
    pieces: list[str] = []
    while provision.place == Place.INNER and provision.parent is not None:
        pieces.insert(0, printed(provision.number))
        provision = provision.parent
    return clause_name(provision, version) + "".join(pieces)


def clause_label(provision: Provision, version: Version) -> dict[str, str]:
    """Give kind and number apart, for the margin; the whole printed number where it names its kind itself."""
    name, kind, number = clause_name(provision, version), kind_words(provision, version), digits(provision.number)
    return {"kind": kind, "number": number} if name == f"{kind} {number}" else {"kind": name, "number": ""}


def heading_of(provision: Provision, language: str = "") -> str:
    """Give the heading in the reader's language where staff wrote one, else the printed one, in that of the text."""
    return str(provision.clause.title) or Said(provision.heading, language)


def name_of_language(code: str) -> str:
    """Give the name of a language in the reader's language; its code where nobody knows it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def direction_of(language: str) -> str:
    """Give the direction of a language's script."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def bill_number(version: Version) -> dict[str, str]:
    """Give the words above a title: "Bill 17 of 2026", in parts."""
    bill = version.bill
    words = _("Bill") if version.document_kind == "bill" else _("Act")
    return {"words": words, "number": digits(bill.number), "year": digits(str(bill.year or ""))}
