"""The text of a Word file (ECMA-376 part 1, section 17) as its printed page shows it: body, then the notes it cites.

Left out and told: deleted and moved text, hidden runs, what a style hides, hidden drawings, comments.
"""

from __future__ import annotations

import zipfile

from core.files.parts import Frame, Walker, texts, walk_part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
SPACES = {
    W[1:-1]: "",
    STRICT[1:-1]: "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "urn:schemas-microsoft-com:vml": "v:",
}
DROPPED = frozenset({"del", "moveFrom", "cellDel", "delText"})
RUNS = frozenset({"r", "m:r"})
WORDS = frozenset({"t", "m:t", "delText"})
SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
MAX_STEPS = 100  # from a style to those that it is based on; a ring of them ends here too
OFF = frozenset({"0", "false", "off"})
# An element that names a style: where it stands, and the kind of style.
NAMING = {
    "pStyle": ("pPr", frozenset({"p"}), "paragraph"),
    "rStyle": ("rPr", RUNS, "character"),
    "tblStyle": ("tblPr", frozenset({"tbl"}), "table"),
}
KIND = {"p": "paragraph", "r": "character", "m:r": "character", "tbl": "table"}


def read(archive: zipfile.ZipFile) -> tuple[list[str], bool]:
    """Give the paragraphs that one sees and whether text was left out. Raises Invalid for a file beyond reading."""
    styles = _Styles()
    walk_part(archive, "word/styles.xml", styles)
    body = _Body(styles, styles.elements)
    walk_part(archive, "word/document.xml", body)
    paragraphs, has_hidden_text, elements = body.read(), body.has_hidden_text, body.elements
    for kind in NOTES.values():
        cited = [number for name, number in body.cited if name == kind]
        if cited:
            notes = _Body(styles, elements, note=kind, wanted=frozenset(cited))
            walk_part(archive, f"word/{kind}s.xml", notes)
            for number in cited:
                paragraphs += texts(notes.notes.get(number, []))
            elements = notes.elements
            has_hidden_text |= notes.has_hidden_text
    return paragraphs, has_hidden_text


def is_on(attributes: dict[str, str]) -> bool:
    """Tell whether a switch is on: it is unless its value says otherwise."""
    return _value(attributes, "val", "true") not in OFF


def _value(attributes: dict[str, str], name: str, otherwise: str = "") -> str:
    return attributes.get(W + name, attributes.get(STRICT + name, otherwise))


class _Styles(Walker):
    """Which styles hide their text, by themselves or through the style that they are based on."""

    spaces = SPACES

    def __init__(self) -> None:
        """Begin with no style."""
        super().__init__()
        self.own: dict[tuple[str, str], bool] = {}
        self.based: dict[tuple[str, str], str] = {}
        self.default: dict[str, str] = {}
        self.for_all = False
        self.current = ("", "")

    def enter(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Note what a style says of hiding. A table style that hides one part of a table counts as hiding all."""
        if frame.name == "style":
            self.current = (_value(attributes, "type", "paragraph"), _value(attributes, "styleId"))
            if _value(attributes, "default", "0") not in OFF:
                self.default[self.current[0]] = self.current[1]
        elif frame.name == "basedOn":
            self.based[self.current] = _value(attributes, "val")
        elif frame.name == "vanish" and above.name == "rPr":
            self._vanish(self.frames[-2].name, is_on(attributes))

    def _vanish(self, place: str, hides: bool) -> None:
        if place == "rPrDefault":
            self.for_all = hides
        elif place == "style" or (place == "tblStylePr" and hides):
            self.own[self.current] = hides

    def hides(self, kind: str, name: str | None = None) -> bool:
        """Tell whether a style hides; without a name, the one that holds where none is named."""
        asked = key = (kind, self.default.get(kind, "") if name is None else name)
        for _step in range(MAX_STEPS):
            if key in self.own or key not in self.based:
                break
            key = (kind, self.based[key])
        # Kept, so that a long chain is walked once and not for every paragraph.
        return self.own.setdefault(asked, self.own.get(key, False))


class _Body(Walker):
    """The paragraphs of the body, or of the wanted notes, and the notes that visible text cites."""

    spaces = SPACES

    def __init__(self, styles: _Styles, elements: int, note: str = "", wanted: frozenset[str] = frozenset()) -> None:
        """Begin; `note` is the kind of note to read, `wanted` their numbers."""
        super().__init__(elements)
        self.styles, self.note, self.wanted = styles, note, wanted
        self.frames[0].base = self.frames[0].styled = styles.for_all
        self.default = {kind: styles.hides(kind) for kind in set(KIND.values())}
        self.cited: dict[tuple[str, str], None] = {}
        self.notes: dict[str, list[list[str]]] = {}

    def enter(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Follow what an element says of itself or of the one it describes."""
        name = frame.name
        if above.name in RUNS and name != "rPr":
            frame.dropped |= above.styled if above.direct is None else above.direct
            frame.base = frame.styled = self.styles.for_all  # the paragraphs of a text box have styles of their own
        if name in KIND:
            frame.styled |= self.default[KIND[name]]
            if name == "p":
                self.begin_paragraph()
        elif name in DROPPED:
            self._drop(frame, above)
        elif name in NAMING or name == "vanish":
            self._look(frame, above, attributes)
        elif name in SIGNS and above.name in RUNS:
            self.take(SIGNS[name], frame)
        elif name in NOTES:
            self._cite(frame, (NOTES[name], _value(attributes, "id")))
        elif name == "commentReference":
            self.has_hidden_text = True
        elif name.startswith(("mc:", "wp:", "v:")):
            _draw(frame, above, attributes)
        elif name == self.note:
            self._open_note(frame, _value(attributes, "id"))

    def _drop(self, frame: Frame, above: Frame) -> None:
        """Leave out what was deleted or moved away; as a property it speaks of the row or cell that it stands in."""
        frame.dropped = True
        if above.name in {"trPr", "tcPr"}:
            self.frames[-2].dropped = True

    def _look(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Note formatting that hides; that of an earlier version (rPrChange) stands elsewhere and does not count."""
        described = self.frames[-2] if len(self.frames) > 1 else above
        if frame.name == "vanish":
            if above.name == "rPr" and described.name in RUNS:
                described.direct = is_on(attributes)
            return
        place, owners, kind = NAMING[frame.name]
        if above.name == place and described.name in owners:
            described.styled = described.base or self.styles.hides(kind, _value(attributes, "val"))

    def _cite(self, frame: Frame, note: tuple[str, str]) -> None:
        if frame.dropped:
            self.has_hidden_text |= not frame.passed
        elif not frame.passed:
            self.cited[note] = None

    def _open_note(self, frame: Frame, number: str) -> None:
        """Collect a note by its number; one that nothing visible cites is passed over."""
        self.paragraphs = []
        if number in self.wanted:
            self.notes[number] = self.paragraphs

    def leave(self, frame: Frame) -> None:
        """Close a paragraph."""
        if frame.name == "p":
            self.end_paragraph()

    def data(self, text: str) -> None:
        """Take the words of a run."""
        if self.frames[-1].name in WORDS:
            self.take(text, self.frames[-1])


def _draw(frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
    """Read the first of several forms of a drawing, and none that is hidden."""
    if frame.name in {"mc:Choice", "mc:Fallback"}:
        frame.passed |= above.taken
        above.taken = True
    elif frame.name == "wp:docPr" and attributes.get("hidden", "0") not in OFF:
        above.dropped = True
    elif frame.name.startswith("v:") and "visibility:hidden" in attributes.get("style", "").replace(" ", ""):
        frame.dropped = True
