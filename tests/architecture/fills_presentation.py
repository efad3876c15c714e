"""The lists of a petition's way through Parliament: steps, outcomes, duties, kinds, messages to signers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core import clock
from core.parliament.models import Area, DayOff
from petitions.models import (
    DutyOffice,
    PetitionKind,
    PetitionStep,
    RejectionReason,
    RequestOutcome,
    SignerMailing,
    Threshold,
)
from tests.architecture.counted import Counted, World, at
from tests.architecture.fills_petitions import admin, one_petition, petition_path


def fill_steps(world: World, how_many: int) -> None:
    """Let more and more happen to the one petition, and more of its requests be settled."""
    petition = world.once(one_petition)
    for _turn in range(how_many):
        title = world.mark()
        PetitionStep.objects.create(
            petition=petition, kind="considered", on=clock.today(), words={"en": title}, recorded_at=clock.now(),
            committee=petition.committee,
        )  # fmt: skip
        RequestOutcome.objects.create(
            petition=petition, position=petition.outcomes.count() + 1, request={"en": title}, verdict="open",
            recorded_at=clock.now(),
        )  # fmt: skip


def fill_mailings(world: World, how_many: int) -> None:
    """Write more and more messages to the signers of the one petition."""
    for _turn in range(how_many):
        mailing = SignerMailing.objects.create(
            petition=world.once(one_petition), subject={"en": world.mark()}, body={"en": "x"}, created_at=clock.now(),
            audience="areas",
        )  # fmt: skip
        mailing.areas.set(Area.objects.filter(kind="constituency")[:2])


def fill_kinds(world: World, how_many: int) -> None:
    """Make more and more kinds."""
    chamber = world.fixture("parliament").chamber
    for _turn in range(how_many):
        number = PetitionKind.objects.count()
        PetitionKind.objects.create(key=f"kind-{number}", name={"en": world.mark()}, chamber=chamber)
        DutyOffice.objects.create(key=f"office-{number}", name={"en": "Office"})


def fill_kind(world: World, how_many: int) -> None:
    """Give one kind more and more reasons and thresholds."""
    kind = world.fixture("parliament").kind
    office = DutyOffice.objects.get_or_create(key="one", name={"en": "One"})[0]
    for _turn in range(how_many):
        number = RejectionReason.objects.count()
        RejectionReason.objects.create(kind=kind, code=f"r-{number}", title={"en": world.mark()}, wording={"en": "x"})
        if number < 20:
            Threshold.objects.create(kind=kind, key=f"t-{number}", count=2000 + number, duty="respond", office=office)


def fill_days_off(world: World, how_many: int) -> None:
    """Give the parliament more and more days off."""
    first = date(2026, 1, 1) + timedelta(days=DayOff.objects.count())
    for turn in range(how_many):
        DayOff.objects.create(day=first + timedelta(days=turn), name={"en": world.mark()})


def desk(rest: str) -> Any:
    """Give the function that gives the address of a screen of the one petition."""
    return lambda world: f"/admin/desk/petitions/{world.once(one_petition).pk}/{rest}"


LISTS = [
    Counted("petitions:petition_detail", "steps", petition_path(), fill_steps),
    Counted("backoffice_petition_steps", "", desk("parliament/"), fill_steps, user=admin),
    Counted("backoffice_petition_outcomes", "", desk("parliament/outcomes/"), fill_steps, user=admin),
    Counted("backoffice_mailings", "", desk("mailings/"), fill_mailings, user=admin),
    Counted("backoffice_kinds", "", at("/admin/desk/petitions/kinds/"), fill_kinds, user=admin),
    Counted("backoffice_days_off", "", at("/admin/desk/days-off/"), fill_days_off, user=admin),
    Counted("backoffice_kind", "", at("/admin/desk/petitions/kinds/public-petition/write/"), fill_kind, full=58,
            user=admin),
]  # fmt: skip
SINGLES = {
    "backoffice_petition_step", "backoffice_petition_correct_step", "backoffice_mailing", "backoffice_mailing_new",
    "backoffice_mailing_write", "backoffice_kind_new", "backoffice_office", "backoffice_office_new",
}  # fmt: skip
