"""The writer: one thread a process takes what is parked, 512 at a time at most, writes it in one transaction, answers.

Nothing is answered before the commit. Whatever the database says to a whole batch, its requests go to the ordinary door
one by one: nothing is lost, and each gets the answer that is its own.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.urls import reverse
from django.utils import translation

from core.actors import Actor
from core.limits.taking import allow_many
from petitions.actions.confirming import confirm_many
from petitions.actions.taking import Wish, write_signatures
from petitions.identity import takes_mail
from petitions.lane.parcels import Confirming, Parcel, Signing
from petitions.links import thanks_path
from petitions.models import Petition
from petitions.selectors import takes_signatures

log = logging.getLogger("rostra.lane")
BATCH = 512
MOST_PARKED = 8192
IDLE_SECONDS = 30.0
One = TypeVar("One", bound=Parcel)


class Writer:
    """Takes parcels from the loop's thread, gives them back written. `deliver` runs in the writer's thread."""

    def __init__(self, deliver: Callable[[list[Parcel]], None]) -> None:
        """Take what hears of each finished batch."""
        self._deliver = deliver
        self._parked: deque[Parcel] = deque()
        self._due = threading.Event()
        self._thread: threading.Thread | None = None

    def park(self, parcel: Parcel) -> bool:
        """Take one parcel; tells whether there was room."""
        if len(self._parked) >= MOST_PARKED:
            return False
        self._parked.append(parcel)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="lane-writer", daemon=True)
            self._thread.start()
        if not self._due.is_set():  # behind a crowd it is: setting it anew would wait for the writer's turn
            self._due.set()
        return True

    def _run(self) -> None:
        while True:
            if not self._parked:
                self._due.clear()
                if not self._parked and not self._due.wait(IDLE_SECONDS):
                    close_old_connections()
                    continue
            batch, later = split(self._parked)
            write_safely(batch)
            self._deliver(batch)
            self._parked.extendleft(reversed(later))


def split(parked: deque[Parcel]) -> tuple[list[Parcel], list[Parcel]]:
    """Take the next batch from the line: of one challenge only the first guess, the others wait for the next batch."""
    batch: list[Parcel] = []
    later: list[Parcel] = []
    seen: set[Hashable] = set()
    while parked and len(batch) < BATCH:
        parcel = parked.popleft()
        key = (parcel.handle or parcel.token) if isinstance(parcel, Confirming) else None
        if key is not None and key in seen:
            later.append(parcel)
            continue
        seen.add(key)
        batch.append(parcel)
    return batch, later


def write_safely(batch: Sequence[Parcel]) -> None:
    """Write a batch; whatever goes wrong, its parcels have no path then and go to the ordinary door."""
    try:
        write(batch)
    except Exception as error:
        log.warning("a batch of %d goes to the ordinary door: %s", len(batch), type(error).__name__)
        for parcel in batch:
            parcel.path = ""
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def write(batch: Sequence[Parcel]) -> None:
    """Write a batch in one transaction, and give each parcel that was taken the path of its answer."""
    with transaction.atomic():
        _sign([one for one in batch if isinstance(one, Signing)])
        _confirm([one for one in batch if isinstance(one, Confirming)])


def _sign(parcels: list[Signing]) -> None:
    petitions = Petition.objects.select_related("kind").in_bulk({one.petition for one in parcels})
    open_ones = [one for one in parcels if _is_taken(petitions.get(one.petition))]
    taken = _within_limits("sign", open_ones)
    wishes = [
        Wish(petitions[one.petition], one.facts, one.area_id, Actor("anonymous", request_id=one.request_id))
        for one in taken
    ]
    if not wishes:
        return
    for parcel, challenge in zip(taken, write_signatures(wishes), strict=True):
        parcel.path = signing_path(parcel.language, str(challenge.public_id))


def _is_taken(petition: Petition | None) -> bool:
    """Tell whether a petition takes a signature by mail now; who needs an electronic identity goes by the page."""
    return petition is not None and takes_signatures(petition) and takes_mail(petition)


def _confirm(parcels: list[Confirming]) -> None:
    if not parcels:
        return
    by_given = {one.given: one for one in parcels}

    def within_limits(given: Iterable[Any]) -> set[Any]:
        return {one.given for one in _within_limits("confirm", [by_given[key] for key in given])}

    codes = [(one.handle, one.code) for one in parcels if one.handle is not None]
    tokens = [one.token for one in parcels if one.handle is None]
    confirmed = [(by_given[given], row) for given, row in confirm_many(codes, tokens, may=within_limits).items()]
    confirmed.sort(key=lambda pair: pair[0].language)
    for language, pairs in groupby(confirmed, key=lambda pair: pair[0].language):
        with translation.override(language):  # once for all who speak it
            for parcel, signature in pairs:
                parcel.path = thanks_path(signature)


def _within_limits(rule: str, parcels: list[One]) -> list[One]:
    allowed = allow_many(rule, [one.network for one in parcels])
    return [one for one, is_allowed in zip(parcels, allowed, strict=True) if is_allowed]


def signing_path(language: str, handle: str) -> str:
    """Give the path of the page that takes the code."""
    template = _TEMPLATES.get(language)
    if template is None:
        with translation.override(language):
            template = reverse("petitions:signature_confirm", args=[_NO_HANDLE])
        _TEMPLATES[language] = template
    return template.replace(_NO_HANDLE, handle)


_NO_HANDLE = "00000000-0000-4000-8000-000000000000"
_TEMPLATES: dict[str, str] = {}


def is_on() -> bool:
    """Tell whether this installation has a lane: by setting, else where the database is PostgreSQL."""
    wish = settings.SIGNING_LANE
    return wish == "on" or (wish == "auto" and connection.vendor == "postgresql")
