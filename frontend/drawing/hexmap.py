"""The map of seats as hexagons: every constituency the same size. Maps are never mirrored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

HALF, QUARTER, ROW = 22.0, 12.75, 38.0


@dataclass(frozen=True)
class Hex:
    """One constituency: column and row of its cell (odd rows sit half a cell to the right), short name, shown value."""

    q: int
    r: int
    short: str
    text: str
    level: int
    is_mine: bool = False


def level(value: float, steps: Sequence[float]) -> int:
    """Give the shade 0 to len(steps) of a value: the number of steps it has reached."""
    return sum(value >= step for step in steps)


def _cell(cell: Hex, x: float, y: float) -> str:
    """Give one hexagon with its short name and figure."""
    top, bottom = y - 2 * QUARTER, y + 2 * QUARTER
    corners = [(x, top), (x + HALF, y - QUARTER), (x + HALF, y + QUARTER)]
    corners += [(x, bottom), (x - HALF, y + QUARTER), (x - HALF, y - QUARTER)]
    points = " ".join(f"{px:.0f},{py:.0f}" for px, py in corners)
    kinds = " ".join(word for word, on in (("inv", cell.level >= 3), ("me", cell.is_mine)) if on)
    group = f'<g class="{kinds}">' if kinds else "<g>"
    return (
        f'{group}<polygon class="h{cell.level}" points="{points}"/>'
        f'<text x="{x:.0f}" y="{y - 1:.0f}" font-size="10.5">{escape(cell.short)}</text>'
        f'<text x="{x:.0f}" y="{y + 13:.0f}" font-size="13" font-weight="600">{escape(cell.text)}</text></g>'
    )


def draw(cells: Iterable[Hex]) -> tuple[str, int, int]:
    """Give the cells as SVG with the width and height of the picture; the outlined one comes last, on top."""
    cells = sorted(cells, key=lambda cell: cell.is_mine)
    if not cells:
        return "", 0, 0
    left, top = min(cell.q for cell in cells), min(cell.r for cell in cells)
    drawn, width, height = [], 0.0, 0.0
    for cell in cells:
        x = HALF + 4 + (cell.q - left) * 2 * HALF + (HALF if cell.r % 2 else 0)
        y = 2 * QUARTER + 3 + (cell.r - top) * ROW
        drawn.append(_cell(cell, x, y))
        width, height = max(width, x + HALF + 4), max(height, y + 2 * QUARTER + 3)
    return "".join(drawn), round(width), round(height)
