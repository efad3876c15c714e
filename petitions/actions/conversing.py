"""The conversation about a petition: a clerk asks, the petitioner answers; rejected is not the end.

For the desk: `ask_changes(petition, by=, reason=)`, `propose_title(petition, by=, title=, reason=)` and
`take_back_question(petition, by=)` are the clerk's; `petition.asked_at` says that it waits for its petitioner, and
nothing can be published meanwhile.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core.actors import Actor
from petitions.actions.drafting import clean_words
from petitions.actions.versions import ensure_version
from petitions.lifecycle import PETITION
from petitions.models import Petition
from petitions.models.petitions import Words


def ask_changes(petition: Petition, *, by: Actor, reason: str) -> Petition:
    """Ask the petitioner to change the text, in words that only the petitioner reads. Raises Invalid without words."""
    PETITION.fire("ask_changes", petition, by=by, reason=reason.strip(), words=reason)
    return petition


def propose_title(petition: Petition, *, by: Actor, title: str, reason: str = "") -> Petition:
    """Propose another title; it stands only once the petitioner says yes. Raises Invalid for one that is no other."""
    PETITION.fire("propose_title", petition, by=by, reason=reason.strip(), action=title, words=reason)
    return petition


def take_back_question(petition: Petition, *, by: Actor) -> Petition:
    """Wait for the petitioner no longer. Raises WrongState where nothing was asked."""
    PETITION.fire("take_back", petition, by=by)
    return petition


def change_petition(petition: Petition, *, by: Actor, action: str, background: str, details: str) -> Petition:
    """Answer a clerk's question with a new text, the next version. Raises Invalid; WrongState if nothing is asked."""
    return _write(petition, "change", by, clean_words(petition.language, action, background, details))


def resubmit_petition(petition: Petition, *, by: Actor, action: str, background: str, details: str) -> Petition:
    """Send a rejected petition again with another text; its supporters stay. Raises Invalid, WrongState, Forbidden."""
    return _write(petition, "resubmit", by, clean_words(petition.language, action, background, details))


def answer_title(petition: Petition, *, by: Actor, is_yes: bool) -> Petition:
    """Say yes or no to the title that a clerk proposes. Raises WrongState where none waits."""
    return _write(petition, "accept_title" if is_yes else "refuse_title", by)


def _write(petition: Petition, verb: str, by: Actor, words: Words | None = None) -> Petition:
    facts: dict[str, Any] = {"words": words} if words else {}
    with transaction.atomic():
        rows = Petition.objects.select_for_update(of=("self",)).select_related("kind", "petitioner")
        petition = rows.get(pk=petition.pk)
        ensure_version(petition)
        PETITION.fire(verb, petition, by=by, **facts)
        ensure_version(petition)
    return petition
