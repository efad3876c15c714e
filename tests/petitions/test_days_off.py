"""Working days know the parliament's days off: entered at the desk, by a file; what runs already keeps its day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core import clock
from core.actors import ANONYMOUS, actor_for
from core.errors import Forbidden, Invalid
from core.events.models import Event
from core.moderation import actions as moderation
from core.parliament.actions import add_day_off, remove_day_off
from core.parliament.days import working_days_after
from core.parliament.models import DayOff
from petitions.actions.milestones import remind_of_milestones
from petitions.counting import fold
from petitions.models import Milestone, TallyEntry, Threshold

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2027, 4, 23, 9, tzinfo=UTC)
MONDAY = date(2027, 4, 26)
PAGE = "/admin/desk/days-off/"


@pytest.fixture
def admin(staff):
    """Give who sets the parliament up."""
    return actor_for(staff["admin"])


def cross(petition, days):
    """Let a petition cross a threshold of one signature that is owed within some working days; gives its duty."""
    Threshold.objects.filter(kind=petition.kind).exclude(key="one").delete()
    facts = {"count": 1, "duty": "respond", "days_allowed": days, "remind_days": 1}
    Threshold.objects.get_or_create(kind=petition.kind, key="one", defaults=facts)
    TallyEntry.objects.create(petition=petition, delta=1, counted_class="online", reason="confirmed", at=clock.now())
    fold(petition.pk)
    return Milestone.objects.get(petition=petition)


def test_a_working_day_is_none_of_the_days_off(admin):
    friday = FRIDAY.date()
    assert working_days_after(friday, 1) == MONDAY
    for day in (26, 27, 24):  # two working days and a Saturday, which counts for nothing anyhow
        add_day_off(day=date(2027, 4, day), name={"en": "A feast"}, by=admin)
    assert [working_days_after(friday, count) for count in (0, 1, 2, 4)] == [
        friday, date(2027, 4, 28), date(2027, 4, 29), date(2027, 5, 3),
    ]  # fmt: skip
    assert remove_day_off(day=MONDAY, by=admin) is True
    assert remove_day_off(day=MONDAY, by=admin) is False
    assert working_days_after(friday, 1) == MONDAY


def test_duties_and_reports_are_due_after_days_of_work_and_what_runs_keeps_its_day(make_petition, admin):
    with clock.frozen(FRIDAY):
        early = cross(make_petition(), 1)
        add_day_off(day=MONDAY, name={"en": "Founding Day"}, by=admin)
        late = cross(make_petition(), 1)
        report = moderation.file_report(
            "petition", late.petition.public_id, rule="hate", words="Names.", language="en", by=ANONYMOUS
        )
    assert (early.due_on, late.due_on) == (MONDAY, date(2027, 4, 27))
    assert Milestone.objects.get(pk=early.pk).due_on == MONDAY  # given before the day off was known: it stays
    assert report.due_on == date(2027, 4, 29)


def test_a_reminder_is_sent_a_working_day_before(make_petition, admin):
    """Due on Tuesday, Monday off: the working day before is Friday."""
    with clock.frozen(FRIDAY):
        duty = cross(make_petition(), 2)
        assert duty.due_on == date(2027, 4, 27)
        assert remind_of_milestones() == 0
        add_day_off(day=MONDAY, name={"en": "Founding Day"}, by=admin)
        assert remind_of_milestones() == 1


def test_only_administrators_write_days_and_each_has_a_name(admin, staff):
    for write in (
        lambda by: add_day_off(day=MONDAY, name={"en": "x"}, by=by), lambda by: remove_day_off(day=MONDAY, by=by),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            write(actor_for(staff["clerk"]))
    with pytest.raises(Invalid) as told:
        add_day_off(day=MONDAY, name={"fr": "Fête"}, by=admin)
    assert list(told.value.fields) == ["name_en"]
    assert DayOff.objects.count() == 0


def test_the_desk_adds_renames_and_removes_a_day(client, staff):
    client.force_login(staff["admin"])
    empty = client.post(PAGE, {"day": "2027-04-26"})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["name_en"])
    for name in ("Founding day", "Founding Day"):
        assert client.post(PAGE, {"day": "2027-04-26", "name_en": name, "name_fr": "Fête"}).status_code == 302
    assert list(DayOff.objects.values_list("day", "name")) == [(MONDAY, {"en": "Founding Day", "fr": "Fête"})]
    shown = client.get(PAGE)
    assert (shown.status_code, [str(row) for row in shown.context["past"] + shown.context["coming"]]) == (
        200,
        ["Founding Day"],
    )
    assert client.post(PAGE, {"remove": "2027-13-99"}).status_code == 422
    assert client.post(PAGE, {"remove": "2027-04-26"}).status_code == 302
    assert DayOff.objects.count() == 0
    verbs = Event.objects.filter(verb__endswith="day_off").order_by("pk").values_list("verb", "data__day")
    assert list(verbs) == [
        ("institution.add_day_off", "2027-04-26"), ("institution.add_day_off", "2027-04-26"),
        ("institution.remove_day_off", "2027-04-26"),
    ]  # fmt: skip
    client.force_login(staff["clerk"])
    assert client.get(PAGE).status_code in {302, 403}  # Wagtail leads who may not back to its home
