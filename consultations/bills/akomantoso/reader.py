"""Bytes to an XML tree, with nothing believed: no entities, no network, bounded size, depth and count."""

import gzip
import io
import zlib

from lxml import etree

from .names import PREFIXES

# The largest real bill met is 4 MB (7,026 provisions); five times that is refused before it costs anything.
MAX_BYTES = 20 * 1024 * 1024
MAX_ELEMENTS = 300_000
# Real files go 22 elements deep; libxml2 itself stops at 256.
MAX_DEPTH = 100
# Real files nest provisions 12 deep. A page shows each inside the one above it, which has an end.
MAX_NESTING = 40
GZIP_MAGIC = b"\x1f\x8b"


class UnreadableDocument(ValueError):
    """The file is not a bill that we can take; `code` says why to a machine, the message to a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def unpack(data: bytes) -> bytes:
    """Give the plain bytes of a file that may be gzipped; raise UnreadableDocument past MAX_BYTES."""
    if data[:2] == GZIP_MAGIC:
        data = _inflate(data)
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    return data


def parse(data: bytes) -> etree._Element:
    """Give the root of a safe Akoma Ntoso tree; raise UnreadableDocument for anything else."""
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("not_xml", f"The file is not well-formed XML: {error}") from error
    # A bill needs no document type; entity bombs and file inclusion do.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument("has_doctype", "The file carries a document type definition, which is not taken.")
    _check_root(root)
    _check_size(root)
    return root


def _parser() -> etree.XMLParser:
    """Give a parser for one document; ids are not collected, since real files repeat them."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )


def _inflate(data: bytes) -> bytes:
    """Unzip at most one byte more than we take, so that a bomb stays small."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return packed.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableDocument("not_gzip", f"The file cannot be unzipped: {error}") from error


def _check_root(root: etree._Element) -> None:
    """Refuse what is XML but not Akoma Ntoso."""
    name = etree.QName(root)
    if name.localname != "akomaNtoso" or not (name.namespace or "").startswith(PREFIXES):
        raise UnreadableDocument("not_akoma_ntoso", f"The file is not Akoma Ntoso but “{name.text[:200]}”.")


def _check_size(root: etree._Element) -> None:
    """Refuse trees that would cost too much to walk."""
    depth = elements = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > MAX_DEPTH:
            raise UnreadableDocument("too_deep", f"The file nests more than {MAX_DEPTH} elements.")
        if elements > MAX_ELEMENTS:
            raise UnreadableDocument("too_many", f"The file holds more than {MAX_ELEMENTS:,} elements.")
