"""The growth curve: days along, figures up, goals as broken lines. Time runs from right to left in Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

LEFT, RIGHT, BASE, TOP = 2.0, 716.0, 230.0, 34.0


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


def _goals(frame: _Frame, goals: Sequence[Goal]) -> str:
    x, anchor = frame.x(1), _anchor(1, is_rtl=frame.is_rtl)
    return "".join(
        f'<path class="goal" d="M{LEFT:g} {frame.y(goal.value):.0f}H{RIGHT:g}"/>'
        f'<text x="{x:.0f}" y="{frame.y(goal.value) - 9:.0f}" text-anchor="{anchor}">{escape(goal.label)}</text>'
        for goal in goals
    )


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
    # The figure at the end stands inside the picture: before the dot once the curve has come far.
    is_late = points[-1][0] > 0.8
    is_before = is_late != is_rtl
    shift, anchor = (-10, "end") if is_before else (10, "start")
    return (
        f'<polygon class="area" points="{first_x:.0f},{BASE:g} {line} {last_x:.0f},{BASE:g}"/>'
        f'<path class="grid" d="M{LEFT:g} {BASE:g}H{RIGHT:g}"/>{_goals(frame, goals)}{_ticks(frame, ticks)}'
        f'<polyline class="line" points="{line}"/><circle class="dot" cx="{last_x:.0f}" cy="{last_y:.0f}" r="5.5"/>'
        f'<text class="strong" x="{last_x + shift:.0f}" text-anchor="{anchor}" y="{last_y + 24:.0f}">'
        f"{escape(last_label)}</text>"
    )
