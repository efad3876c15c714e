"""`Idempotency-Key`: who sends the same again, because the answer was lost on the way, gets the first answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.actors import Actor
from core.errors import Conflict, Invalid

HEADER = "Idempotency-Key"
KEPT_SECONDS = 86_400
LONGEST = 100


def once(request: Request, actor: Actor, act: Callable[[], Response]) -> Response:
    """Act, or give the answer that the same request got before. Without the header every request is a new one.

    Raises Invalid where a key comes back with another body, Conflict while the first request still runs. A refusal is
    not kept: it changed nothing, and the request may come again.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return act()
    if len(key) > LONGEST:
        raise Invalid(fields={HEADER: _("This key is too long.")})
    place = f"idempotent:{_digest(actor.id, actor.token, request.path, key)}"
    mine = {"sum": _digest(json.dumps(request.data, sort_keys=True, default=str)), "answer": None, "etag": ""}
    if not cache.add(place, mine, KEPT_SECONDS):
        return _again(cache.get(place), mine["sum"] or "")
    try:
        answer = act()
    except BaseException:
        cache.delete(place)
        raise
    cache.set(place, {**mine, "answer": answer.data, "etag": answer.headers.get("ETag", "")}, KEPT_SECONDS)
    return answer


def _again(kept: dict[str, Any] | None, body: str) -> Response:
    if kept is None or kept["answer"] is None:
        raise Conflict(_("The first request with this key is still running."))
    if kept["sum"] != body:
        raise Invalid(fields={HEADER: _("This key was used for another request.")})
    return Response(kept["answer"], headers={"ETag": kept["etag"], "Idempotent-Replayed": "true"})


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
