"""The guard of every demo view: demo settings and a loopback host, else it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from config.demo_door import is_loopback

View = Callable[..., HttpResponse]


def demo_only(view: View) -> View:
    """Wrap a view so that it answers 404 outside the demo or under a public host name."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0]
        if not settings.DEMO or not is_loopback(host) or not is_loopback(request.META.get("REMOTE_ADDR", "")):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
