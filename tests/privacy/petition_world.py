"""One citizen in every corner of petitions: held, on paper, sought by a query, taken out, asked to join, written to.

What `conftest.every_door` leaves out because it came later; the same person is then looked for everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.test import Client

from core.actors import ANONYMOUS, Actor
from petitions import actions as petitions
from petitions.actions import MailingFacts, handing_over, invalidating, noting, paper
from petitions.actions.figures import add_source, drop_source
from petitions.actions.merging import open_asks, signers_to_ask
from petitions.counting.checkpoints import checkpoint_grown
from petitions.models import Petition, Signature
from tests.evidence import files
from tests.hearings import world
from tests.petitions import starting as staged
from tests.privacy.conftest import proof, start_petition

NEWS = {"en": "It was debated."}


@dataclass(frozen=True)
class Citizen:
    """Who is looked for."""

    email: str
    name: str
    phone: str


def deepen(others: Petition, who: Citizen, deliver: Callable[[], int]) -> dict[str, Petition]:
    """Let the citizen be all that; gives the petitions by what happened there. `others` is open and Olga's."""
    clerk = world.make_clerk()
    rows = {key: _open(f"{words} on Sundays", clerk) for key, words in (
        ("held", "Open the swimming baths"), ("taken_out", "Open the town museum"), ("merged", "Open the reading room"),
    )}  # fmt: skip
    held = _sign_and_be_held(rows["held"], who, clerk)
    assert held.state == "held"
    _sign(rows["taken_out"], who)
    _sign(rows["merged"], who)
    _be_typed(others, who, clerk)
    _be_sought(rows, who, clerk)
    noting.add_note(others, by=clerk, words=f"{who.name} called from {who.phone}.")
    handing_over.hand_over_petition(rows["taken_out"], by=clerk, email=who.email, name=who.name, reason="Moved away.")
    _be_asked_to_join(rows["merged"], _open("Open the archive on Sundays", clerk), clerk)
    _be_written_to(others, who, clerk)
    staged.fill(Client(), staged.begin(Client()), email=who.email, name=who.name, postcode="AB1 2CD")
    petitions.hide_petition(rows["held"], by=clerk, rule="other", reason="It names a neighbour.")  # waits for a second
    deliver()
    assert checkpoint_grown() > 0
    return rows


def _open(action: str, clerk: Actor) -> Petition:
    petition = start_petition("other@post.example", "Olga Other", action)
    petitions.publish_petition(petition, by=clerk)
    return petition


def _sign(petition: Petition, who: Citizen) -> Signature:
    facts = petitions.SignatureFacts(
        name=who.name, email=who.email, postcode="AB1 2CD", is_eligible=True, wants_news=True, network="203.0.113.7"
    )
    challenge = petitions.sign_petition(petition, [facts], by=ANONYMOUS)[0]
    return petitions.confirm_signature(proof(challenge, "petition.sign"))


def _sign_and_be_held(petition: Petition, who: Citizen, clerk: Actor) -> Signature:
    domain = who.email.partition("@")[2]
    add_source(by=clerk, of="domain", pattern=domain, stands="held")
    signature = _sign(petition, who)
    drop_source(by=clerk, of="domain", pattern=domain)
    return signature


def _be_typed(petition: Petition, who: Citizen, clerk: Actor) -> None:
    """Stand on a sheet, with the scan of it."""
    made = paper.open_batch(
        petition, by=clerk, reference="Sheet 1", counted_by="Registry", counted_lines=1, scan=files.pdf(),
        scan_name=f"{who.name}.pdf",
    )  # fmt: skip
    line = paper.LineFacts(name=who.name, address=f"12 {who.name} Road", postcode="AB1 2CD", email=who.email)
    paper.add_lines(made, [line], by=clerk)


def _be_sought(rows: dict[str, Petition], who: Citizen, clerk: Actor) -> None:
    """Be named by a query that only waits, and be taken out by one that ran."""
    facts = invalidating.InvalidationFacts(
        reason="automated", petition=rows["taken_out"], email=who.email, words="A program wrote it."
    )
    invalidating.save_invalidation(replace(facts, petition=rows["held"], name_pattern=who.name), by=clerk)
    query = invalidating.save_invalidation(facts, by=clerk)
    invalidating.start_invalidation(query, by=clerk)
    while invalidating.run_batch(str(query.public_id)):
        pass


def _be_asked_to_join(source: Petition, target: Petition, clerk: Actor) -> None:
    merge = petitions.merge_petition(source, by=clerk, into=target, reason="Both ask for the same.")
    open_asks(merge, signers_to_ask(merge))


def _be_written_to(petition: Petition, who: Citizen, clerk: Actor) -> Any:
    """Get a mail of the House to all who want news."""
    Signature.objects.filter(petition=petition).update(wants_news=True)
    mailing = petitions.write_mailing(petition, MailingFacts(NEWS, NEWS), by=clerk)
    petitions.preview_mailing(mailing, by=clerk)
    return petitions.start_mailing(mailing, by=clerk)
