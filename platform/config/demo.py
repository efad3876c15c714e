"""Seeding the demo: Parliament of Aldermark, offline, with a fixed seed and dates relative to now."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from django.core.management import call_command
from django.db import transaction

from cms import demo as cms
from consultations.bills import demo as bills
from consultations.evidence import demo as evidence
from consultations.hearings import demo as hearings
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT
from core.parliament import demo as parliament
from core.parliament.models import Member
from core.verification.actions import meet_participant
from petitions import demo as petitions

CONTENT = Path(__file__).parent / "demo_content"
SEED = 1042

# Who one can be by one click in the demo bar. Nobody has a password.
STAFF = {
    "clerk": ("Noor Verbeek", Role.CLERK),
    "moderator": ("Tomas Adler", Role.MODERATOR),
    "comms": ("Ines Duarte", Role.COMMS),
    "admin": ("Mira Solberg", Role.ADMIN),
}


def content(name: str) -> Any:
    """Read one file of the demo's content."""
    return json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))


def more_petitions() -> dict[str, Any]:
    """Read the table of further petitions and the words that they share."""
    with (CONTENT / "more_petitions.tsv").open(encoding="utf-8", newline="") as file:
        return {
            "more": list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)),
            "words": content("petition_words"),
        }


def seed(say: Callable[[str], None]) -> None:
    """Write the whole demo in one transaction: half a parliament never stands. `say` hears each step."""
    with transaction.atomic():
        say("Chamber, committees, seats and members")
        parliament.load(content("parliament"))
        people()
        rng = Random(SEED)  # a fixed seed: every demo is the same
        say("Petitions")
        petitions.load({**content("petitions"), **more_petitions()}, rng)
        say("Bills")
        bills.load(content("bill"), (CONTENT / "bill.xml").read_bytes(), rng)
        say("Hearings")
        hearings.load(content("hearings"), rng)
        say("Evidence")
        evidence.load(content("evidence"), rng)
        say("Pages")
        cms.load({key: content(key) for key in ("news", "pages", "events", "outcomes", "parliament", "petitions")})


def fill_search() -> None:
    """Build the search index of everything."""
    call_command("search_rebuild", verbosity=0, stdout=StringIO())


def people() -> None:
    """Make the accounts behind the role switch."""
    for key, (name, role) in STAFF.items():
        grant_role(User.objects.create_user(f"{key}@aldermark.example", name=name), role, by=IMPORT)
    member = Member.objects.order_by("id").first()
    account = User.objects.create_user("member@aldermark.example", name=member.name if member else "Member")
    grant_role(account, Role.MEMBER, by=IMPORT)
    if member:
        Member.objects.filter(pk=member.pk).update(user=account)
    petitioner = User.objects.create_user("petitioner@aldermark.example", name="Youssef Haddad")
    person = meet_participant("bring-back-the-night-train@citizen.example", name=petitioner.name)
    person.user = petitioner
    person.save(update_fields=["user"])


def is_seeded() -> bool:
    """Tell whether the demo's accounts are there already."""
    return User.objects.filter(email="admin@aldermark.example").exists()
