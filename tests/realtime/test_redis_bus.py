"""The Redis bus between processes, on a real Redis: REDIS_URL, or one started here where there is a redis-server."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from core.realtime import redis_bus
from core.realtime.hub import Hub
from core.realtime.mailbox import Mailbox
from core.realtime.redis_bus import RedisBus

PUBLISHER = """
import sys
sys.path[:0] = sys.argv[3:]
from core.realtime.redis_bus import RedisBus
from core.realtime.frames import encode
bus = RedisBus(sys.argv[1], sys.argv[2])
for number in range(1, 21):
    assert bus.publish("a", encode({"t": "ev", "seq": number}))
"""


class Redis:
    """A Redis of our own on a free port, that can be stopped and started."""

    def __init__(self, binary):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.binary, self.url = binary, f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        options = [
            "--port",
            str(self.port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--daemonize",
            "no",
            "--bind",
            "127.0.0.1",
        ]
        self.process = subprocess.Popen([self.binary, *options], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("redis-server did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


@contextmanager
def running_redis():
    """Give a Redis of one's own that runs; skips where there is none."""
    binary = shutil.which("redis-server")
    if not binary:
        pytest.skip("needs Redis: no redis-server on PATH")
    server = Redis(binary)
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def redis():
    with running_redis() as server:
        yield server


class Viewer:
    def __init__(self, hub, room):
        self.got = []
        self.mailbox = Mailbox(self.send)
        hub.join(room, self.mailbox)
        self.mailbox.start([], 0)

    async def send(self, text):
        self.got.append(text)


async def until(ready, seconds=10.0):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "waited too long"
        await asyncio.sleep(0.01)


async def listening(url):
    """Give a bus, a hub that it serves, and wait until the subscription stands."""
    bus, hub = RedisBus(url, "test"), Hub()
    bus.serve(hub)
    await bus.ready(hub)
    return bus, hub


def end(bus):
    for task in bus._tasks:
        task.cancel()


async def test_frames_of_another_process_arrive_in_order(redis):
    bus, hub = await listening(redis.url)
    viewer = Viewer(hub, "a")
    command = [sys.executable, "-c", PUBLISHER, redis.url, "test", *[path for path in sys.path if path]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    assert await process.wait() == 0
    await until(lambda: len(viewer.got) == 20)
    assert viewer.got == [f'{{"t":"ev","seq":{number}}}' for number in range(1, 21)]
    end(bus)


async def test_delay_is_small(redis):
    bus, hub = await listening(redis.url)
    viewer = Viewer(hub, "a")
    delays = []
    for turn in range(1, 51):
        begun = time.monotonic()
        await asyncio.to_thread(bus.publish, "a", f'{{"t":"ev","seq":{turn}}}')
        await until(lambda: len(viewer.got) == turn)  # noqa: B023
        delays.append(time.monotonic() - begun)
    assert max(delays) < 0.5
    end(bus)


async def test_redis_that_went_away_comes_back(redis):
    bus, hub = await listening(redis.url)
    viewer = Viewer(hub, "a")
    redis.stop()
    begun = time.monotonic()
    assert await asyncio.to_thread(bus.publish, "a", '{"t":"ev","seq":1}') is False
    assert time.monotonic() - begun < 3
    redis.start()
    await until(lambda: '{"t":"resync"}' in viewer.got)
    assert await asyncio.to_thread(bus.publish, "a", '{"t":"ev","seq":2}') is True
    await until(lambda: '{"t":"ev","seq":2}' in viewer.got)
    end(bus)


async def test_idle_line_is_pinged_and_stays_open(redis, monkeypatch):
    """Ten silences that each end with a ping; infra/bench/realtime_redis.py is silent for two minutes."""
    monkeypatch.setattr(redis_bus, "QUIET_SECONDS", 0.1)
    bus, hub = await listening(redis.url)
    viewer = Viewer(hub, "a")
    await asyncio.sleep(1)
    bus.publish("a", '{"t":"ev","seq":1}')
    await until(lambda: viewer.got)
    assert viewer.got == ['{"t":"ev","seq":1}']
    assert bus._failures == 0
    end(bus)
