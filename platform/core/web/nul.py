"""No address holds the character NUL: PostgreSQL cannot take it in a text, so it is refused at the door."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.web.views import bad_request


class RefuseNulMiddleware:
    """Answers 400 to a path or query with NUL in it. Forms and serializers refuse it in what is posted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address alone."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        return self.get_response(request)
