"""Taking from a limit: `take("sign", network)` passes or raises TooMany with the moment when to come again."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError

from core import clock, crypto
from core.errors import TooMany
from core.limits import counters
from core.limits.rules import ADDRESS, RULES, Rule
from core.operations import switches
from core.operations.metrics.names import LIMIT_REFUSALS

log = logging.getLogger("rostra.limits")
PATIENCE = timedelta(seconds=30)


def take(rule: str, key: str, cost: int = 1) -> None:
    """Count `cost` for a key under a rule of the table. Raises TooMany with `retry_at`; KeyError for an unknown rule.

    The key is what the rule counts by, as it is: a network, an e-mail address, a text. Only its keyed digest is kept.
    """
    moment = refused_until(rule, key, cost)
    if moment is not None:
        raise TooMany(retry_at=moment)


def allows(rule: str, key: str, cost: int = 1) -> bool:
    """Count like `take`; tell whether there was room."""
    return refused_until(rule, key, cost) is None


def allow_many(rule: str, keys: Sequence[str]) -> list[bool]:
    """Count one for each of many keys like `take`, in few statements; tells for each whether there was room.

    In the database it counts in the caller's transaction, rows locked in the order of their keys. A key that is there
    more often than there is room for is counted one by one.
    """
    found = RULES[rule]
    if not found.windows:
        return [True] * len(keys)
    names = {key: _digest(found, key) for key in set(keys)}  # two spellings of one address share a counter
    costs = Counter(names[key] for key in keys)
    try:
        free = counters.take_many(costs, found.windows)
    except DatabaseError as error:
        if switches.is_refused_write(error) and not found.opens:
            raise switches.refused_write() from error
        raise
    spelt = {name: key for key, name in names.items()}
    room = {name: _always if name in free else _one_by_one(rule, spelt[name]) for name in costs}
    return [room[names[key]]() for key in keys]


def _always() -> bool:
    return True


def _one_by_one(rule: str, key: str) -> Callable[[], bool]:
    """Give what counts one at each call until there is no room, and then asks no more."""
    full = False

    def take_one() -> bool:
        nonlocal full
        full = full or not allows(rule, key)
        return not full

    return take_one


def refused_until(rule: str, key: str, cost: int = 1) -> datetime | None:
    """Count like `take`; gives None, or the moment when to come again. Raises Stopped where no write is taken."""
    found = RULES[rule]
    windows = found.windows
    now = clock.now()
    try:
        until = counters.wait_until(_digest(found, key), windows, cost, int(now.timestamp() * 1000))
    except DatabaseError as error:
        if switches.is_refused_write(error) and not found.opens:
            raise switches.refused_write() from error
        log.warning("no counter can be reached: %s", type(error).__name__)
        return None if found.opens else now + PATIENCE
    if not until:
        return None
    LIMIT_REFUSALS.add(found.name)
    log.info("limit %s reached", found.name)
    return datetime.fromtimestamp(until / 1000, UTC)


def sweep() -> int:
    """Delete what is over; for the schedule. Gives how many went."""
    return counters.sweep(int(clock.now().timestamp() * 1000))


def _digest(rule: Rule, key: str) -> str:
    purpose = f"limit:{rule.name}"
    digest = crypto.email_index(key, purpose) if rule.by == ADDRESS else crypto.blind_index(key, purpose)
    return f"{rule.name}:{digest}"
