"""The people of the House: who works here, who is invited, which roles they hold. For administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.people_forms import InviteForm, LeaveForm, RoleForm
from core.accounts import actions, assurance, invitations, selectors
from core.accounts.models import Invitation, User
from core.accounts.rules import is_people_admin, may_change_person
from core.actors import actor_of
from core.audit.access import record_access, record_look
from core.errors import DomainError
from core.web.doors import add_refusal

PAGE_SIZE = 50
ICON = "group"
PEOPLE = gettext_lazy("People")


class PeopleDoor(WagtailAdminTemplateMixin):
    """What these screens share: only administrators, and each change is asked for anew after five minutes."""

    _show_breadcrumbs = True
    header_icon = ICON
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let administrators in; before a change ask who sits there."""
        self.actor = actor_of(request)
        if not is_people_admin(self.actor, None):
            raise PermissionDenied
        if request.method == "POST":
            assurance.require_fresh(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        index = {"url": reverse("backoffice_people"), "label": PEOPLE}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]


class People(PeopleDoor, TemplateView):
    """The list: who works here, who is invited, who has left."""

    template_name = "cms/backoffice/people.html"
    page_title = PEOPLE

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show them; whose names and addresses were read leaves a line in the audit trail."""
        rows = len(context["people"]) + len(context["invited"])
        record_look("people", by=self.actor, kinds={"name", "email"}, rows=rows)
        return super().render_to_response(context, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": PEOPLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give a page of people, and all open invitations."""
        words = self.request.GET.get("q", "").strip()[:100]
        rows = selectors.people().annotate(seen_at=Max("sessions__seen_at")).order_by("left_at", "name", "pk")
        if words:
            rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        people = [{"person": one, "is_strong": selectors.has_second_factor_of_own(one)}
                  for one in page]  # fmt: skip
        invited = list(selectors.open_invitations()[:PAGE_SIZE])
        facts = {
            "people": people,
            "page_obj": page,
            "words": words,
            "invited": invited,
            "is_paginated": page.has_other_pages(),
        }
        return {**super().get_context_data(**kwargs), **facts, "index_url": reverse("backoffice_people")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Mail an invitation again, or take it back."""
        invitation = Invitation.objects.filter(public_id=_uuid(request.POST.get("invitation", ""))).first()
        act = {"again": invitations.send_again, "withdraw": invitations.withdraw}.get(request.POST.get("verb", ""))
        if invitation is None or act is None:
            raise Http404
        try:
            act(invitation, by=self.actor)
            messages.success(request, _("Done: %(title)s") % {"title": invitation.name})
        except DomainError as error:
            messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("backoffice_people"))


class Invite(PeopleDoor, FormView):
    """Invite somebody to the staff."""

    form_class = InviteForm
    template_name = "cms/backoffice/people_invite.html"
    page_title = gettext_lazy("Invite somebody")

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the invitation."""
        data = form.cleaned_data
        try:
            invitations.invite(
                data["email"], name=data["name"], language=data["language"], by=self.actor,
                roles=[(data["role"], data["committee"])],
            )  # fmt: skip
        except DomainError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        messages.success(self.request, _("The invitation is on its way."))
        return HttpResponseRedirect(reverse("backoffice_people"))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Person(PeopleDoor, TemplateView):
    """One person: roles, sessions, second factor, leaving. POST does what its button names."""

    template_name = "cms/backoffice/person.html"
    forms = {"add_role": RoleForm, "leave": LeaveForm}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person."""
        super().setup(request, *args, **kwargs)
        person = selectors.people().filter(public_id=kwargs["public_id"]).first()
        if person is None:
            raise Http404
        self.person: User = person

    def get_page_title(self) -> str:
        """Give the name."""
        return self.person.name

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the person; the look leaves a line in the audit trail."""
        record_access(self.person, by=self.actor, kinds={"name", "email", "session"})
        return super().render_to_response(context, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give roles, sessions and forms; a form that was refused comes back as it was."""
        person, tried = self.person, kwargs.get("tried", {})
        shown = {verb: tried.get(verb) or form(prefix=verb, person=person) for verb, form in self.forms.items()}
        return {
            **super().get_context_data(**kwargs),
            "person": person,
            "grants": list(person.grants.all()),
            "sessions": list(selectors.sessions_of(person)[:PAGE_SIZE]),
            "factors": [str(row) for row in selectors.second_factors(person)],
            "may_change": may_change_person(self.actor, person) and person.left_at is None,
            "forms": shown,
            "refused": kwargs.get("refused", ""),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it; 422 for a fault in a form, the refusal's own status for what is not allowed."""
        verb = request.POST.get("verb", "")
        form = self.forms[verb](request.POST, prefix=verb, person=self.person) if verb in self.forms else None
        if form is not None and not form.is_valid():
            return self.render_to_response(self.get_context_data(tried={verb: form}), status=422)
        act = self._acts().get(verb)
        if act is None:
            raise Http404
        try:
            act(form.cleaned_data if form else {})
        except DomainError as error:
            context = self.get_context_data(refused=str(error.message), tried={verb: form} if form else {})
            return self.render_to_response(context, status=error.status)
        messages.success(request, _("Done: %(title)s") % {"title": self.person.name})
        return HttpResponseRedirect(request.path)

    def _acts(self) -> dict[str, Callable[[dict[str, Any]], Any]]:
        """Give what each button calls."""
        person, by = self.person, self.actor
        return {
            "add_role": lambda data: actions.add_role(person, data["role"], by=by, committee=data["committee"]),
            "end_role": lambda _data: actions.end_role(self._grant(), by=by),
            "reset": lambda _data: actions.reset_second_factor(person, by=by),
            "sign_out": lambda _data: actions.sign_out_everywhere(person, by=by),
            "leave": lambda data: actions.leave(person, to=data["to"], by=by),
        }

    def _grant(self) -> Any:
        raw = self.request.POST.get("grant", "")
        found = next((grant for grant in self.person.grants.all() if str(grant.pk) == raw), None)
        if found is None:
            raise Http404
        return found


class PeopleItem(MenuItem):
    """The line in the menu; hidden from those it is not for."""

    def __init__(self) -> None:
        """Stand behind the offices."""
        super().__init__(PEOPLE, reverse("backoffice_people"), name="people", icon_name=ICON, order=900)

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the one rule."""
        return is_people_admin(actor_of(request), None)


def people_instead(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Stand in the place of Wagtail's users and groups: groups follow roles, so nobody sets them by hand."""
    return HttpResponseRedirect(reverse("backoffice_people"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
