"""What a reader of a document cannot see never reaches the public copy, and the clerk is told; what is seen stays."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from core.errors import Invalid
from core.files import kinds
from core.files.text import extract
from tests.evidence import files


def run(text: str, look: str = "") -> str:
    """Give a run of a Word file."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    """Give a paragraph of a Word file."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def style(name: str, look: str = "", *, kind: str = "paragraph", based: str = "", more: str = "") -> str:
    """Give a style of a Word file."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}" {more}>{on}<w:rPr>{look}</w:rPr></w:style>'


VANISH = "<w:vanish/>"
SHOWN = '<w:vanish w:val="0"/>'


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        (f'<w:moveFrom w:id="1" w:author="Jane">{paragraph(run("SECRET"))}</w:moveFrom>', ""),
        (paragraph('<w:moveFrom w:id="1">' + run("SECRET") + "</w:moveFrom>"), ""),
        (paragraph('<w:del w:id="1">' + run("SECRET") + "</w:del>"), ""),
        (f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('SECRET'))}</w:tc></w:tr></w:tbl>", ""),
        (paragraph(run("SECRET", VANISH)), ""),
        (paragraph(run("SECRET"), style="Gone"), style("Gone", VANISH)),
        (paragraph(run("SECRET"), style="Child"), style("Gone", VANISH) + style("Child", based="Gone")),
        (paragraph(run("SECRET", '<w:rStyle w:val="C"/>')), style("C", VANISH, kind="character")),
        (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr>{paragraph(run("SECRET"))}</w:tr></w:tbl>',
            style("T", VANISH, kind="table"),
        ),
        (
            paragraph('<w:r><w:drawing><wp:anchor><wp:docPr id="1" hidden="1"/><w:txbxContent>'
                      + paragraph(run("SECRET")) + "</w:txbxContent></wp:anchor></w:drawing></w:r>"),
            "",
        ),
        (
            paragraph('<w:r><w:pict><v:shape style="visibility: hidden"><w:txbxContent>'
                      + paragraph(run("SECRET")) + "</w:txbxContent></v:shape></w:pict></w:r>"),
            "",
        ),
        (paragraph(f"<w:r><w:rPr>{VANISH}</w:rPr><w:txbxContent>{paragraph(run('SECRET'))}</w:txbxContent></w:r>"), ""),
    ],
)  # fmt: skip
def test_hidden_and_deleted_text_of_a_word_file_is_left_out_and_told(body, styles):
    found = extract(kinds.DOCX, files.word(paragraph(run("Before")) + body + paragraph(run("after")), styles))
    assert (found.paragraphs, found.has_hidden_text) == (["Before", "after"], True)


def test_a_default_style_hides_what_names_none():
    styles = style("Normal", VANISH, more='w:default="1"') + style("Open", SHOWN, based="Normal")
    found = extract(kinds.DOCX, files.word(paragraph(run("SECRET")) + paragraph(run("Seen"), style="Open"), styles))
    assert (found.paragraphs, found.has_hidden_text) == (["Seen"], True)


def test_styles_in_a_ring_end():
    styles = style("A", based="B") + style("B", based="A")
    assert extract(kinds.DOCX, files.word(paragraph(run("Seen"), style="A"), styles)).paragraphs == ["Seen"]


def test_what_a_word_file_shows_stays_and_nothing_is_told():
    was = f"<w:rPrChange w:id='1'><w:rPr>{VANISH}</w:rPr></w:rPrChange>"
    body = (
        paragraph(run("One", SHOWN), run(" two", was), style="Gone")
        + paragraph(
            '<w:moveTo w:id="2">' + run("Three") + "</w:moveTo>", '<w:ins w:id="3">' + run(" four") + "</w:ins>"
        )
        + f"<w:p><w:pPr><w:rPr>{VANISH}</w:rPr></w:pPr>{run('Five')}</w:p>"
    )
    found = extract(kinds.DOCX, files.word(body, style("Other", VANISH)))
    assert (found.paragraphs, found.has_hidden_text) == (["One two", "Three four", "Five"], False)


def test_a_comment_on_a_word_file_is_told():
    body = paragraph(run("Words"), '<w:r><w:commentReference w:id="0"/></w:r>')
    notes = f'<w:comment w:id="0" w:author="Jane Doe">{paragraph(run("my boss is Mr X"))}</w:comment>'
    found = extract(kinds.DOCX, files.word(body, comments=notes))
    assert (found.paragraphs, found.has_hidden_text) == (["Words"], True)


def test_the_notes_that_a_word_file_cites_follow_its_text():
    def note(kind: str, number: int, text: str) -> str:
        return f'<w:{kind} w:id="{number}">{paragraph(run(text))}</w:{kind}>'

    body = (
        paragraph(run("One"), '<w:r><w:footnoteReference w:id="3"/></w:r>', '<w:r><w:endnoteReference w:id="2"/></w:r>')
        + paragraph(run("Two"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + paragraph('<w:del w:id="9"><w:r><w:footnoteReference w:id="4"/></w:r></w:del>')
    )
    footnotes = note("footnote", 2, "About two") + note("footnote", 3, "About one") + note("footnote", 4, "SECRET")
    found = extract(kinds.DOCX, files.word(body, footnotes=footnotes, endnotes=note("endnote", 2, "The end")))
    assert (found.paragraphs, found.has_hidden_text) == (["One", "Two", "About one", "About two", "The end"], True)


def test_a_text_box_that_word_writes_in_two_ways_is_read_once():
    box = f"<w:txbxContent>{paragraph(run('Box'))}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    old = f"<mc:AlternateContent><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    for drawing in (both, old):
        found = extract(kinds.DOCX, files.word(paragraph(run("Before"), f"<w:r>{drawing}</w:r>", run(" after"))))
        assert (found.paragraphs, found.has_hidden_text) == (["Before after", "Box"], False)


COMMENT = (
    "<office:annotation><dc:creator>Jane Doe</dc:creator><dc:date>2026-01-01</dc:date><text:p>my boss is Mr X</text:p>"
    "</office:annotation>"
)
HIDING = '<style:style style:name="G" style:family="{}"><style:text-properties text:display="none"/></style:style>'
G_TEXT, G_PARAGRAPH = HIDING.format("text"), HIDING.format("paragraph")
CHILD = '<style:style style:name="K" style:family="{}" style:parent-style-name="G"/>'
K_TEXT, K_PARAGRAPH = CHILD.format("text"), CHILD.format("paragraph")
TABLE = '<style:style style:name="T" style:family="table"><style:table-properties table:display="false"/></style:style>'


@pytest.mark.parametrize(
    ("inside", "automatic", "styles"),
    [
        (COMMENT, "", ""),
        ("<text:hidden-text/>", "", ""),
        ('<text:hidden-text text:string-value="SECRET">SECRET</text:hidden-text>', "", ""),
        ('<text:span text:style-name="G">SECRET</text:span>', G_TEXT, ""),
        ('<text:span text:style-name="K"><text:a>SECRET</text:a></text:span>', K_TEXT, G_TEXT),
        ('<text:variable-set text:display="none">SECRET</text:variable-set>', "", ""),
        ('<draw:frame draw:display="none"><draw:text-box><text:p>SECRET</text:p></draw:text-box></draw:frame>', "", ""),
    ],
)  # fmt: skip
def test_what_an_opendocument_hides_inside_a_paragraph_is_left_out_and_what_follows_stays(inside, automatic, styles):
    data = files.opendocument(f"<text:p>Hello{inside} world</text:p>", automatic, styles)
    found = extract(kinds.ODT, data)
    assert (found.paragraphs, found.has_hidden_text) == (["Hello world"], True)


@pytest.mark.parametrize(
    ("body", "automatic"),
    [
        ('<text:p text:style-name="G">SECRET</text:p>', G_PARAGRAPH),
        ('<text:h text:style-name="K">SECRET</text:h>', G_PARAGRAPH + K_PARAGRAPH),
        ('<text:p text:style-name="G">A<draw:frame><text:p>SECRET</text:p></draw:frame></text:p>', G_PARAGRAPH),
        ('<text:section text:display="none"><text:p>SECRET</text:p></text:section>', ""),
        ('<text:section text:display="condition" text:is-hidden="true"><text:p>SECRET</text:p></text:section>', ""),
        ('<text:p>SECRET<text:hidden-paragraph text:is-hidden="true"/> too</text:p>', ""),
        ('<table:table table:style-name="T"><text:p>SECRET</text:p></table:table>', TABLE),
        ('<table:table><table:covered-table-cell><text:p>SECRET</text:p></table:covered-table-cell></table:table>', ""),
        ("<text:tracked-changes><text:deletion><text:p>SECRET</text:p></text:deletion></text:tracked-changes>", ""),
    ],
)  # fmt: skip
def test_what_an_opendocument_hides_as_a_whole_is_left_out_and_told(body, automatic):
    data = files.opendocument(f"<text:p>Before</text:p>{body}<text:p>after</text:p>", automatic)
    found = extract(kinds.ODT, data)
    assert (found.paragraphs, found.has_hidden_text) == (["Before", "after"], True)


def test_what_an_opendocument_shows_stays_and_nothing_is_told():
    showing = G_TEXT.replace("none", "true")
    note = "<text:note><text:note-citation>1</text:note-citation><text:p>Note</text:p></text:note>"
    body = (
        f'<text:p text:style-name="Plain">One <text:span text:style-name="G">two</text:span>{note} three'
        "<draw:frame><svg:title>Photograph of Jane</svg:title></draw:frame><!-- c --> four</text:p>"
        '<text:section text:display="condition"><text:p>Five</text:p></text:section>'
    )
    found = extract(kinds.ODT, files.opendocument(body, showing))
    assert (found.paragraphs, found.has_hidden_text) == (["One two three four", "Note", "Five"], False)


@pytest.mark.parametrize(
    "inside",
    [
        r"{\v SECRET}",
        r"\v SECRET\v0 ",
        r"{\deleted SECRET}",
        r"\deleted\v SECRET\v0 SECRET\deleted0 ",
        r"{\b\mvf SECRET\plain }",
        r"{\*\atnid JD}{\*\atnauthor Jane Doe}\chatn{\*\annotation my boss is Mr X}",
        r"{\annotation my boss is Mr X}",
    ],
)
def test_what_a_rich_text_hides_is_left_out_and_told(inside):
    found = extract(kinds.RTF, (r"{\rtf1\ansi Before " + inside + r"after\par}").encode())
    assert (found.paragraphs, found.has_hidden_text) == (["Before after"], True)


def test_a_rich_text_that_hides_nothing_is_not_suspected():
    found = extract(kinds.RTF, rb"{\rtf1\ansi{\info{\author Jane}}{\v }Before \v\v0 after\par}")
    assert (found.paragraphs, found.has_hidden_text) == (["Before after"], False)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (kinds.RTF, rb"{\rtf1\ansi Wo\u0 ?rds\'00\'01 and \u-10179 ?more\par}"),
        (kinds.TXT, ("Wo\x00rds\x01 and \ufffe more").encode()),
    ],
)
def test_no_text_holds_what_the_database_refuses(kind, data):
    text = extract(kind, data).text
    assert not [sign for sign in text if ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000]
    assert text.replace("\ufffd", "").split() == ["Words", "and", "more"]


def test_a_text_file_is_looked_at_to_its_end():
    with pytest.raises(Invalid) as refused:
        kinds.inspect(b"words " * 20_000 + b"\x00")
    assert refused.value.message == kinds.NOT_OURS


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (kinds.DOCX, files.word("<w:p>" * 260 + "</w:p>" * 260)),
        (kinds.DOCX, files.word("<w:p/>" * 500_001)),
        (kinds.DOCX, files.word(paragraph(run("x")))[:-300] + bytes(300)),
        (kinds.DOCX, files.word("<w:p>")),
        (kinds.ODT, files.opendocument("<text:span>" * 260 + "</text:span>" * 260)),
        (kinds.RTF, b"{\\rtf1" + b"{" * 2_000),
    ],
)
def test_a_document_beyond_reading_is_refused_in_plain_words(kind, data):
    with pytest.raises(Invalid) as refused:
        extract(kind, data)
    assert refused.value.message == kinds.BROKEN


def test_a_small_word_file_takes_little_time_and_memory():
    nested = files.word("<w:p>" * 200 + run("x") * 20_000 + "</w:p>" * 200)
    empty = files.word("<w:p/>" * 200_000)
    began = time.process_time()
    assert extract(kinds.DOCX, nested).paragraphs == ["x" * 20_000]
    assert time.process_time() - began < 3
    tracemalloc.start()
    assert extract(kinds.DOCX, empty).paragraphs == []
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
