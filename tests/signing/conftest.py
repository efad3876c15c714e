"""The lane in one process with the test: its writer works in the caller's thread, in the caller's transaction."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.test import Client

from petitions.lane import known
from petitions.lane.door import SigningLane
from petitions.lane.writing import split, write_safely


class Answer(SimpleNamespace):
    """What came back: status, headers by lower-case name in a list, body, whether the lane itself answered."""

    @property
    def location(self):
        return dict(self.headers).get("location", "")


class World:
    """Knows what the database says at each question."""

    def world(self):
        return known.look()


class Writer:
    """Writes at once, in the thread that asks; or gathers until `flush`."""

    def __init__(self):
        self.batches, self.waiting, self.gathers = [], [], False

    def park(self, parcel):
        self.waiting.append(parcel)
        if not self.gathers:
            self.flush()
        return True

    def flush(self):
        from collections import deque

        parked = deque(self.waiting)
        self.waiting = []
        while parked:
            batch, later = split(parked)
            write_safely(batch)
            self.batches.append(batch)
            for parcel in batch:
                if not parcel.future.done():
                    parcel.future.set_result(parcel.path)
            parked.extendleft(reversed(later))


class Lane:
    """Posts to the lane; behind it stands the ordinary door, asked by Django's own test client."""

    def __init__(self):
        self.app = SigningLane(self.door, watch=World())
        self.app.writer = self.writer = Writer()
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
        answer = Client().generic(
            "POST", scope["path"], body, content_type=kind, REMOTE_ADDR=scope["client"][0], **headers
        )
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
        return asyncio.run(self.asked(path, data, **how))

    def post_together(self, posts):
        """Post several at once: they are written in one batch."""

        async def run():
            self.writer.gathers = True
            tasks = [asyncio.ensure_future(self.asked(*post)) for post in posts]
            while sum(task.done() for task in tasks) + len(self.writer.waiting) < len(tasks):
                await asyncio.sleep(0)
            self.writer.flush()
            self.writer.gathers = False
            return await asyncio.gather(*tasks)

        return asyncio.run(run())


@pytest.fixture
def lane(db, settings, monkeypatch, open_petition):
    """Give the lane, warm: it has seen how the ordinary door answers each kind of post."""
    from tests.petitions.helpers import FORM

    settings.SIGNING_LANE = "on"
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the test's one thread is loop and writer at once
    found = Lane()
    first = found.post(f"/en/petitions/{open_petition.number}/sign/", {**FORM, "email": "first@example.org"})
    assert (first.status, first.by_lane) == (302, False)
    return found
