"""Doors of the shape of petition.parliament.uk: anonymous, read only, open to programs on any site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from api.uk_shape.facts import attributes_of, document_of, duties_of, self_link
from api.uk_shape.lists import links_of, page_of, rows_of
from api.uk_shape.places import places_of
from core.web.errors import problem
from petitions.models import Petition
from petitions.selectors import public_petitions
from petitions.states import PetitionState

FRESH_SECONDS = 2  # a shown count is no older
CACHING = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate={2 * FRESH_SECONDS}, stale-if-error=60"


@method_decorator(require_safe, name="dispatch")
class UkDoor(View):
    """What these doors share: the site's first language, caching, and an answer for every origin."""

    folder = "petitions"
    type_ = "petition"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the site's first language, whatever the asker reads."""
        with translation.override(settings.LANGUAGE_CODE):
            response = super().dispatch(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            response.headers["Cache-Control"] = CACHING
        return response

    def find(self, number: int) -> Petition | None:
        """Give a public petition with all that is said of it."""
        rows = public_petitions().select_related("imported").prefetch_related("milestones__threshold")
        return rows.filter(number=number).first()

    def missing(self) -> HttpResponseBase:
        """Give the answer for a number that no public petition has."""
        return problem(404, "not_found", _("There is no such petition."))


class PetitionsJson(UkDoor):
    """A page of the list; `?state=`, `?q=`, `?count=` (at most 50), `?page=`."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Give it."""
        page = page_of(rows_of(request.GET, archived=self.folder != "petitions"), request.GET)
        data = [
            {"type": self.type_, "id": row.number, "links": {"self": self_link(row, self.folder)},
             "attributes": attributes_of(row)}
            for row in page
        ]  # fmt: skip
        return JsonResponse({"links": links_of(request.path, page, request.GET), "data": data})


class PetitionJson(UkDoor):
    """One petition with its places."""

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Give it. 404 for what is not public."""
        petition = self.find(number)
        if petition is None:
            return self.missing()
        facts = attributes_of(petition)
        if petition.state != PetitionState.REJECTED:
            document = document_of(petition)
            facts |= places_of(petition, document)
            facts["other_parliamentary_business"] = document.get("other_parliamentary_business", [])
        data = {"type": self.type_, "id": petition.number, "attributes": facts}
        return JsonResponse({"links": {"self": self_link(petition, self.folder)}, "data": data})


class CountJson(UkDoor):
    """The count and the moments of its duties: what an open page polls."""

    def get(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Give it. 404 for what is not public."""
        petition = self.find(number)
        if petition is None:
            return self.missing()
        duties = duties_of(petition, document_of(petition))
        is_debated = duties["debate_outcome_at"] is not None
        return JsonResponse({"signature_count": petition.signature_count, **duties, "debated": is_debated})


ARCHIVE = {"folder": "archived/petitions", "type_": "archived-petition"}
urlpatterns = [
    path("petitions.json", PetitionsJson.as_view(), name="uk_petitions"),
    path("petitions/<int:number>.json", PetitionJson.as_view(), name="uk_petition"),
    path("petitions/<int:number>/count.json", CountJson.as_view(), name="uk_count"),
    path("archived/petitions.json", PetitionsJson.as_view(**ARCHIVE), name="uk_archived_petitions"),
    path("archived/petitions/<int:number>.json", PetitionJson.as_view(**ARCHIVE), name="uk_archived_petition"),
]
