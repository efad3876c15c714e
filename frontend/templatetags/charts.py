"""`{% load charts %}`: drawings made by the server, each with its words; widths are attributes, never styles."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from frontend.context import Site
from frontend.drawing import curve as curves
from frontend.drawing import hexmap, seats, stance

register = template.Library()

STANCE_WORDS = {
    "support": _("support it"),
    "change": _("would change it"),
    "oppose": _("oppose it"),
    "question": _("have a question"),
}


@register.inclusion_tag("components/stance.html")
def stance_bar(counts: Mapping[str, int]) -> dict[str, object]:
    """Draw the shares of support, change, oppose and question; `counts` from stance to number."""
    rows = [
        {"stance": name, "count": counts.get(name, 0), "words": words, "swatch": mark_safe(stance.swatch(name))}  # noqa: S308
        for name, words in STANCE_WORDS.items()
    ]
    return {"bar": mark_safe(stance.bar(dict(counts))), "rows": rows}  # noqa: S308


@register.inclusion_tag("components/seats.html")
def seat_plan(total: int, label: object = "", mine: int | None = None, filled: Sequence[int] = ()) -> dict[str, object]:
    """Draw the hemicycle; without a label it is decoration and hidden from screen readers."""
    return {"circles": mark_safe(seats.hemicycle(total, mine=mine, filled=filled)), "label": label}  # noqa: S308


@register.inclusion_tag("components/curve.html", takes_context=True)
def curve(
    context: dict, chart: Mapping[str, object], label: object, last_label: str = "", note: object = ""
) -> dict[str, object]:
    """Draw a growth curve. `chart`: points [(0..1, figure)], goals [(figure, words)], ticks [(0..1, words)],
    rows [(day or moment, figure)], style.
    """
    site = context.get("site") or Site(None)
    drawn = curves.draw(
        chart["points"],  # type: ignore[arg-type]
        goals=[curves.Goal(*goal) for goal in chart.get("goals", ())],  # type: ignore[attr-defined]
        ticks=[curves.Tick(*tick) for tick in chart.get("ticks", ())],  # type: ignore[attr-defined]
        last_label=last_label,
        is_rtl=site.direction == "rtl",
    )
    return {"drawn": mark_safe(drawn), "label": label, "note": note, **_table_of(chart)}  # noqa: S308


def _table_of(chart: Mapping[str, object]) -> dict[str, object]:
    """Give the rows under a curve, and the style in which their days or moments are written."""
    return {"rows": chart.get("rows", ()), "style": chart.get("style", "date")}


@register.inclusion_tag("components/hex_map.html")
def hex_map(
    cells: Sequence[Mapping[str, object]], label: object, key: Sequence[tuple[int, object]] = (), caption: object = ""
) -> dict[str, object]:
    """Draw the map of constituencies: cells {q, r, short, text, level, is_mine}; `key` [(shade 0..4, words)]."""
    drawn, width, height = hexmap.draw(hexmap.Hex(**cell) for cell in cells)
    return {
        "drawn": mark_safe(drawn),  # noqa: S308
        "width": width,
        "height": height,
        "label": label,
        "key": key,
        "caption": caption,
    }
