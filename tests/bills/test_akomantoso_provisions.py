"""What the reader gives for a bill small enough to write out."""

import unicodedata

from consultations.bills.akomantoso import read_document

from .data import small_bill


def test_provisions_come_in_the_order_of_the_text_with_number_heading_and_own_words():
    provisions = read_document(small_bill()).provisions

    assert [(p.depth, p.path, p.kind, p.number, p.heading, p.text) for p in provisions] == [
        (0, "0001", "part", "Part 1", "Knowing", ""),
        (1, "0001.0001", "section", "1", "Purpose", "Rivers are to be clean."),
        (1, "0001.0002", "section", "2", "Duty to publish", ""),
        (2, "0001.0002.0001", "subsection", "(1)", "", "A notice must—\nfor ten years."),
        (3, "0001.0002.0001.0001", "paragraph", "(a)", "", "be readable, and"),
        (3, "0001.0002.0001.0002", "paragraph", "(b)", "", "remain available,"),
        (2, "0001.0002.0002", "subsection", "(2)", "", "It states the place."),
        (0, "0002", "part", "Part 2", "Repairing", ""),
        (1, "0002.0001", "section", "3", "The list", "The worst outfalls are rebuilt."),
    ]


def test_html_is_cut_where_the_children_stand():
    subsection = read_document(small_bill()).provisions[3]

    assert subsection.html == ["<p>A notice must—</p>", "", "<p>for ten years.</p>"]


def test_file_says_what_it_is():
    document = read_document(small_bill())

    assert (document.title, document.number, document.long_title, document.language, document.language_tag) == (
        "Rivers Bill", "17", "A bill to keep rivers clean.", "eng", "en",
    )  # fmt: skip
    assert (document.work_uri, document.expression_uri) == ("/akn/xa/bill/2026/17", "/akn/xa/bill/2026/17/eng")


def test_words_of_an_amendment_to_another_law_are_marked_as_quoted():
    body = (
        '<section eId="s1"><num>1</num><content><p>In section 5, for subsection (2) put <mod><quotedStructure>'
        "<subsection><num>(2)</num><content><p>New words.</p></content></subsection>"
        "</quotedStructure></mod>, from 2027.</p></content></section>"
    )
    section, quoted = read_document(small_bill(body)).provisions

    assert (section.is_quoted, quoted.is_quoted, quoted.parent) == (False, True, section)
    assert section.text == "In section 5, for subsection (2) put\n, from 2027."
    assert quoted.text == "New words."


def test_list_numbers_and_composed_letters_are_part_of_the_words():
    body = (
        "<section><content><blockList><listIntroduction>E\u0301cole:</listIntroduction>"
        "<item><num>(a)</num><p>one</p></item><item><num>(b)</num><p>two</p></item></blockList></content></section>"
    )
    text = read_document(small_bill(body)).provisions[0].text

    assert text == "École:\n(a) one\n(b) two"
    assert unicodedata.is_normalized("NFC", text)


def test_equal_words_have_an_equal_hash():
    first, second = read_document(small_bill("<section><content><p>A  b</p></content></section>" * 2)).provisions

    assert first.text_hash == second.text_hash
