"""The set-up's lists, filled for counting."""

from __future__ import annotations

from itertools import count
from typing import Any

from core.parliament.models import Committee
from tests.architecture.counted import Counted, World, at
from tests.architecture.fills_people import admin, fill_invited

_numbers = count(1)
SHOWN = 50


def fill_committees(world: World, how_many: int) -> None:
    """Make committees that stand before all others."""
    chamber = world.fixture("parliament").chamber
    for _turn in range(how_many):
        Committee.objects.create(chamber=chamber, slug=f"a{next(_numbers):05}", name={"en": world.mark()})


LISTS: list[Any] = [
    Counted("setup:committees", "", at("/en/setup/committees/"), fill_committees, full=SHOWN, user=admin),
    Counted("setup:staff", "", at("/en/setup/staff/"), fill_invited, full=SHOWN, user=admin),
]
