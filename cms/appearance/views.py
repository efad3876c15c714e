"""The door of the theme: a stylesheet under its fingerprint, kept by browsers for a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.appearance.now import sheet_of

YEAR = 31_536_000


@require_safe
def theme(request: HttpRequest, version: str) -> HttpResponse:
    """Give one version of the theme; 404 for a version that is neither set nor shown in a preview."""
    text = sheet_of(version)
    if not text:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={YEAR}, immutable"}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)
