"""A committee with an open call, people at the desk, and a citizen's way through the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.evidence import actions
from consultations.evidence.models import CallForEvidence, Inquiry, Question, Submission
from consultations.evidence.rules import holder_of_link
from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import ANONYMOUS, IMPORT, actor_for
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from tests.fixtures.people import HouseClient as Client


@pytest.fixture(autouse=True)
def own_storages(settings, tmp_path):
    """Give each test its own private and public folder."""
    kinds = {
        name: {**settings.STORAGES[name], "OPTIONS": {"location": tmp_path / name}} for name in ("private", "public")
    }
    settings.STORAGES = {**settings.STORAGES, **kinds}
    return tmp_path


@pytest.fixture
def committee(db) -> Committee:
    """Give a committee."""
    return Committee.objects.create(chamber=main_chamber(), slug="housing-x", name={"en": "Housing Committee"})


@pytest.fixture
def call(committee) -> CallForEvidence:
    """Give an open call with two questions that closes in ten days."""
    return make_call(committee, "TST")


def make_call(committee: Committee, code: str, **facts) -> CallForEvidence:
    """Make an open call with two questions."""
    inquiry = Inquiry.objects.create(committee=committee, code=code, title={"en": f"Inquiry {code}"})
    facts = {"state": "open", "opens_at": clock.now(), "closes_at": clock.now() + timedelta(days=10), **facts}
    call = CallForEvidence.objects.create(
        inquiry=inquiry,
        slug=f"call-{code.lower()}",
        title={"en": f"Renting a home {code}", "ar": "استئجار مسكن"},
        **facts,
    )
    for position, text in enumerate(("What broke?", "Did your deposit come back?"), 1):
        Question.objects.create(call=call, position=position, text={"en": text})
    return call


@pytest.fixture
def clerk(committee) -> User:
    """Give a clerk of the committee."""
    user = User.objects.create_user("clerk@parliament.example", name="Noor Verbeek")
    grant_role(user, Role.CLERK, by=IMPORT, committee=committee)
    return user


@pytest.fixture
def by(clerk):
    """Give the clerk as an actor."""
    return actor_for(clerk)


@pytest.fixture
def desk(clerk) -> Client:
    """Give a browser in which the clerk is signed in."""
    client = Client()
    client.force_login(clerk)
    return client


def sender(**facts) -> dict[str, str]:
    """Give what a citizen types on the first page."""
    return {"kind": "person", "name": "Lena Moor", "organisation": "", "role": "", "email": "lena@example.org", **facts}


def draft(call: CallForEvidence, **facts) -> Submission:
    """Begin a draft by the action."""
    return actions.start_submission(call, actions.SenderFacts(**sender(**facts)), by=ANONYMOUS)[0]


def handed_in(
    call: CallForEvidence, *, text: str = "The boiler failed.", title: str = "Cold", wish: str = "named", **facts
):
    """Hand in a whole submission through the actions; gives it in state submitted."""
    submission = draft(call, **facts)
    me = holder_of_link(submission)
    first = call.questions.order_by("position").first()
    actions.save_evidence(submission, title=title, answers={first.pk: text}, by=me)
    reason = "" if wish == "named" else "I still live there."
    actions.save_wish(submission, actions.WishFacts(wish=wish, reason=reason), by=me)
    link = submission.links.create(
        token_hash=f"{submission.pk:064d}", is_mailed=True, expires_at=clock.now() + timedelta(1)
    )
    actions.send_submission(link, by=me)
    submission.refresh_from_db()
    return submission


def accepted(call: CallForEvidence, by, **facts) -> Submission:
    """Hand in and accept."""
    submission = actions.take_up_submission(handed_in(call, **facts), by=by)
    return actions.accept_submission(submission, by=by)


def published(call: CallForEvidence, by, **facts):
    """Hand in, accept, publish; gives the public copy."""
    return actions.publish_submission(accepted(call, by, **facts), by=by, is_checked=True)


def upload(data: bytes, name: str = "my evidence.pdf") -> SimpleUploadedFile:
    """Wrap bytes as a browser sends them; the type it states is never believed."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def link_in(mail) -> str:
    """Give the path of the link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]


def code_in(mail) -> str:
    """Give the six digits in a mail."""
    return re.search(r"\b(\d{6})\b", mail.body)[1]
