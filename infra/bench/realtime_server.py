"""The server side of the benches of live pages: one process, told what to do by lines of JSON on its standard input.

    realtime_server.py hub|layer|bare PORT

`hub` is Rostra as shipped (`config.serving`, the door of a hearing of the demo, the bus that REDIS_URL chooses);
`layer` is a plain Channels consumer with `group_send` over the in-memory layer on the same uvicorn settings; `bare` is
`broadcast` of the library websockets on the same event loop, without compression. Each frame carries the monotonic
clock as it was before publishing. Answers: one line of JSON each.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
GROUP = "viewers"
FILLER = '{"t":"filler","x":"' + "x" * 60_000 + '"}'
Cast = Callable[[str, dict[str, Any]], None]


def frame_of(number: int, size: int) -> dict[str, Any]:
    """Give a hearing's frame of about so many bytes, with the moment in it."""
    card = {"id": "6b6f6f1e-0000-4000-8000-000000000001", "v": number, "state": "published", "lang": "en",
            "texts": {"en": "x" * max(0, size - 330)}, "name": "Marta", "place": "Alderhaven", "to": {},
            "supports": [number, number], "since": None}  # fmt: skip
    return {"t": "ev", "epoch": "bench", "seq": number, "type": "question", "q": card, "at": time.monotonic_ns()}


def usage() -> dict[str, float]:
    """Give the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu": used.ru_utime + used.ru_stime}


def memory() -> dict[str, float]:
    """Give the resident memory of this process in KiB, once what is garbage has gone."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return {"memory": pages * resource.getpagesize() / 1024}


def obey(cast: Cast, more: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """Read commands until the input ends: cast{number, size}, usage, memory, and those of the kind of server."""
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "cast":
            cast(asked.get("room", ""), frame_of(asked["number"], asked["size"]))
            answer: dict[str, Any] = {}
        elif asked["do"] == "usage":
            answer = usage()
        elif asked["do"] == "memory":
            answer = memory()
        else:
            answer = more[asked.pop("do")](**asked)
        print(json.dumps(answer), flush=True)
    os._exit(0)


def serve_hub(port: int) -> None:
    """Serve Rostra; a publisher's thread stands for the view that changed something."""
    import django

    django.setup()
    import realtime_people as people

    from config.serving import server
    from consultations.hearings.messages import public_room
    from consultations.hearings.models import Hearing
    from core.realtime import bus, hub, tickets

    hearing = Hearing.objects.filter(state="live").first() or Hearing.objects.exclude(state="draft")[0]
    room = public_room(hearing.public_id)
    marked: set[Any] = set()

    def door() -> dict[str, Any]:
        return {
            "path": f"/ws/hearings/{hearing.public_id}/",
            "page": f"/en/hearings/{hearing.slug}/?questions=newest",
            "ticket": tickets.issue(tickets.Ticket(str(hearing.public_id))),
        }

    def members() -> set[Any]:
        return {one for here in hub._hubs.values() for one in here.rooms[room].members}

    def mark() -> dict[str, Any]:
        marked.update(members())
        return {"members": len(marked)}

    def fill() -> dict[str, Any]:
        """Give those who joined after the mark more than they take, until each mailbox has overflowed."""
        slow = {one: one.overflows for one in members() - marked}
        loop = next(iter(hub._hubs))
        until = time.monotonic() + 15
        while time.monotonic() < until and any(one.overflows == before for one, before in slow.items()):
            for one in slow:
                loop.call_soon_threadsafe(one.put, FILLER)
            time.sleep(0.02)
        return {"stuck": sum(one.overflows > before for one, before in slow.items())}

    def askers(count: int) -> dict[str, Any]:
        return {"tickets": people.askers(hearing, count)}

    def approve(question: str) -> dict[str, Any]:
        begun = time.monotonic()
        people.approve(hearing, question)
        return {"seconds": time.monotonic() - begun}

    def written() -> dict[str, Any]:
        return {"questions": people.written(hearing)}

    def cast(name: str, frame: dict[str, Any]) -> None:
        bus.publish(name or room, frame)

    more = {"door": door, "mark": mark, "fill": fill, "askers": askers, "approve": approve, "written": written}
    threading.Thread(target=obey, args=(cast, more), daemon=True).start()
    server(port=port).run()


def serve_layer(port: int) -> None:
    """Serve a plain Channels consumer, as its documentation writes one."""
    import django

    django.setup()
    import uvicorn
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.layers import get_channel_layer
    from django.conf import settings

    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    layer = get_channel_layer()
    loops: list[asyncio.AbstractEventLoop] = []

    class Plain(AsyncWebsocketConsumer):
        groups = (GROUP,)

        async def connect(self) -> None:
            loops[:] = [asyncio.get_running_loop()]
            await self.accept()

        async def live_frame(self, event: dict[str, Any]) -> None:
            await self.send(text_data=event["text"])

    def cast(_room: str, frame: dict[str, Any]) -> None:
        event = {"type": "live.frame", "text": json.dumps(frame, separators=(",", ":"))}
        asyncio.run_coroutine_threadsafe(layer.group_send(GROUP, event), loops[0])

    threading.Thread(target=obey, args=(cast, {"door": lambda: {"path": "/", "ticket": ""}}), daemon=True).start()
    uvicorn.run(Plain.as_asgi(), port=port, lifespan="off", log_level="warning", ws_per_message_deflate=False)


async def serve_bare(port: int) -> None:
    """Serve `websockets` alone."""
    from websockets.asyncio.server import ServerConnection, broadcast, serve

    loop = asyncio.get_running_loop()
    here: set[ServerConnection] = set()

    async def stay(connection: ServerConnection) -> None:
        here.add(connection)
        await connection.wait_closed()
        here.discard(connection)

    def cast(_room: str, frame: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(broadcast, here, json.dumps(frame, separators=(",", ":")))

    threading.Thread(target=obey, args=(cast, {"door": lambda: {"path": "/", "ticket": ""}}), daemon=True).start()
    async with serve(stay, "127.0.0.1", port, compression=None) as server:
        await server.serve_forever()


def main() -> None:
    """Serve until the input ends."""
    kind, port = sys.argv[1], int(sys.argv[2])
    if kind == "bare":
        import uvloop

        uvloop.run(serve_bare(port))
    else:
        {"hub": serve_hub, "layer": serve_layer}[kind](port)


if __name__ == "__main__":
    main()
