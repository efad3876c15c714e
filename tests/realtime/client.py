"""A websocket client for tests, on asgiref's communicator (Channels' own imports daphne, which we do not install)."""

from __future__ import annotations

import json

from asgiref.testing import ApplicationCommunicator


class SocketClient(ApplicationCommunicator):
    """Speaks ASGI's websocket messages to an application."""

    def __init__(self, app, path, headers=(), subprotocols=()):
        """Build the scope of a handshake."""
        super().__init__(
            app,
            {
                "type": "websocket", "path": path, "query_string": b"", "headers": list(headers), "scheme": "ws",
                "subprotocols": list(subprotocols),
            },
        )  # fmt: skip

    async def connect(self):
        """Give (True, subprotocol) or (False, close code)."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(5)
        if answer["type"] == "websocket.close":
            return False, answer.get("code", 1000)
        return True, answer.get("subprotocol")

    async def say(self, frame):
        """Send text, or anything else as JSON."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self, timeout=5):
        """Give the next frame; fails where the connection is closed instead."""
        answer = await self.receive_output(timeout)
        assert answer["type"] == "websocket.send", answer
        return json.loads(answer["text"])

    async def closing(self):
        """Give the code with which the server closes, past all frames."""
        while (answer := await self.receive_output(5))["type"] != "websocket.close":
            pass
        return answer["code"]

    async def all_heard(self, seconds=0.3):
        """Give every frame until there was silence for some time."""
        frames = []
        while not await self.receive_nothing(timeout=seconds, interval=0.02):
            frames.append(await self.hear())
        return frames

    async def leave(self):
        """Close from this side."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)
