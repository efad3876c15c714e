"""The doctor in the back office: the same table, for administrators, and what this very request says of the proxies."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from config.doctor.findings import ERROR, NOT_CHECKED, OK, WARNING, Finding, worst
from config.doctor.running import examine
from core.actors import actor_of
from core.institution.rules import may_set_up
from core.web import address

DOCTOR = gettext_lazy("Health of the installation")
ICON = "glasses"
AREAS = {
    "engines": gettext_lazy("Engines"), "keys": gettext_lazy("Keys"), "web": gettext_lazy("The way in"),
    "mail": gettext_lazy("Mail"), "clock": gettext_lazy("Time"), "storage": gettext_lazy("Files"),
    "work": gettext_lazy("Work and audit"), "search": gettext_lazy("Search"),
}  # fmt: skip
WORDS = {
    OK: gettext_lazy("well"), NOT_CHECKED: gettext_lazy("not checked"), WARNING: gettext_lazy("warning"),
    ERROR: gettext_lazy("broken"),
}  # fmt: skip
VERDICTS = {
    OK: gettext_lazy("This installation is healthy."),
    NOT_CHECKED: gettext_lazy("This installation is healthy as far as it could be looked at."),
    WARNING: gettext_lazy("This installation works. See the warnings."),
    ERROR: gettext_lazy("This installation is not well."),
}


def of_this_request(request: HttpRequest) -> list[Finding]:
    """Hold the headers of a request against the list of proxies: only a real request can tell."""
    peer = address.parse(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if not forwarded or peer is None or address.client(str(peer), "192.0.2.1") != peer:
        return []
    words = _("This page came through %(peer)s, which says for whom it speaks and is not in TRUSTED_PROXIES.")
    mend = _("If it is your proxy, add it to TRUSTED_PROXIES; else somebody forges X-Forwarded-For.")
    return [Finding("web", "this request", WARNING, words % {"peer": peer}, mend)]


class Doctor(WagtailAdminTemplateMixin, TemplateView):
    """What was found, area by area; looked at anew with each visit."""

    template_name = "cms/backoffice/doctor.html"
    page_title = DOCTOR
    header_icon = ICON
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let administrators in."""
        if not may_set_up(actor_of(request), None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": DOCTOR}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Look."""
        found = [*examine(), *of_this_request(self.request)]
        found.sort(key=lambda row: list(AREAS).index(row.area))
        areas = [
            {"name": AREAS[area], "id": area, "rows": [(row, WORDS[row.severity]) for row in rows]}
            for area, rows in groupby(found, key=lambda row: row.area)
        ]
        wrong = [row for row in found if row.severity in {WARNING, ERROR}]
        state = worst(found)
        return {**super().get_context_data(**kwargs), "areas": areas, "verdict": VERDICTS[state], "state": state,
                "wrong": sorted(wrong, key=lambda row: row.severity != ERROR)}  # fmt: skip


class DoctorItem(MenuItem):
    """The line in the menu of reports; hidden from those it is not for."""

    def __init__(self) -> None:
        """Stand first among the reports."""
        super().__init__(DOCTOR, reverse("backoffice_doctor"), name="doctor", icon_name=ICON, order=50)

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the one rule."""
        return may_set_up(actor_of(request), None)
