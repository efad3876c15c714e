"""A PDF's description of its author: blanked where it stands in clear, told to the clerk where it does not."""

from __future__ import annotations

import time
import zlib

import pytest

from core.files import cleaning, kinds
from core.files.text import extract
from tests.evidence import files

PAGE = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]


def stream(facts: bytes, data: bytes) -> bytes:
    """Give a compressed stream."""
    packed = zlib.compress(data)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (facts, len(packed), packed)


@pytest.mark.parametrize(
    "objects",
    [
        [b"<< /Author 4 0 R /Trapped 5 0 R >>", b"(Jane Doe)", b"/False"],
        [b"<< /Author 4 0 R >>", b"[ (Jane) 5 0 R <4a616e65> ]", b"(Jane (or \\) endobj Jane) Doe)"],
        [b"<< /Title (a endobj 100% (b) \\( c) /Author (Jane) >>"],
        [b"<< /Author\n4 0 R\n/Sub << /Name (Jane) >> /Kind [(Jane)] >>", b"\n<4a 61 6e 65>\n"],
    ],
)
def test_every_entry_of_the_description_is_blanked_wherever_it_stands(objects):
    dirty = files.pdf_of([*PAGE, *objects], b"/Info 3 0 R ")
    clean = cleaning.clean_pdf(dirty)
    assert (len(clean), b"Jane" in clean, b"4a" in clean) == (len(dirty), False, False)
    assert not cleaning.keeps_description(dirty)
    assert cleaning.clean_pdf(clean) == clean
    assert clean.count(b"endobj") >= len(objects)


def test_the_description_of_every_saving_is_blanked_and_nothing_else():
    first = files.pdf_of([*PAGE, b"<< /Author (Jane Doe) >>", b"(Page words)"], b"/Info 3 0 R ")
    second = b"5 0 obj\n<< /Author (Jane Doe) >>\nendobj\ntrailer\n<< /Root 1 0 R /Info 5 0 R >>\nstartxref\n9\n%%EOF\n"
    clean = cleaning.clean_pdf(first + second)
    assert (b"Jane" in clean, b"(Page words)" in clean) == (False, True)
    assert not cleaning.keeps_description(first + second)


def test_words_that_look_like_a_trailer_blank_nothing():
    data = files.pdf_of([*PAGE, b"(Page words)", b"<< /Length 11 >>\nstream\n/Info 3 0 R\nendstream"], b"")
    assert cleaning.clean_pdf(data) == data


def test_a_description_inside_the_trailer_is_blanked():
    clean = cleaning.clean_pdf(files.pdf_of(PAGE, b"/Info << /Author (Jane) >> /ID [<aa> <aa>] "))
    assert (b"Jane" in clean, b"/ID [<aa> <aa>]" in clean) == (False, True)


def test_compressed_metadata_is_blanked_and_stays_a_stream():
    metadata = stream(b"/Type /Metadata /Subtype /XML", b"<dc:creator>Jane Doe</dc:creator>" * 9)
    dirty = files.pdf_of([*PAGE, metadata, stream(b"/Kind /Page", b"Words")], b"")
    clean = cleaning.clean_pdf(dirty)
    body = clean[clean.index(b"stream\n") + 7 : clean.index(b"endstream")]
    assert (len(clean), body.strip(), clean.count(b"/FlateDecode")) == (len(dirty), b"", 1)
    assert not cleaning.keeps_description(dirty)


@pytest.mark.parametrize(
    ("objects", "trailer"),
    [
        ([stream(b"/Type /ObjStm /N 1 /First 4", b"9 0 << /Author (Jane) >>")], b"/Info 9 0 R "),
        ([b"<< /Author 9 0 R >>", stream(b"/Type /ObjStm /N 1 /First 4", b"9 0 (Jane)")], b"/Info 3 0 R "),
        ([b"<< /Author () >>", stream(b"/Type /ObjStm /N 1 /First 4", b"3 0 << /Author (Jane) >>")], b"/Info 3 0 R "),
        ([b"<< /Author 4 0 R >>", b"<< /Name (Jane) >>"], b"/Info 3 0 R "),
        ([b"<< /Author (Jane >>"], b"/Info 3 0 R "),
        ([], b"/Info 9 0 R " * 9 + b">>\ntrailer <<" * 300),
    ],
)
def test_a_description_that_cannot_be_found_in_clear_is_told(objects, trailer):
    assert extract(kinds.PDF, files.pdf_of([*PAGE, *objects], trailer)).has_hidden_text


def test_an_honest_pdf_is_not_suspected():
    other = stream(b"/Type /ObjStm /N 1 /First 4", b"8 0 << >>")
    assert not extract(kinds.PDF, files.pdf("Words", author="Jane")).has_hidden_text
    data = files.pdf_of([*PAGE, b"<< /Author (Jane) >>", other], b"/Info 3 0 R ")
    assert not extract(kinds.PDF, data).has_hidden_text


@pytest.mark.parametrize(
    "crafted",
    [
        b"".join(b"/Info %d 0 R " % number for number in range(100_000)),
        b"trailer <</Info 3 0 R>> " * 100_000,
        b"3 0 obj (" * 200_000,
        b"3 0 obj << " + b"(\\(" * 500_000,
        b"<?xpacket begin=?>" * 150_000,
        b"/Type/Metadata" * 200_000,
        b"1 0 obj <</Type/Metadata>>\nstream\n" * 80_000,
        b"<" * 2_000_000,
        b"1 " * 1_000_000,
        b"3 0 obj" + b" " * 2_000_000,
    ],
)
def test_a_crafted_pdf_is_cleaned_in_a_moment(crafted):
    data = files.pdf_of([*PAGE, b"<< /Author (Jane) >>", crafted], b"/Info 3 0 R ")
    began = time.process_time()
    assert len(cleaning.clean_pdf(data)) == len(data)
    assert time.process_time() - began < 5
