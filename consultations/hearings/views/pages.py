"""Pages one reads: the list, a hearing; and the ticket for its socket."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from consultations.hearings import presenting, selectors
from consultations.hearings.forms import QuestionForm
from consultations.hearings.models import Hearing
from consultations.hearings.views.bearing import bearer_of
from core.actors import actor_of
from core.realtime import tickets

PAGE_SIZE = 20
MOST = 500


class HearingList(TemplateView):
    """All public hearings: live, coming, over."""

    template_name = "hearings/hearing_list.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the three lists; the past comes in pages."""
        page = Paginator(selectors.with_counts(selectors.past_hearings()), PAGE_SIZE).get_page(
            self.request.GET.get("page")
        )
        here = self.request.path
        running = presenting.entries(selectors.with_counts(selectors.running_hearings())[:MOST])
        coming = presenting.entries(selectors.with_counts(selectors.coming_hearings())[:MOST])
        return super().get_context_data(
            running=running,
            coming=coming,
            past=presenting.entries(page),
            total=len(running) + len(coming) + page.paginator.count,
            previous_url=f"{here}?page={page.number - 1}" if page.has_previous() else "",
            next_url=f"{here}?page={page.number + 1}" if page.has_next() else "",
            crumbs=[{"label": _("Home"), "url": "/"}],
            **context,
        )


def hearing_of(request: HttpRequest, slug: str) -> Hearing:
    """Give the hearing if this reader may see it; raises NotFound."""
    return selectors.visible_hearing(slug, actor_of(request))


def hearing_context(hearing: Hearing) -> dict[str, Any]:
    """Give what the hearing page and its form pages share."""
    return {
        "hearing": hearing,
        "crumbs": [
            {"label": _("Home"), "url": "/"},
            {"label": _("Hearings"), "url": reverse("hearings:hearing_list")},
        ],
        "home": reverse("hearings:hearing_detail", args=[hearing.slug]),
    }


class HearingDetail(TemplateView):
    """One hearing: state, question on air, broadcast, agenda, form, ranked questions, witnesses, what comes next."""

    template_name = "hearings/hearing_detail.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page."""
        hearing = hearing_of(self.request, self.kwargs["slug"])
        by = bearer_of(self.request, hearing)
        counts = selectors.question_counts(hearing)
        which = self.request.GET.get("questions", "list")
        shown = MOST if "all" in self.request.GET else PAGE_SIZE
        questions = list(selectors.listed_questions(hearing, which)[:shown])
        is_open = selectors.takes_questions(hearing)
        return super().get_context_data(
            **hearing_context(hearing),
            **presenting.page(hearing, counts, is_open=is_open),
            why_cancelled=selectors.why_cancelled(hearing),
            on_air=presenting.asked(selectors.question_on_air(hearing)),
            questions=presenting.cards(hearing, questions, selectors.supported_by(hearing, by)),
            tabs=presenting.tabs(hearing, which, counts),
            which=which,
            hidden=presenting.hidden_count(which, counts, len(questions)),
            form=QuestionForm(hearing=hearing, has_pass=by is not None) if is_open else None,
            mine=presenting.mine(selectors.questions_of_asker(hearing, by)[:5]) if by else [],
            agenda=presenting.agenda(hearing),
            witnesses=presenting.witnesses(hearing),
            broadcasts=list(hearing.broadcasts.all()),
            **context,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Let caches know that the pass makes a difference."""
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        return response


class TicketDoor(View):
    """Gives the ticket that opens the hearing's public room; with a pass it also lets one ask and support."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Sign a ticket."""
        hearing = hearing_of(request, slug)
        by = bearer_of(request, hearing)
        ticket = tickets.Ticket(str(hearing.public_id), holder=by.id if by else "")
        response = JsonResponse({"ticket": tickets.issue(ticket), "can_vote": by is not None})
        response.headers["Cache-Control"] = "no-store"
        return response
