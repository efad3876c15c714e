"""A share card: 1,200 by 630 pixels of paper, words and a bar, drawn once as PNG. No request leaves the server.

Words are drawn only in a face that has every letter of them, and Arabic only where its letters can be joined (libraqm);
what cannot be drawn is left out. The faces are those of the system (DejaVu, Noto), else Pillow's own, which has ASCII.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

SIZE, EDGE, BAR = (1200, 630), 72, 14
COLOURS = 48
FACES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf",
    "/usr/share/fonts/truetype/noto/NotoNaskhArabic-{}.ttf",
)
WEIGHTS = {False: ("", "Regular"), True: ("-Bold", "Bold")}
MISSING = "\U0010ffff"
Face = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Line:
    """Words of one size; the title may run over several lines."""

    words: str
    size: int
    is_bold: bool = False
    lines: int = 1


@dataclass(frozen=True)
class Card:
    """What stands on a card, from the top; `share` (0 to 1) is how far the bar goes, None for no bar."""

    lines: Sequence[Line]
    is_rtl: bool
    share: float | None
    paper: str
    ink: str
    mark: str


@lru_cache(maxsize=32)
def _face(pattern: str, weight: str, size: int) -> Face | None:
    path = Path(pattern.format(weight))
    return ImageFont.truetype(str(path), size) if path.is_file() else None


def faces(size: int, *, is_bold: bool) -> list[Face]:
    """List the faces that are there, the best first."""
    found = [_face(pattern, weight, size) for pattern in FACES for weight in WEIGHTS[is_bold]]
    own = ImageFont.load_default(size)
    return [face for face in found if face] + ([own] if isinstance(own, ImageFont.FreeTypeFont) else [])


def face_for(words: str, size: int, *, is_bold: bool, is_rtl: bool) -> Face | None:
    """Give the first face that has every letter; None where there is none, or where letters cannot be joined."""
    if is_rtl and not words.isascii() and not features.check("raqm"):
        return None
    letters = {sign for sign in words if not sign.isspace() and sign.isprintable()}
    return next((face for face in faces(size, is_bold=is_bold) if _has_all(face, letters)), None)


def _has_all(face: Face, letters: set[str]) -> bool:
    nothing = bytes(face.getmask(MISSING))
    return all(bytes(face.getmask(sign)) != nothing for sign in letters)


def draw(card: Card) -> bytes:
    """Give the card as PNG."""
    image = Image.new("RGB", SIZE, card.paper)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], BAR), fill=card.mark)
    x, anchor = (SIZE[0] - EDGE, "ra") if card.is_rtl else (EDGE, "la")
    y = EDGE
    for line in card.lines:
        face = face_for(line.words, line.size, is_bold=line.is_bold, is_rtl=card.is_rtl)
        for words in wrapped(line, face) if face else ():
            pen.text((x, y), words, font=face, fill=card.mark if line.is_bold else card.ink, anchor=anchor)
            y += int(line.size * 1.3)
        y += 14
    if card.share is not None:
        _bar(pen, card)
    held = BytesIO()
    image.quantize(COLOURS).save(held, "PNG", optimize=True)
    return held.getvalue()


def wrapped(line: Line, face: Face) -> list[str]:
    """Break words so that they fit; what is too long for its lines ends with three dots."""
    rows: list[str] = []
    for word in line.words.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and face.getlength(longer) <= SIZE[0] - 2 * EDGE:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows if len(rows) <= line.lines else [*rows[: line.lines - 1], rows[line.lines - 1] + " …"]


def _bar(pen: ImageDraw.ImageDraw, card: Card) -> None:
    left, right, top = EDGE, SIZE[0] - EDGE, SIZE[1] - EDGE - 26
    pen.rectangle((left, top, right, top + 26), outline=card.mark, width=3)
    gone = int((right - left) * max(min(card.share or 0, 1), 0))
    start = right - gone if card.is_rtl else left
    if gone:
        pen.rectangle((start, top, start + gone, top + 26), fill=card.mark)
