"""The figures of the defence, and its lists of domains and networks, for the institution to set."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from cms.backoffice.forms import ltr
from cms.backoffice.petition_held import HeldDoor
from core.accounts import assurance
from core.errors import DomainError
from core.limits.rules import RULES
from core.web.doors import add_refusal
from petitions.actions.figures import FIGURES, NUMBERS, add_source, drop_source, set_figures
from petitions.models import HoldSource
from petitions.sources import COMMON_DOMAINS, figures_row
from petitions.states import HeldBy, SourceIs

LABELS = {
    HeldBy.NETWORK: format_lazy(_("By network (IPv4 {four}, IPv6 {six})"), four=ltr("/24"), six=ltr("/64")),
    HeldBy.DOMAIN: _("By domain"),
    HeldBy.PETITION: _("By petition"),
}
HINT = _(
    "For example {example}: no more than 20 in a minute and 200 in an hour. {off} switches the rule off. "
    "Usual: {figures}"
)
NUMBER_LABELS = {
    "hold_days": _("Decided within so many days"), "four_eyes_above": _("Two people for an invalidation of more than"),
    "warn_network": _("Warn: one network in an hour"), "warn_domain": _("Warn: one domain in an hour"),
    "warn_minute": _("Warn: one petition in a minute"),
}  # fmt: skip


class FiguresForm(forms.Form):
    """Every figure; an empty one is the usual one."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each figure with its usual value."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in FIGURES:
            usual = HINT.format(example=ltr("20/m 200/h"), off=ltr("off"), figures=ltr(RULES[f"hold.{name}"].figures))
            self.fields[name] = forms.CharField(label=LABELS[name], required=False, max_length=40, help_text=usual)
        for number in NUMBERS:
            self.fields[number] = forms.IntegerField(label=NUMBER_LABELS[number], min_value=0, max_value=999_999)


class SourceForm(forms.Form):
    """One domain or network."""

    use_required_attribute = False
    of = forms.ChoiceField(label=_("What"), choices=[(HeldBy.DOMAIN, _("Domain")), (HeldBy.NETWORK, _("Network"))])
    pattern = forms.CharField(label=_("Domain or network"), max_length=120)
    stands = forms.ChoiceField(label=_("What holds for it"), choices=SourceIs.choices)
    note = forms.CharField(label=_("Note for colleagues"), max_length=200, required=False)


class Defence(HeldDoor, FormView):
    """GET shows figures and lists; POST sets the figures, adds a source, or drops the one it names."""

    form_class = FiguresForm
    template_name = "cms/backoffice/defence.html"
    page_title = _("Figures and lists")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask again who sits there before a change."""
        if request.method == "POST":
            assurance.require_fresh(request)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Show what is set."""
        row = figures_row()
        return {name: getattr(row, name) for name in (*FIGURES, *NUMBERS)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lists."""
        kwargs.setdefault("source_form", SourceForm(label_suffix=""))
        rows = HoldSource.objects.all()
        return super().get_context_data(sources=rows, common=", ".join(COMMON_DOMAINS), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button names."""
        verb = request.POST.get("verb", "")
        if verb == "drop":
            drop_source(by=self.actor, of=request.POST.get("of", ""), pattern=request.POST.get("pattern", ""))
            return HttpResponseRedirect(request.path)
        return self._add() if verb == "add" else super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the figures."""
        try:
            set_figures(by=self.actor, **form.cleaned_data)
        except DomainError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, __("The figures are set."))
        return HttpResponseRedirect(self.request.path)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _add(self) -> HttpResponse:
        source_form = SourceForm(self.request.POST, label_suffix="")
        if source_form.is_valid():
            try:
                add_source(by=self.actor, **source_form.cleaned_data)
            except DomainError as error:
                add_refusal(source_form, error)
            else:
                return HttpResponseRedirect(self.request.path)
        form = FiguresForm(initial=self.get_initial())
        return self.render_to_response(self.get_context_data(form=form, source_form=source_form), status=422)


urlpatterns = [path("desk/held/figures/", Defence.as_view(), name="backoffice_defence")]
