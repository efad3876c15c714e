"""Writing a petition: one question a page; each page is saved when one goes on."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.generic import FormView, TemplateView, View

from core.actors import Actor, actor_of
from core.limits.doors import LimitedView
from core.web.doors import FormDoor
from core.web.forms import HouseForm
from petitions import actions
from petitions.actions import drafting
from petitions.actions.starting import manage_key
from petitions.draft_forms import (
    ActionForm,
    BackgroundForm,
    DetailsForm,
    LaterForm,
    SimilarForm,
    StandardsForm,
    WriterForm,
    writer_initial,
)
from petitions.drafts import draft_link_by_token, finished_pages, first_unfinished, is_draft_complete, is_sent
from petitions.models import DraftLink, PetitionDraft
from petitions.presenting import drafts as presenting
from petitions.similar import Similar, similar_petitions


class StartPetition(FormDoor):
    """The first page: what should happen. It makes the draft."""

    form_class = ActionForm
    limits = "draft"
    gives_secret = True
    template_name = "petitions/step_what.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the steps."""
        return super().get_context_data(**presenting.steps("what", ""), **context)

    def act(self, form: ActionForm) -> str:
        """Begin the draft; lead on to the similar petitions."""
        language = get_language() or "en"
        _draft, token = actions.start_draft(form.cleaned_data["action"], language=language, by=actor_of(self.request))
        return presenting.page_url("similar", token)


class SimilarWhileWriting(LimitedView, View):
    """A piece of a page: petitions that ask for something like what is typed. Nothing is kept of what is sent."""

    limits = "search"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the list; empty where nothing is near."""
        found = similar_petitions(request.POST.get("action", "")[:500], language=get_language() or "en")
        entries = presenting.similar_entries(found)
        response = render(request, "petitions/_similar_while_writing.html", {"entries": entries})
        response["Cache-Control"] = "no-store"
        return response


class Held(View):
    """A page of one draft, found by the token in its address. Raises NotFound for a token that opens nothing."""

    @property
    def token(self) -> str:
        """Give the token as it stands in the address."""
        return str(self.kwargs["token"])

    @cached_property
    def link(self) -> DraftLink:
        """Give the link."""
        return draft_link_by_token(self.token)

    @property
    def draft(self) -> PetitionDraft:
        """Give the draft behind the link."""
        return self.link.draft

    @property
    def actor(self) -> Actor:
        """Give the holder of the link as an actor: nobody known."""
        return actor_of(self.request)

    def address(self, page: str) -> str:
        """Give the address of another page of the same draft."""
        return reverse(f"petitions:draft_{page}", args=[self.token])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page, or lead on where the draft was sent; no cache and no search engine learns of it."""
        response: HttpResponseBase
        if is_sent(self.draft) and not getattr(self, "shows_sent", False):
            response = HttpResponseRedirect(_way_on(self.link, self.token))
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _way_on(link: DraftLink, token: str) -> str:
    """A link that proves the address leads to the petitioner's page; any other one only says that it was sent."""
    petition = link.draft.petition
    if link.mailed_at is not None and petition is not None:
        return reverse("petitions:petition_status", args=[manage_key(petition)])
    return reverse("petitions:draft_sent", args=[token])


class Draft(Held):
    """The way back: leads to the first page that is not finished."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Lead on."""
        return HttpResponseRedirect(self.address(first_unfinished(self.draft)))


class Step(Held, FormDoor):
    """One page of a draft."""

    limits = "save"
    step = ""
    following = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save each time: saving twice does no harm, and going back and saving an older text must work."""
        return FormView.post(self, request, *args, **kwargs)

    def result(self) -> str:
        """Give the next page, the check page where that was the way in, or the one that says that all is saved."""
        if "later" in self.request.POST:
            return self.address("saved")
        return self.address("check" if is_draft_complete(self.draft) else self.following)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the draft and the steps."""
        return super().get_context_data(
            draft=self.draft, token=self.token, **presenting.steps(self.step, self.token, self.draft), **context
        )


class WhatStep(Step):
    """What should happen, once more."""

    step, following = "what", "similar"
    form_class = ActionForm
    template_name = "petitions/step_what.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        return {"action": self.draft.action}

    def act(self, form: ActionForm) -> str:
        """Save."""
        drafting.save_action(self.draft, form.cleaned_data["action"], by=self.actor)
        return self.result()


class SimilarStep(Step):
    """Petitions that ask for something like it: sign one of them instead, or say how this one differs."""

    step, following = "similar", "why"
    form_class = SimilarForm
    template_name = "petitions/step_similar.html"

    @cached_property
    def found(self) -> list[Similar]:
        """Give at most five."""
        text = f"{self.draft.action} {self.draft.background}"
        return similar_petitions(text, language=get_language() or "en")

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        near = self.draft.differs_from
        return {"nearest": str(near.number) if near else "", "because": self.draft.differs_because}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add what can be chosen: what is shown, and what was chosen before."""
        near = [one.petition for one in self.found]
        chosen = self.draft.differs_from
        if chosen is not None and chosen.pk not in {petition.pk for petition in near}:
            near.append(chosen)
        return {**super().get_form_kwargs(), "near": near}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the list."""
        return super().get_context_data(entries=presenting.similar_entries(self.found), **context)

    def act(self, form: SimilarForm) -> str:
        """Save."""
        because = form.cleaned_data.get("because", "")
        drafting.save_comparison(self.draft, number=form.number, because=because, by=self.actor)
        return self.result()


class WhyStep(Step):
    """Why it matters."""

    step, following = "why", "more"
    form_class = BackgroundForm
    template_name = "petitions/step_why.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        return {"background": self.draft.background}

    def act(self, form: BackgroundForm) -> str:
        """Save."""
        drafting.save_background(self.draft, form.cleaned_data["background"], by=self.actor)
        return self.result()


class MoreStep(Step):
    """What more there is to say."""

    step, following = "more", "standards"
    form_class = DetailsForm
    template_name = "petitions/step_more.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        return {"details": self.draft.details}

    def act(self, form: DetailsForm) -> str:
        """Save."""
        drafting.save_details(self.draft, form.cleaned_data["details"], by=self.actor)
        return self.result()


class StandardsStep(Step):
    """Three questions; a no is explained before anybody reads the petition."""

    step, following = "standards", "you"
    form_class = StandardsForm
    template_name = "petitions/step_standards.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        return {key: "yes" if is_kept else "no" for key, is_kept in self.draft.standards.items()}

    def act(self, form: StandardsForm) -> str:
        """Save; a no leads to its explanation."""
        drafting.save_standards(self.draft, form.answers, by=self.actor)
        is_kept = all(form.answers.values()) or "later" in self.request.POST
        return self.result() if is_kept else self.address("explained")


class StandardsExplained(Held, TemplateView):
    """What each standard means to which the writer said no."""

    template_name = "petitions/step_explained.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the explanations and where it goes on."""
        done = finished_pages(self.draft)
        return super().get_context_data(
            draft=self.draft, explained=presenting.broken_standards(self.draft),
            next_url=self.address("check" if "you" in done else "you"), what_url=self.address("what"),
            **presenting.steps("standards", self.token, self.draft), **context,
        )  # fmt: skip


class YouStep(Step):
    """Who writes."""

    step, following = "you", "check"
    form_class = WriterForm
    template_name = "petitions/step_you.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        return writer_initial(self.draft)

    def act(self, form: WriterForm) -> str:
        """Save."""
        drafting.save_writer(self.draft, form.writer, by=self.actor)
        return self.result()


class CheckStep(Held, FormDoor):
    """Everything on one page, with a way to change each part, and the button that sends it."""

    form_class = HouseForm
    limits = "petition"
    template_name = "petitions/step_check.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add what would be sent."""
        return super().get_context_data(
            draft=self.draft, token=self.token, groups=presenting.check_groups(self.draft, self.token),
            proves=self.link.mailed_at is not None, unfinished=self.unfinished(),
            **presenting.steps("check", self.token, self.draft), **context,
        )  # fmt: skip

    def unfinished(self) -> str:
        """Give the address of the first page that is not finished; empty where all are."""
        return "" if is_draft_complete(self.draft) else self.address(first_unfinished(self.draft))

    def act(self, form: BaseForm) -> str:
        """Send; a link that came by mail has proven the address, otherwise a code does."""
        if self.link.mailed_at is not None:
            _petition, key = actions.send_proven_draft(self.link, by=self.actor)
            return reverse("petitions:petition_status", args=[key])
        challenge = actions.send_draft(self.draft, by=self.actor)
        return reverse("petitions:petition_confirm", args=[challenge.public_id])


class SavedForLater(Held, FormDoor):
    """Says that all is saved, what is still to do, and mails the way back to whom one says."""

    form_class = LaterForm
    limits = "link"
    template_name = "petitions/draft_saved.html"

    def get_initial(self) -> dict[str, Any]:
        """Offer the address that was given."""
        return {"email": self.draft.email}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the task list."""
        return super().get_context_data(
            draft=self.draft, tasks=presenting.tasks(self.draft, self.token), back_url=self.address_of_next(),
            was_mailed="sent" in self.request.GET, **context,
        )  # fmt: skip

    def address_of_next(self) -> str:
        """Give the page where it goes on."""
        return self.address(first_unfinished(self.draft))

    def act(self, form: LaterForm) -> str:
        """Have the link mailed."""
        drafting.ask_for_draft_link(self.draft, form.cleaned_data["email"], by=self.actor)
        return f"{self.address('saved')}?sent"


class SentAlready(Held, TemplateView):
    """For a link that was not mailed, once the petition is proven: its own page came by mail."""

    template_name = "petitions/draft_sent.html"
    shows_sent = True
