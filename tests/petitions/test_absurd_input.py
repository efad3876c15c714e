"""What nobody means still gets an answer: absurd pages, years, numbers, keys and bodies, at every door of petitions."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.actors import actor_for
from core.errors import Invalid
from petitions import actions
from petitions.actions import correct_step
from petitions.actions.paper import open_batch
from petitions.kind_facts import ReasonFacts, ThresholdFacts, check_kind, facts_of
from petitions.models import PetitionStep
from tests.petitions.defence.helpers import crowd, facts
from tests.petitions.test_public_pages import reach

pytestmark = pytest.mark.django_db
HUGE = "9" * 30
LONG = "9" * 5000
LISTS = (
    "petitions:petition_list", "petitions:rejected", "petitions:reached", "petitions:duties", "api_petitions",
    "api_milestones",
)  # fmt: skip
QUERIES = (
    "page=abc", "page=-1", f"page={HUGE}", f"page={LONG}", "page=%D9%A3", "year=0001", "year=9999", "year=abc",
    "state=nowhere", "order=sideways", f"constituency={LONG}", "committee=%00", "q=%00", f"q={LONG}", "state=all&q=%ff",
    "cursor=abc", f"cursor={LONG}", "since=0001-01-01", "until=9999-12-31", "since=yesterday", f"size={HUGE}",
    "unknown=1", "state=all&state=open", "language=xx", "kind=%EF%BF%BD",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_lists_answer_whatever_is_asked(client, make_petition, query):
    make_petition()
    make_petition(state="rejected")
    for name in LISTS:
        answer = client.get(f"{reverse(name)}?{query}")
        assert answer.status_code in {200, 400, 404}, name


@pytest.mark.parametrize("number", ["0", HUGE, "9223372036854775808", "2147483648"])
def test_a_number_that_no_petition_can_have_is_not_found(client, parliament, number):
    for path in ("petition_detail", "petition_text", "petition_count", "petition_sign", "share_card", "feed_petition"):
        address = reverse(f"petitions:{path}", args=[1]).replace("/1/", f"/{number}/")
        assert client.get(address).status_code == 404, path
    for path in ("api_petition", "api_petition_steps", "api_petition_versions", "api_petition_entries"):
        assert client.get(reverse(path, args=[1]).replace("/1/", f"/{number}/")).status_code == 404, path


BODIES = [
    [], {}, None, 5, "text", {"name": ["Ann"]}, {"name": {"a": 1}}, {"email": 5}, {"name": "A\x00nn"},
    {"name": "\ud800"}, {"country": ["--"]}, {"is_eligible": "perhaps"}, {"language": ["en"]}, {"name": "x" * 100_000},
    {"action": "x", "committee": {"slug": "a"}}, {"text": ["a"]}, {"text": "\x00"}, {"text": "\ud800" * 9},
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
def test_bodies_of_any_type_are_refused_by_their_fields(client, open_petition, body):
    doors = (
        reverse("api_petition_sign", args=[open_petition.number]), reverse("api_petitions"),
        reverse("api_petitions_similar"),
    )  # fmt: skip
    for address in doors:
        answer = client.post(address, json.dumps(body), content_type="application/json")
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json"), address


STEP = {"kind": "presented", "on": "2026-01-02", "to_whom": {"en": "The Speaker"}}
STEPS = [
    {"to_whom": {"e\x00n": "The Speaker"}}, {"to_whom": {"\ud800": "The Speaker"}}, {"to_whom": {"tlh": "Qang"}},
    {"to_whom": {"": "Nobody"}}, {"to_whom": ["The Speaker"]}, {"to_whom": "The Speaker"}, {"words": {"en": ["x"]}},
    {"on": "0000-01-01"}, {"on": 5}, {"committee": ["transport"]}, {"committee": {"slug": 1}}, {"committee": "a\x00"},
    {"corrects": "abc"}, {"kind": ["presented"]}, {"document_url": "javascript:alert(1)"}, {"document_url": "x" * 600},
]  # fmt: skip


@pytest.mark.parametrize("change", STEPS)
def test_a_step_of_any_shape_is_refused_by_its_fields(client, open_petition, staff, change):
    client.force_login(staff["clerk"])
    address = reverse("api_petition_steps", args=[open_petition.number])
    answer = client.post(address, json.dumps({**STEP, **change}), content_type="application/json")
    assert (answer.status_code, PetitionStep.objects.count()) == (400, 0)
    assert client.post(address, json.dumps(STEP), content_type="application/json").status_code == 201


@pytest.mark.parametrize("language", ["e\x00n", "tlh"])
def test_an_outcome_in_no_language_of_the_site_is_refused(client, open_petition, staff, language):
    client.force_login(staff["clerk"])
    address = reverse("api_petition_outcomes", args=[open_petition.number])
    body = json.dumps([{"request": {language: "x"}, "verdict": "yes"}])
    assert client.post(address, body, content_type="application/json").status_code == 400


@pytest.fixture
def desk(client, staff):
    """Give a browser in which a clerk has signed in."""
    client.force_login(staff["clerk"])
    return client


@pytest.mark.parametrize("key", [HUGE, LONG, "-1", "abc", "²", "%00"])
def test_keys_that_no_row_has_leave_the_desk_standing(desk, open_petition, staff, key):
    [row] = crowd(open_petition, [facts(1)])
    type(row).objects.update(state="held", hold_rule="network")
    group = reverse("backoffice_held_group", args=[open_petition.pk, "network"])
    assert desk.post(group, {"verb": "release", "signature": [key]}).status_code == 422
    new = reverse("backoffice_invalidation_new")
    assert desk.get(new, {"petition": key}).status_code == 200
    assert desk.post(new, {"petition": key, "reason": "automated", "domain": "a.example"}).status_code == 422
    batch = open_batch(open_petition, by=actor_for(staff["clerk"]), reference="1", counted_by="R", counted_lines=1)
    paper = reverse("backoffice_paper", args=[batch.pk])
    assert desk.post(paper, {"verb": "compare", f"line-{key}": "bad"}).status_code in {400, 403, 409, 422}
    item = reverse("backoffice_item", args=["petitions", open_petition.pk])
    assert desk.post(item, {"verb": "pause", "version": f"1.{key}", "reason": "x"}).status_code == 409


@pytest.mark.parametrize("at", ["²", "x", LONG, HUGE, "-1"])
def test_rows_with_odd_places_leave_the_screen_of_a_kind_standing(client, parliament, staff, at):
    client.force_login(staff["admin"])
    address = reverse("backoffice_kind", args=["public-petition"])
    assert client.post(address, {f"thresholds-{at}-key": "a", f"reasons-{at}-code": "b"}).status_code in {400, 422}


def test_a_key_longer_than_its_column_is_refused(client, parliament, staff):
    known = facts_of(parliament.kind)
    long = "a" * 51
    wrong = replace(
        known, key=long, thresholds=(ThresholdFacts(long, 5, {"en": "x"}, "respond", {"en": "y"}),),
        reasons=(ReasonFacts(long, {"en": "x"}, {"en": "y"}),),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        check_kind(wrong)
    assert sorted(refused.value.fields) == ["key", "reasons-0-code", "thresholds-0-key"]


def test_correcting_to_another_committee_moves_the_petition_there(open_petition, parliament, staff):
    by = actor_for(staff["clerk"])
    right, wrong = (parliament.committees[slug] for slug in list(parliament.committees)[:2])
    step = actions.refer_petition(open_petition, actions.StepFacts(clock.today(), committee=wrong), by=by)
    correct_step(step, actions.StepFacts(clock.today(), committee=right), by=by)
    open_petition.refresh_from_db()
    assert open_petition.committee == right
    with clock.frozen(clock.now() - timedelta(days=9)):
        actions.refer_petition(open_petition, actions.StepFacts(clock.today(), committee=wrong), by=by)
    open_petition.refresh_from_db()
    assert open_petition.committee == right  # what was written down late is no later referral


def test_an_address_that_is_too_long_to_keep_is_refused_at_desk_and_api(client, open_petition, staff):
    duty = reach(open_petition)
    address = "https://parliament.example/" + "a" * 300
    client.force_login(staff["clerk"])
    body = {"outcome": "Heard.", "document_url": address}
    machine = reverse("api_act", args=["milestones", duty.public_id, "fulfil"])
    assert client.post(machine, json.dumps(body), content_type="application/json").status_code == 400
    item = reverse("backoffice_item", args=["milestones", duty.pk])
    assert (
        client.post(item, {"verb": "fulfil", **{f"fulfil-{name}": text for name, text in body.items()}}).status_code
        == 422
    )
    duty.refresh_from_db()
    assert (duty.state, duty.document_url) == ("due", "")


@pytest.mark.parametrize("pattern", ["a\x00", "x" * 500, ""])
def test_dropping_what_is_not_listed_changes_nothing(desk, pattern):
    address = reverse("backoffice_defence")
    assert desk.post(address, {"verb": "drop", "of": "domain", "pattern": pattern}).status_code == 302
    assert desk.post(address, {"verb": "add", "of": "domain", "pattern": pattern, "stands": "held"}).status_code == 422
