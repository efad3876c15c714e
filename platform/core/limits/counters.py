"""The counters: one script in Redis, or one upsert in the database. Both are atomic: nothing passes over a limit."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import redis
from django.conf import settings
from django.db import connection
from redis.backoff import NoBackoff
from redis.retry import Retry

from core import bulk, clock
from core.limits.models import Counter
from core.limits.rules import Window

log = logging.getLogger("rostra.limits")
PREFIX = "rostra:limit:"
REDIS_SECONDS = 0.25
BREAKER_SECONDS = 5.0

# Takes from many counters in one trip. ARGV: one JSON text, for each word of its own costs the client more than the
# counting: now, limit and length (ms) of each window, the counters, the cost of each. A counter has a key a window.
# Gives, joined by commas, for each 0, or until when to wait.
TAKE_SCRIPT = """
local given, waits = cjson.decode(ARGV[1]), {}
local now, windows = given.now, given.windows
for one, name in ipairs(given.names) do
  local cost, wait, seen = given.costs[one], 0, {}
  for place, window in ipairs(windows) do
    local key = name .. ':' .. window[3]
    local used, till = unpack(redis.call('HMGET', key, 'n', 't'))
    used, till = tonumber(used or '0'), tonumber(till or '0')
    local is_over = till <= now
    if is_over then used, till = 0, now + window[2] end
    if used + cost > window[1] and till > wait then wait = till end
    seen[place] = {key, used + cost, till, is_over}
  end
  for place = 1, wait > 0 and 0 or #windows do
    local key, count, till, is_new = unpack(seen[place])
    redis.call('HSET', key, 'n', count, 't', till)
    if is_new then redis.call('PEXPIRE', key, windows[place][2] + 1000) end
  end
  waits[one] = wait
end
return table.concat(waits, ',')
"""

# The WHERE is what makes it a limit: the row is locked, looked at as it is now, and changed only where there is room.
UPSERT = """
INSERT INTO limits_counter (key, used, until_ms) VALUES (%(key)s, %(cost)s, %(until)s)
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN limits_counter.until_ms <= %(now)s THEN excluded.used ELSE limits_counter.used + excluded.used END,
  until_ms = CASE WHEN limits_counter.until_ms <= %(now)s THEN excluded.until_ms ELSE limits_counter.until_ms END
WHERE limits_counter.until_ms <= %(now)s OR limits_counter.used + excluded.used <= %(limit)s
RETURNING used
"""

# The same for many keys in one statement, without a WHERE: what is beyond a limit is counted too, and said.
COUNT = """
INSERT INTO limits_counter (key, used, until_ms) {rows}
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN limits_counter.until_ms <= %s THEN excluded.used ELSE limits_counter.used + excluded.used END,
  until_ms = CASE WHEN limits_counter.until_ms <= %s THEN excluded.until_ms ELSE limits_counter.until_ms END
RETURNING key, used
"""
# ARGV: one JSON text of now, the keys, cost and length (ms) of each. Gives, joined by commas, how often each was seen.
COUNT_SCRIPT = """
local given, seen = cjson.decode(ARGV[1]), {}
local now = given.now
for i, key in ipairs(given.keys) do
  local used, till = unpack(redis.call('HMGET', key, 'n', 't'))
  used, till = tonumber(used or '0'), tonumber(till or '0')
  local length, is_new = given.lengths[i], till <= now
  if is_new then used, till = 0, now + length end
  seen[i] = used + given.costs[i]
  redis.call('HSET', key, 'n', seen[i], 't', till)
  if is_new then redis.call('PEXPIRE', key, length + 1000) end
end
return table.concat(seen, ',')
"""

# As UPSERT, for many keys; what has no room is not among the rows that come back.
TAKE_MANY = """
INSERT INTO limits_counter (key, used, until_ms) {rows}
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN limits_counter.until_ms <= %s THEN excluded.used ELSE limits_counter.used + excluded.used END,
  until_ms = CASE WHEN limits_counter.until_ms <= %s THEN excluded.until_ms ELSE limits_counter.until_ms END
WHERE limits_counter.until_ms <= %s OR limits_counter.used + excluded.used <= %s
RETURNING key
"""
ROWS_AT_ONCE = 300


class Breaker:
    """Leaves Redis alone for some seconds after it failed, so that a Redis that hangs costs one short wait."""

    def __init__(self) -> None:
        """Begin closed: Redis is asked."""
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether Redis is left alone now."""
        return time.monotonic() < self._until

    def trip(self) -> None:
        """Leave Redis alone for a while."""
        self._until = time.monotonic() + BREAKER_SECONDS

    def reset(self) -> None:
        """Ask Redis again."""
        self._until = 0.0


breaker = Breaker()


def wait_until(name: str, windows: tuple[Window, ...], cost: int, now_ms: int) -> int:
    """Count `cost` in every window of a counter; gives 0, or until when (ms) to wait, where one is full.

    Redis where REDIS_URL is set; the database otherwise and while Redis is down. Raises DatabaseError where both are.
    """
    too_dear = [window for window in windows if cost > window.limit]
    if too_dear:
        return now_ms + max(window.seconds for window in too_dear) * 1000
    if settings.REDIS_URL and not breaker.is_open:
        try:
            return _take_in_redis([name], windows, [cost], now_ms)[0]
        except (redis.RedisError, OSError) as error:
            breaker.trip()
            log.warning("limits are counted in the database: %s", type(error).__name__)
    for window in windows:
        if until := _in_database(f"{name}:{window.seconds}", window, cost, now_ms):
            return until
    return 0


def count_many(costs: Mapping[str, tuple[int, int]], now_ms: int) -> dict[str, int]:
    """Count many keys, each with its cost and the seconds of its window; gives how often each was seen by now.

    Nothing is refused: who asks decides what to do with what is too much. In the database it is one statement in the
    caller's transaction, its rows locked in the order of their keys; Redis as in `wait_until`.
    """
    if not costs:
        return {}
    keys = sorted(costs)
    if settings.REDIS_URL and not breaker.is_open:
        try:
            given = {
                "now": now_ms, "keys": [PREFIX + key for key in keys], "costs": [costs[key][0] for key in keys],
                "lengths": [costs[key][1] * 1000 for key in keys],
            }  # fmt: skip
            return dict(zip(keys, _ask_redis(COUNT_SCRIPT, given), strict=True))
        except (redis.RedisError, OSError) as error:
            breaker.trip()
            log.warning("limits are counted in the database: %s", type(error).__name__)
    seen_now: dict[str, int] = {}
    for start in range(0, len(keys), ROWS_AT_ONCE):
        rows, values = _rows(
            [(key, costs[key][0], now_ms + costs[key][1] * 1000) for key in keys[start:][:ROWS_AT_ONCE]]
        )
        with connection.cursor() as cursor:
            cursor.execute(COUNT.format(rows=rows), [*values, now_ms, now_ms])
            seen_now.update(cursor.fetchall())
    return seen_now


def _rows(triples: Sequence[tuple[str, int, int]]) -> tuple[str, list[Any]]:
    """Give rows of (key, cost, until) as SQL with its values: three arrays on PostgreSQL, which reads them at once."""
    if connection.vendor == "postgresql":
        keys, costs, untils = zip(*triples, strict=True)
        arrays = (bulk.array(keys, bulk.quoted), bulk.array(costs), bulk.array(untils))
        return "SELECT * FROM unnest(%s::text[], %s::integer[], %s::bigint[])", list(arrays)
    marks = ", ".join(["(%s, %s, %s)"] * len(triples))
    return f"VALUES {marks}", [value for row in triples for value in row]


def take_many(costs: Mapping[str, int], windows: tuple[Window, ...]) -> set[str]:
    """Count many keys, each with its cost, in every window; gives those that had room for their whole cost.

    What has no room counts nothing. One statement a window, in the caller's transaction, or one trip to Redis. Where a
    key had room in a first window and none in a second, the first has counted it, as in `wait_until`.
    """
    now_ms = int(clock.now().timestamp() * 1000)
    least = min(window.limit for window in windows)
    wanted = {key: cost for key, cost in costs.items() if cost <= least}
    if not wanted:
        return set()
    if settings.REDIS_URL and not breaker.is_open:
        try:
            return _many_in_redis(wanted, windows, now_ms)
        except (redis.RedisError, OSError) as error:
            breaker.trip()
            log.warning("limits are counted in the database: %s", type(error).__name__)
    for window in windows:
        wanted = _many_in_database(wanted, window, now_ms)
    return set(wanted)


def _many_in_redis(costs: Mapping[str, int], windows: tuple[Window, ...], now_ms: int) -> set[str]:
    waits = _take_in_redis(list(costs), windows, list(costs.values()), now_ms)
    return {key for key, wait in zip(costs, waits, strict=True) if not wait}


def _many_in_database(costs: Mapping[str, int], window: Window, now_ms: int) -> dict[str, int]:
    """Count in one window; gives what had room. Split where SQLite takes no more variables."""
    room: set[str] = set()
    ordered = sorted(costs)
    for start in range(0, len(ordered), ROWS_AT_ONCE):
        keys = ordered[start : start + ROWS_AT_ONCE]
        until = now_ms + window.seconds * 1000
        rows, values = _rows([(f"{key}:{window.seconds}", costs[key], until) for key in keys])
        with connection.cursor() as cursor:
            cursor.execute(TAKE_MANY.format(rows=rows), [*values, now_ms, now_ms, now_ms, window.limit])
            room |= {row[0] for row in cursor.fetchall()}
    return {key: cost for key, cost in costs.items() if f"{key}:{window.seconds}" in room}


def sweep(now_ms: int) -> int:
    """Delete the counters whose windows are over; gives how many went."""
    return Counter.objects.filter(until_ms__lt=now_ms).delete()[0]


def _take_in_redis(names: list[str], windows: tuple[Window, ...], costs: list[int], now_ms: int) -> list[int]:
    """Take from counters by name; gives for each 0, or until when to wait."""
    figures = [(window.limit, window.seconds * 1000, window.seconds) for window in windows]
    given = {"now": now_ms, "windows": figures, "names": [PREFIX + name for name in names], "costs": costs}
    return _ask_redis(TAKE_SCRIPT, given)


def _ask_redis(script: str, given: dict[str, Any]) -> list[int]:
    """Run a script that takes one JSON text and gives whole numbers."""
    answer = cast("bytes", _client(settings.REDIS_URL).register_script(script)([], [json.dumps(given)]))
    return [int(one) for one in answer.split(b",")]


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS, retry=Retry(NoBackoff(), 0)
    )


def _in_database(key: str, window: Window, cost: int, now_ms: int) -> int:
    facts: dict[str, str | int] = {
        "key": key,
        "cost": cost,
        "now": now_ms,
        "until": now_ms + window.seconds * 1000,
        "limit": window.limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, facts)
        if cursor.fetchone():
            return 0
    until = Counter.objects.filter(key=key).values_list("until_ms", flat=True).first()
    return until or now_ms + 1000  # swept in between: there is room again in a moment
