"""A clerk writes a hearing and changes it until it goes live."""

import pytest

from consultations.hearings import actions
from consultations.hearings.models import Hearing
from core.accounts.models import Role
from core.errors import WrongState
from tests.hearings import world

pytestmark = pytest.mark.django_db
NEW = "/admin/desk/hearings/write/"


@pytest.fixture
def facts(clerk):
    other = world.make_hearing(clerk)
    return {
        "committee": other.committee_id, "day": "2031-03-04", "starts": "14:00", "ends": "16:00",
        "questions_until": "15:30",
        "title_en": "Clean air", "title_ar": "هواء نقي", "summary_en": "Who measures it?", "place_en": "Room 1",
        "agenda_en": "14:00 Opening\n15:00 The public asks", "agenda_ar": "14:00 افتتاح\n15:00 الجمهور يسأل",
        "witnesses_en": "Dr Noor Salt, Head of the office, North", "witnesses_ar": "د. نور سولت، رئيسة المكتب",
    }  # fmt: skip


def test_hearing_is_written_announced_and_changed(client, clerk, facts):
    client.force_login(clerk.user)
    answer = client.post(NEW, facts)
    hearing = Hearing.objects.get(slug="clean-air")
    assert (answer.status_code, hearing.state, dict(hearing.title)) == (
        302,
        "draft",
        {"en": "Clean air", "ar": "هواء نقي"},
    )
    assert [(f"{item.starts_at:%H:%M}", dict(item.title)) for item in hearing.agenda.all()] == [
        ("13:00", {"en": "Opening", "ar": "افتتاح"}), ("14:00", {"en": "The public asks", "ar": "الجمهور يسأل"}),
    ]  # fmt: skip
    (noor,) = hearing.witnesses.all()
    assert (dict(noor.name), dict(noor.role)) == (
        {"en": "Dr Noor Salt", "ar": "د. نور سولت"}, {"en": "Head of the office, North", "ar": "رئيسة المكتب"},
    )  # fmt: skip
    actions.announce_hearing(hearing, by=clerk)
    door = f"/admin/desk/hearings/{hearing.pk}/write/"
    form = client.get(door).context["form"]
    assert (form.initial["agenda_en"], form.initial["starts"].hour) == (facts["agenda_en"], 14)
    assert client.post(door, {**facts, "title_en": "Cleaner air"}).status_code == 302
    hearing.refresh_from_db()
    assert (hearing.title["en"], hearing.slug, hearing.witnesses.get().pk) == ("Cleaner air", "clean-air", noor.pk)
    actions.start_hearing(hearing, by=clerk)
    assert client.post(door, facts).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"title_en": ""}, "title_en"), ({"ends": "13:00", "questions_until": ""}, "ends"),
     ({"agenda_en": "Opening"}, "agenda_en"), ({"questions_until": "17:00"}, "questions_until"), ({"day": ""}, "day"),
     ({"day": "0001-01-01"}, "day"), ({"day": "0026-03-04"}, "day"),
     ({"answers_due_on": "9999-12-31"}, "answers_due_on")],
)  # fmt: skip
def test_faulty_form_comes_back(client, clerk, facts, wrong, field):
    client.force_login(clerk.user)
    answer = client.post(NEW, {**facts, **wrong})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Hearing.objects.filter(slug="clean-air").count() == 0


def test_only_clerks_write(client, facts):
    client.force_login(world.make_clerk(Role.MODERATOR).user)
    assert client.post(NEW, facts).status_code in {302, 403}
    assert Hearing.objects.filter(slug="clean-air").count() == 0


def test_what_happens_to_a_hearing_while_a_clerk_writes_is_not_written_over(clerk, facts):
    hearing = world.make_hearing(clerk, state="open")
    seen = Hearing.objects.get(pk=hearing.pk)
    world.make_question(hearing)
    committee, moment = hearing.committee, hearing.starts_at
    given = actions.HearingFacts(
        committee, {"en": "Why people wait longer"}, {}, {}, moment, hearing.ends_at, hearing.questions_until
    )
    saved = actions.save_hearing(seen, given, by=clerk)
    now = Hearing.objects.get(pk=hearing.pk)
    assert (saved.sequence, now.sequence, now.title["en"]) == (3, 3, "Why people wait longer")
    actions.start_hearing(now, by=clerk)
    with pytest.raises(WrongState):
        actions.save_hearing(seen, given, by=clerk)
    assert Hearing.objects.get(pk=hearing.pk).state == "live"
