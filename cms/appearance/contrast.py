"""Colours as hex, their contrast by the formula of WCAG 2.2 (1.4.3, 1.4.11), and mixing."""

from __future__ import annotations

# WCAG 2.2: 4.5:1 for text (1.4.3), 3:1 for what one operates (1.4.11).
TEXT, CONTROL = 4.5, 3.0
# Definition of relative luminance in WCAG 2.2.
KNEE, WEIGHTS = 0.04045, (0.2126, 0.7152, 0.0722)


def channels(colour: str) -> tuple[int, int, int]:
    """Give red, green and blue (0 to 255) of "#rrggbb". ValueError for anything else."""
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(colour)
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Give the relative luminance, 0 (black) to 1 (white)."""
    shares = (value / 255 for value in channels(colour))
    linear = (share / 12.92 if share <= KNEE else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return sum(weight * value for weight, value in zip(WEIGHTS, linear, strict=True))


def ratio(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Give a colour between two: `share` (0 to 1) of the first, the rest of the second."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(first * share + second * (1 - share)):02x}" for first, second in pairs)


def first_that_stands(one: str, other: str, shares: range, against: list[str], needed: float) -> str:
    """Give the first mix (shares in percent, in their order) with enough contrast to all; the last where none has."""
    colour = other
    for share in shares:
        colour = mixed(one, other, share / 100)
        if all(ratio(colour, ground) >= needed for ground in against):
            return colour
    return colour
