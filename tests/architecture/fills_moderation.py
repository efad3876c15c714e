"""Reports, appeals and the public log, filled for counting."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from core import clock
from core.actors import ANONYMOUS
from core.moderation import actions
from core.moderation.models import Appeal, Decision, Report
from tests.architecture.counted import Counted, World, at


def one_report(world: World) -> Report:
    """Give a report about a petition."""
    petition = world.fixture("open_petition")
    facts = {"rule": "spam", "words": "An advert.", "language": "en"}
    return actions.file_report("petition", petition.public_id, by=ANONYMOUS, **facts)


def one_appeal(world: World) -> Appeal:
    """Give an appeal against a decision about the petition of the report."""
    return appeal_of(decide(world.once(one_report).target_id, "petition", "Hateful."))


def decide(target_id: Any, kind: str, reason: str) -> Decision:
    """Write one line of the log."""
    return Decision.objects.create(
        event_id=uuid4(), kind=kind, target_id=target_id, outcome="removed", rule="hate", reason=reason,
        decided_at=clock.now(), decided_by="nobody",
    )  # fmt: skip


def appeal_of(decision: Decision) -> Appeal:
    """Write an appeal against a line of the log."""
    return Appeal.objects.create(
        decision=decision, words="No.", language="en", received_at=clock.now(), due_on=clock.today()
    )


def fill_reports(world: World, how_many: int) -> None:
    """Make reports; one whose domain is gone is named by its key, which carries the mark."""
    for _turn in range(how_many):
        Report.objects.create(
            kind=world.mark(), target_id=uuid4(), rule="spam", language="en", received_at=clock.now(),
            due_on=clock.today(),
        )  # fmt: skip


def fill_appeals(world: World, how_many: int) -> None:
    """Make appeals, each against a decision of its own."""
    for _turn in range(how_many):
        appeal_of(decide(uuid4(), world.mark(), "Hateful."))


def fill_log(world: World, how_many: int) -> None:
    """Make lines of the log."""
    for _turn in range(how_many):
        decide(uuid4(), "petition", world.mark())


def fill_earlier(world: World, how_many: int) -> None:
    """Make lines of the log about the one thing."""
    for _turn in range(how_many):
        decide(world.once(one_report).target_id, "petition", world.mark())


def admin(world: World) -> Any:
    """Give an account that sees every queue."""
    return world.fixture("staff")["admin"]


API = "/api/v1/moderation/decisions/"
LISTS = [
    Counted("moderation:log", "", at("/en/moderation/"), fill_log, full=20),
    Counted("moderation:log_csv", "", at("/en/moderation/decisions.csv"), fill_log),
    Counted("api_moderation_decisions", "", at(f"{API}?page_size=100"), fill_log),
    Counted(
        "backoffice_item", "reports earlier", lambda world: f"/admin/desk/reports/{world.once(one_report).pk}/",
        fill_earlier, full=20, user=admin,
    ),
]  # fmt: skip
QUEUES = {"reports": (fill_reports, ""), "appeals": (fill_appeals, "")}
