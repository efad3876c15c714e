"""The parliament's days off: administrators read, add and remove them; deadlines that begin from now on know them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.moments import DayField
from cms.backoffice.writing import TextsForm
from core import clock
from core.actors import Actor, actor_of
from core.errors import DomainError
from core.institution.rules import may_set_up
from core.parliament.actions import add_day_off, remove_day_off
from core.parliament.selectors import days_off
from core.web.doors import add_refusal

HOME = "backoffice_days_off"
TITLE = _("Days off")


class DayOffForm(TextsForm):
    """A day and its name in each language."""

    texts_labels: ClassVar = {"name": _("Name")}
    main_texts = frozenset({"name"})
    day = DayField(label=_("Day"))


class DaysOff(WagtailAdminTemplateMixin, FormView):
    """The list with a button to remove each day, and the form that adds one."""

    _show_breadcrumbs = True
    header_icon = "date"
    page_title = TITLE
    form_class = DayOffForm
    template_name = "cms/backoffice/days_off.html"
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may set the parliament up."""
        self.actor = actor_of(request)
        if not may_set_up(self.actor, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the days, in one query: those to come, and those that are past."""
        days, today = list(days_off()), clock.today()
        past = [row for row in days if row.day < today]
        return super().get_context_data(coming=days[len(past) :], past=past[::-1], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Remove a day where its button was pressed, else add the one of the form."""
        day = parse_day(request.POST.get("remove", ""))
        if day is None:
            return super().post(request, *args, **kwargs)
        if remove_day_off(day=day, by=self.actor):
            messages.success(request, __("A working day again."))
        return HttpResponseRedirect(reverse(HOME))

    def form_valid(self, form: DayOffForm) -> HttpResponse:
        """Add it."""
        try:
            row = add_day_off(day=form.cleaned_data["day"], name=form.texts("name"), by=self.actor)
        except DomainError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, __("Done: %(title)s") % {"title": row})
        return HttpResponseRedirect(reverse(HOME))

    def form_invalid(self, form: DayOffForm) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def parse_day(text: str) -> Any:
    """Read an ISO date; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


class DaysOffItem(MenuItem):
    """The line in the menu; hidden from those it is not for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask who may set up."""
        return may_set_up(actor_of(request), None)


@hooks.register("register_settings_menu_item")  # type: ignore[untyped-decorator]
def days_off_item() -> MenuItem:
    """Lead to the days off."""
    return DaysOffItem(TITLE, reverse(HOME), name="days-off", icon_name="date", order=310)


urlpatterns: list[URLPattern] = [path("desk/days-off/", DaysOff.as_view(), name=HOME)]
