"""Keys for the API: made for somebody who works here, shown once, revoked by a press. For administrators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import clock
from core.accounts import assurance, scopes, selectors, tokens
from core.accounts.models import ApiToken
from core.accounts.rules import may_keep_tokens
from core.actors import actor_of
from core.errors import DomainError
from core.web.doors import add_refusal

PAGE_SIZE = 50
LIVES = [(30, _("30 days")), (90, _("90 days")), (180, _("half a year")), (365, _("a year"))]


class TokenForm(forms.Form):
    """For whom, for what, and how long."""

    use_required_attribute = False
    user = forms.ModelChoiceField(selectors.people().none(), label=_("In whose name"), empty_label=_("Choose somebody"))
    label = forms.CharField(label=_("What is it for?"), max_length=50)
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("How long?"), choices=LIVES, coerce=int, initial=tokens.USUAL_DAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer who works here, and the scopes that there are."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["user"].queryset = selectors.people().filter(is_active=True, left_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["scopes"].choices = list(scopes.labels().items())  # type: ignore[attr-defined]


class Tokens(WagtailAdminTemplateMixin, FormView):
    """The list and the form; POST makes one, or revokes the one it names."""

    _show_breadcrumbs = True
    form_class = TokenForm
    template_name = "cms/backoffice/tokens.html"
    page_title = _("Keys for the API")
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let administrators in; before a change ask who sits there."""
        self.actor = actor_of(request)
        if not may_keep_tokens(self.actor, None):
            raise PermissionDenied
        if request.method == "POST":
            assurance.require_fresh(request)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand at the top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give one page of tokens, those that hold marked."""
        page = Paginator(selectors.tokens(), PAGE_SIZE).get_page(self.request.GET.get("p"))
        labels = scopes.labels()
        rows = [
            {"token": one, "holds": holds(one), "scopes": [str(labels.get(name, name)) for name in one.scopes]}
            for one in page
        ]
        facts = {
            "rows": rows, "page_obj": page, "is_paginated": page.has_other_pages(),
            "index_url": reverse("backoffice_tokens"),
        }  # fmt: skip
        return {**super().get_context_data(**kwargs), **facts}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Revoke where the button says so, else make one."""
        return self._revoke(request.POST["revoke"]) if "revoke" in request.POST else super().post(request)

    def form_valid(self, form: Any) -> HttpResponse:
        """Make the token and show its secret on this answer alone: nothing keeps it, so there is no page to lead to."""
        data = form.cleaned_data
        facts = {"label": data["label"], "scopes": data["scopes"], "days": data["days"]}
        try:
            token, secret = tokens.create_token(data["user"], by=self.actor, **facts)
        except DomainError as error:
            add_refusal(form, error)
            return self.form_invalid(form)
        context = self.get_context_data(form=self.form_class(), made=token, secret=secret)
        return self.render_to_response(context, status=201)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _revoke(self, raw: str) -> HttpResponse:
        token = ApiToken.objects.filter(public_id=_uuid(raw)).select_related("user").first()
        if token is None:
            raise Http404
        try:
            tokens.revoke_token(token, by=self.actor)
            messages.success(self.request, __("Done: %(title)s") % {"title": token.label})
        except DomainError as error:
            messages.error(self.request, str(error.message))
        return HttpResponseRedirect(reverse("backoffice_tokens"))


def holds(token: ApiToken) -> bool:
    """Tell whether a token opens anything now."""
    user = token.user
    return token.revoked_at is None and token.expires_at > clock.now() and user.is_active and user.left_at is None


class TokensItem(MenuItem):
    """The line in the menu; hidden from those it is not for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the one rule."""
        return may_keep_tokens(actor_of(request), None)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def add_menu_item() -> MenuItem:
    """Put the keys into the menu."""
    return TokensItem(_("Keys for the API"), reverse("backoffice_tokens"), name="tokens", icon_name="key", order=905)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


urlpatterns: list[URLPattern] = [path("desk/tokens/", Tokens.as_view(), name="backoffice_tokens")]
