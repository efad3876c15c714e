"""Small real files for the tests: each made here, byte by byte, so that a canary can stand in any part of them."""

from __future__ import annotations

import io
import zipfile

DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(text: str = "Eleven weeks without heating", author: str = "", trailer: bytes = b"") -> bytes:
    """Give a valid one-page PDF with a true cross-reference table, an information dictionary and an XMP packet."""
    content = f"BT /F1 18 Tf 40 120 Td ({text}) Tj ET".encode()
    xmp = f'<?xpacket begin="" id="x"?><dc:creator>{author}</dc:creator><?xpacket end="w"?>'.encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Author ({author}) /Creator (Writer \\(of {author}\\)) /Producer <{author.encode().hex()}> >>".encode(),
        b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(xmp), xmp),
    ]
    return pdf_of(objects, b"/Info 6 0 R " + trailer)


def pdf_of(objects: list[bytes], trailer: bytes) -> bytes:
    """Give a PDF of objects, the first of them its catalogue, with a true cross-reference table."""
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def word(body: str, styles: str = "", **parts: str) -> bytes:
    """Give a Word file of ready markup: the body, the inner part of its styles, the inner part of its notes."""
    spaces = (
        f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    written = {"word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>"}
    if styles:
        written["word/styles.xml"] = f"<w:styles {spaces}>{styles}</w:styles>"
    for name, inner in parts.items():
        written[f"word/{name}.xml"] = f"<w:{name} {spaces}>{inner}</w:{name}>"
    return zipped({"[Content_Types].xml": DOCX_TYPES, **written})


def opendocument(body: str, automatic: str = "", styles: str = "") -> bytes:
    """Give an OpenDocument text of ready markup: the text, its automatic styles and its named ones."""
    names = {"office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing"}
    spaces = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for p, n in names.items())
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    spaces += ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {spaces}><office:styles>{styles}</office:styles>"
        "</office:document-styles>",
    }
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Give a zip archive of the parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(*paragraphs: str, hidden: str = "", deleted: str = "", **more: str | bytes) -> bytes:
    """Give a Word file with paragraphs, a hidden run and deleted text."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    if hidden:
        body += f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{hidden}</w:t></w:r></w:p>"
    if deleted:
        body += f'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{deleted}</w:delText></w:r></w:del></w:p>'
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": document, **more})


def odt(*paragraphs: str, manifest: str = "<manifest/>", **more: str | bytes) -> bytes:
    """Give an OpenDocument text."""
    space = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    content = f'<office:document-content xmlns:office="{office}" xmlns:text="{space}">{body}</office:document-content>'
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest, **more})


def rtf(text: str) -> bytes:
    """Give an RTF file with a font table, a Unicode sign, a hidden run and two paragraphs."""
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\author Canary Author}}"
        rf"\f0 {text}\par Caf\'e9 and \u8217?s{{\v hidden words}}\par}}"
    ).encode("latin-1")
