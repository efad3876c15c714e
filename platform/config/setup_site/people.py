"""The steps of the offices: committees, and the first invitations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.setup_site.forms import CommitteeForm, StaffForm
from config.setup_site.gate import StepDoor
from config.setup_site.steps import next_url
from core.accounts import assurance, invitations
from core.accounts.models import RoleGrant
from core.accounts.selectors import open_invitations
from core.institution.actions import finish_step
from core.parliament.actions import make_committee
from core.parliament.selectors import committees

SHOWN = 50


class OneByOne(StepDoor):
    """A step that adds one thing at a time and stays; its second button goes on."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on, or take the form."""
        if request.POST.get("verb") == "go_on":
            finish_step(self.key, by=self.actor, is_skipped=not self.has_any())
            return HttpResponseRedirect(next_url(self.key))
        return super().post(request, *args, **kwargs)

    def act(self, form: Any) -> str:
        """Add, and stay."""
        self.save(form)
        return str(self.request.path)

    def has_any(self) -> bool:
        """Tell whether there is one."""
        raise NotImplementedError


class Committees(OneByOne):
    """Which committees there are."""

    key = "committees"
    form_class = CommitteeForm

    def has_any(self) -> bool:
        """Tell whether there is one."""
        return committees().exists()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """List those that stand."""
        rows = committees()
        return super().get_context_data(rows=rows[:SHOWN], row_count=rows.count(), **context)

    def save(self, form: CommitteeForm) -> None:
        """Make one."""
        made = make_committee(name=form.texts("name"), remit=form.texts("remit"), by=self.actor)
        messages.success(self.request, _("Added: %(title)s") % {"title": made.name})


class Staff(OneByOne):
    """Who works here. Each invitation asks anew who sits there, like every change of people."""

    key = "staff"
    form_class = StaffForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask again who sits there before somebody is invited."""
        if not request.POST.get("verb"):
            assurance.require_fresh(request)
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the language of the page."""
        return {"language": get_language()}

    def has_any(self) -> bool:
        """Tell whether anybody else is here or invited."""
        others = RoleGrant.objects.exclude(user=self.actor.user)
        return others.exists() or open_invitations().exists()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """List who is invited."""
        rows = open_invitations()
        return super().get_context_data(rows=rows[:SHOWN], row_count=rows.count(), **context)

    def save(self, form: StaffForm) -> None:
        """Invite."""
        data = form.cleaned_data
        invitations.invite(
            data["email"], name=data["name"], language=data["language"], by=self.actor,
            roles=[(data["role"], data["committee"])],
        )  # fmt: skip
        messages.success(self.request, _("The invitation is on its way."))
