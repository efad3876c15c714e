"""The text of an RTF file (RTF specification 1.9.1): visible characters and paragraph ends, nothing else.

Left out and told: hidden, deleted and moved text, and comments.
"""

from __future__ import annotations

import re

from core.errors import Invalid
from core.files.kinds import BROKEN

TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
MAX_TOKENS = 4_000_000  # some seconds of work; pictures take few tokens
MAX_DEPTH = 1_000
# Destinations that are not body text; "\*" marks every other one.
_ASIDE_WORDS = (
    "fonttbl colortbl stylesheet info pict object header footer headerl headerr headerf footerl footerr footerf "
    "filetbl themedata listtable listoverridetable rsidtbl generator xmlnstbl mmathPr datastore latentstyles fldinst "
    "xe tc tcn"
)
COMMENTS = frozenset({"annotation", "atnid", "atnauthor", "atntime", "atndate", "atnref", "atnparent", "atnicn"})
ASIDE = frozenset(_ASIDE_WORDS.split()) | COMMENTS
# Formatting that takes text from the page: hidden, deleted under review, moved from here under review.
UNSEEN = {"v": 1, "deleted": 2, "mvf": 4}
BREAKS = {"par": "\n\n", "sect": "\n\n", "page": "\n\n", "line": "\n", "tab": " ", "cell": " ", "row": "\n\n"}
SIGNS = {"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•"}


class _Reader:
    """Walks the tokens; keeps a stack of (skip this group, bytes to pass over after a Unicode sign, what hides)."""

    def __init__(self) -> None:
        """Begin outside every group."""
        self.out: list[str] = []
        self.stack: list[tuple[bool, int, int]] = []
        self.skip, self.after, self.hidden = False, 1, 0
        self.has_hidden_text = False
        self.pass_over = 0
        self.page = "cp1252"

    def put(self, text: str) -> None:
        """Write text unless the group is not body text or hidden."""
        if self.skip:
            return
        if self.hidden:
            self.has_hidden_text |= bool(text.strip())
        else:
            self.out.append(text)

    def brace(self, sign: bytes) -> None:
        """Open or close a group. Raises Invalid where groups nest deeper than any program writes them."""
        if sign == b"{":
            if len(self.stack) >= MAX_DEPTH:
                raise Invalid(BROKEN)
            self.stack.append((self.skip, self.after, self.hidden))
        elif self.stack:
            self.skip, self.after, self.hidden = self.stack.pop()

    def word(self, name: str, value: int | None) -> None:
        """Follow one control word."""
        if name in ASIDE:
            self.skip = True
            self.has_hidden_text |= name in COMMENTS
        elif name == "u" and value is not None:
            self.put(chr(value % 65536))
            self.pass_over = self.after
        elif name == "uc":
            self.after = value or 0
        elif name in UNSEEN:
            self.hidden = self.hidden & ~UNSEEN[name] if value == 0 else self.hidden | UNSEEN[name]
        elif name == "plain":
            self.hidden = 0
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


def read(data: bytes) -> tuple[str, bool]:
    """Give the visible text, a blank line between paragraphs, and whether text was left out.

    Raises Invalid for a file of more tokens or deeper groups than an honest one holds.
    """
    reader = _Reader()
    for count, match in enumerate(TOKEN.finditer(data)):
        if count > MAX_TOKENS:
            raise Invalid(BROKEN)
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
    text = "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text, reader.has_hidden_text


def _sign(reader: _Reader, sign: bytes) -> None:
    if sign == b"*":
        reader.skip = True
    elif sign == b"~":
        reader.put("\u00a0")
    elif sign in b"\\{}":
        reader.put(sign.decode())
