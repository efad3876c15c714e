"""The kinds of petition and the offices with duties: administrators read and change them, each change a version."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.petition_kind_forms import KindForms, OfficeForm
from core.actors import Actor, actor_of
from core.errors import DomainError
from core.fields import TranslatedText
from core.institution.rules import may_set_up
from petitions.actions.kinds import retire_kind, revise_kind
from petitions.actions.offices import OfficeFacts, save_office
from petitions.duties import kinds_with_use
from petitions.kind_facts import KindFacts, facts_of
from petitions.models import DutyOffice, PetitionKind

HOME = "backoffice_kinds"
TITLE = _("Kinds of petition")


class KindScreen(WagtailAdminTemplateMixin):
    """What the screens share: for administrators; the way back."""

    _show_breadcrumbs = True
    header_icon = "form"
    page_title = TITLE
    request: HttpRequest
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may set the parliament up."""
        self.actor = actor_of(request)
        if not may_set_up(self.actor, None):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse(HOME), "label": TITLE}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def done(self, words: object) -> HttpResponse:
        """Lead back to the list with a word."""
        messages.success(self.request, __("Done: %(title)s") % {"title": words})
        return HttpResponseRedirect(reverse(HOME))


class Kinds(KindScreen, TemplateView):
    """Every kind with its versions and how many petitions stand under each; the offices that owe duties."""

    template_name = "cms/backoffice/petition_kinds.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give kinds and offices, in two queries."""
        offices = DutyOffice.objects.select_related("committee").order_by("key")
        return super().get_context_data(kinds=kinds_with_use(), offices=offices, **kwargs)


class WriteKind(KindScreen, TemplateView):
    """The current version in a form; to save makes the next one. Without a key in the address: a new kind."""

    template_name = "cms/backoffice/petition_kind.html"

    @cached_property
    def known(self) -> KindFacts | None:
        """Give what the newest version says; 404 for an unknown key."""
        if "key" not in self.kwargs:
            return None
        rows = PetitionKind.objects.filter(key=self.kwargs["key"]).select_related("chamber")
        kind = rows.order_by("-is_current", "-version").first()
        if kind is None:
            raise Http404
        return facts_of(kind)

    def get_page_title(self) -> str:
        """Name the kind."""
        return str(TranslatedText(self.known.name)) or self.known.key if self.known else __("A new kind of petition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the forms."""
        return super().get_context_data(**{"forms": KindForms(self.known), "known": self.known, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the next version, or let no new petition start under this kind."""
        forms = KindForms(self.known, request.POST)
        try:
            if "retire" in request.POST and self.known:
                retire_kind(self.known.key, by=self.actor)
                return self.done(self.get_page_title())
            if not forms.is_valid():
                return self.again(forms, 422)
            if self.known is None and PetitionKind.objects.filter(key=forms.kind.cleaned_data["key"]).exists():
                forms.kind.refuse("key", _("There is a kind with this key."))
                return self.again(forms, 422)
            kind = revise_kind(forms.facts(), by=self.actor)
        except DomainError as error:
            forms.is_valid()
            forms.refuse(error)
            return self.again(forms, error.status)
        return self.done(kind)

    def again(self, forms: KindForms, status: int) -> HttpResponse:
        """Show the forms with their faults, everything typed kept."""
        return self.render_to_response(self.get_context_data(forms=forms), status=status)


class WriteOffice(KindScreen, FormView):
    """An office with duties: its name, its mail box, its committee."""

    form_class = OfficeForm
    template_name = "cms/backoffice/write.html"
    page_title = _("An office with duties")

    @cached_property
    def office(self) -> DutyOffice | None:
        """Give the office; None for a new one."""
        return get_object_or_404(DutyOffice, pk=self.kwargs["pk"]) if "pk" in self.kwargs else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the button."""
        return super().get_context_data(**{"button": _("Save"), **kwargs})

    def get_initial(self) -> dict[str, Any]:
        """Show what stands."""
        if self.office is None:
            return {}
        names = {f"name_{code}": text for code, text in self.office.name.items()}
        return {"key": self.office.key, "mailbox": self.office.mailbox, "committee": self.office.committee_id, **names}

    def form_valid(self, form: OfficeForm) -> HttpResponse:
        """Save it."""
        data = form.cleaned_data
        facts = OfficeFacts(data["key"], form.texts("name"), data["mailbox"], data["committee"])
        try:
            office = save_office(self.office, facts, by=self.actor)
        except DomainError as error:
            for name, words in error.fields.items():
                form.refuse(name, words)
            return self.form_invalid(form)
        return self.done(office)

    def form_invalid(self, form: OfficeForm) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class KindsItem(MenuItem):
    """The line in the menu; hidden from those it is not for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask who may set up."""
        return may_set_up(actor_of(request), None)


@hooks.register("register_settings_menu_item")  # type: ignore[untyped-decorator]
def kinds_item() -> MenuItem:
    """Lead to the kinds."""
    return KindsItem(TITLE, reverse(HOME), name="petition-kinds", icon_name="form", order=300)


urlpatterns: list[URLPattern] = [
    path("desk/petitions/kinds/", Kinds.as_view(), name=HOME),
    path("desk/petitions/kinds/new/", WriteKind.as_view(), name="backoffice_kind_new"),
    path("desk/petitions/kinds/offices/new/", WriteOffice.as_view(), name="backoffice_office_new"),
    path("desk/petitions/kinds/offices/<int:pk>/", WriteOffice.as_view(), name="backoffice_office"),
    path("desk/petitions/kinds/<slug:key>/write/", WriteKind.as_view(), name="backoffice_kind"),
]
