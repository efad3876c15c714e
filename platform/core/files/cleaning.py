"""Public copies of files: what of a PDF's description of itself can be blanked without a PDF library.

Blanked byte for byte, so that every offset of the file stays true: the strings of the document information dictionary
(ISO 32000-1, 14.3.3), also where its entries refer to objects of their own, and the metadata streams (14.3.2), also
compressed ones. Not reached: a dictionary inside a compressed object stream (`keeps_description` tells of it), data
inside images, annotations, attachments, and the words of the pages. So a person confirms having looked.

The work grows with the length of the file alone: whatever is counted has a limit, and a file beyond it counts as one
that keeps its description.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

Reference = tuple[int, int]

MAX_TRAILERS = 200  # one for every time the file was saved without being written anew
MAX_PLACES = 100  # objects of one round, all versions together
MAX_LENGTH = 60_000  # bytes of one such object
MAX_ROUNDS = 4  # from the dictionary to an entry, to an array, to its strings
MAX_STREAMS = 20_000
NEAR = 2_000  # bytes of the dictionary of a stream
NEAR_TRAILER = 20_000
MAX_INFLATED = 20_000_000

OBJECT = re.compile(rb"(?<!\d)(\d{1,10})[\s\0]{1,9}(\d{1,5})[\s\0]{1,9}obj(?![a-z])")
TRAILER = re.compile(rb"\btrailer(?=[\s\0]{0,9}<<)|/Type[\s\0]{0,9}/XRef\b")
INFO = re.compile(rb"/Info[\s\0]{1,9}(\d{1,10})[\s\0]{1,9}(\d{1,5})[\s\0]{1,9}R\b|/Info[\s\0]{0,9}(?=<<)")
METADATA = re.compile(rb"/Type[\s\0]{0,9}/Metadata\b")
OBJECT_STREAM = re.compile(rb"/Type[\s\0]{0,9}/ObjStm\b")
FILTER = re.compile(rb"/(?:Filter|DecodeParms)[\s\0]{0,9}(?:/\w{1,40}|\[[^\[\]]{0,400}\]|<<[^<>]{0,400}>>)")
FLATE = re.compile(rb"/Filter[\s\0]{0,9}\[?[\s\0]{0,9}/FlateDecode[\s\0]{0,9}[\]/>]")
FIRST = re.compile(rb"/First[\s\0]{1,9}(\d{1,7})\b")
STREAM = re.compile(rb"\bstream\r?\n")
PACKET = re.compile(rb"<\?xpacket begin=.{0,120}?\?>", re.DOTALL)
PACKET_END = b"<?xpacket end="
SPACE = re.compile(rb"[\s\0]*")
SIGN = re.compile(rb"<<|>>|<[0-9A-Fa-f\s]*>|[\[\](]|%[^\r\n]*|\b(\d{1,10})[\s\0]{1,9}(\d{1,5})[\s\0]{1,9}R\b")
STRING_SIGN = re.compile(rb"\\.|[()]", re.DOTALL)


class _Unclear(Exception):
    """The description cannot be found whole in clear."""


def clean_pdf(data: bytes) -> bytes:
    """Give the file with its own description blanked as far as it stands in clear; its length does not change."""
    return bytes(_clean(data)[0])


def keeps_description(data: bytes) -> bool:
    """Tell whether a description of the file stays in it although it is cleaned, or may stay."""
    return not _clean(data)[1]


def _clean(data: bytes) -> tuple[bytearray, bool]:
    """Give the cleaned bytes and whether the whole description was found."""
    out = bytearray(data)
    is_whole = True
    for clean in (_blank_packets, _blank_metadata, _blank_information):
        try:
            clean(out)
        except _Unclear:
            is_whole = False
    return out, is_whole


def _blank(out: bytearray, start: int, end: int) -> None:
    out[start:end] = b" " * (end - start)


def _blank_packets(out: bytearray) -> None:
    """Blank what stands between the marks of an XMP packet in clear."""
    place = 0
    while begin := PACKET.search(out, place):
        place = out.find(PACKET_END, begin.end())
        if place < 0:
            raise _Unclear
        _blank(out, begin.end(), place)


def _blank_metadata(out: bytearray) -> None:
    """Blank metadata streams that stand in no packet or are compressed, and take away the name of the compression."""
    for head, start, end in _streams(out, METADATA):
        names = list(FILTER.finditer(out, head, start))
        for match in names:
            _blank(out, match.start(), match.end())
        if names or PACKET.search(out, start, end) is None:
            _blank(out, start, end)


def _streams(out: bytearray, mark: re.Pattern[bytes]) -> Iterator[tuple[int, int, int]]:
    """Give where the dictionary of each stream with a mark begins, and where the stream begins and ends."""
    past = 0
    for count, match in enumerate(mark.finditer(out)):
        if count >= MAX_STREAMS:
            raise _Unclear
        if match.start() < past:
            continue
        head = out.rfind(b"obj", max(past, match.start() - NEAR), match.start())
        begin = STREAM.search(out, match.end(), match.end() + NEAR)
        if head < 0 or begin is None or out.find(b"endobj", head, begin.start()) >= 0:
            continue
        past = out.find(b"endstream", begin.end())
        if past < 0:
            raise _Unclear
        yield head, begin.end(), past


def _blank_information(out: bytearray) -> None:
    """Blank the information dictionaries that the trailers name, with all that they refer to."""
    wanted, is_missed = _named_by_trailers(out)
    known: set[Reference] = set()
    for step in range(MAX_ROUNDS):
        found: set[Reference] = set()
        following: set[Reference] = set()
        for reference, start in _places(out, wanted):
            found.add(reference)
            try:
                following |= _blank_value(out, start, is_dictionary=step == 0)
            except _Unclear:
                is_missed = True  # the other versions are blanked all the same
        known |= wanted
        is_missed |= found != wanted
        wanted = following - known
    if wanted or is_missed:
        raise _Unclear
    _check_object_streams(out, {number for number, _generation in known})


def _places(out: bytearray, wanted: set[Reference]) -> Iterator[tuple[Reference, int]]:
    """Give where the wanted objects begin, each of its versions; raises _Unclear for too many."""
    count = 0
    for match in OBJECT.finditer(out) if wanted else ():
        reference = (int(match[1]), int(match[2]))
        if reference not in wanted:
            continue
        count += 1
        if count > MAX_PLACES:
            raise _Unclear
        yield reference, match.end()


def _named_by_trailers(out: bytearray) -> tuple[set[Reference], bool]:
    """Give the information dictionaries that the trailers refer to, and whether not every trailer could be asked.

    A dictionary that stands in a trailer itself is blanked.
    """
    named: set[Reference] = set()
    trailers = list(islice(TRAILER.finditer(out), MAX_TRAILERS + 1))
    for trailer in trailers[:MAX_TRAILERS]:
        start, end = trailer.end(), trailer.end() + NEAR_TRAILER
        if trailer[0] != b"trailer":
            head = out.rfind(b"obj", max(0, start - NEAR_TRAILER), start)
            start = head if head >= 0 else start
        stop = out.find(b"startxref" if trailer[0] == b"trailer" else b"stream", trailer.end(), end)
        for match in islice(INFO.finditer(out, start, stop if stop >= 0 else end), 5):
            if match[1]:
                named.add((int(match[1]), int(match[2])))
            else:
                named |= _blank_value(out, match.end(), is_dictionary=True)
    return named, not 0 < len(trailers) <= MAX_TRAILERS


def _blank_value(out: bytearray, start: int, *, is_dictionary: bool) -> set[Reference]:
    """Blank the strings of one value; gives what it refers to. A dictionary is taken only where one is due."""
    references: set[Reference] = set()
    limit = start + MAX_LENGTH
    if gap := SPACE.match(out, start, limit):
        start = gap.end()
    if out.startswith(b"<<", start) != is_dictionary or out.startswith(b"%", start):
        raise _Unclear
    if not out.startswith((b"(", b"<", b"["), start):
        return references  # a number or a name
    depth = 0
    while match := SIGN.search(out, start, limit):
        sign, start = match[0], match.end()
        if sign == b"(":
            start = _blank_string(out, start, limit)
        elif sign in {b"<<", b"["}:
            depth += 1
        elif sign in {b">>", b"]"}:
            depth -= 1
        elif sign[:1] == b"<":
            _blank(out, match.start() + 1, match.end() - 1)
        elif match[1]:
            references.add((int(match[1]), int(match[2])))
        if depth <= 0:
            return references
    raise _Unclear


def _blank_string(out: bytearray, start: int, limit: int) -> int:
    """Blank a string after its opening bracket, brackets inside it counted; gives where it has ended."""
    depth = 1
    for match in STRING_SIGN.finditer(out, start, limit):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if depth == 0:
            _blank(out, start, match.start())
            return match.end()
    raise _Unclear


def _check_object_streams(out: bytearray, numbers: set[int]) -> None:
    """Raise _Unclear where a compressed object stream holds one of these objects, too, or cannot be looked into."""
    room = MAX_INFLATED
    for head, start, end in _streams(out, OBJECT_STREAM) if numbers else ():
        first = FIRST.search(out, head, start)
        room -= int(first[1]) if first else room
        if not first or room <= 0:
            raise _Unclear
        words = _beginning(out, head, start, end, int(first[1])).split()
        if any(word.isdigit() and int(word) in numbers for word in words[::2]):
            raise _Unclear


def _beginning(out: bytearray, head: int, start: int, end: int, length: int) -> bytes:
    """Give the first bytes of a stream, inflated where it is compressed."""
    if out.find(b"/Filter", head, start) < 0:
        return bytes(out[start : min(end, start + length)])
    if FLATE.search(out, head, start) is None or out.find(b"/DecodeParms", head, start) >= 0:
        raise _Unclear
    try:
        return zlib.decompressobj().decompress(bytes(out[start:end]), length)
    except zlib.error as error:
        raise _Unclear from error
