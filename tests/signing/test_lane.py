"""The lane from outside: it says what the ordinary door says, and hands on whatever is not plain."""

import re

import pytest
from django.urls import reverse

from core.events.models import Event, OutboxEntry
from core.verification.models import Challenge
from petitions.lane import known
from petitions.models import Petition, Signature, SignaturePersonal, TallyEntry
from tests.petitions.helpers import FORM, code_of, link_of

pytestmark = pytest.mark.django_db
RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")


def path_of(petition):
    return reverse("petitions:petition_sign", args=[petition.number])


def plain(answer):
    """Give an answer without what is random in each: handles, keys, the request's id."""
    return (
        answer.status,
        [(name, RANDOM.sub("RANDOM", value)) for name, value in answer.headers],
        RANDOM.sub("RANDOM", answer.body),
    )


def by_door(lane, path, data, **how):
    """Post the same with the lane switched off."""
    from django.conf import settings

    settings.SIGNING_LANE = "off"
    try:
        answer = lane.post(path, data, **how)
    finally:
        settings.SIGNING_LANE = "on"
    assert not answer.by_lane
    return answer


def rows_of(signature):
    """Give everything that signing writes, without what is random or personal to the address."""
    events = Event.objects.filter(subject_id=signature.public_id).order_by("id")
    facts = ("verb", "actor_kind", "from_state", "to_state", "subject_type", "is_public", "reason", "chamber")
    personal = signature.personal
    challenges = Challenge.objects.filter(subject_id=signature.public_id)
    return {
        "signature": [getattr(signature, name) for name in (
            "slot", "state", "counted_class", "area_id", "country", "language", "wants_news", "text_version",
            "notice_version", "hold_rule",
        )],
        "personal": (personal.name, personal.postcode, personal.domain, personal.network_key, personal.name_key),
        "events": [[getattr(event, name) for name in facts] + [sorted(event.data)] for event in events],
        "delivered": OutboxEntry.objects.filter(event__in=events).count(),
        "challenges": [(one.purpose, one.language, one.used_at is None, one.tries) for one in challenges],
        "entries": list(TallyEntry.objects.filter(signature=signature).values_list("delta", "reason", "area_id")),
    }  # fmt: skip


def test_the_lane_answers_as_the_door_does_to_the_byte_and_writes_the_same_rows(lane, open_petition, mails):
    path = path_of(open_petition)
    door = by_door(lane, path, {**FORM, "email": "door@example.org"})
    own = lane.post(path, {**FORM, "email": "lane@example.org"})
    assert own.by_lane
    assert plain(own) == plain(door)
    mails()
    by_email = {row.personal.email: row for row in Signature.objects.select_related("personal")}
    assert rows_of(by_email["lane@example.org"]) == rows_of(by_email["door@example.org"])


def test_a_code_confirms_by_lane_and_door_alike(lane, open_petition, mails):
    path = path_of(open_petition)
    emails = ("door@example.org", "warm@example.org", "lane@example.org")
    pages = {email: lane.post(path, {**FORM, "email": email}).location for email in emails}
    codes = {mail.to_address: code_of(mail) for mail in mails()}
    door = by_door(lane, pages[emails[0]], {"code": codes[emails[0]]})
    lane.post(pages[emails[1]], {"code": codes[emails[1]]})
    own = lane.post(pages[emails[2]], {"code": f" {codes[emails[2]][:3]} {codes[emails[2]][3:]}"})
    assert (door.status, own.status, own.by_lane) == (302, 302, True)
    assert plain(own) == plain(door)
    mails()
    by_email = {row.personal.email: row for row in Signature.objects.select_related("personal")}
    assert rows_of(by_email[emails[2]]) == rows_of(by_email[emails[0]])
    assert (Petition.objects.get().signature_count, TallyEntry.objects.count()) == (3, 3)
    assert "" not in TallyEntry.objects.values_list("commitment", flat=True)


def test_a_link_confirms_once(lane, open_petition, mails):
    for email in ("warm@example.org", "lane@example.org"):
        lane.post(path_of(open_petition), {**FORM, "email": email})
    links = {mail.to_address: link_of(mail) for mail in mails()}
    lane.post(links["warm@example.org"], {})
    own = lane.post(links["lane@example.org"], {})
    again = lane.post(links["lane@example.org"], {})
    assert (own.status, own.by_lane, again.status, again.by_lane) == (302, True, 404, False)
    assert TallyEntry.objects.count() == 2


@pytest.mark.parametrize(
    "facts",
    [{"name": ""}, {"email": "ann"}, {"postcode": ""}, {"postcode": "ZZ9 9ZZ"}, {"is_eligible": ""}, {"country": "XX"}],
)
def test_a_faulty_form_is_the_doors_422(lane, open_petition, facts):
    before = Signature.objects.count()
    answer = lane.post(path_of(open_petition), {**FORM, **facts})
    assert (answer.status, answer.by_lane) == (422, False)
    assert Signature.objects.count() == before


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_sites_post_is_refused(lane, open_petition, headers):
    before = Signature.objects.count()
    answer = lane.post(path_of(open_petition), {**FORM, "email": "b@example.org"}, headers=headers)
    assert (answer.status, answer.by_lane, Signature.objects.count()) == (403, False, before)


def test_a_planted_hole_in_the_lanes_cross_site_rule_would_be_seen(lane, open_petition, monkeypatch):
    """Were the lane to ask nobody, another site's post would be taken: the test above is no formality."""
    monkeypatch.setattr("petitions.lane.door.cross_site.refusal", lambda headers, own: "")
    before = Signature.objects.count()
    answer = lane.post(
        path_of(open_petition), {**FORM, "email": "b@example.org"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status, answer.by_lane, Signature.objects.count()) == (302, True, before + 1)


@pytest.mark.parametrize(
    "how",
    [
        {"headers": {"Cookie": "sessionid=abc"}},
        {"headers": {"Authorization": "Token x"}},
        {"headers": {"Host": "elsewhere.example"}},
        {"headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"headers": {"Content-Encoding": "gzip"}},
        {"query": b"x=1"},
    ],
)
def test_what_is_not_plain_goes_to_the_door(lane, open_petition, how):
    assert lane.post(path_of(open_petition), {**FORM, "email": "b@example.org"}, **how).by_lane is False


@pytest.mark.parametrize("state", ["closed", "paused", "withdrawn"])
def test_a_petition_that_takes_none_is_the_doors_answer(lane, open_petition, make_petition, state):
    other = make_petition(state=state)
    answer = lane.post(path_of(other), {**FORM, "email": "b@example.org"})
    assert (answer.status, answer.by_lane) == (409, False)


def test_a_petition_that_closed_since_the_last_look_takes_none(lane, open_petition, monkeypatch):
    world = known.look()
    Petition.objects.update(state="paused")
    monkeypatch.setattr(lane.app.watch, "world", lambda: world)
    before = Signature.objects.count()
    answer = lane.post(path_of(open_petition), {**FORM, "email": "b@example.org"})
    assert (answer.status, answer.by_lane, Signature.objects.count()) == (409, False, before)


def test_a_stopped_door_is_stopped_for_the_lane_too(lane, open_petition, settings):
    settings.READ_ONLY = True
    assert lane.post(path_of(open_petition), {**FORM, "email": "b@example.org"}).status == 503


def test_the_limit_of_a_network_holds_on_lane_and_door_together(lane, open_petition, tight):
    tight(sign="4/10m")
    path = path_of(open_petition)
    told = []
    for turn in range(6):
        how = by_door if turn % 2 else type(lane).post
        answer = how(lane, path, {**FORM, "email": f"p{turn}@example.org"}, ip="203.0.113.9")
        told.append((answer.status, answer.by_lane))
    assert told == [(302, True), (302, False), (302, True), (302, False), (429, False), (429, False)]


def test_a_batch_from_one_network_takes_no_more_than_its_limit(lane, open_petition, tight):
    tight(sign="5/10m")
    path = path_of(open_petition)
    answers = lane.post_together(
        [(path, {**FORM, "email": f"p{n}@example.org"}, None, "203.0.113.9") for n in range(8)]
    )
    assert sorted((one.status, one.by_lane) for one in answers) == [(302, True)] * 5 + [(429, False)] * 3


def test_a_known_address_gets_the_same_answer_byte_for_byte(lane, open_petition, mails):
    path = path_of(open_petition)
    page = lane.post(path, FORM).location
    code = code_of(mails()[-1])
    lane.post(page, {"code": code})
    mails()
    known, unknown = lane.post(path, FORM), lane.post(path, {**FORM, "email": "new@example.org"})
    assert known.by_lane
    assert unknown.by_lane
    assert plain(known) == plain(unknown)


def test_both_cost_the_same_statements(lane, open_petition, mails):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    path = path_of(open_petition)
    counts = []
    for email in ("ann@example.org", "ann@example.org", "new@example.org"):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert lane.post(path, {**FORM, "email": email}).by_lane
        counts.append([re.sub(r'"s\d+_x\d+"', "", query["sql"])[:40] for query in seen])
    assert counts[1] == counts[2]


def test_a_double_press_is_one_post(lane, open_petition):
    form = {**FORM, "email": "twice@example.org", "once": "abc"}
    answers = lane.post_together([(path_of(open_petition), form)] * 2)
    assert answers[0].location == answers[1].location
    assert lane.post(path_of(open_petition), form).location == answers[0].location
    assert Challenge.objects.count() == 2  # one of them warmed the lane


def test_the_sixth_guess_fails_even_when_right(lane, open_petition, mails):
    lane.post(path_of(open_petition), {**FORM, "email": "warm@example.org"})
    page = lane.post(path_of(open_petition), FORM).location
    codes = {mail.to_address: code_of(mail) for mail in mails()}
    code = codes[FORM["email"]]
    wrong = "000000" if code != "000000" else "111111"
    assert [lane.post(page, {"code": wrong}).status for _turn in range(5)] == [422] * 5
    sixth = lane.post(page, {"code": code})
    assert sixth.status == 422
    assert "Five wrong codes" in sixth.body
    assert Signature.objects.filter(state="confirmed").count() == 0


def test_the_fifth_guess_may_be_right(lane, open_petition, mails):
    page = lane.post(path_of(open_petition), FORM).location
    code = code_of(mails()[-1])
    wrong = "000000" if code != "000000" else "111111"
    assert [lane.post(page, {"code": wrong}).status for _turn in range(4)] == [422] * 4
    assert lane.post(page, {"code": code}).status == 302


def test_a_batch_that_fails_goes_to_the_door_one_by_one(lane, open_petition, monkeypatch):
    from django.db import DatabaseError

    def broken(wishes):
        raise DatabaseError

    monkeypatch.setattr("petitions.lane.writing.write_signatures", broken)
    path = path_of(open_petition)
    answers = lane.post_together([(path, {**FORM, "email": f"p{n}@example.org"}) for n in range(3)])
    assert [(one.status, one.by_lane) for one in answers] == [(302, False)] * 3
    assert SignaturePersonal.objects.count() == 4


def test_one_batch_costs_the_same_statements_however_many_sign(lane, open_petition):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    path, seen = path_of(open_petition), []
    for size in (2, 20):
        with CaptureQueriesContext(connection) as queries:
            answers = lane.post_together(
                [(path, {**FORM, "email": f"p{n}@{size}.example"}, None, f"203.0.113.{n}") for n in range(size)]
            )
        assert all(one.by_lane for one in answers)
        seen.append(sum("INTO" in query["sql"] and "RELEASE" not in query["sql"] for query in queries))
    assert seen[0] == seen[1] or connection.vendor == "sqlite"  # SQLite splits what has more than 900 variables
