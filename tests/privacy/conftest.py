"""One citizen at every door, with an address, a number to call and a name that are looked for everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as house
from django.db import connection

from consultations.bills.actions import commenting
from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.selectors import provision_by_code
from consultations.evidence import actions as evidence
from consultations.evidence.rules import holder_of_link
from consultations.hearings import actions as hearings
from core import clock, crypto
from core.accounts import signing_in
from core.actors import ANONYMOUS, IMPORT, participant
from core.comments.models import Comment
from core.moderation import actions as moderation
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from core.verification import actions as verification
from core.verification.actions import set_secrets
from petitions import actions as petitions
from petitions.models import Petition, PetitionKind, Signature
from tests.bills.data import small_bill
from tests.evidence import files
from tests.evidence.conftest import make_call
from tests.hearings import world

EMAIL = "canary.zwicky+plus@post.example"
PHONE = "+44 20 7946 0958"
NAME = "Qwilhelmina Zwicky"
WORDS = f"Call {NAME} at {PHONE} or write to {EMAIL}, please."


@dataclass
class Journey:
    """What the citizen left behind, by door, and the other citizen who must stay."""

    petition: Petition
    draft: Petition
    signature: Signature
    hidden: dict[str, Any] = field(default_factory=dict)


def proof(challenge: Any, purpose: str) -> Any:
    """Give the call that redeems a challenge by its mailed link."""
    token = set_secrets(challenge).token
    return lambda: verification.redeem_link(purpose, token)


def start_petition(email: str, name: str, action: str) -> Petition:
    """Start and prove a petition."""
    words = WORDS if email == EMAIL else "Readers work on weekdays."
    facts = petitions.PetitionFacts(action=action, background=words, details=words, name=name, email=email)
    challenge = petitions.start_petition(facts, by=ANONYMOUS)
    return petitions.confirm_petition(proof(challenge, "petition.start"))[0]


def sign(petition: Petition, email: str, name: str, *, confirm: bool = True) -> Signature:
    """Sign, and prove the address."""
    people = [petitions.SignatureFacts(name=name, email=email, postcode="AB1 2CD", is_eligible=True)]
    challenge = petitions.sign_petition(petition, people, by=ANONYMOUS)[0]
    if confirm:
        return petitions.confirm_signature(proof(challenge, "petition.sign"))
    return Signature.objects.get(public_id=challenge.subject_id)


def comment(version: Any, email: str, name: str, text: str) -> Comment:
    """Comment on a clause, in public."""
    from consultations.bills.actions.moderating import publish_comment
    from core.actors import CLOCK

    writer = commenting.Writer(name=name, email=email)
    row = provision_by_code(version, "section-2")
    challenge = commenting.comment_on_clause(row, by=ANONYMOUS, writer=writer, stance="support", text=text)
    made = commenting.confirm_comment(proof(challenge, commenting.PURPOSE))
    return publish_comment(made, by=CLOCK)


@pytest.fixture
def own_storages(settings, tmp_path) -> Path:
    """Give the test its own private and public folder."""
    kinds = {
        name: {**settings.STORAGES[name], "OPTIONS": {"location": tmp_path / name}} for name in ("private", "public")
    }
    settings.STORAGES = {**settings.STORAGES, **kinds}
    return tmp_path


@pytest.fixture
def kind(db) -> PetitionKind:
    """Give a kind of petition that needs no supporters."""
    PetitionKind.objects.update(is_current=False)
    return PetitionKind.objects.create(key="canary", name={"en": "Public"}, chamber=main_chamber(), supporters_needed=0)


@pytest.fixture
def every_door(kind, own_storages, deliver) -> Journey:
    """Let the canary citizen, and another one, go through every door."""
    clerk = world.make_clerk()
    others = start_petition("other@post.example", "Olga Other", "Open the library on Sundays")
    for row in (others, mine := start_petition(EMAIL, NAME, f"Mend the bridge, says {NAME}")):
        petitions.publish_petition(row, by=clerk)
    draft = start_petition(EMAIL, NAME, "A draft that nobody has read yet")
    signature = sign(others, EMAIL, NAME)
    sign(others, "other@post.example", "Olga Other")
    sign(mine, EMAIL, NAME, confirm=False)
    made = publish_version(
        import_bill(small_bill(), by=IMPORT), by=IMPORT, comments_until=clock.now() + timedelta(days=10)
    )
    shown = comment(made, EMAIL, NAME, WORDS)
    others_comment = comment(made, "other@post.example", "Olga Other", "Clean rivers, please.")
    hearing = world.make_hearing(clerk)
    me = participant(verification.meet_participant(EMAIL, name=NAME).public_id)
    question = world.make_question(hearing, by=me, clerk=clerk, state="published", text=WORDS, display="name",
                                   name=NAME)  # fmt: skip
    others_question = world.make_question(hearing, clerk=clerk, state="published")
    hearings.set_supports(hearing, [hearings.Vote(others_question.public_id, me)], by=me)
    give_evidence()
    moderation.file_report("comment", others_comment.public_id, rule="other", words=WORDS, language="en", email=EMAIL,
                           by=ANONYMOUS)  # fmt: skip
    wish = signing_in.ask_code(EMAIL, "en", by=ANONYMOUS)
    signing_in.redeem_code(proof(wish, "sign_in"))
    signing_in.ask_code(EMAIL, "en", by=ANONYMOUS)
    deliver()
    return Journey(mine, draft, signature, {
        "comment": shown, "question": question, "others": others, "others_question": others_question,
        "others_comment": others_comment, "hearing": hearing, "version": made,
    })  # fmt: skip


@pytest.fixture
def everywhere(every_door, deliver) -> Journey:
    """Let the canary citizen be in every table that the registry names."""
    from tests.privacy.petition_world import Citizen, deepen
    from tests.privacy.whole_world import fill_the_rest

    who = Citizen(EMAIL, NAME, PHONE)
    every_door.hidden["by"] = deepen(every_door.hidden["others"], who, deliver)
    fill_the_rest(every_door, who, deliver)
    deliver()
    return every_door


def give_evidence() -> None:
    """Hand evidence in with a file, and leave a draft."""
    committee, _made = Committee.objects.get_or_create(
        slug="canary", defaults={"chamber": main_chamber(), "name": {"en": "Canary Committee"}}
    )
    call = make_call(committee, "CNY")
    facts = evidence.SenderFacts(kind="person", name=NAME, email=EMAIL)
    evidence.start_submission(call, facts, by=ANONYMOUS)
    sent, _token = evidence.start_submission(call, facts, by=ANONYMOUS)
    me = holder_of_link(sent)
    first = call.questions.order_by("position").first()
    evidence.save_evidence(sent, title="Cold", answers={first.pk: WORDS}, by=me)
    evidence.attach_file(sent, f"{NAME}.pdf", files.pdf(), by=me)
    evidence.save_wish(sent, evidence.WishFacts(wish="named"), by=me)
    link = sent.links.create(token_hash="0" * 64, is_mailed=True, expires_at=clock.now() + timedelta(1))
    evidence.send_submission(link, by=me)


def purposes() -> list[str]:
    """Give every purpose under which an address is digested."""
    fixed = ["participant", "mail", "evidence", "report", "invitation", "limit:mail.proof", "limit:signin.address"]
    return [*fixed, *(f"petition:{uuid}" for uuid in Petition.objects.values_list("public_id", flat=True))]


def canaries() -> list[str]:
    """Give what must not be found: address, number, name, and the digests of the address."""
    digests = [key.partition(":")[2] for purpose in purposes() for key in crypto.email_indexes(EMAIL, purpose)]
    plain = ["canary.zwicky", PHONE, "7946 0958", NAME, "Zwicky"]
    return [*plain, *digests]


def dump(text_of: Any = str) -> dict[str, str]:
    """Give every column of every table as one text, encrypted ones opened: "app.Model.field" -> all its values."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        fields = model._meta.local_concrete_fields
        for row in model._default_manager.all().order_by().values_list(*(one.attname for one in fields)):
            for one, value in zip(fields, row, strict=True):
                if value not in (None, ""):
                    found.setdefault(f"{model._meta.label}.{one.name}", []).append(text_of(value))
    return {column: "\n".join(values) for column, values in found.items()}


def tables_without_model() -> list[str]:
    """Give tables that a dump by model would miss; the search's own full-text tables copy a column each."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return [
        name for name in connection.introspection.table_names()
        if name not in known and not re.search(r"_fts|fts5|indexentry_fts|django_migrations|sqlite_", name)
    ]  # fmt: skip


def traces(wanted: list[str]) -> set[str]:
    """Give the columns and files in which one of the texts stands."""
    found = {column for column, text in dump().items() if any(one.casefold() in text.casefold() for one in wanted)}
    for name in ("private", "public"):
        folder = Path(house.STORAGES[name]["OPTIONS"]["location"])
        for path in folder.rglob("*"):
            if path.is_file() and any(one.encode() in path.read_bytes() for one in wanted):
                found.add(f"file {name}")
    return found
