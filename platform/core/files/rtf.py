"""The text of an RTF file (RTF specification 1.9.1): visible characters and paragraph ends, nothing else."""

from __future__ import annotations

import re

TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
# Destinations that are not body text; "\*" marks every other one.
_ASIDE_WORDS = (
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr themedata listtable "
    "listoverridetable rsidtbl generator xmlnstbl mmathPr datastore latentstyles"
)
ASIDE = frozenset(_ASIDE_WORDS.split())
BREAKS = {"par": "\n\n", "sect": "\n\n", "page": "\n\n", "line": "\n", "tab": " ", "cell": " ", "row": "\n\n"}
SIGNS = {"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"}


class _Reader:
    """Walks the tokens; keeps a stack of (skip this group, bytes to pass over after a Unicode sign, hidden)."""

    def __init__(self) -> None:
        """Begin outside every group."""
        self.out: list[str] = []
        self.stack: list[tuple[bool, int, bool]] = []
        self.skip, self.after, self.hidden = False, 1, False
        self.pass_over = 0
        self.page = "cp1252"

    def put(self, text: str) -> None:
        """Write text unless the group is not body text or hidden."""
        if not self.skip and not self.hidden:
            self.out.append(text)

    def brace(self, sign: bytes) -> None:
        """Open or close a group."""
        if sign == b"{":
            self.stack.append((self.skip, self.after, self.hidden))
        elif self.stack:
            self.skip, self.after, self.hidden = self.stack.pop()

    def word(self, name: str, value: int | None) -> None:
        """Follow one control word."""
        if name in ASIDE:
            self.skip = True
        elif name == "u" and value is not None:
            self.put(chr(value % 65536))
            self.pass_over = self.after
        elif name == "uc":
            self.after = value or 0
        elif name == "v":
            self.hidden = value != 0
        elif name == "ansicpg" and value:
            self.page = f"cp{value}"
        elif name in BREAKS or name in SIGNS:
            self.put(BREAKS.get(name) or SIGNS[name])

    def plain(self, raw: bytes) -> None:
        """Write bytes in the file's code page, less those that only stand in for a Unicode sign."""
        passed = min(self.pass_over, len(raw))
        self.pass_over -= passed
        try:
            self.put(raw[passed:].decode(self.page, "replace"))
        except LookupError:
            self.put(raw[passed:].decode("cp1252", "replace"))


def to_text(data: bytes) -> str:
    """Give the visible text, a blank line between paragraphs."""
    reader = _Reader()
    for match in TOKEN.finditer(data):
        name, value, code, sign, brace, plain = match.groups()
        if name:
            reader.word(name.decode(), int(value) if value else None)
        elif code:
            reader.plain(bytes.fromhex(code.decode()))
        elif sign:
            _sign(reader, sign)
        elif brace:
            reader.brace(brace)
        elif plain:
            reader.plain(plain)
    return "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _sign(reader: _Reader, sign: bytes) -> None:
    if sign == b"*":
        reader.skip = True
    elif sign == b"~":
        reader.put("\u00a0")
    elif sign in b"\\{}":
        reader.put(sign.decode())
