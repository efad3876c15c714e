"""The files by which anybody checks a count; under addresses without a language, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_safe

from core.actors import Actor
from petitions import selectors
from petitions.counting import publishing
from petitions.counting.reconciling import reconciliation
from petitions.counting.verifying import notes_of
from petitions.models import Petition

FRESH = "public, max-age=30"


@method_decorator(require_safe, name="dispatch")
class CountFile(View):
    """One file of a public petition's count, open to programs on any site. Raises NotFound for what is not public."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve it, and let it be kept for half a minute."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cache-Control"] = FRESH
        return response

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Give it."""
        return self.file(selectors.visible_petition(number, Actor("anonymous")))

    def file(self, petition: Petition) -> HttpResponseBase:
        """Make the answer."""
        raise NotImplementedError


class EntriesFile(CountFile):
    """entries.csv: every folded entry. Its tag is its size: a log only grows."""

    def file(self, petition: Petition) -> HttpResponseBase:
        """Stream it; 304 to who has it."""
        size = publishing.log_size(petition)
        tag = f'"{petition.public_id}-{size}"'
        if tag in self.request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers={"ETag": tag})
        lines = publishing.csv_lines(petition, size)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
        answer["ETag"] = tag
        answer["Content-Disposition"] = f'attachment; filename="entries-{petition.number}.csv"'
        return answer


class CheckpointsFile(CountFile):
    """checkpoints.txt: every signed note, an empty line between."""

    def file(self, petition: Petition) -> HttpResponseBase:
        """Give it."""
        return HttpResponse(notes_of(petition), content_type="text/plain; charset=utf-8")


class KeyFile(CountFile):
    """key.txt: the public keys in the notes' own form."""

    def file(self, petition: Petition) -> HttpResponseBase:
        """Give it."""
        return HttpResponse(publishing.key_lines(petition), content_type="text/plain; charset=utf-8")


class ReconciliationFile(CountFile):
    """reconciliation.json: what came in, and where each of it stands."""

    def file(self, petition: Petition) -> HttpResponseBase:
        """Give it."""
        return JsonResponse(reconciliation(petition))


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """Give the program that checks a count without any software of this site."""
    answer = HttpResponse(publishing.PROGRAM.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify_count.py"'
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
