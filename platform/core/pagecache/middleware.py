"""Django's part of the page cache: says how long browsers may keep a page, and moves the stamp after a change."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from core.pagecache import stamp

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FIRST_FAULT = 400


class PageCacheMiddleware:
    """Sits outside all that touches the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let browsers ask again before they show a page they have; move the stamp after a change."""
        response = self.get_response(request)
        if request.method not in SAFE and response.status_code < FIRST_FAULT:
            stamp.current().move()  # settings, menus, images: what an editor saves without an event of ours
        if response.get("Content-Type", "").startswith("text/html") and "Cache-Control" not in response:
            patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
            response["Cache-Control"] = "max-age=0, must-revalidate"
        return response
