"""Redis goes away: pages are still drawn, nothing old comes back, and what was not pushed is made good."""

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from core.realtime.redis_bus import EVERYBODY, RedisBus
from core.web.sturdy_cache import Absence, SturdyClient, SturdyRedisCache
from tests.realtime.test_redis_bus import Viewer, end, listening, running_redis, until

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def redis():
    with running_redis() as server:
        yield server


@pytest.fixture(autouse=True)
def absence(monkeypatch):
    fresh = Absence()
    fresh.standby.clear()
    monkeypatch.setattr(SturdyClient, "absence", fresh)
    return fresh


def test_a_cache_without_redis_is_each_process_s_own():
    cache = SturdyRedisCache(NOWHERE, {})
    assert cache.get("a", "none") == "none"
    assert (cache.add("a", 1), cache.add("a", 2)) == (True, False)
    cache.set_many({"b": [2], "c": "3"}, 60)
    assert cache.get_many(["a", "b", "c", "d"]) == {"a": 1, "b": [2], "c": "3"}
    assert (cache.incr("a"), cache.has_key("a"), cache.touch("b", 5), cache.delete("b")) == (2, True, True, True)
    cache.delete_many(["c"])
    assert cache.get_many(["a", "b", "c"]) == {"a": 2}


def test_planted_django_s_own_cache_takes_the_page_down():
    """The fault that the class is there for."""
    with pytest.raises(RedisError):
        RedisCache(NOWHERE, {}).get("a")


def test_nothing_old_comes_back_with_redis(redis, absence):
    cache = SturdyRedisCache(redis.url, {})
    for key in ("look", "menu", "kept"):
        cache.set(key, "old", 600)
    absence.until = float("inf")  # Redis hangs: it keeps what it has
    cache.set("look", "new", 600)
    cache.delete("menu")
    assert cache.get_many(["look", "menu", "kept"]) == {"look": "new"}
    absence.until = 0.0
    assert cache.get_many(["look", "menu", "kept"]) == {"kept": "old"}
    assert absence.owed == set()


async def test_what_could_not_be_published_is_made_good_by_the_next(redis):
    bus, hub = await listening(redis.url)
    viewer = Viewer(hub, "a")
    bus._rests_until = float("inf")
    assert bus.publish("a", '{"t":"ev","seq":1}') is False
    bus._rests_until = 0.0
    assert bus.publish("a", '{"t":"ev","seq":2}') is True
    await until(lambda: len(viewer.got) == 2)
    assert viewer.got == ['{"t":"ev","seq":2}', '{"t":"resync"}']
    assert bus.publish("a", '{"t":"ev","seq":3}') is True
    await until(lambda: len(viewer.got) == 3)
    assert viewer.got[2] == '{"t":"ev","seq":3}'
    assert EVERYBODY not in hub.rooms
    end(bus)


def test_a_redis_that_is_away_is_asked_once_a_second():
    bus = RedisBus(NOWHERE, "test")
    asked = []
    bus._client.publish = lambda *line: asked.append(line) or _refuse()
    assert [bus.publish("a", "{}") for _one in range(50)] == [False] * 50
    assert len(asked) == 1


def _refuse():
    raise RedisError
