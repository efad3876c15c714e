"""Views without a domain: error handlers, the refused token, policy reports."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.web import csp, errors

REPORT_SIZE = 16_000


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400."""
    return _answer(request, 400, "bad_request", _("We could not read this request."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    return _answer(request, 403, "forbidden", _("You may not see this page."))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return _answer(request, 404, "not_found", _("We cannot find this."))


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return _answer(request, 500, "server_error", _("Something went wrong"))


def _answer(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """Answer people with a page and machines with a problem document."""
    if errors.wants_json(request):
        return errors.problem(status, code, detail, reference=errors.reference(request))
    return errors.page(request, status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: show what was typed and let it be sent again; nothing that was written is lost.

    Only our own pages get here: what another site sends is refused before (core.web.cross_site).
    """
    kept = errors.kept_of(request)
    return errors.page(request, 403, is_expired=True, kept=kept, again=request.get_full_path())


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Take a browser's report of a breach; count it and keep nothing else."""
    try:
        body: Any = json.loads(request.body[:REPORT_SIZE] or b"{}")
    except ValueError:
        return HttpResponse(status=400)
    report = body.get("csp-report", {}) if isinstance(body, dict) else {}
    if isinstance(report, dict) and report:
        csp.count_report(
            str(report.get("document-uri", "")),
            str(report.get("effective-directive") or report.get("violated-directive", "")),
            str(report.get("blocked-uri", "")),
        )
    return HttpResponse(status=204)
