"""What the lane knows without asking: open petitions, places, languages, stops. A thread reads it anew each second.

It only sorts: what it does not know goes to the ordinary door. What is decided (does the petition take signatures now?)
is read in the transaction that writes.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection

from core.institution import facts as institution
from core.operations import switches
from core.operations.doors import HOUSE
from petitions.models import Petition
from petitions.places import KnownPlaces, read_places
from petitions.states import PetitionState

log = logging.getLogger("rostra.lane")
LOOK_SECONDS = 1.0
BLIND_SECONDS = 5.0  # what is older than this is not known any more
DOOR = "signing"


@dataclass(frozen=True)
class World:
    """One look: petitions by number (primary key), their kinds' eligibility by key, places, languages, stops."""

    petitions: dict[int, int]
    eligibility: dict[int, dict[str, Any]]
    places: KnownPlaces
    languages: frozenset[str]
    is_stopped: bool
    at: float


def look(before: World | None = None) -> World:
    """Read it once."""
    at = time.monotonic()
    open_ones = Petition.objects.filter(state=PetitionState.OPEN, number__isnull=False)
    rows = list(open_ones.values_list("number", "pk", "kind__eligibility"))
    stops = switches.current()
    return World(
        petitions={number: pk for number, pk, _rules in rows if number is not None},
        eligibility={pk: rules for _number, pk, rules in rows if rules},
        places=read_places(before.places if before else None),
        languages=frozenset(institution.codes()),
        is_stopped=bool(settings.READ_ONLY or HOUSE in stops or DOOR in stops),
        at=at,
    )


class Watch:
    """Keeps a World fresh in a thread of its own, from the first question on."""

    def __init__(self) -> None:
        """Begin knowing nothing."""
        self._world: World | None = None
        self._thread: threading.Thread | None = None
        self._guard = threading.Lock()

    def world(self) -> World | None:
        """Give what is known, or None while that is nothing or too old."""
        if self._thread is None:
            self._begin()
        known = self._world
        return known if known is not None and time.monotonic() - known.at < BLIND_SECONDS else None

    def _begin(self) -> None:
        with self._guard:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="lane-watch", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            close_old_connections()
            try:
                self._world = look(self._world)
            except Exception as error:  # whatever the database says: the ordinary door answers meanwhile
                log.warning("the lane sees nothing: %s", type(error).__name__)
                connection.close()
            time.sleep(LOOK_SECONDS)
