"""The administrators' switches: every door, whether it is open, and what the public reads while it is not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.moments import MomentField
from core.accounts import assurance
from core.actors import actor_of
from core.errors import DomainError
from core.operations import actions
from core.operations.doors import DOORS, HOUSE, Door
from core.operations.lifecycle import may_switch
from core.operations.models import Switch, SwitchState
from core.web.doors import add_refusal

ICON = "warning"
TITLE = _("Switches")


class SwitchScreen(WagtailAdminTemplateMixin):
    """What both screens share: administrators only, asked anew before a change."""

    _show_breadcrumbs = True
    header_icon = ICON
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let administrators in."""
        self.actor = actor_of(request)
        if not may_switch(self.actor, None):
            raise PermissionDenied
        if request.method == "POST":
            assurance.require_fresh(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Switches(SwitchScreen, TemplateView):
    """Every door in one table."""

    template_name = "cms/backoffice/switches.html"
    page_title = TITLE

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them in one query."""
        stopped = {row.door: row for row in Switch.objects.filter(state=SwitchState.STOPPED)}
        rows = [
            {
                "door": door,
                "stopped": stopped.get(key),
                "url": reverse("backoffice_switch", args=[key]),
                "is_house": key == HOUSE,
            }
            for key, door in DOORS.items()
        ]
        return super().get_context_data(rows=rows, by_setting=settings.READ_ONLY, **kwargs)


class StopForm(forms.Form):
    """Why a door is stopped, in each language, and until when."""

    use_required_attribute = False
    expected_end = MomentField(
        label=_("Expected end"), required=False,
        help_text=_("On the parliament’s clock. It is told to the public; the door opens only when you open it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put a field for the reason in each language first."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for code, name in settings.LANGUAGES:
            attrs = {"rows": 2, "lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
            label = _("Reason (%(language)s)") % {"language": name}
            self.fields[f"reason_{code}"] = forms.CharField(
                label=label, required=False, max_length=300, widget=forms.Textarea(attrs=attrs)
            )
        self.order_fields([f"reason_{code}" for code, _name in settings.LANGUAGES])

    def words(self) -> dict[str, str]:
        """Give the reason by language."""
        return {code: self.cleaned_data[f"reason_{code}"] for code, _name in settings.LANGUAGES}


class SwitchDoor(SwitchScreen, FormView):
    """One door: stop it, change its words, open it again."""

    form_class = StopForm
    template_name = "cms/backoffice/switch.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the door; 404 where there is none."""
        super().setup(request, *args, **kwargs)
        if kwargs["door"] not in DOORS:
            raise Http404
        self.door: Door = DOORS[kwargs["door"]]
        self.stopped = Switch.objects.filter(door=self.door.key, state=SwitchState.STOPPED).first()

    def get_page_title(self) -> str:
        """Name the door."""
        return str(self.door.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the table."""
        index = {"url": reverse("backoffice_switches"), "label": TITLE}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_initial(self) -> dict[str, Any]:
        """Begin with what the public reads now."""
        if self.stopped is None:
            return {}
        words = {f"reason_{code}": text for code, text in self.stopped.reason.items()}
        return {**words, "expected_end": self.stopped.expected_end}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the door."""
        facts = {"door": self.door, "stopped": self.stopped, "is_house": self.door.key == HOUSE}
        return super().get_context_data(**facts, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open it, or take the form."""
        if "open" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            actions.open_door(self.door.key, by=self.actor)
        except DomainError as error:
            messages.error(request, str(error.message))
        return self._back()

    def form_valid(self, form: StopForm) -> HttpResponse:
        """Stop it, or change the words."""
        end = form.cleaned_data["expected_end"]
        try:
            actions.stop_door(self.door.key, by=self.actor, words=form.words(), expected_end=end)
        except DomainError as error:
            add_refusal(form, error)
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        return self._back()

    def form_invalid(self, form: StopForm) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _back(self) -> HttpResponse:
        messages.success(self.request, __("Done: %(title)s") % {"title": self.door.label})
        return HttpResponseRedirect(reverse("backoffice_switches"))


class SwitchesItem(MenuItem):
    """The line in the menu; hidden from those it is not for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask who may switch."""
        return may_switch(actor_of(request), None)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def switches_item() -> MenuItem:
    """Lead to the switches."""
    return SwitchesItem(TITLE, reverse("backoffice_switches"), name="switches", icon_name=ICON, order=910)


urlpatterns: list[URLPattern] = [
    path("desk/switches/", Switches.as_view(), name="backoffice_switches"),
    path("desk/switches/<slug:door>/", SwitchDoor.as_view(), name="backoffice_switch"),
]
