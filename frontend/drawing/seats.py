"""The hemicycle: one dot a seat, in rows round the chair."""

from collections.abc import Collection
from math import cos, pi, sin

CENTRE_X, BASE_Y = 150.0, 146.0
INNER, STEP = 62.0, 25.0


def _rows(total: int) -> list[int]:
    """Give the seats of each row, from the inner one: rows grow with their length."""
    rows = max(1, min(7, round((total / 4) ** 0.5)))
    radii = [INNER + STEP * row for row in range(rows)]
    shares = [total * radius / sum(radii) for radius in radii]
    counts = [int(share) for share in shares]
    for row in range(total - sum(counts)):
        counts[-1 - row % rows] += 1
    return counts


def hemicycle(total: int, *, mine: int | None = None, filled: Collection[int] = ()) -> str:
    """Give the seats as SVG circles, numbered from 1 at the inner row; `mine` is ringed, `filled` are solid."""
    drawn, number = [], 0
    for row, seats in enumerate(_rows(total)):
        radius_x = INNER + STEP * row
        radius_y = radius_x - 0.5
        for place in range(seats):
            number += 1
            angle = pi * (1 - place / max(1, seats - 1)) if seats > 1 else pi / 2
            kind = ' class="me"' if number == mine else ' class="in"' if number in filled else ""
            radius = 8.5 if number == mine else 6.5
            x, y = CENTRE_X + radius_x * cos(angle), BASE_Y - radius_y * sin(angle)
            drawn.append(f'<circle{kind} cx="{x:.0f}" cy="{y:.0f}" r="{radius:g}"/>')
    return "".join(drawn)
