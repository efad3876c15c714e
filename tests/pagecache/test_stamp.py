"""The stamp over Redis: what one process changes, the others see; a Redis that is away serves nothing stale."""

import time

import pytest
from django.conf import settings

from core.pagecache.stamp import LOOK_SECONDS, Stamp


def test_one_process_needs_no_redis():
    stamp = Stamp("")
    before = stamp.now()
    stamp.move()
    assert stamp.now() > before


@pytest.mark.skipif(not settings.REDIS_URL, reason="needs Redis")
def test_a_change_in_one_process_is_seen_by_another():
    here, there = Stamp(settings.REDIS_URL), Stamp(settings.REDIS_URL)
    before = there.now()
    here.move()
    deadline = time.monotonic() + 1
    while there.now() == before and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS / 4)
    assert there.now() == here.now() != before


def test_without_redis_no_stamp_and_afterwards_another_one():
    stamp = Stamp("redis://127.0.0.1:1/0")
    stamp._see(7)
    stamp._looker = -1
    stamp.look()
    assert stamp._seen is None
    stamp._see(7)
    assert stamp._seen == (1, 7)
