"""The text of an OpenDocument text (OpenDocument 1.3 part 3) as its printed page shows it.

Left out and told: comments, recorded deletions, hidden fields, paragraphs, sections, tables and shapes, and what a
style hides. Only words inside the text's own elements are read: titles and descriptions of pictures are not on a page.
"""

from __future__ import annotations

import zipfile

from core.files.parts import Frame, Walker, walk_part

SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SPACES = {SPACE.format(name): f"{name}:" for name in ("office", "style", "table", "text")}
SPACES[SPACE.format("drawing")] = "draw:"
PARAGRAPHS = frozenset({"text:p", "text:h"})
INLINE = frozenset({"text:span", "text:a", "text:ruby-base", "text:ruby-text"})
DROPPED = frozenset(
    {
        "office:annotation",
        "office:annotation-end",
        "text:tracked-changes",
        "text:hidden-text",
        "table:covered-table-cell",
    }
)
TOLD = DROPPED - {"table:covered-table-cell"}  # those whose mere presence is told
PASSED = frozenset({"text:note-citation", "text:script"})
SIGNS = frozenset({"text:s", "text:tab", "text:line-break"})
MAX_STEPS = 100


def read(archive: zipfile.ZipFile) -> tuple[list[str], bool]:
    """Give the paragraphs that one sees and whether text was left out. Raises Invalid for a file beyond reading."""
    styles = _Styles()
    walk_part(archive, "styles.xml", styles)
    body = _Body(styles)
    walk_part(archive, "content.xml", body)
    return body.read(), body.has_hidden_text


class _Named(Walker):
    """Shortens the names of attributes as those of elements."""

    spaces = SPACES

    def value(self, attributes: dict[str, str], name: str) -> str:
        """Give an attribute by its short name, empty where it is not there."""
        prefix, _colon, local = name.partition(":")
        space = SPACE.format("drawing" if prefix == "draw" else prefix)
        return attributes.get(f"{{{space}}}{local}", "")


class _Styles(_Named):
    """Which styles hide their text, by themselves or through their parent."""

    def __init__(self) -> None:
        """Begin with no style."""
        super().__init__()
        self.own: dict[tuple[str, str], bool] = {}
        self.parents: dict[tuple[str, str], str] = {}
        self.current = ("", "")

    def enter(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Note what a style says of hiding; the default style of a family has no name."""
        if frame.name in {"style:style", "style:default-style"}:
            self.current = (self.value(attributes, "style:family"), self.value(attributes, "style:name"))
            self.parents[self.current] = self.value(attributes, "style:parent-style-name")
        elif frame.name == "style:text-properties" and above.name.startswith("style:"):
            self._note(self.value(attributes, "text:display"), shown="true")
        elif frame.name == "style:table-properties":
            self._note(self.value(attributes, "table:display"), shown="true")

    def _note(self, display: str, shown: str) -> None:
        if display:
            self.own[self.current] = display != shown

    def hides(self, family: str, name: str) -> bool | None:
        """Tell whether a style hides (True) or shows (False); None where neither it nor a parent says so."""
        key = (family, name)
        for _step in range(MAX_STEPS):
            if key in self.own or not key[1]:
                break
            key = (family, self.parents.get(key, ""))
        found = self.own.get(key)
        if found is not None:
            # Kept, so that a long chain is walked once and not for every paragraph.
            self.own[(family, name)] = found
        return found


class _Body(_Named):
    """The paragraphs of the text; the styles that stand before them in the same part join the named ones."""

    def __init__(self, styles: _Styles) -> None:
        """Begin with the named styles."""
        super().__init__(styles.elements)
        self.styles = styles
        self.gone: list[bool] = []

    def enter(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Follow what an element says of itself and of its paragraph."""
        name = frame.name
        if name.startswith("style:"):
            self.styles.enter(frame, above, attributes)
            return
        frame.passed |= name in PASSED
        frame.dropped |= name in DROPPED or self._is_hidden(attributes)
        self.has_hidden_text |= name in TOLD
        if name == "text:hidden-paragraph":
            self._hide_paragraph(attributes)
        if name in INLINE:
            self._follow_style(frame, "text", attributes)
        elif name in PARAGRAPHS:
            self._open_paragraph(frame, above, attributes)
        elif name == "table:table":
            frame.dropped |= bool(self.styles.hides("table", self.value(attributes, "table:style-name")))
        elif name in SIGNS:
            self.data(" ", frame)

    def _is_hidden(self, attributes: dict[str, str]) -> bool:
        """Tell whether an element says itself that it is not shown: sections, fields, shapes, rows of tables."""
        if not attributes:
            return False
        return (
            self.value(attributes, "text:display") == "none"
            or self.value(attributes, "draw:display") == "none"
            or self.value(attributes, "text:is-hidden") == "true"
            or self.value(attributes, "table:visibility") in {"collapse", "filter"}
        )

    def _hide_paragraph(self, attributes: dict[str, str]) -> None:
        """Leave out the paragraph around this field where it is hidden now; tell of the field in any case."""
        self.has_hidden_text = True
        if self.gone and self.value(attributes, "text:is-hidden") == "true":
            self.gone[-1] = True

    def _open_paragraph(self, frame: Frame, above: Frame, attributes: dict[str, str]) -> None:
        """Begin a paragraph; inside a hidden one (a text box, a note) nothing can be shown again."""
        frame.dropped |= above.styled
        frame.styled = False
        self._follow_style(frame, "paragraph", attributes)
        self.gone.append(False)
        self.begin_paragraph()

    def _follow_style(self, frame: Frame, family: str, attributes: dict[str, str]) -> None:
        """Let a style hide or show; one that is silent leaves it as it is around."""
        says = self.styles.hides(family, self.value(attributes, "text:style-name"))
        if says is not None:
            frame.styled = says

    def leave(self, frame: Frame) -> None:
        """Close a paragraph; one that a field hides goes as a whole."""
        if frame.name in PARAGRAPHS:
            if self.gone.pop():
                self.opened[-1].clear()
            self.end_paragraph()

    def data(self, text: str, frame: Frame | None = None) -> None:
        """Take words that stand in the text's own elements inside a paragraph."""
        frame = frame or self.frames[-1]
        frame_hides = frame.dropped or frame.styled
        if frame_hides and not frame.passed:
            self.has_hidden_text |= bool(text.strip())
        elif frame.name.startswith("text:"):
            self.take(text, frame)
