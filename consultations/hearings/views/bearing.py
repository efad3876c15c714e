"""The hearing pass as a cookie: set only after an address was proven, read only under the hearing's own pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from consultations.hearings import passes
from consultations.hearings.models import Hearing
from core.actors import Actor

COOKIE = "hearing-pass"


def bearer_of(request: HttpRequest, hearing: Hearing) -> Actor | None:
    """Give the participant whose pass came with the request, or None."""
    token = request.COOKIES.get(f"{COOKIE}-{translation.get_language()}", "")
    return passes.bearer(token, hearing) if token else None


def lead_on(url: str, hearing: Hearing, by: Actor) -> HttpResponse:
    """Redirect with the pass: one cookie a language, limited to this hearing's pages, closed to scripts."""
    response = HttpResponseRedirect(url)
    token = passes.issue(hearing, by)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            path = reverse("hearings:hearing_detail", args=[hearing.slug])
        response.set_cookie(
            f"{COOKIE}-{language}", token, max_age=passes.LIFE_SECONDS, path=path, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response
