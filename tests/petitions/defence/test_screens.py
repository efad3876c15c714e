"""The desk of the defence, from outside: what a clerk sees and presses."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from core.events.models import Event
from petitions.actions.figures import set_figures
from petitions.actions.holding_desk import release_signatures
from petitions.actions.trends import warn_of_trends
from petitions.models import HoldSource, Invalidation, PaperBatch, Signature, TrendWarning
from tests.petitions.defence.helpers import clerk, crowd, facts, states

pytestmark = pytest.mark.django_db
GROUPS = "/admin/desk/held/groups/"
NEW = ("/admin/desk/invalidations/new/", "/admin/desk/paper/new/")


@pytest.fixture
def desk(client, staff, settings):
    """Give a client at the desk, signed in as the clerk with a second factor."""
    settings.LIMITS_FACTOR = 1
    client.force_login(staff["clerk"])
    return client


def hold(petition, staff, how_many=3):
    """Hold all but one."""
    set_figures(by=clerk(staff), network="1/m")
    rows = crowd(petition, [facts(n, network="203.0.113.7") for n in range(how_many + 1)])
    return rows[1:]


def body(answer):
    """Give the page's words without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_held_ones_stand_in_groups_and_many_are_counted_at_once(desk, open_petition, staff):
    rows = hold(open_petition, staff)
    page = desk.get(GROUPS)
    assert page.status_code == 200
    assert "Many from one network" in body(page)
    where = f"{GROUPS}{open_petition.pk}/network/"
    assert rows[0].personal.name in body(desk.get(where))
    done = desk.post(where, {"verb": "release", "signature": [row.pk for row in rows]})
    assert (done.status_code, done["Location"]) == (302, GROUPS)
    assert states(open_petition) == {"confirmed": 4}
    assert Event.objects.filter(verb="user.read_personal", data__list="held").count() == 1


def test_what_no_rule_holds_has_a_group_too(desk, open_petition, staff):
    rows = hold(open_petition, staff)
    Signature.objects.filter(pk__in=[row.pk for row in rows]).update(hold_rule="")
    where = f"{GROUPS}{open_petition.pk}/by-hand/"
    page = desk.get(GROUPS)
    assert (page.status_code, where in page.content.decode()) == (200, True)
    desk.post(where, {"verb": "release", "signature": [row.pk for row in rows]})
    assert states(open_petition) == {"confirmed": 4}


def test_a_refusal_without_a_reason_or_a_tick_is_422_and_changes_nothing(desk, open_petition, staff):
    rows = hold(open_petition, staff)
    where = f"{GROUPS}{open_petition.pk}/network/"
    for data in ({"verb": "refuse", "signature": [rows[0].pk]}, {"verb": "release"}):
        assert desk.post(where, data).status_code == 422
    assert states(open_petition) == {"confirmed": 1, "held": 3}


def test_who_comes_second_sees_409_and_who_was_first(desk, open_petition, staff):
    rows = hold(open_petition, staff)
    release_signatures([rows[0].pk], by=clerk(staff, "moderator"))
    where = f"{GROUPS}{open_petition.pk}/network/"
    late = desk.post(where, {"verb": "refuse", "reason": "automated", "signature": [row.pk for row in rows]})
    assert late.status_code == 409
    assert staff["moderator"].name in body(late)
    assert states(open_petition) == {"confirmed": 2, "held": 2}


def test_a_group_is_claimed_and_let_go(desk, open_petition, staff):
    hold(open_petition, staff)
    where = f"{GROUPS}{open_petition.pk}/network/"
    assert desk.post(where, {"verb": "claim"}).status_code == 302
    assert staff["clerk"].name in body(desk.get(GROUPS))
    assert desk.post(where, {"verb": "let_go"}).status_code == 302
    assert "Nobody is on it." in body(desk.get(where))


def test_one_held_signature_is_decided_on_its_own_screen(desk, open_petition, staff):
    rows = hold(open_petition, staff, 2)
    item = f"/admin/desk/held/{rows[0].pk}/"
    assert rows[0].personal.name in body(desk.get(item))
    assert desk.post(item, {"verb": "refuse", "refuse-reason": "automated"}).status_code == 302
    assert states(open_petition) == {"confirmed": 1, "held": 1, "invalidated": 1}


def test_figures_and_lists_are_set_and_faults_stand_at_their_field(desk, staff):
    where = "/admin/desk/held/figures/"
    numbers = {"hold_days": 3, "four_eyes_above": 10, "warn_network": 5, "warn_domain": 6, "warn_minute": 7}
    assert desk.post(where, {"verb": "set", "network": "5/m", **numbers}).status_code == 302
    assert 'value="5/m"' in desk.get(where).content.decode()
    assert desk.post(where, {"verb": "set", "network": "many", **numbers}).status_code == 422
    source = {"verb": "add", "of": "network", "pattern": "203.0.113.9", "stands": "trusted"}
    assert desk.post(where, source).status_code == 302
    assert desk.post(where, {**source, "pattern": "10.0.0.0/8"}).status_code == 422
    assert desk.post(where, {"verb": "drop", "of": "network", "pattern": "203.0.113.9"}).status_code == 302
    assert not HoldSource.objects.exists()


def test_the_trends_have_a_line_a_table_and_no_network_in_clear(desk, open_petition, staff):
    start = clock.now() - timedelta(minutes=30)
    with clock.frozen(start):
        crowd(open_petition, [facts(n, network="203.0.113.7") for n in range(4)])
    page = desk.get(f"/admin/desk/petitions/{open_petition.pk}/health/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<polyline" in text
    assert "example.org" in text
    assert "203.0.113" not in text
    assert "style=" not in re.search(r'<section aria-labelledby="minutes">.*?</section>', text, re.S).group()
    table = re.search(r'<section aria-labelledby="minutes">.*?</section>', text, re.S).group()
    cells = [int(n) for n in re.findall(r"<td[^>]*>(\d+)</td><td[^>]*>\d+</td></tr>", table)]
    assert sum(cells) == 4


def test_a_source_above_its_figure_is_warned_of_once_an_hour(desk, open_petition, staff):
    set_figures(by=clerk(staff), warn_network=3, warn_domain=4, warn_minute=0)
    now = clock.now().replace(minute=30)
    with clock.frozen(now):
        crowd(open_petition, [facts(n, network="203.0.113.7") for n in range(4)])
        assert (warn_of_trends(), warn_of_trends()) == (2, 0)
    assert set(TrendWarning.objects.values_list("by", "figure")) == {("network", 4), ("domain", 4)}
    assert Event.objects.filter(verb="warning.notice", is_public=False).count() == 2
    warning = TrendWarning.objects.first()
    assert "example.org" in body(desk.get("/admin/desk/warnings/"))
    assert desk.post(f"/admin/desk/warnings/{warning.pk}/", {"verb": "read"}).status_code == 302
    assert TrendWarning.objects.filter(state="seen").count() == 1


def test_a_query_is_saved_previewed_started_and_shown(desk, open_petition, staff, deliver):
    crowd(open_petition, [facts(n, email=f"b{n}@bots.example") for n in range(3)])
    new = "/admin/desk/invalidations/new/"
    assert desk.get(f"{new}?petition={open_petition.pk}").status_code == 200
    assert desk.post(new, {"petition": open_petition.pk, "reason": "automated"}).status_code == 422
    facts_ = {"petition": open_petition.pk, "domain": "bots.example", "reason": "automated"}
    saved = desk.post(new, facts_)
    query = Invalidation.objects.get()
    assert (saved.status_code, saved["Location"]) == (302, f"/admin/desk/invalidations/{query.pk}/")
    page = desk.get(saved["Location"])
    assert "3 signatures." in body(page)
    assert 'value="start"' in page.content.decode()
    assert desk.post(saved["Location"], {"verb": "start"}).status_code == 302
    deliver()
    done = desk.get(saved["Location"])
    assert 'value="undo"' in done.content.decode()
    assert states(open_petition) == {"invalidated": 3}


def test_many_offer_only_to_ask_a_second_person(desk, open_petition, staff):
    set_figures(by=clerk(staff), four_eyes_above=2)
    crowd(open_petition, [facts(n, email=f"b{n}@bots.example") for n in range(3)])
    desk.post("/admin/desk/invalidations/new/", {"domain": "bots.example", "reason": "automated"})
    query = Invalidation.objects.get()
    where = f"/admin/desk/invalidations/{query.pk}/"
    text = desk.get(where).content.decode()
    assert ('value="ask"' in text, 'value="start"' in text) == (True, False)
    assert desk.post(where, {"verb": "start"}).status_code == 409
    assert desk.post(where, {"verb": "ask"}).status_code == 302
    assert desk.post(where, {"verb": "second"}).status_code == 403
    assert states(open_petition) == {"confirmed": 3}


def test_a_batch_is_opened_typed_imported_and_its_faults_name_the_line(desk, open_petition, staff):
    sheets = {"petition": open_petition.pk, "reference": "A 1", "counted_by": "Registry", "counted_lines": 4}
    opened = desk.post("/admin/desk/paper/new/", sheets)
    made = PaperBatch.objects.get()
    where = f"/admin/desk/paper/{made.pk}/"
    assert (opened.status_code, opened["Location"]) == (302, where)
    assert desk.post(where, {"verb": "type", "name": "Ann Lee", "postcode": "SL4 1AA"}).status_code == 302
    bad = SimpleUploadedFile("lines.csv", b"name,postcode\nBo Ek,XX9 9XX\n")
    answer = desk.post(where, {"verb": "import", "file": bad})
    assert answer.status_code == 422
    assert "Line 1:" in body(answer)
    good = SimpleUploadedFile("lines.csv", b"name,postcode\nBo Ek,NH1 1AA\nCy Do,\n")
    assert desk.post(where, {"verb": "import", "file": good}).status_code == 302
    assert made.lines.count() == 3
    assert desk.post(where, {"verb": "hand_over"}).status_code == 302
    assert "Somebody else compares the sample." in body(desk.get(where))
    assert desk.post(where, {"verb": "compare", "line-1": "good"}).status_code == 403


@pytest.mark.parametrize("role", ["comms", "member"])
@pytest.mark.parametrize("where", [GROUPS, "/admin/desk/held/figures/", *NEW])
def test_nobody_else_gets_in(client, staff, role, where):
    client.force_login(staff[role])
    assert client.get(where).status_code in {302, 403}
