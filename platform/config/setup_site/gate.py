"""The gate of the set-up: an administrator whose session has passed the second factor, and nobody else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from config.setup_site.checklist import checklist, steps_found
from config.setup_site.steps import KEYS, STEPS, next_url, states, states_shown, step_of, trail
from core.accounts import assurance, selectors
from core.actors import Actor, actor_of
from core.errors import Forbidden
from core.institution import actions
from core.institution.rules import may_set_up
from core.web.doors import FormDoor


class Gate:
    """Put it before a view: who may not enter is led to sign in, to the second factor, or refused."""

    request: HttpRequest
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let an administrator in; the answer is kept nowhere."""
        if not settings.SETUP_PAGE:
            raise Http404
        if way := _way_in(request):
            return HttpResponseRedirect(f"{way}?{urlencode({'next': request.get_full_path()})}")
        self.actor = actor_of(request)
        if not may_set_up(self.actor, None):
            raise Forbidden
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        add_never_cache_headers(response)
        return response


def _way_in(request: HttpRequest) -> str:
    """Give the page that must be passed first; empty where nothing is missing that could be shown."""
    if not request.user.is_authenticated:
        return reverse("account_login")
    if selectors.works_here(request.user) and not assurance.has_second_factor(request):
        return reverse("account_prove")
    return ""


class StepDoor(Gate, FormDoor):
    """One step: `key` names it, `save(form)` calls the action. Saved or skipped, it leads on to the next one."""

    key = ""

    @property
    def template_name(self) -> str:  # type: ignore[override]
        """Give the template of the step."""
        return f"setup/{self.key}.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Skip, or take the form."""
        if request.POST.get("verb") == "skip":
            actions.finish_step(self.key, by=self.actor, is_skipped=True)
            return HttpResponseRedirect(next_url(self.key))
        return super().post(request, *args, **kwargs)

    def save(self, form: Any) -> None:
        """Call the step's action."""
        raise NotImplementedError

    def act(self, form: Any) -> str | HttpResponse:
        """Save, and note that the step is done, in one transaction."""
        with transaction.atomic():
            self.save(form)
            actions.finish_step(self.key, by=self.actor)
        return next_url(self.key)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the way: where one is, what was before, what state this step has."""
        at = KEYS.index(self.key)
        return super().get_context_data(
            here=step_of(self.key), steps=trail(self.key, states_shown(steps_found(checklist()))), step=at + 1,
            step_count=len(STEPS), back=STEPS[at - 1] if at else None, state=states().get(self.key, ""), **context,
        )  # fmt: skip
