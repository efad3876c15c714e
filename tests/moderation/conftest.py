"""One public thing of each kind, its author's address, and two moderators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from consultations.evidence import actions as evidence
from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import ANONYMOUS, IMPORT, Actor, actor_for
from core.moderation import actions
from core.moderation.models import Report
from core.moderation.targets import target_of
from core.verification.actions import meet_participant
from tests.bills.conftest import say, version  # noqa: F401 - fixtures
from tests.evidence.conftest import handed_in, make_call
from tests.hearings.world import make_asker, make_clerk, make_hearing, make_question

KINDS = ("petition", "comment", "question", "submission")


@dataclass
class Thing:
    """A public record, the id its page is reported by, and its author's address."""

    kind: str
    record: Any
    reported_by: Any
    author: str

    def fresh(self) -> Any:
        """Read the record again."""
        return type(self.record)._default_manager.get(pk=self.record.pk)


def moderator(name: str) -> Actor:
    """Give a moderator by name."""
    user = User.objects.create_user(f"{name.lower()}@parliament.example", name=name)
    grant_role(user, Role.MODERATOR, by=IMPORT)
    return actor_for(User.objects.get(pk=user.pk))


@pytest.fixture
def ann(db) -> Actor:
    """Give the first moderator."""
    return moderator("Ann")


@pytest.fixture
def bob(db) -> Actor:
    """Give the second moderator."""
    return moderator("Bob")


@pytest.fixture
def make_thing(parliament, make_petition, request, settings, tmp_path) -> Callable[[str], Thing]:
    """Give a function that publishes one thing of a kind."""
    kinds = {
        name: {**settings.STORAGES[name], "OPTIONS": {"location": tmp_path / name}} for name in ("private", "public")
    }
    settings.STORAGES = {**settings.STORAGES, **kinds}

    def petition() -> Thing:
        row = make_petition(petitioner=meet_participant("pat@example.org", name="Pat"))
        return Thing("petition", row, row.public_id, "pat@example.org")

    def comment() -> Thing:
        row = request.getfixturevalue("say")(email="cora@example.org")
        return Thing("comment", row, row.public_id, "cora@example.org")

    def question() -> Thing:
        clerk = make_clerk()
        asker = make_asker("Quentin Moor")
        row = make_question(make_hearing(clerk), by=asker, clerk=clerk, state="published")
        return Thing("question", row, row.public_id, row.asker.email)

    def submission() -> Thing:
        row = handed_in(make_call(parliament.committees["health"], "MOD"), email="sue@example.org")
        clerk = make_clerk()
        evidence.take_up_submission(row, by=clerk)
        evidence.accept_submission(row, by=clerk)
        copy = evidence.publish_submission(row, by=clerk, is_checked=True)
        return Thing("submission", row, copy.public_id, "sue@example.org")

    makers = {"petition": petition, "comment": comment, "question": question, "submission": submission}
    return lambda kind: makers[kind]()


@pytest.fixture
def report(make_thing) -> Report:
    """Give one report about a petition."""
    return file(make_thing("petition"))


def file(thing: Thing, **facts: Any) -> Report:
    """Report a thing."""
    facts = {"rule": "insult", "words": "The second sentence insults my neighbour.", "language": "en", **facts}
    return actions.file_report(thing.kind, thing.reported_by, by=ANONYMOUS, **facts)


def uphold(report: Report, *, by: Actor, rule: str, reason: str) -> Any:
    """Uphold a report; about a petition as the second of two people, after Zoe."""
    target = target_of(report.kind)
    record = target.find(report.target_id)
    if target.propose and target.is_shown(record):
        zoe = User.objects.filter(email="zoe@parliament.example").first()
        target.propose(record, by=actor_for(zoe) if zoe else moderator("Zoe"), rule=rule, reason=reason)
    return actions.uphold_report(report, by=by, rule=rule, reason=reason)


def days_ago(report: Report, days: int) -> None:
    """Let a report have come in some days ago, its day with it."""
    from datetime import timedelta

    moment = clock.now() - timedelta(days=days)
    day = clock.working_days_after(moment.date(), 3)
    type(report).objects.filter(pk=report.pk).update(received_at=moment, due_on=day)
