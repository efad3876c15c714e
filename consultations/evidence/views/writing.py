"""Writing evidence, page by page; each page is saved when one goes on."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.generic import TemplateView

from consultations.evidence import actions, presenting, selectors
from consultations.evidence.forms import EvidenceForm, LinkForm, SenderForm, StartForm, WishForm, sender_initial
from consultations.evidence.models import CallForEvidence
from consultations.evidence.views.held import Held, Step
from consultations.evidence.views.pages import crumbs
from core.actors import actor_of
from core.errors import DomainError, TooMany
from core.web.doors import FormDoor, add_refusal


class StartSubmission(FormDoor):
    """The first page: who writes. It makes the draft and mails the way back."""

    form_class = StartForm
    limits = "evidence"
    gives_secret = True
    template_name = "evidence/step_start.html"

    def call(self) -> CallForEvidence:
        """Give the call; raises NotFound."""
        return selectors.visible_call(self.kwargs["slug"], actor_of(self.request))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the call and the steps."""
        call = self.call()
        steps = presenting.steps("you", "", call)
        return super().get_context_data(call=call, crumbs=crumbs(call), **steps, **context)

    def act(self, form: StartForm) -> str:
        """Begin the draft; lead on to the evidence."""
        facts = actions.SenderFacts(language=get_language() or "en", **form.cleaned_data)
        _submission, token = actions.start_submission(self.call(), facts, by=actor_of(self.request))
        return reverse("evidence:evidence", args=[token])


class YouStep(Step):
    """Who writes, once more."""

    step, following = "you", "evidence"
    form_class = SenderForm
    template_name = "evidence/step_you.html"

    def get_initial(self) -> dict[str, Any]:
        """Show what was saved."""
        return sender_initial(self.submission)

    def act(self, form: SenderForm) -> str:
        """Save."""
        facts = actions.SenderFacts(email=self.submission.email, **form.cleaned_data)
        actions.save_sender(self.submission, facts, by=self.actor)
        return self.result()


class EvidenceStep(Step):
    """Title, answers, file."""

    step, following = "evidence", "publication"
    form_class = EvidenceForm
    template_name = "evidence/step_evidence.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the draft."""
        return {**super().get_form_kwargs(), "submission": self.submission}

    def act(self, form: EvidenceForm) -> str:
        """Save the text, then the file: a refused file never costs a typed word."""
        actions.save_evidence(self.submission, title=form.cleaned_data["title"], answers=form.answers, by=self.actor)
        self.take_file(form)
        return self.result()

    def take_file(self, form: EvidenceForm) -> None:
        """Keep the file that came, or remove the one that is there."""
        file = form.cleaned_data.get("file")
        if file:
            actions.attach_file(self.submission, file.name, file.read(), by=self.actor)
        elif form.cleaned_data.get("remove_file"):
            actions.remove_file(self.submission, by=self.actor)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Keep a good file although something else is missing: nobody sends a file twice. It counts as saving."""
        if "file" not in form.errors:
            try:
                if form.cleaned_data.get("file"):
                    self.take_limits()
                self.take_file(form)  # type: ignore[arg-type]
            except TooMany as error:
                return self.refused_by(error, form)
            except DomainError as error:
                add_refusal(form, error)
        return super().form_invalid(form)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the file that is kept."""
        attachment = getattr(self.submission, "attachment", None)
        return super().get_context_data(kept=presenting.kept_file(attachment, self.token), **context)


class PublicationStep(Step):
    """How the evidence may be published."""

    step, following = "publication", "check"
    form_class = WishForm
    template_name = "evidence/step_publication.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the draft."""
        return {**super().get_form_kwargs(), "submission": self.submission}

    def act(self, form: WishForm) -> str:
        """Save."""
        facts = {**form.cleaned_data, "concerns": tuple(form.cleaned_data["concerns"])}
        wish = actions.WishFacts(**facts)
        actions.save_wish(self.submission, wish, by=self.actor, is_for_later=form.is_for_later)
        return self.result()


class SavedForLater(Held, TemplateView):
    """Says that all is saved, and how to come back."""

    template_name = "evidence/saved.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the call and the way back."""
        call = self.submission.call
        return super().get_context_data(call=call, crumbs=crumbs(call), back_url=self.address("mine"), **context)


class LostLink(FormDoor):
    """For who lost the mail: the same page follows, whether or not the address is known."""

    form_class = LinkForm
    limits = "link"
    template_name = "evidence/lost_link.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the call."""
        call = selectors.visible_call(self.kwargs["slug"], actor_of(self.request))
        return super().get_context_data(call=call, crumbs=crumbs(call), **context)

    def act(self, form: LinkForm) -> str:
        """Ask for the mail."""
        call = selectors.visible_call(self.kwargs["slug"], actor_of(self.request))
        actions.ask_for_links(call, form.cleaned_data["email"], by=actor_of(self.request))
        return reverse("evidence:link_sent", args=[call.slug])


class LinkSent(TemplateView):
    """Says what happens if the address is the one of a draft; never whether it is."""

    template_name = "evidence/link_sent.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add the call."""
        call = selectors.visible_call(self.kwargs["slug"], actor_of(self.request))
        return super().get_context_data(call=call, crumbs=crumbs(call), **context)
