"""A reader who speaks WSGI to Django with the page cache in front."""

from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from core.pagecache.door import PageCache
from core.pagecache.stamp import current


class Reader:
    """Asks for pages; `answer` gives (status, headers by lower name, body)."""

    def __init__(self):
        self.cache = PageCache(get_wsgi_application(), megabytes=8, seconds=60)

    def answer(self, path, method="GET", **environ):
        path, _mark, query = path.partition("?")
        told = []
        parts = self.cache(
            {
                "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "testserver",
                "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver",
                "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), **environ,
            },
            lambda status, headers, *_rest: told.extend((int(status[:3]), headers)),
        )  # fmt: skip
        body = b"".join(parts)
        return told[0], {name.lower(): value for name, value in told[1]}, body


@pytest.fixture
def reader(parliament):
    """Give a reader on the test's own connection, which a request's end must not close (as in Django's client)."""
    current().move()
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield Reader()
    for signal in signals:
        signal.connect(close_old_connections)
