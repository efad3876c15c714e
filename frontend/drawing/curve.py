"""The growth curve: days along, figures up, goals as broken lines. Time runs from right to left in Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

LEFT, RIGHT, BASE, TOP = 2.0, 716.0, 230.0, 34.0
# How wide and high letters are at most, and how far words stand from a dot and a line.
LETTER, ASCENT, DESCENT = 13.0, 20.0, 6.0
GAP, ABOVE, BELOW = 10.0, 12.0, 26.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Goal:
    """A line to reach: its figure and its words."""

    value: float
    label: str


@dataclass(frozen=True)
class Tick:
    """A word under the axis at a place from 0 (start) to 1 (end)."""

    at: float
    label: str


class _Frame:
    """Turns a share of the time and a figure into a place on the sheet."""

    def __init__(self, highest: float, *, is_rtl: bool) -> None:
        self.highest = highest or 1.0
        self.is_rtl = is_rtl

    def x(self, share: float) -> float:
        place = LEFT + (RIGHT - LEFT) * share
        return LEFT + RIGHT - place if self.is_rtl else place

    def y(self, value: float) -> float:
        return BASE - (BASE - TOP) * value / self.highest


def _anchor(at: float, *, is_rtl: bool) -> str:
    """Give the side on which words at a place hold on, so that they stay inside the picture."""
    if 0 < at < 1:
        return "middle"
    return "start" if (at <= 0) != is_rtl else "end"


def _box(x: float, y: float, anchor: str, words: str) -> Box:
    """Give the room that words take, in the big letters of a phone: left, top, right, bottom."""
    width = LETTER * len(words)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left, y - ASCENT, left + width, y + DESCENT


def _is_struck(box: Box, line: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a line runs through a box."""
    left, top, right, bottom = box
    for (x1, y1), (x2, y2) in pairwise(sorted(line)):
        low, high = max(x1, left), min(x2, right)
        if low > high:
            continue
        rise = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
        ends = (y1 + rise * (low - x1), y1 + rise * (high - x1)) if x2 > x1 else (y1, y2)
        if min(ends) <= bottom and max(ends) >= top:
            return True
    return False


def _goals(frame: _Frame, goals: Sequence[Goal], line: Sequence[tuple[float, float]]) -> str:
    return "".join(_goal(frame, goal, line) for goal in goals)


def _goal(frame: _Frame, goal: Goal, line: Sequence[tuple[float, float]]) -> str:
    """Give a line to reach; its words stand at the end of the time, or where the curve is there, at its start."""
    y = frame.y(goal.value)
    places = [(frame.x(at), y - ABOVE, _anchor(at, is_rtl=frame.is_rtl)) for at in (1, 0)]
    x, at_y, anchor = next((place for place in places if not _is_struck(_box(*place, goal.label), line)), places[0])
    return (
        f'<path class="goal" d="M{LEFT:g} {y:.0f}H{RIGHT:g}"/>'
        f'<text x="{x:.0f}" y="{at_y:.0f}" text-anchor="{anchor}">{escape(goal.label)}</text>'
    )


def _last(frame: _Frame, goals: Sequence[Goal], line: Sequence[tuple[float, float]], words: str) -> str:
    """Give the figure at the end of the curve: beside its dot, inside the picture, where no line strikes it."""
    x, y = line[-1]
    after, before = ((x - GAP, "end"), (x + GAP, "start")) if frame.is_rtl else ((x + GAP, "start"), (x - GAP, "end"))
    heights = (y + BELOW, y - ABOVE, y + 2 * BELOW, y + 3 * BELOW)
    places = [(at, height, anchor) for height in heights for at, anchor in (after, before)]
    lines = [line, *([(LEFT, frame.y(goal.value)), (RIGHT, frame.y(goal.value))] for goal in goals)]

    def is_free(place: tuple[float, float, str]) -> bool:
        left, top, right, bottom = box = _box(*place, words)
        is_inside = left >= LEFT and right <= RIGHT and top >= 0 and bottom <= BASE
        return is_inside and not any(_is_struck(box, one) for one in lines)

    at, height, anchor = next(filter(is_free, places), places[3])
    return f'<text class="strong" x="{at:.0f}" text-anchor="{anchor}" y="{height:.0f}">{escape(words)}</text>'


def _ticks(frame: _Frame, ticks: Sequence[Tick]) -> str:
    return "".join(
        f'<text x="{frame.x(tick.at):.0f}" y="260" text-anchor="{_anchor(tick.at, is_rtl=frame.is_rtl)}">'
        f"{escape(tick.label)}</text>"
        for tick in ticks
    )


def draw(
    points: Sequence[tuple[float, float]],
    *,
    goals: Sequence[Goal] = (),
    ticks: Sequence[Tick] = (),
    last_label: str = "",
    is_rtl: bool = False,
) -> str:
    """Give the curve as SVG for a left-to-right picture; empty without points.

    Points are (share of the time 0..1, figure), in order.
    """
    if not points:
        return ""
    frame = _Frame(max([value for _, value in points] + [goal.value for goal in goals]), is_rtl=is_rtl)
    places = [(frame.x(share), frame.y(value)) for share, value in points]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in places)
    (first_x, _), (last_x, last_y) = places[0], places[-1]
    return (
        f'<polygon class="area" points="{first_x:.0f},{BASE:g} {line} {last_x:.0f},{BASE:g}"/>'
        f'<path class="grid" d="M{LEFT:g} {BASE:g}H{RIGHT:g}"/>{_goals(frame, goals, places)}{_ticks(frame, ticks)}'
        f'<polyline class="line" points="{line}"/><circle class="dot" cx="{last_x:.0f}" cy="{last_y:.0f}" r="5.5"/>'
        f"{_last(frame, goals, places, last_label)}"
    )
