"""Error pages: plain words, what one can do, and a reference number. The API answers with problem+json instead."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import clock
from core.errors import DomainError

log = logging.getLogger("rostra.web")
PROBLEM_TYPE = "application/problem+json"
KNOWN = frozenset({400, 403, 404, 409, 410, 422, 429, 500, 503})
# A form's own text is given back for a second try; anything longer is not a form of ours.
KEPT_TEXT = 50_000
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "code"})


def reference(request: HttpRequest) -> str:
    """Give the number under which the request stands in the log."""
    return str(getattr(request, "request_id", ""))


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a machine asks: the API, or a client that takes JSON and not HTML."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "html" not in accept)


def problem_body(status: int, code: str, detail: str, **facts: Any) -> dict[str, Any]:
    """Give the body of an RFC 9457 problem document; the same for every door that speaks to machines."""
    named = {"type": f"urn:rostra:problem:{code}", "title": code.replace("_", " "), "status": status, "detail": detail}
    return {**facts, **named, "code": code}


def problem(status: int, code: str, detail: str, **facts: Any) -> JsonResponse:
    """Give an RFC 9457 problem document."""
    return JsonResponse(problem_body(status, code, detail, **facts), status=status, content_type=PROBLEM_TYPE)


def page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """Show the error page of a status; where even that fails, a page without any style."""
    context = {"status": status, "reference": reference(request), **context}
    name = status if status in KNOWN else 400
    try:
        html: str = render_to_string(f"errors/{name}.html", context, request=request)
    except Exception:
        log.exception("error page %s failed", status)
        html = (
            f"<!doctype html><title>{status}</title><h1>{_('Something went wrong')}</h1><p>{context['reference']}</p>"
        )
    return HttpResponse(html, status=status)


def retry_at(error: DomainError) -> datetime:
    """Give the moment when one may try again; in a minute where the error does not say."""
    moment = error.data.get("retry_at")
    return moment if isinstance(moment, datetime) else clock.now() + timedelta(minutes=1)


def retry_moment(error: DomainError) -> datetime:
    """Give the minute when to come back, rounded up, as it is shown to people."""
    return (retry_at(error) + timedelta(seconds=59)).replace(second=0, microsecond=0)


def retry_seconds(error: DomainError) -> str:
    """Give the seconds to wait, as the header Retry-After says it."""
    return str(max(1, int((retry_at(error) - clock.now()).total_seconds()) + 1))


def _too_many(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show the minute when to come back, and say it to machines in seconds."""
    response = page(request, 429, message=error.message, retry_at=retry_moment(error))
    response.headers["Retry-After"] = retry_seconds(error)
    return response


def kept_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Give what was typed, field by field, to be shown and sent again; secrets and very long texts are left out."""
    if request.method != "POST" or request.path.startswith(settings.BACK_OFFICE_PREFIX):
        return []
    kept = [(name, value) for name, values in request.POST.lists() if name not in NEVER_KEPT for value in values]
    return kept if sum(len(value) for _name, value in kept) <= KEPT_TEXT else []


def _stopped(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say that a door is stopped, until when, and give back what was typed; never kept by any cache."""
    facts = {"message": error.message, "kept": kept_of(request), "again": request.get_full_path()}
    end = error.data.get("expected_end")
    moment = datetime.fromisoformat(str(end)) if end else None
    response = page(request, 503, has_files=bool(request.FILES), expected_end=moment, **facts)
    response.headers["Retry-After"] = retry_seconds(error)
    response.headers["Cache-Control"] = "no-store"
    return response


def respond(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Turn a refusal into a page, or into a problem document for machines."""
    if wants_json(request):
        fields = [{"field": name, "message": str(words)} for name, words in error.fields.items()]
        facts = error.data if error.status == 503 else {}
        answer = problem(error.status, error.code, str(error.message), fields=fields, **facts)
        if error.status in {429, 503}:
            answer.headers["Retry-After"] = retry_seconds(error)
        return answer
    if error.status == 429:
        return _too_many(request, error)
    if error.status == 503:
        return _stopped(request, error)
    return page(request, error.status, message=error.message, won=error.data)


def refuse_cross_site(request: HttpRequest, reason: str) -> HttpResponse:
    """Answer a post that another site sent."""
    log.warning("cross-site post refused: %s", reason)
    if wants_json(request):
        return problem(403, "cross_site", _("This request came from another site."))
    return page(request, 403, message=_("This form was sent from another site, so we did not take it."))


class DomainErrorMiddleware:
    """Answers a DomainError that no view took: the page of its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take DomainErrors only."""
        return respond(request, exception) if isinstance(exception, DomainError) else None
