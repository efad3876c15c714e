"""What a file is, told by its content and never by its name; what cannot be taken is refused in plain words."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import filetype
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

MAX_ENTRIES = 3_000
MAX_UNPACKED = 200_000_000
MAX_MANIFEST = 2_000_000
MAX_RATIO = 300  # XML of empty tables reaches about 100; bombs start at 1,000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB section 2.2: old Word files and password-protected new ones
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


@dataclass(frozen=True)
class Kind:
    """One kind we take: its short name, ending and media type."""

    name: str
    media_type: str


PDF = Kind("pdf", "application/pdf")
DOCX = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text")
RTF = Kind("rtf", "application/rtf")
TXT = Kind("txt", "text/plain; charset=utf-8")
KINDS = {kind.name: kind for kind in (PDF, DOCX, ODT, RTF, TXT)}

NOT_OURS = _("We cannot read this kind of file. Send a Word (.docx), OpenDocument (.odt), RTF, text or PDF file.")
LOCKED = _("This file is protected by a password. Remove the password and send it again.")
MACROS = _("This file holds macros, which are small programs. Save it without macros and send it again.")
BROKEN = _("We could not open this file; it may be damaged. Save it again and send the new file.")
EMPTY = _("This file is empty.")
OLD_WORD = _("This is an old Word file, or one with a password. Save it as .docx without a password and send it again.")


def inspect(data: bytes) -> Kind:
    """Give the kind of a file's content; raises Invalid with words for the sender."""
    if not data.strip():
        raise Invalid(EMPTY)
    if data.startswith(OLE_MAGIC):
        raise Invalid(OLD_WORD)
    guess = filetype.guess(data)
    extension = guess.extension if guess else ""
    if extension == "pdf" or data.startswith(b"%PDF-"):
        return _pdf(data)
    if extension in {"docx", "odt", "zip"} or data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"{\\rtf"):
        return RTF
    if guess is None and is_text(data):
        return TXT
    raise Invalid(NOT_OURS)


def is_text(data: bytes) -> bool:
    """Tell whether bytes are plain text: UTF-8 or UTF-16 with its mark, without control characters."""
    try:
        words = decode(data)
    except UnicodeDecodeError:
        return False
    return CONTROL.search(words) is None


def decode(data: bytes) -> str:
    """Decode a text file; raises UnicodeDecodeError."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _pdf(data: bytes) -> Kind:
    if b"%%EOF" not in data[-2048:]:
        raise Invalid(BROKEN)
    if b"/Encrypt" in data:
        raise Invalid(LOCKED)
    return PDF


def _zipped(data: bytes) -> Kind:
    """Look inside a zip without unpacking it: size, macros, and the parts that make it a text document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bombs(entries, len(data))
            if any(entry.flag_bits & 1 for entry in entries):
                raise Invalid(LOCKED)
            names = {entry.filename for entry in entries}
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return _without_macros(DOCX, any(name.endswith("vbaProject.bin") for name in names))
            if {"mimetype", "content.xml"} <= names and _beginning(archive, "mimetype").strip() == ODT_TYPE:
                return _opendocument(archive, names)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, OSError, EOFError) as error:
        raise Invalid(BROKEN) from error
    raise Invalid(NOT_OURS)


def _opendocument(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    manifest = _beginning(archive, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise Invalid(LOCKED)
    return _without_macros(ODT, any(name.startswith(("Basic/", "Scripts/")) for name in names))


def _beginning(archive: zipfile.ZipFile, name: str) -> bytes:
    """Give as much of a part as an honest file fills; a part that unpacks to hundreds of megabytes stays packed."""
    with archive.open(name) as part:
        return part.read(MAX_MANIFEST)


def _without_macros(kind: Kind, has_macros: bool) -> Kind:
    if has_macros:
        raise Invalid(MACROS)
    return kind


def _refuse_bombs(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > max(packed, 10_000) * MAX_RATIO:
        raise Invalid(BROKEN)
