"""The lane in one process with the test: its writer works in the test's thread, in the test's transaction."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from concurrent.futures import Future
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client

from petitions.lane import known
from petitions.lane.door import SigningLane, settle
from petitions.lane.writing import split, write_safely


class Answer(SimpleNamespace):
    """What came back: status, headers by lower-case name in a list, body, whether the lane itself answered."""

    @property
    def location(self):
        return dict(self.headers).get("location", "")


class Desk:
    """Lets the loop run in a thread of its own while everything that asks the database runs in the test's thread."""

    def __init__(self):
        self.asked = queue.Queue()

    def ask(self, run, *given):
        """Run a function in the test's thread; called by the loop's thread, which waits."""
        done = Future()
        self.asked.put((run, given, done))
        return done.result(60)

    def run(self, coroutine):
        """Drive a coroutine to its end; gives its result."""
        outcome = Future()

        def drive():
            try:
                outcome.set_result(asyncio.run(coroutine))
            except BaseException as error:
                outcome.set_exception(error)
            self.asked.put(None)

        thread = threading.Thread(target=drive)
        thread.start()
        while (item := self.asked.get(timeout=60)) is not None:
            run, given, done = item
            try:
                done.set_result(run(*given))
            except BaseException as error:
                done.set_exception(error)
        thread.join()
        return outcome.result()


class World:
    """Knows what the database says at each question."""

    def __init__(self, desk):
        self.desk = desk

    def world(self):
        return self.desk.ask(known.look)


class Writer:
    """Writes at once, in the test's thread; or gathers until `flush`."""

    def __init__(self, desk):
        self.desk, self.batches, self.waiting, self.gathers = desk, [], [], False

    def park(self, parcel):
        self.waiting.append(parcel)
        if not self.gathers:
            self.flush()
        return True

    def flush(self):
        parked = deque(self.waiting)
        self.waiting = []
        while parked:
            batch, later = split(parked)
            self.desk.ask(write_safely, batch)
            self.batches.append(batch)
            settle(batch)
            parked.extendleft(reversed(later))


class Lane:
    """Posts to the lane; behind it stands the ordinary door, asked by Django's own test client."""

    def __init__(self):
        self.desk = Desk()
        self.app = SigningLane(self.door, watch=World(self.desk))
        self.app.writer = self.writer = Writer(self.desk)
        self.handed_on = []

    async def door(self, scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        self.handed_on.append(scope["path"])
        headers = {
            f"HTTP_{name.decode().upper().replace('-', '_')}": value.decode() for name, value in scope["headers"]
        }
        kind = headers.pop("HTTP_CONTENT_TYPE")
        headers.pop("HTTP_CONTENT_LENGTH")
        query = scope["query_string"].decode()
        answer = self.desk.ask(
            lambda: Client().generic(
                "POST", f"{scope['path']}?{query}" if query else scope["path"], body, content_type=kind,
                REMOTE_ADDR=scope["client"][0], **headers,
            )
        )  # fmt: skip
        pairs = [(name.lower().encode(), value.encode()) for name, value in answer.items()]
        pairs += [(b"set-cookie", cookie.OutputString().encode()) for cookie in answer.cookies.values()]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": pairs})
        await send({"type": "http.response.body", "body": answer.content})

    async def asked(self, path, data, headers=None, ip="198.51.100.7", query=b""):
        body = data if isinstance(data, bytes) else urlencode(data).encode()
        told = {"host": "testserver", "content-type": "application/x-www-form-urlencoded", "content-length": len(body)}
        told |= headers or {}
        scope = {
            "type": "http", "method": "POST", "path": path, "query_string": query, "root_path": "", "scheme": "http",
            "client": (ip, 1), "headers": [(k.lower().encode(), str(v).encode()) for k, v in told.items()],
        }  # fmt: skip
        said, sent = [{"type": "http.request", "body": body, "more_body": False}], []

        async def receive():
            return said.pop(0)

        async def send(message):
            sent.append(message)

        handed = len(self.handed_on)
        await self.app(scope, receive, send)
        start, *parts = sent
        pairs = [(bytes(k).lower().decode(), bytes(v).decode()) for k, v in start["headers"]]
        return Answer(
            status=start["status"], headers=pairs, body=b"".join(part["body"] for part in parts).decode(),
            by_lane=len(self.handed_on) == handed,
        )  # fmt: skip

    def post(self, path, data, **how):
        return self.desk.run(self.asked(path, data, **how))

    def post_together(self, posts):
        """Post several at once: they are written in one batch."""

        async def run():
            self.writer.gathers = True
            tasks = [asyncio.ensure_future(self.asked(*post)) for post in posts]
            for _turn in range(50):  # each needs a few steps of the loop to be parked, or to wait for its twin
                await asyncio.sleep(0)
            self.writer.flush()
            self.writer.gathers = False
            return await asyncio.gather(*tasks)

        return self.desk.run(run())


@pytest.fixture
def tight(settings):
    """Give a function that sets rules ("sign" -> "2/m") for this test and nothing else, counted in the database."""
    settings.REDIS_URL = ""

    def run(**rules):
        settings.LIMITS_FACTOR = 1
        settings.LIMITS = rules

    return run


@pytest.fixture
def lane(db, settings, open_petition):
    """Give the lane, warm: it has seen how the ordinary door answers each kind of post."""
    from tests.petitions.helpers import FORM

    settings.SIGNING_LANE = "on"
    found = Lane()
    first = found.post(f"/en/petitions/{open_petition.number}/sign/", {**FORM, "email": "first@example.org"})
    assert (first.status, first.by_lane) == (302, False)
    return found
