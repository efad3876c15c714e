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

from api.links import full
from api.uk_shape.facts import STEPS, attributes_of, document_of, duties_of, is_debated, self_link, state_of
from api.uk_shape.lists import MOST, links_of, page_of, rows_of
from api.uk_shape.places import places_of
from core.parliament.selectors import constituencies
from core.web.errors import problem
from petitions import figures
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
        rows = public_petitions().select_related("imported").prefetch_related("milestones__threshold", *STEPS)
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
        told = document_of(petition)
        facts = {"signature_count": petition.signature_count, **duties_of(petition, told)}
        return JsonResponse({**facts, "debated": is_debated(petition, told)})


class LocalJson(UkDoor):
    """The 50 petitions that a constituency signs most: `/petitions/local/CODE.json`, open ones; `…/all.json`, all."""

    is_all = False

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Give them. 404 for a code that no constituency has; few people in one place are not told."""
        area = constituencies().filter(code=code).first()
        if area is None:
            return problem(404, "not_found", _("There is no such constituency."))
        rows = figures.signed_most(area, at_least=settings.SMALLEST_GROUP)
        rows = rows if self.is_all else rows.filter(state=PetitionState.OPEN)
        petitions = [
            {
                "action": row.action, "url": full(f"/petitions/{row.number}"), "state": state_of(row),
                "constituency_signature_count": row.signed_here, "total_signature_count": row.signature_count,
            }
            for row in rows[:MOST]
        ]  # fmt: skip
        member = area.members.first()
        mp = {"name": member.name, "url": None} if member else None
        return JsonResponse({"constituency": str(area.name), "ons_code": area.code, "mp": mp, "petitions": petitions})


ARCHIVE = {"folder": "archived/petitions", "type_": "archived-petition"}
urlpatterns = [
    path("petitions.json", PetitionsJson.as_view(), name="uk_petitions"),
    path("petitions/<int:number>.json", PetitionJson.as_view(), name="uk_petition"),
    path("petitions/<int:number>/count.json", CountJson.as_view(), name="uk_count"),
    path("petitions/local/<str:code>.json", LocalJson.as_view(), name="uk_local"),
    path("petitions/local/<str:code>/all.json", LocalJson.as_view(is_all=True), name="uk_local_all"),
    path("archived/petitions.json", PetitionsJson.as_view(**ARCHIVE), name="uk_archived_petitions"),
    path("archived/petitions/<int:number>.json", PetitionJson.as_view(**ARCHIVE), name="uk_archived_petition"),
]
