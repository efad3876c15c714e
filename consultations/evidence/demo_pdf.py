"""One page of PDF, written by hand: the demo's document needs no library and is the same each time."""

from __future__ import annotations

import textwrap

LINE, LEFT, TOP = 90, 60, 760


def one_page(title: str, text: str, author: str) -> bytes:
    """Give a PDF of one page with a title and wrapped text in Latin letters; its description names the author."""
    lines = [title, "", *(line for part in text.splitlines() for line in textwrap.wrap(part, LINE) or [""])]
    shown = b" T* ".join(b"(" + _escaped(line) + b") Tj" for line in lines)
    content = b"BT /F1 11 Tf 15 TL %d %d Td %s ET" % (LEFT, TOP, shown)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Author (" + _escaped(author) + b") >>",
        ]
    )


def _assembled(objects: list[bytes]) -> bytes:
    """Put numbered objects into a file with a true cross-reference table (ISO 32000-1, 7.5)."""
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    tail = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")
