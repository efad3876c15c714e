"""A whole chamber at once: pause or let go on, end a term, carry over to the next. One tick, one action, one answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.actors import actor_of
from core.errors import DomainError, Invalid
from core.parliament.models import Chamber, Term
from petitions.actions import pausing
from petitions.rules import is_petitions_clerk

PAUSE, RESUME, DISSOLVE, CARRY = "pause", "resume", "dissolve", "carry_over"
CHOICES = (
    (PAUSE, gettext_lazy("Pause every open petition")),
    (RESUME, gettext_lazy("Let every paused petition go on")),
    (DISSOLVE, gettext_lazy("End the term: stop what is not published, pause what is carried over, close the rest")),
    (CARRY, gettext_lazy("Carry over into the newest term what was paused")),
)


class ChamberForm(forms.Form):
    """Which chamber, what, why, and that one means it."""

    use_required_attribute = False
    chamber = forms.ModelChoiceField(Chamber.objects.order_by("pk"), label=gettext_lazy("Chamber"), empty_label=None)
    what = forms.ChoiceField(
        label=gettext_lazy("What happens to its petitions"), choices=CHOICES, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, in words that the petitioners read"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    is_meant = forms.BooleanField(label=gettext_lazy("I have read the counts above and mean all of them"))


class PetitionTerms(WagtailAdminTemplateMixin, FormView):
    """GET counts what stands; POST makes one move for all of them."""

    form_class = ChamberForm
    template_name = "cms/backoffice/petition_terms.html"
    header_icon = "date"
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask who it is; 403 for those it is not for."""
        super().setup(request, *args, **kwargs)
        self.actor = actor_of(request)
        if not is_petitions_clerk(self.actor, None):
            raise PermissionDenied

    def get_page_title(self) -> str:
        """Name the screen."""
        return _("A whole chamber at once")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue."""
        index = {"url": reverse("backoffice_list", args=["petitions"]), "label": _("Petitions")}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Count, chamber by chamber."""
        stands = [{"chamber": row, **pausing.what_stands(row)} for row in Chamber.objects.order_by("pk")]
        return super().get_context_data(stands=stands, **context)

    def form_valid(self, form: ChamberForm) -> HttpResponse:
        """Make the move; a refusal comes back at its field with 422."""
        try:
            moved = self._move(**form.cleaned_data)
        except DomainError as error:
            for name, words in error.fields.items() or [("", error.message)]:
                form.add_error(name if name in form.fields else None, str(words))
            return self.form_invalid(form)
        facts = {"stopped": moved.stopped, "paused": moved.paused, "ended": moved.ended, "carried": moved.carried}
        messages.success(
            self.request,
            _("Stopped: %(stopped)s. Paused: %(paused)s. Closed: %(ended)s. Going on: %(carried)s.") % facts,
        )
        return HttpResponseRedirect(self.request.path)

    def form_invalid(self, form: ChamberForm) -> HttpResponse:
        """Show the form with its faults."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _move(self, *, chamber: Chamber, what: str, reason: str, **_facts: Any) -> pausing.Moved:
        if what == PAUSE:
            return pausing.pause_petitions(chamber, by=self.actor, reason=reason)
        if what == RESUME:
            return pausing.resume_petitions(chamber, by=self.actor)
        if what == DISSOLVE:
            return pausing.dissolve_chamber(chamber, by=self.actor, reason=reason)
        term = Term.objects.filter(chamber=chamber).first()
        if term is None:
            raise Invalid(fields={"chamber": _("This chamber has no term yet.")})
        return pausing.carry_over_petitions(term, by=self.actor)


urlpatterns = [path("desk/petitions/terms/", PetitionTerms.as_view(), name="backoffice_petition_terms")]
