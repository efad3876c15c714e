"""The same form posted twice counts once: a double press leads to the same result page.

The key is a digest of the hidden `once` value, the address, the session if there is one and everything that was typed.
`once` alone would not do: a cached page gives the same value to many people. A door whose result is a secret has a page
that no cache keeps (`FormDoor.gives_secret`): there `once` is known to one reader alone, and so is the way to the
result. Kept in the cache for an hour; the action's own rules (one signature for each address, and so on) stay the last
word.
"""

import hashlib
import time
import uuid

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

FIELD = "once"
KEPT_SECONDS = 3600
PATIENCE_SECONDS = 8.0
RUNNING = ""


def new_key() -> str:
    """Give a fresh value for the hidden field."""
    return uuid.uuid4().hex


def _digest(request: HttpRequest) -> str:
    """Give the digest of the whole post. What a session was shown is never shown to another one."""
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    sum_ = hashlib.sha256(repr((request.path, session)).encode())
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            sum_.update(repr((name, values)).encode())
    for name, file in ((name, file) for name, files in sorted(request.FILES.lists()) for file in files):
        sum_.update(repr((name, file.name, file.size)).encode())
        for chunk in file.chunks():
            sum_.update(chunk)
        file.seek(0)
    return f"once:{sum_.hexdigest()}"


class Once:
    """One post: `is_first` tells whether it is the one that acts."""

    def __init__(self, request: HttpRequest) -> None:
        """Claim the post; a post without the hidden field is always the first."""
        self.key = _digest(request) if request.POST.get(FIELD) else ""
        self.is_first = not self.key or cache.add(self.key, RUNNING, KEPT_SECONDS)

    def done(self, url: str) -> None:
        """Keep the address of the result for whoever posts the same again."""
        if self.key:
            cache.set(self.key, url, KEPT_SECONDS)

    def forget(self) -> None:
        """Give the claim back: the post was refused and may come again."""
        if self.key:
            cache.delete(self.key)

    def result(self) -> str | None:
        """Wait for the first post's result address; None where it was refused or takes too long."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < give_up:
            url = cache.get(self.key)
            if url != RUNNING:
                return url
            time.sleep(0.05)
        return None
