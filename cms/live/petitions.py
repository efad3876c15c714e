"""Petitions on pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cms.live.cards import LiveCard, LiveKind
from core.web.numbers import digits, number, percent
from petitions.listing import Filter, listed
from petitions.models import Milestone, Petition, PetitionStep, RequestOutcome
from petitions.presenting.page import TAGS, offer_of, page_address, signed_noun
from petitions.selectors import next_threshold, public_petitions, takes_signatures
from petitions.states import MilestoneState, PetitionState


def shown(pk: int) -> Petition | None:
    """Give one public petition with what its card reads."""
    own = {"petition": OuterRef("pk")}
    steps, outcomes = PetitionStep.objects.filter(**own), RequestOutcome.objects.filter(**own)
    owed = Milestone.objects.filter(**own).exclude(state=MilestoneState.DONE)
    rows = public_petitions().prefetch_related("kind__thresholds")
    return rows.annotate(came=Exists(steps) | Exists(outcomes), owed=Exists(owed)).filter(pk=pk).first()


def open_(limit: int) -> Iterable[Petition]:
    """Give the petitions nearest to their next threshold first, as the list in that order."""
    return listed(Filter(state=PetitionState.OPEN, order="near"))[:limit]


def card(petition: Petition) -> LiveCard:
    """Show the count, the next threshold and the button to sign."""
    is_open = takes_signatures(petition)
    goal = next_threshold(petition) if is_open else None
    url = page_address(petition)
    eyebrow = _("Petition %(number)s") % {"number": digits(str(petition.number))}
    return LiveCard(
        kind="petition",
        title=petition.words().action,
        language=petition.words().language,
        committee=petition.committee.slug if petition.committee else "",
        url=url,
        eyebrow=f"{eyebrow} · {petition.committee}" if petition.committee else eyebrow,
        lead=_lead(petition, goal) if is_open else str(petition.get_state_display()),
        text=petition.words().background,
        until=petition.closes_at if is_open else None,
        is_open=is_open,
        tag=TAGS[PetitionState(petition.state)],
        tag_words=petition.get_state_display(),
        action=_action(petition, is_open=is_open),
        action_url=f"{url}#sign" if is_open else url,
        figure=_figure(petition, goal),
    )


def _action(petition: Petition, *, is_open: bool) -> str:
    if is_open:
        return _("Sign the petition")
    came, owed = (bool(getattr(petition, name, False)) for name in ("came", "owed"))
    return offer_of(petition, came=came, owed=owed)


def _lead(petition: Petition, goal: Any) -> str:
    if goal is None:
        return _("Open")
    return _("%(count)s to go") % {"count": number(goal.count - petition.signature_count)}


def _figure(petition: Petition, goal: Any) -> dict[str, Any]:
    figure: dict[str, Any] = {"value": petition.signature_count, "words": signed_noun(petition.signature_count)}
    if goal:
        share = percent(petition.signature_count / goal.count)
        words = {"share": share, "count": number(goal.count), "duty": str(goal.title)}
        figure |= {
            "max": goal.count,
            "label": _("Signatures towards %(count)s") % words,
            "note": _("%(share)s of %(count)s: %(duty)s") % words,
        }
    return figure


def choosable() -> QuerySet[Petition]:
    """Give the public petitions, most signed first."""
    return public_petitions().order_by("-signature_count", "-id")


KIND = LiveKind(key="petition", choosable=choosable, shown=shown, open=open_, card=card)
