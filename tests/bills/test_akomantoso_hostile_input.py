"""A file from outside is refused with a reason or read safely; it never reaches out, blows up or smuggles script."""

import gzip
import time

import pytest

from consultations.bills.akomantoso import MAX_BYTES, MAX_DEPTH, MAX_NESTING, UnreadableDocument, read_document

from .data import small_bill

BOMB = b"""<!DOCTYPE akomaNtoso [<!ENTITY a "ha">%s]>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill>&z;</bill></akomaNtoso>""" % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("z") + 1)
)
OUTSIDE = b"""<!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill><body>&x;</body></bill></akomaNtoso>"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_xml"),
        (b"not xml", "not_xml"),
        (b"<html/>", "not_akoma_ntoso"),
        (BOMB, "not_xml"),
        (OUTSIDE, "has_doctype"),
        (b"\x1f\x8bnonsense", "not_gzip"),
        (gzip.compress(b" " * (MAX_BYTES + 1)), "too_large"),
        (small_bill("<section>" * 10_000 + "</section>" * 10_000), "not_xml"),
        (small_bill("<section>" * MAX_DEPTH + "</section>" * MAX_DEPTH), "too_deep"),
        (small_bill("<section>" * (MAX_NESTING + 1) + "</section>" * (MAX_NESTING + 1)), "too_nested"),
        (small_bill("<section/>" * 300_000), "too_many"),
    ],
    ids=[
        "empty",
        "words",
        "html",
        "bomb",
        "outside",
        "bad gzip",
        "gzip bomb",
        "bottomless",
        "deep",
        "nested",
        "crowded",
    ],
)
def test_file_is_refused_with_a_reason_and_in_time(data, code):
    started = time.process_time()

    with pytest.raises(UnreadableDocument) as refused:
        read_document(data)

    assert refused.value.code == code
    assert time.process_time() - started < 10


def test_twenty_megabytes_of_provisions_are_read_in_time():
    section = "<section><num>1</num><content><p>%s</p></content></section>" % ("rivers and clean water " * 40)
    body = section * ((MAX_BYTES - 2_000) // len(section))
    started = time.process_time()

    assert len(read_document(small_bill(body)).provisions) == body.count("<section>")
    assert time.process_time() - started < 10


def test_script_and_handlers_leave_only_their_words():
    body = (
        '<section><content><p onclick="x()">Water &lt;script&gt;alert(1)&lt;/script&gt;'
        '<ref href="javascript:alert(1)">here</ref><ref href="https://example.org/a">there</ref>'
        '<script>alert(2)</script><img src="x" onerror="y()"/></p></content></section>'
    )

    assert read_document(small_bill(body)).provisions[0].html == [
        "<p>Water &lt;script&gt;alert(1)&lt;/script&gt;here"
        '<a href="https://example.org/a" rel="nofollow noopener">there</a>alert(2)</p>'
    ]
