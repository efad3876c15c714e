"""The step of the seats: a file is shown first, and brought in only when somebody says so.

Between the two the file lies encrypted in the private storage under one name; it goes when it was brought in, when
another one comes, or when the step is left.
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from config.setup_site.actions import import_seats, rehearse_seats
from config.setup_site.forms import SeatsForm
from config.setup_site.gate import StepDoor
from config.setup_site.steps import next_url
from core import crypto
from core.errors import Invalid
from core.institution.actions import finish_step
from core.parliament.importing.plan import Fault, Refused
from core.parliament.models import Area, Committee, Member, PostcodePrefix
from core.web.numbers import number

PLACE = "setup/seats"
SHOWN = 50
KINDS = {
    "areas": _("constituencies and regions"), "prefixes": _("postcode prefixes"), "members": _("members"),
    "committees": _("committees"), "seats": _("places in committees"),
}  # fmt: skip
GONE = _("The file is no longer here. Choose it again.")
FAULTY = _("This file has faults. Nothing was changed.")


class Seats(StepDoor):
    """Choose a file; look; bring it in; go on."""

    key = "seats"
    form_class = SeatsForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button names; without a name it is the file."""
        acts = {"write": self._write, "drop": self._drop, "go_on": self._go_on}
        act = acts.get(request.POST.get("verb", ""))
        if request.POST.get("verb") == "skip":
            _forget()
        return act() if act else super().post(request, *args, **kwargs)

    def act(self, form: SeatsForm) -> HttpResponse | str:
        """Hold a file against what stands; show all its faults, or keep it and show what it holds."""
        try:
            rehearse_seats(form.text)
        except Refused as refused:
            _forget()
            form.add_error("file", FAULTY)
            context = self.get_context_data(form=form, has_error=True, **_faults(refused.faults))
            return self.render_to_response(context, status=422)
        _keep(form.text)
        return f"{self.request.path}#preview"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give what the waiting file holds, and what stands already."""
        waiting = None if context.get("has_error") else _kept()
        counts: dict[str, int] = {}
        if waiting is not None:
            try:
                counts = rehearse_seats(waiting)
            except Refused as refused:
                context = {**_faults(refused.faults), **context}
        stands = {
            "areas": Area.objects.filter(scheme="own").count(), "prefixes": PostcodePrefix.objects.count(),
            "members": Member.objects.count(), "committees": Committee.objects.count(),
        }  # fmt: skip
        return super().get_context_data(
            preview=[_line(kind, count) for kind, count in counts.items() if count],
            stands=[_line(kind, count) for kind, count in stands.items()],
            has_any=any(stands.values()), **context,
        )  # fmt: skip

    def _write(self) -> HttpResponse:
        """Bring the waiting file in; faults that came up meanwhile are shown and change nothing."""
        text = _kept()
        if text is None:
            return self.refused_by(Invalid(GONE), _empty_form())
        try:
            import_seats(text, by=self.actor)
        except Refused as refused:
            form = _empty_form()
            form.add_error(None, FAULTY)
            context = self.get_context_data(form=form, has_error=True, **_faults(refused.faults))
            return self.render_to_response(context, status=422)
        _forget()
        return HttpResponseRedirect(self.request.path)

    def _drop(self) -> HttpResponse:
        _forget()
        return HttpResponseRedirect(self.request.path)

    def _go_on(self) -> HttpResponse:
        """Leave the step: done where there is a seat, else skipped."""
        _forget()
        finish_step(self.key, by=self.actor, is_skipped=not Area.objects.exists())
        return HttpResponseRedirect(next_url(self.key))


def _line(kind: str, count: int) -> dict[str, Any]:
    return {"label": capfirst(str(KINDS[kind])), "value": number(count)}


def _empty_form() -> SeatsForm:
    """Give a form that can carry an error without having been filled in."""
    form = SeatsForm({}, {})
    form.errors.clear()
    return form


def _faults(faults: list[Fault]) -> dict[str, Any]:
    return {"faults": faults[:SHOWN], "fault_count": len(faults), "more_faults": max(0, len(faults) - SHOWN)}


def _keep(text: str) -> None:
    _forget()
    storages["private"].save(PLACE, ContentFile(crypto.encrypt_bytes(text.encode())))


def _kept() -> str | None:
    try:
        with storages["private"].open(PLACE) as file:
            return crypto.decrypt_bytes(file.read()).decode()
    except FileNotFoundError:
        return None


def _forget() -> None:
    storages["private"].delete(PLACE)
