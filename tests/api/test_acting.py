"""A clerk's moves over the API: open moves, facts, lost races, versions and repeated requests."""

import pytest
from rest_framework.test import APIClient

from core.accounts import tokens
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import IMPORT, actor_for
from core.events.models import Event
from core.lifecycle import Lifecycle
from petitions.actions import publish_petition
from tests.architecture import fills_bills, fills_evidence, fills_hearings, fills_moderation
from tests.architecture.counted import World

pytestmark = pytest.mark.django_db


def path_of(resource, record, verb=""):
    return f"/api/v1/{resource}/{record.public_id}/actions/{f'{verb}/' if verb else ''}"


@pytest.fixture
def program(staff):
    """Give a function that gives a client with a clerk's token for one kind: program("petitions")."""

    def make(*areas, user=None):
        scopes = [f"moderate:{area}" for area in areas]
        _token, secret = tokens.create_token(
            user or staff["clerk"], label="Desk", scopes=scopes, by=actor_for(staff["admin"])
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return make


@pytest.fixture
def waiting(make_petition):
    return make_petition(state="in_moderation")


def test_the_moves_stand_with_the_facts_they_need(program, waiting):
    body = program("petitions").get(path_of("petitions", waiting)).json()
    assert (body["id"], body["state"], body["resource"]) == (str(waiting.public_id), "in_moderation", "petitions")
    assert [(row["verb"], [fact["name"] for fact in row["facts"]]) for row in body["actions"]] == [
        ("ask_changes", ["reason"]),
        ("propose_title", ["title", "reason"]),
        ("publish", []),
        ("reject", ["reason_code", "sentence", "reason"]),
        ("stop", ["reason"]),
    ]
    assert body["actions"][3]["facts"][0]["choices"] == ["duplicate", "not-our-competence"]


def test_a_clerk_publishes_and_reads_the_new_state(program, waiting):
    client = program("petitions")
    answer = client.post(path_of("petitions", waiting, "publish"))
    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    assert [row["verb"] for row in answer.json()["actions"]] == ["correct", "pause", "end", "merge", "hide", "remove"]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.number is not None) == ("open", True)


def test_a_faulty_fact_is_400_and_changes_nothing(program, waiting):
    client, path = program("petitions"), path_of("petitions", waiting, "reject")
    answers = [client.post(path, facts) for facts in ({}, {"reason_code": "boring", "reason": "No."})]
    assert [[row["field"] for row in answer.json()["fields"]] for answer in answers] == [
        ["reason_code", "reason"],
        ["reason_code"],
    ]
    assert {answer.status_code for answer in answers} == {400}
    waiting.refresh_from_db()
    assert waiting.state == "in_moderation"
    done = client.post(path, {"reason_code": "duplicate", "reason": "There is one."})
    assert (done.status_code, done.json()["state"]) == (200, "rejected")


def test_who_comes_second_is_told_who_was_first(program, staff, waiting):
    publish_petition(waiting, by=actor_for(staff["moderator"]))
    answer = program("petitions").post(path_of("petitions", waiting, "publish"))
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert (body["code"], body["verb"], body["by"], body["state"]) == (
        "wrong_state",
        "petition.publish",
        "user",
        "open",
    )
    assert body["at"]


def test_a_lost_race_names_the_winner(program, staff, waiting, monkeypatch):
    """Both have read the old state; the compare-and-set decides."""
    from api import desks

    def too_late(petition, *, by):
        rival = type(petition).objects.get(pk=petition.pk)
        publish_petition(rival, by=actor_for(staff["moderator"]))
        return publish_petition(petition, by=by)

    monkeypatch.setitem(desks.DESKS["petitions"].decide, "publish", too_late)
    answer = program("petitions").post(path_of("petitions", waiting, "publish"))
    assert (answer.status_code, answer.json()["code"], answer.json()["by"]) == (409, "conflict", "user")
    assert Event.objects.filter(verb="petition.publish").count() == 1


def test_an_old_version_is_412(program, staff, waiting):
    client, path = program("petitions"), path_of("petitions", waiting)
    seen = client.get(path)["ETag"]
    publish_petition(waiting, by=actor_for(staff["moderator"]))
    facts = {"reason": "A technical fault."}
    stale = client.post(f"{path}pause/", facts, headers={"If-Match": seen})
    assert (stale.status_code, stale.json()["code"], stale.json()["state"]) == (412, "precondition_failed", "open")
    now = client.get(path)["ETag"]
    assert client.post(f"{path}pause/", facts, headers={"If-Match": f'"x", {now}'}).status_code == 200
    assert client.post(f"{path}resume/", headers={"If-Match": "*"}).status_code == 200


def test_the_same_request_again_gets_the_first_answer(program, waiting):
    client, path = program("petitions"), path_of("petitions", waiting, "publish")
    key = {"Idempotency-Key": "3f1c"}
    first, again = client.post(path, headers=key), client.post(path, headers=key)
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (200, 200, "true")
    assert (first.json(), first["ETag"]) == (again.json(), again["ETag"])
    other = client.post(path, {"reason": "x"}, headers=key)
    assert (other.status_code, [row["field"] for row in other.json()["fields"]]) == (400, ["Idempotency-Key"])
    assert Event.objects.filter(verb="petition.publish").count() == 1
    # A refusal is not kept.
    pause, late = path_of("petitions", waiting, "pause"), {"Idempotency-Key": "77"}
    assert client.post(pause, {}, headers=late).status_code == 400
    assert client.post(pause, {"reason": "A fault."}, headers=late).status_code == 200


def test_strangers_are_asked_who_they_are_and_others_are_refused(api, client, staff, waiting):
    path = path_of("petitions", waiting, "publish")
    answer = api.post(path)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    for role in ("comms", "member", "auditor", "approver"):
        client.force_login(staff[role])
        assert client.post(path, content_type="application/json").status_code == 403, role
    client.force_login(staff["moderator"], second_factor=False)
    assert client.post(path, content_type="application/json").status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "in_moderation"


def test_a_session_needs_djangos_token(staff, waiting):
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(staff["clerk"])
    assert browser.post(path_of("petitions", waiting, "publish")).status_code == 403


def test_what_is_not_there(program, waiting, open_petition):
    client = program("petitions")
    assert client.post(path_of("petitions", waiting, "explode")).status_code == 404
    assert client.post(path_of("petitions", waiting, "prove")).status_code == 404  # the petitioner's, not a clerk's
    assert client.get(path_of("kings", waiting)).status_code == 404
    assert client.get(f"/api/v1/petitions/{'0' * 8}-0000-4000-8000-{'0' * 12}/actions/").status_code == 404
    assert client.get(path_of("petitions", waiting, "publish")).status_code == 405


def test_comments_questions_and_reports_go_the_same_way(request, parliament, program):
    world = World(request.getfixturevalue)
    comment, question = world.once(fills_bills.first_comment), world.once(fills_hearings.one_question)
    report = world.once(fills_moderation.one_report)
    hide = {"rule": "spam", "public_reason": "An advert."}
    answer = program("comments").post(path_of("comments", comment, "hide"), hide)
    assert (answer.status_code, answer.json()["state"]) == (200, "hidden")
    asked = program("hearings").post(path_of("questions", question, "approve"))
    assert (asked.status_code, asked.json()["state"]) == (200, "published")
    facts = {"rule": "spam", "reason": "An advert."}
    alone = program("moderation").post(path_of("reports", report, "uphold"), facts)
    assert alone.status_code == 403  # it takes a petition down, which this token may not
    both = program("moderation", "petitions").post(path_of("reports", report, "uphold"), facts)
    assert (both.status_code, both.json()["state"]) == (200, "in_review")  # the first of two people
    second = program("moderation", "petitions", user=world.fixture("staff")["admin"])
    done = second.post(path_of("reports", report, "uphold"), facts)
    assert (done.status_code, done.json()["state"]) == (200, "upheld")


def test_hiding_needs_two_people_through_the_api_too(program, open_petition, staff):
    first, second = program("petitions"), program("petitions", user=staff["admin"])
    hide = {"rule": "hate", "reason": "It calls a group names."}
    answer = first.post(path_of("petitions", open_petition, "hide"), hide)
    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    [row] = first.get("/api/v1/desk/petition-proposals/").json()["results"]
    confirm = f"/api/v1/petition-proposals/{row['id']}/actions/confirm/"
    assert first.post(confirm).status_code == 403
    open_petition.refresh_from_db()
    assert open_petition.state == "open"
    assert second.post(confirm).status_code == 200
    open_petition.refresh_from_db()
    assert open_petition.state == "hidden"


def test_evidence_is_seen_by_the_clerk_of_its_committee_alone(request, program, parliament):
    world = World(request.getfixturevalue)
    submission = world.once(fills_evidence.one_submission)
    other = User.objects.create_user("health@parliament.example", name="Other")
    grant_role(other, Role.CLERK, by=IMPORT, committee=parliament.committees["health"])
    stranger = program("evidence", user=other)
    path = path_of("submissions", submission)
    assert [stranger.get(path).status_code, stranger.post(f"{path}take_up/").status_code] == [404, 404]
    assert stranger.get("/api/v1/desk/submissions/").json()["results"] == []
    own = program("evidence", user=world.once(fills_evidence.one_clerk))
    row = own.get("/api/v1/desk/submissions/").json()["results"][0]
    assert (row["id"], row["state"]) == (str(submission.public_id), "submitted")
    assert own.get(row["actions_url"].replace("http://localhost:8000", "")).status_code == 200
    assert own.post(f"{path}take_up/").json()["state"] == "in_review"
    assert own.post(f"{path}accept/", {"minute": "7"}).json()["state"] == "accepted"


def test_the_desk_lists_what_waits(program, waiting, make_petition, client, staff):
    make_petition(state="gathering_supporters")
    opened = make_petition()
    listed = program("petitions").get("/api/v1/desk/petitions/")
    assert [row["id"] for row in listed.json()["results"]] == [str(waiting.public_id), str(opened.public_id)]
    assert listed["Cache-Control"] == "private, no-store"
    narrow = program("petitions").get("/api/v1/desk/petitions/?state=in_moderation").json()["results"]
    assert [row["id"] for row in narrow] == [str(waiting.public_id)]
    client.force_login(staff["comms"])
    assert client.get("/api/v1/desk/petitions/").status_code == 403


def test_every_verb_of_a_desk_is_in_its_life_cycle_and_every_fact_has_a_shape():
    from api.desks import TABLE

    for desk in TABLE:
        moves = {row.verb: row for row in Lifecycle.registry[desk.lifecycle.noun].moves}
        assert set(desk.decide) - set(moves) == set(), desk.resource
        needed = {fact for verb in desk.decide for fact in moves[verb].needs}
        assert needed - set(desk.facts) == set(), desk.resource


def test_api_and_desk_of_the_back_office_decide_by_the_same_actions():
    """One policy: what a clerk can do on the screen and over the API is the same table."""
    from api.desks import DESKS
    from cms.backoffice.base import find

    twins = {"submissions": "evidence"}
    for name, desk in DESKS.items():
        queue = find(twins.get(name, name))
        assert {verb: act.__name__ for verb, act in desk.decide.items()} == {
            verb: act.__name__ for verb, act in queue.decide.items()
        }, name


@pytest.mark.parametrize(
    ("said", "meant"),
    [("2098-12-31T17:00", "2098-12-31T16:00"), ("2099-07-31T17:00", "2099-07-31T15:00"),
     ("2099-07-31T17:00Z", "2099-07-31T17:00")],
)  # fmt: skip
def test_a_moment_without_a_zone_is_meant_on_the_parliaments_clock(program, parliament, settings, said, meant):
    from consultations.bills.actions.versions import import_bill
    from tests.bills.data import small_bill

    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    version = import_bill(small_bill(), by=IMPORT)
    answer = program("bills").post(path_of("versions", version, "publish"), {"comments_until": said})
    version.refresh_from_db()
    assert (answer.status_code, f"{version.comments_until:%Y-%m-%dT%H:%M}") == (200, meant)


def test_a_desks_list_leaves_the_house_by_the_desk_alone(client, program, waiting, staff):
    """A file asks for a fresh second factor and leaves a line; the API has no such door."""
    path = "/api/v1/desk/petitions/"
    client.force_login(staff["clerk"])
    for door in (client, program("petitions")):
        assert door.get(path, headers={"accept": "text/csv"}).status_code == 406
        answer = door.get(f"{path}?format=csv")
        assert (answer.status_code, waiting.action in answer.content.decode()) == (404, False)
        assert len(door.get(f"{path}?format=json").json()["results"]) == 1
