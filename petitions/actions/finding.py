"""For who lost the mail: a new way to all that an address has begun or started, without telling who is known."""

from __future__ import annotations

from uuid import uuid4

from core import events
from core.actors import Actor
from core.verification import actions as verification
from petitions.actions.drafting import EMAIL_PURPOSE
from petitions.drafts import drafts_of, petitions_of

PURPOSE = "petition.lost"
MOST = 10  # the newest of each; nobody has more in hand


def ask_for_petition_links(email: str, *, language: str, by: Actor) -> None:
    """Have the ways to an address's petitions and drafts mailed to it; silent where there is none.

    Whoever asks, the same is read and one event is written: neither the answer nor its time tells who is known.
    """
    petitions = [str(key) for key in petitions_of(email).values_list("public_id", flat=True)[:MOST]]
    drafts = [str(key) for key in drafts_of(email, EMAIL_PURPOSE).values_list("public_id", flat=True)[:MOST]]
    asked = verification.open_challenge(PURPOSE, uuid4(), language=language)
    data = {"petitions": petitions, "drafts": drafts}
    events.record("petition.ask_for_links", asked, actor=by, public=False, data=data)
