"""Files are known by content; what cannot be taken is refused in words that say what to do."""

from __future__ import annotations

import pytest

from core.errors import Invalid
from core.files import cleaning, kinds, storage
from core.files.text import extract
from tests.evidence import files


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (files.pdf(), "pdf"),
        (files.docx("Words"), "docx"),
        (files.odt("Words"), "odt"),
        (files.rtf("Words"), "rtf"),
        ("Plain words, même en français, وبالعربية".encode(), "txt"),
        ("With a mark".encode("utf-16"), "txt"),
    ],
)
def test_kind_is_told_by_content(data, kind):
    assert kinds.inspect(data).name == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", kinds.EMPTY),
        (b"  \n ", kinds.EMPTY),
        (b"MZ\x90\x00\x03" + bytes(60), kinds.NOT_OURS),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), kinds.NOT_OURS),
        (b"<html>\x00<script>", kinds.NOT_OURS),
        (kinds.OLE_MAGIC + bytes(600), kinds.OLD_WORD),
        (files.pdf(trailer=b"/Encrypt 9 0 R "), kinds.LOCKED),
        (files.pdf()[:300], kinds.BROKEN),
        (files.zipped({"readme.txt": "no document"}), kinds.NOT_OURS),
        (files.docx("x", **{"word/vbaProject.bin": b"macro"}), kinds.MACROS),
        (files.odt("x", **{"Basic/Standard/Module1.xml": b"macro"}), kinds.MACROS),
        (files.odt("x", manifest="<manifest:encryption-data/>"), kinds.LOCKED),
        (files.docx("x")[:-40], kinds.BROKEN),
        (files.docx("x", **{"word/media/bomb.bin": bytes(60_000_000)}), kinds.BROKEN),
        (files.docx("x", **{f"part{n}.xml": "" for n in range(3001)}), kinds.BROKEN),
    ],
)
def test_what_cannot_be_taken_is_refused_in_plain_words(data, words):
    with pytest.raises(Invalid) as refused:
        kinds.inspect(data)
    assert refused.value.message == words


def test_a_word_file_gives_its_visible_text_and_says_what_was_left_out():
    found = extract(kinds.DOCX, files.docx("One", "Two", hidden="secret", deleted="gone"))
    assert (found.paragraphs, found.has_hidden_text) == (["One", "Two"], True)
    assert extract(kinds.DOCX, files.docx("One")).has_hidden_text is False


def test_other_formats_give_their_text():
    assert extract(kinds.ODT, files.odt("Un", "Deux <text:s/>trois")).paragraphs == ["Un", "Deux  trois"]
    assert extract(kinds.RTF, files.rtf("First")).paragraphs == ["First", "Café and ’s"]
    assert extract(kinds.TXT, "أولا\n\nثانيا\nسطر".encode()).paragraphs == ["أولا", "ثانيا\nسطر"]


def test_a_word_file_with_entities_is_refused_and_reads_nothing_else(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("Canary")
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
    outside = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><w:document xmlns:w="{files.W}"><w:body><w:p><w:r>'
        "<w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>"
    )
    for xml in (bomb, outside):
        data = files.zipped({"[Content_Types].xml": files.DOCX_TYPES, "word/document.xml": xml})
        with pytest.raises(Invalid) as refused:
            extract(kinds.DOCX, data)
        assert refused.value.message == kinds.BROKEN


def test_cleaning_blanks_a_pdfs_own_description_and_moves_no_byte():
    dirty = files.pdf("Page words", author="Canary Author")
    clean = cleaning.clean_pdf(dirty)
    assert (len(clean), b"Page words" in clean, b"Canary" in clean) == (len(dirty), True, False)
    assert b"Canary".hex().encode() not in clean
    assert cleaning.clean_pdf(clean) == clean


def test_private_files_come_back_whole_and_a_changed_one_is_refused(settings, tmp_path):
    from cryptography.exceptions import InvalidTag

    place = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "private": place}
    key = storage.keep_private(b"original")
    assert storage.read_private(key) == b"original"
    path = tmp_path / key
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    with pytest.raises(InvalidTag):
        storage.read_private(key)
    storage.drop_private(key)
    assert not path.exists()
