"""Names of the standard: namespaces we take and the elements that make the hierarchy of a law."""

FINAL = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

# Working drafts differ from the final 3.0 by name only; 2.0 writes `id` where 3.0 writes `eId`;
# the German profile keeps the element names under its own namespace.
PREFIXES = (FINAL, "http://www.akomantoso.org/", "http://Inhaltsdaten.LegalDocML.de/")

# Akoma Ntoso 3.0, part 2, element group ANhier, with `hcontainer` for all that has no name of its own.
PROVISIONS = frozenset(
    {
        "article", "alinea", "book", "chapter", "clause", "division", "hcontainer", "indent", "level", "list",
        "paragraph", "part", "point", "proviso", "rule", "section", "subchapter", "subclause", "subdivision", "sublist",
        "subparagraph", "subpart", "subrule", "subsection", "subtitle", "title", "tome", "transitional",
    }
)  # fmt: skip

# What a citizen calls "the clause": it gets a page of its own.
UNITS = frozenset({"article", "section", "clause", "rule"})

# What only groups clauses: it gets a heading in the contents.
GROUPS = frozenset(
    {
        "book", "chapter", "division", "hcontainer", "part", "subchapter", "subdivision", "subpart", "subtitle",
        "title", "tome", "transitional",
    }
)  # fmt: skip

# Text set in by an amendment into another law: shown, counted, never a clause of this bill.
QUOTES = frozenset({"quotedStructure", "embeddedStructure"})

LABELS = frozenset({"num", "heading"})

# ISO 639-2 (and the slips seen in real files) to the tags that browsers and search engines know.
LANGUAGE_TAGS = {
    "ara": "ar", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en",
    "esp": "es", "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el", "heb": "he",
    "hin": "hi", "hun": "hu", "ita": "it", "jpn": "ja", "nld": "nl", "nor": "no", "per": "fa", "pol": "pl",
    "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "spa": "es", "swa": "sw", "swe": "sv", "tur": "tr",
    "ukr": "uk", "urd": "ur", "zho": "zh",
}  # fmt: skip
