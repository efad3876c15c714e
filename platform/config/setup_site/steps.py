"""The steps of the set-up, in their order: what each is called, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.institution.actions import DONE, institution


@dataclass(frozen=True)
class Step:
    """One step: its key (of its address, its route and its record), its name, and the question it asks."""

    key: str
    name: Any
    heading: Any

    @property
    def url(self) -> str:
        """Give its address in the running language."""
        return reverse(f"setup:{self.key}")


STEPS: tuple[Step, ...] = (
    Step("languages", _("Languages"), _("Which languages does this parliament speak?")),
    Step("name", _("Name"), _("What is this parliament called?")),
    Step("colours", _("Colours"), _("What does this parliament look like?")),
    Step("seats", _("Seats"), _("Who sits where?")),
    Step("committees", _("Committees"), _("Which committees are there?")),
    Step("staff", _("Staff"), _("Who works here?")),
    Step("mail", _("Outgoing mail"), _("Who does mail come from?")),
    Step("pages", _("Legal pages"), _("What must every reader be able to find?")),
    Step("petitions", _("Petitions"), _("What does a petition lead to?")),
)
KEYS = [step.key for step in STEPS]


def step_of(key: str) -> Step:
    """Give a step by its key; KeyError for none."""
    return next(step for step in STEPS if step.key == key)


def states() -> dict[str, str]:
    """Give what is on record of each step: "done", "skipped", or nothing."""
    return dict(institution().steps)


def states_shown(found: set[str]) -> dict[str, str]:
    """Give the states with what was found in place: that is done, whether or not the step was ever taken."""
    return {**states(), **dict.fromkeys(found, DONE)}


def next_url(key: str) -> str:
    """Give where one goes from a step: to the next one, after the last to the checklist."""
    at = KEYS.index(key) + 1
    return STEPS[at].url if at < len(STEPS) else reverse("setup:checklist")


def first_open(known: dict[str, str]) -> Step | None:
    """Give the first step that was neither done nor skipped: where one goes on."""
    return next((step for step in STEPS if step.key not in known), None)


def trail(key: str, known: dict[str, str]) -> list[dict[str, Any]]:
    """Give the steps for the margin: which are done by their states, which is now."""
    return [
        {
            "name": step.name,
            "url": step.url,
            "state": "now" if step.key == key else "done" if known.get(step.key) == DONE else "",
        }
        for step in STEPS
    ]
