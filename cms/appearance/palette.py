"""The palette: what a parliament sets, what follows from it, and the pairs that must stand apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cms.appearance.contrast import CONTROL, TEXT, first_that_stands, ratio

Tokens = dict[str, str]

# The shipped palette, as in frontend/css/tokens.css.
SHIPPED: Tokens = {
    "brand": "#10392f",
    "brand_ink": "#ffffff",
    "link": "#0b5d4b",
    "focus": "#1a4bd0",
    "paper": "#fdfcf8",
    "sheet": "#f4f1e8",
    "ink": "#1a201d",
    "link_dark": "#a7d9c8",
    "focus_dark": "#8db4ff",
    "paper_dark": "#121715",
    "sheet_dark": "#1b2220",
    "ink_dark": "#ece8dd",
}
# Never themed; they must stand on the papers too.
FIXED: Tokens = {"now_wash": "#fdf1d3", "error": "#a8211b", "done": "#1c6a45", "visited": "#5a3a78"}
FIXED_DARK: Tokens = {"now_wash": "#382c0e", "error": "#ff9e92", "done": "#84d3a6", "visited": "#cdb6e6"}

PAPERS, TINTED = ("paper", "sheet"), ("paper", "sheet", "wash")
# (front, grounds, needed), for light and for dark alike; `mark` is the accent as text or line.
PAIRS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("ink", (*TINTED, "now_wash"), TEXT),
    ("soft", (*TINTED, "now_wash"), TEXT),
    ("link", PAPERS, TEXT),
    ("mark", TINTED, TEXT),
    ("action_ink", ("action",), TEXT),
    ("visited", PAPERS, TEXT),
    ("error", PAPERS, TEXT),
    ("done", PAPERS, TEXT),
    ("focus", PAPERS, CONTROL),
    ("edge", PAPERS, CONTROL),
)
NAMES = {
    "ink": _("text"),
    "soft": _("secondary text"),
    "link": _("links"),
    "mark": _("accent"),
    "action": _("accent as a button"),
    "action_ink": _("text on the accent"),
    "visited": _("visited links"),
    "error": _("error words"),
    "done": _("“done” words"),
    "focus": _("focus ring"),
    "edge": _("edges of fields"),
    "paper": _("page"),
    "sheet": _("tinted surface"),
    "wash": _("accent surface"),
    "now_wash": _("“now” surface"),
}
# Which field sets a token; the others follow from these.
FIELDS = {"mark": "brand", "action": "brand", "action_ink": "brand_ink", "wash": "brand", "soft": "ink", "edge": "ink"}


@dataclass(frozen=True)
class Breach:
    """One pair that does not stand apart: the field at fault, both tokens, what it has and what it needs."""

    field: str
    front: str
    ground: str
    has: float
    needs: float
    is_dark: bool


def light(palette: Mapping[str, str]) -> Tokens:
    """Give all light tokens: the set ones, the fixed ones, and those that follow."""
    own = {name: palette[name] for name in SHIPPED if not name.endswith("_dark") and name != "brand_ink"}
    brand, paper, sheet, ink = (palette[name] for name in ("brand", "paper", "sheet", "ink"))
    wash = next(
        (tint for share in (9, 6, 3) if _stands(tint := _tint(brand, paper, share), ink, brand)),
        paper,
    )
    return {
        **own, **FIXED, "mark": brand, "action": brand, "action_ink": palette["brand_ink"], "wash": wash,
        **_greys(ink, [paper, sheet], [wash, FIXED["now_wash"]]),
    }  # fmt: skip


def dark(palette: Mapping[str, str]) -> Tokens:
    """Give all dark tokens; the accent is made lighter until it reads on the dark papers."""
    brand, paper, sheet, ink, link, focus = (
        palette[name] for name in ("brand", "paper_dark", "sheet_dark", "ink_dark", "link_dark", "focus_dark")
    )
    wash = next(
        (tint for share in (45, 30, 15, 5) if _stands(tint := _tint(brand, paper, share), ink, "#ffffff")),
        paper,
    )
    mark = first_that_stands("#ffffff", brand, range(0, 101, 5), [paper, sheet, wash], 7)
    best = max((paper, "#000000", "#ffffff"), key=lambda colour: ratio(colour, mark))
    return {
        **FIXED_DARK, "paper": paper, "sheet": sheet, "ink": ink, "link": link, "focus": focus, "wash": wash,
        "mark": mark, "action": mark, "action_ink": best,
        **_greys(ink, [paper, sheet], [wash, FIXED_DARK["now_wash"]]),
    }  # fmt: skip


def _tint(colour: str, paper: str, share: int) -> str:
    return first_that_stands(colour, paper, range(share, share + 1), [], TEXT)


def _stands(ground: str, *fronts: str) -> bool:
    return all(ratio(front, ground) >= TEXT for front in fronts)


def _greys(ink: str, papers: list[str], tints: list[str]) -> Tokens:
    """Give the shades between ink and paper: secondary text, field edges, hairlines."""
    return {
        "soft": first_that_stands(ink, papers[0], range(72, 101, 4), papers + tints, TEXT),
        "edge": first_that_stands(ink, papers[0], range(52, 101, 4), papers, CONTROL),
        "rule": _tint(ink, papers[0], 18),
    }


def breaches(palette: Mapping[str, str]) -> list[Breach]:
    """Give every pair under its bound, light and dark, with the field that sets it."""
    pairs = [(front, ground, needed) for front, grounds, needed in PAIRS for ground in grounds]
    found = []
    for is_dark, tokens in ((False, light(palette)), (True, dark(palette))):
        for front, ground, needed in pairs:
            has = ratio(tokens[front], tokens[ground])
            if has < needed:
                field = _field_of(front, ground, is_dark=is_dark)
                found.append(Breach(field, front, ground, has, needed, is_dark))
    return found


def _field_of(front: str, ground: str, *, is_dark: bool) -> str:
    """Name the field to change: what sets the front, or the ground where the front is fixed."""
    token = ground if front in FIXED or (is_dark and front in {"mark", "action_ink"}) else front
    token = "paper" if token in {"wash", "now_wash", "action"} and is_dark else FIELDS.get(token, token)
    return f"{token}_dark" if is_dark and f"{token}_dark" in SHIPPED else token
