"""Petitions on pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cms.live.cards import LiveCard, LiveKind
from core.web.numbers import digits, number, percent
from petitions.models import Petition, PetitionStep
from petitions.presenting.page import TAGS, next_threshold, page_address
from petitions.selectors import open_petitions, public_petitions
from petitions.states import PetitionState


def shown(pk: int) -> Petition | None:
    """Give one public petition with what its card reads."""
    steps = PetitionStep.objects.filter(petition=OuterRef("pk"))
    rows = public_petitions().prefetch_related("kind__thresholds").annotate(has_steps=Exists(steps))
    return rows.filter(pk=pk).first()


def open_(limit: int) -> Iterable[Petition]:
    """Give the petitions nearest to their next threshold first."""
    found = list(open_petitions()[: limit * 5])
    return sorted(found, key=_to_go)[:limit]


def _to_go(petition: Petition) -> float:
    """Give the share that is missing until the next threshold; those that have crossed all stand last."""
    goal = next_threshold(petition)
    return (goal.count - petition.signature_count) / goal.count if goal else 2.0


def card(petition: Petition) -> LiveCard:
    """Show the count, the next threshold and the button to sign."""
    is_open = petition.state == PetitionState.OPEN
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
    return _("Read what came of it") if getattr(petition, "has_steps", False) else _("Read the petition")


def _lead(petition: Petition, goal: Any) -> str:
    if goal is None:
        return _("Open")
    return _("%(count)s to go") % {"count": number(goal.count - petition.signature_count)}


def _figure(petition: Petition, goal: Any) -> dict[str, Any]:
    figure: dict[str, Any] = {"value": petition.signature_count, "words": _("signatures")}
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
