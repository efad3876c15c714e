"""The pages of signers, filled for counting."""

from __future__ import annotations

from typing import Any

from core import clock, crypto
from core.verification.actions import open_challenge, set_secrets
from petitions.actions.confirming_together import PURPOSE
from petitions.digests import person_purpose
from petitions.links import manage_signature_key
from petitions.models import Signature, SignaturePersonal
from tests.architecture.counted import Counted, World
from tests.architecture.fills_petitions import fill_petitions, one_petition

EMAIL = "ann@example.org"


def add_signature(petition: Any, state: str) -> Signature:
    """Let one person sign a petition."""
    key = crypto.email_index(EMAIL, person_purpose(petition.public_id))
    row = Signature.objects.create(petition=petition, person_key=key, state=state, created_at=clock.now())
    SignaturePersonal.objects.create(signature=row, name="Ann Lee", email=EMAIL)
    return row


def one_signature(world: World) -> Signature:
    """Give a signature that counts."""
    return add_signature(world.once(one_petition), "confirmed")


def one_list(world: World) -> str:
    """Give the token of a mailed list of what waits."""
    anchor = add_signature(world.fixture("make_petition")(), "confirmed")
    return set_secrets(open_challenge(PURPOSE, anchor.public_id, language="en")).token


def fill_waiting_signatures(world: World, how_many: int) -> None:
    """Let one person sign more and more petitions without confirming."""
    world.once(one_list)
    for _turn in range(how_many):
        add_signature(world.fixture("make_petition")("open", action=world.mark()), "pending")


LISTS = [
    Counted(
        "petitions:signature_thanks", "others",
        lambda world: f"/en/petitions/signature/{manage_signature_key(world.once(one_signature))}/thanks/",
        fill_petitions, full=3, is_alone=True,
    ),
    Counted(
        "petitions:signatures_waiting", "", lambda world: f"/en/petitions/confirm-all/{world.once(one_list)}/",
        fill_waiting_signatures,
    ),
]  # fmt: skip
