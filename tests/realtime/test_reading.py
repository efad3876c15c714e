"""Who comes back in a crowd shares a reading, and never one that began before."""

import asyncio

import pytest

from core.errors import NotFound
from core.realtime.hub import hub_here
from core.realtime.reading import SharedReading
from tests.realtime.doors import ROOM, Door, application, seated

pytestmark = pytest.mark.django_db


class Source:
    """Counts readings; each gives the state at the moment when it began."""

    def __init__(self):
        self.state, self.readings, self.may_end = 0, 0, asyncio.Event()

    async def read(self):
        self.readings += 1
        found = self.state
        await self.may_end.wait()
        return found


async def settle():
    for _turn in range(5):
        await asyncio.sleep(0)


async def test_a_reading_that_runs_is_shared_with_nobody_who_asks_later():
    source, shared = Source(), SharedReading()
    first = [asyncio.create_task(shared.ask(source.read)) for _one in range(100)]
    await settle()
    source.state = 1  # changes while the first reading runs
    later = [asyncio.create_task(shared.ask(source.read)) for _one in range(100)]
    await settle()
    source.may_end.set()
    assert await asyncio.gather(*first) == [0] * 100
    assert await asyncio.gather(*later) == [1] * 100
    assert source.readings == 2


async def test_refusal_reaches_all_who_share_it_and_the_next_reads_anew():
    async def refuse():
        raise NotFound

    async def find():
        return 7

    shared = SharedReading()
    found = await asyncio.gather(*(shared.ask(refuse) for _one in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [NotFound] * 3
    assert await shared.ask(find) == 7


async def test_asker_who_leaves_takes_the_reading_from_nobody():
    source, shared = Source(), SharedReading()
    gone, stays = (asyncio.create_task(shared.ask(source.read)) for _one in range(2))
    await settle()
    gone.cancel()
    source.may_end.set()
    assert await stays == 0


async def test_a_crowd_that_comes_at_once_costs_two_readings(monkeypatch):
    source = Source()

    async def position(door, ticket):
        await source.read()
        return "epoch", 0

    monkeypatch.setattr(Door, "position", position)
    app = application()
    crowd = [asyncio.create_task(seated(app))]
    while not source.readings:
        await asyncio.sleep(0.01)
    crowd += [asyncio.create_task(seated(app, peer=f"192.0.2.{one}")) for one in range(2, 51)]
    while len(hub_here().rooms[ROOM].members) < len(crowd):
        await asyncio.sleep(0.01)
    await settle()
    source.may_end.set()
    for one in await asyncio.gather(*crowd):
        await one.leave()
    assert source.readings == 2
