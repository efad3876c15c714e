"""Made-up data for the component library, relative to today."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from core import clock

PLACES = "NOR SKE WIC ULL COR TAR BRA HOL GRE DUN OST EAS LIN MAR FEN AVE ALN ALC ALE THO"


def glance() -> list[dict[str, Any]]:
    """State, You can, Next, Until."""
    return [
        {"label": _("State"), "tag": "open", "value": _("Open")},
        {"label": _("You can"), "value": _("Sign it"), "url": "#main", "note": _("takes about a minute")},
        {"label": _("Next"), "value": _("Public hearing"), "note": _("when 50,000 have signed")},
        {"label": _("Until"), "when": clock.now() + timedelta(days=51), "note": _("51 days left")},
    ]


def threads() -> dict[str, Any]:
    """A way to an answer, and a ladder of thresholds."""
    ladder = {"value": 24, "max": 40, "label": _("Signatures from 10,000 towards 50,000")}
    return {
        "way": [
            {"state": "done", "name": _("Done"), "note": _("A full knot, a full line")},
            {"state": "now", "name": _("Now"), "note": _("A bright knot, double ring")},
            {"name": _("Next"), "note": _("An open knot, a broken line")},
        ],
        "ladder": [
            {
                "state": "done",
                "name": _("Published"),
                "when": clock.today(),
                "style": "day",
                "bar": {"value": 1, "max": 1},
            },
            {"state": "done", "name": 10000, "text": _("Government answers"), "bar": ladder},
            {"name": 50000, "text": _("Committee hearing"), "bar": {"value": 0, "max": 1}},
            {"name": 100000, "text": _("Debate")},
        ],
    }


def chart() -> dict[str, Any]:
    """A curve of signatures."""
    figures = [5, 900, 4310, 9800, 15230, 18000, 22040, 25100, 29870, 39240, 46520, 48806]
    today = clock.today()
    rows = [(today - timedelta(weeks=len(figures) - place), figure) for place, figure in enumerate(figures)]
    return {
        "points": [(place / (len(figures) - 1) * 0.72, figure) for place, figure in enumerate(figures)],
        "goals": [(10000, _("Answer at 10,000")), (50000, _("Hearing at 50,000"))],
        "ticks": [(0, _("Start")), (0.5, _("Half")), (1, _("End"))],
        "rows": rows[::3],
    }


def cells() -> list[dict[str, Any]]:
    """A small map."""
    return [
        {
            "q": place % 5,
            "r": place // 5,
            "short": short,
            "text": str(3 + place * 3),
            "level": place // 4,
            "is_mine": place == 6,
        }
        for place, short in enumerate(PLACES.split())
    ]


def lists() -> dict[str, Any]:
    """Tabs, steps, tasks, facets and other rows."""
    here = "#main"
    return {
        "tabs": [
            {"words": _("All"), "url": here, "count": 84, "is_current": True},
            {"words": _("Support"), "url": here, "count": 31},
        ],
        "steps": [
            {"name": _("You"), "url": here, "state": "done"},
            {"name": _("Your evidence"), "state": "now"},
            {"name": _("Publication")},
        ],
        "tasks": [
            {"name": _("What should happen?"), "url": here, "tag": "done", "tag_words": _("Done")},
            {"name": _("Check your answers"), "tag": "shut", "tag_words": _("Not yet")},
        ],
        "rows": [
            {"label": _("Name"), "value": "Lena Moor", "url": here},
            {"label": _("Publication"), "value": _("Without my name"), "note": _("Reason: my landlord"), "url": here},
        ],
        "groups": [
            {
                "legend": _("State"),
                "name": "state",
                "options": [
                    {"value": "open", "words": _("Open"), "count": 71, "is_on": True},
                    {"value": "closed", "words": _("Closed"), "count": 48},
                ],
            }
        ],
        "chips": [{"words": _("Open"), "url": here}, {"words": _("Transport"), "url": here}],
        "heads": [{"words": _("Constituency")}, {"words": _("Signatures"), "is_number": True}],
        "cells_of_table": [["Saltmere and the Isles", 4221], ["Kingsmarch", 3102]],
        "moments": [
            {"at": "14:00", "name": _("Opening")},
            {"at": "15:10", "name": _("The public asks"), "state": "now"},
            {"at": "16:00", "name": _("Close"), "state": "due"},
        ],
        "meta": [_("Petition"), _("Transport")],
        "figure": {"value": 9412, "max": 10000, "label": _("Signatures"), "note": _("588 to an answer")},
        "replies": [{"tag_words": _("Committee clerk"), "at": clock.now(), "text": _("Grouped with 33 comments.")}],
        "key": list(enumerate(["0–11", "12–23", "24–35", "36–47", "48+"])),
        "stances": {"support": 31, "change": 34, "oppose": 11, "question": 8},
    }


def blocks() -> dict[str, Any]:
    """One of each block of an editor's page that needs no file and no record."""
    link = {"words": _("How a petition works"), "url": "/en/about/", "text": _("From the first line to the answer.")}
    moments = [
        {"at": "2024", "title": _("First reading")},
        {"at": "2025", "title": _("Hearings"), "text": _("Three days, forty voices."), "state": "now"},
        {"at": "2026", "title": _("Vote"), "state": "due"},
    ]
    bars = [{"words": str(2022 + place), "value": n, "length": n / 0.48} for place, n in enumerate((12, 19, 31, 48))]
    return {
        "chart": {"title": _("Petitions answered"), "unit": _("answers"), "source": _("Register of the House")},
        "bars": bars,
        "timeline": moments,
        "cards": [link, {**link, "words": _("How a hearing works")}],
        "links": {"title": _("More about it"), "links": [link]},
        "address": {
            "name": _("Visitors’ door"),
            "address": "1 Harbour Square\nAldermark",
            "access": _("Lift at gate B"),
        },
        "video": {
            "title": _("The House in two minutes"),
            "url": "https://video.example/1",
            "transcript": _("Good day."),
        },
        "quote": {"text": _("We listened, and we changed the bill."), "by": _("The chair")},
        "callout": {"kind": "warn", "title": _("Closed on Friday"), "text": _("The desk opens again on Monday.")},
        "accordion": [{"question": _("Who may sign?"), "answer": _("Everybody who lives here.")}],
    }


def everything() -> dict[str, Any]:
    """All of it, for the one page."""
    return {
        "glance": glance(),
        **threads(),
        "chart": chart(),
        "cells": cells(),
        "moment": clock.now(),
        "blocks": blocks(),
        **lists(),
    }
