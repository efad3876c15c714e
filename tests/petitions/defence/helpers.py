"""Crowds for the tests of the defence: signed through the one action, confirmed through the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Sum

from core.actors import Actor, actor_for, participant
from petitions.actions import SignatureFacts, sign_petition
from petitions.actions.confirming import confirm_signatures
from petitions.models import Petition, Signature, Tally, TallyEntry, TallyHour

POSTCODES = ("SL4 1AA", "NH1 1AA", "EV2 1AA")


def facts(number: int, **others: Any) -> SignatureFacts:
    """Give what one signer gives."""
    own = {"name": f"Ann Lee {number}", "email": f"p{number}@example.org", "postcode": POSTCODES[number % 3]}
    return SignatureFacts(**{**own, "is_eligible": True, **others})


def sign(petition: Petition, people: Sequence[SignatureFacts]) -> list[Signature]:
    """Sign, unconfirmed; gives the signatures in the order of writing."""
    sign_petition(petition, people, by=participant("x"))
    return list(petition.signatures.filter(state="pending").order_by("pk"))


def crowd(petition: Petition, people: Sequence[SignatureFacts]) -> list[Signature]:
    """Sign and confirm; gives all of them as they stand now, in the order in which they were confirmed."""
    keys = [row.pk for row in sign(petition, people)]
    confirm_signatures(keys)
    return list(Signature.objects.filter(pk__in=keys).order_by("pk"))


def number_of(row: Signature) -> int:
    """Give the number of the person that a signature is of: rows stand in the order of their keys, not of people."""
    return int("".join(sign for sign in row.personal.email.partition("@")[0] if sign.isdigit()))


def states(petition: Petition) -> dict[str, int]:
    """Give how many signatures stand in each state."""
    found: dict[str, int] = {}
    for state in petition.signatures.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def figures(petition: Petition) -> dict[str, int]:
    """Give the count five ways."""
    return {
        "rows": petition.signatures.filter(state="confirmed").count(),
        "ledger": TallyEntry.objects.filter(petition=petition).aggregate(n=Sum("delta"))["n"] or 0,
        "tallies": Tally.objects.filter(petition=petition).aggregate(n=Sum("count"))["n"] or 0,
        "hours": TallyHour.objects.filter(petition=petition).aggregate(n=Sum("delta"))["n"] or 0,
        "shown": Petition.objects.get(pk=petition.pk).signature_count,
    }


def clerk(staff: dict[str, Any], name: str = "clerk") -> Actor:
    """Give one of two clerks."""
    return actor_for(staff[name])
