"""What happened to a record, newest first, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.backoffice.verbs import words_of
from core.audit.selectors import names_of
from core.events.models import Event
from core.lifecycle import Lifecycle

LONGEST = 50
READINGS = "_personal"  # who read what stands in the audit trail, not in the record's own story
KINDS = {
    "user": _("staff"),
    "participant": _("a citizen"),
    "anonymous": _("a citizen"),
    "author": _("who wrote it"),
    "link": _("who holds the link"),
    "clock": _("the clock"),
    "import": _("an import"),
    "operator": _("a command on the server"),
}
# States whose label speaks to the citizen, or says the same as the tab of what waits for a decision.
STAFF_WORDS = {
    ("question", "unconfirmed"): _("Waiting for confirmation"),
    ("job", "waiting"): _("In the queue"),
    ("delivery", "waiting"): _("In the queue"),
}


def history_of(record: Any, lifecycle: Lifecycle) -> list[dict[str, Any]]:
    """List the record's events with moment, words, states, reason and the actor's name or kind, in two queries."""
    events = list(
        Event.objects.filter(subject_id=record.public_id).exclude(verb__endswith=READINGS).order_by("-id")[:LONGEST]
    )
    names = names_of(events)
    return [
        {
            "at": event.occurred_at,
            "what": words_of(event.verb, lifecycle),
            "state": state_words(lifecycle, event.to_state),
            "reason": event.reason,
            "by": names.get(event.actor_id) or KINDS.get(event.actor_kind, event.actor_kind),
            "is_public": event.is_public,
        }
        for event in events
    ]


def state_words(lifecycle: Lifecycle | None, state: str) -> Any:
    """Give a state's label, in the staff's words where they differ; empty where the table does not name it."""
    if lifecycle is None:
        return ""
    if (lifecycle.noun, state) in STAFF_WORDS:
        return STAFF_WORDS[lifecycle.noun, state]
    return lifecycle.states(state).label if state in lifecycle.states.values else ""
