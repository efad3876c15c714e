"""ETags, 304 and 412, and what may be kept by whom."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from api.conditional import FOR_ALL, FOR_ONE
from core.pagecache import stamp
from petitions.models import Petition

pytestmark = pytest.mark.django_db
LIST = "/api/v1/petitions/"
VARY = {"Accept", "Accept-Language", "Authorization", "Cookie"}


def varies(answer):
    return {part.strip() for part in answer["Vary"].split(",")}


def test_who_has_it_gets_304_without_a_body_and_whom_it_changed_for_gets_it_anew(api, open_petition):
    first = api.get(LIST)
    assert (first.status_code, first["Cache-Control"], varies(first)) == (200, FOR_ALL, VARY)
    assert first["ETag"].startswith('"')
    again = api.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"], varies(again)) == (304, b"", first["ETag"], VARY)
    Petition.objects.filter(pk=open_petition.pk).update(signature_count=7)
    stamp.current().move()  # what a committed event does
    changed = api.get(LIST, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["results"][0]["signatures"]) == (200, 7)
    assert changed["ETag"] != first["ETag"]


def test_asking_again_costs_no_query_until_the_stamp_moves(api, open_petition, django_assert_num_queries):
    stamp.current().move()  # each test begins with an empty Redis: name the stamp before the looker finds it gone
    etag = api.get(LIST)["ETag"]
    with django_assert_num_queries(0):
        assert api.get(LIST, headers={"If-None-Match": etag}).status_code == 304
    stamp.current().move()
    from django.db import connection

    with CaptureQueriesContext(connection) as queries:
        assert api.get(LIST, headers={"If-None-Match": etag}).status_code == 304  # looked at again: still the same
    assert len(queries) > 0


def test_what_is_remembered_is_forgotten_in_time(api, open_petition, settings):
    settings.PAGE_CACHE_SECONDS = 0
    etag = api.get(LIST)["ETag"]
    Petition.objects.filter(pk=open_petition.pk).update(signature_count=9)
    assert api.get(LIST, headers={"If-None-Match": etag}).status_code == 200


def test_the_etag_is_the_same_in_every_process(api, open_petition):
    from api.conditional import ConditionalAnswers

    first = api.get(LIST)
    stamp.current().move()
    assert ConditionalAnswers(lambda request: None)._kept == {}  # a fresh process remembers nothing
    assert api.get(LIST)["ETag"] == first["ETag"]


def test_language_and_form_are_other_answers(api, parliament):
    english = api.get("/api/v1/evidence/calls/")
    french = api.get("/api/v1/petitions/?page_size=1", headers={"Accept-Language": "fr"})
    assert (varies(english), varies(french)) == (VARY, VARY)
    etag = api.get("/api/v1/committees/")["ETag"]
    csv = api.get("/api/v1/committees/", headers={"Accept": "text/csv", "If-None-Match": etag})
    assert (csv.status_code, csv["Content-Type"][:8]) == (200, "text/csv")


def test_a_file_has_a_weak_etag_that_moves_with_the_site(api, open_petition):
    path = f"{LIST}?format=csv"
    etag = api.get(path)["ETag"]
    assert etag.startswith('W/"')
    stamp.current().move()
    assert api.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_who_is_signed_in_gets_an_answer_for_one(client, staff, open_petition):
    client.force_login(staff["clerk"])
    answer = client.get(f"{LIST}{open_petition.number}/")
    assert (answer["Cache-Control"], answer.status_code) == (FOR_ONE, 200)
    anonymous = APIClient().get(f"{LIST}{open_petition.number}/")
    assert (anonymous["Cache-Control"], anonymous["ETag"] == answer["ETag"]) == (FOR_ALL, False)
    # Planted: what was kept for everybody is not given to who comes with a session.
    signed = client.get(f"{LIST}{open_petition.number}/", headers={"If-None-Match": anonymous["ETag"]})
    assert (signed.status_code, signed.json()["actions"] == answer.json()["actions"] != []) == (200, True)


def test_refusals_and_posts_are_kept_by_nobody(api, open_petition, sign_facts):
    answers = [
        api.get(f"{LIST}999999/"), api.get(f"{LIST}?nonsense=1"),
        api.post(f"{LIST}{open_petition.number}/signatures/", sign_facts()),
    ]  # fmt: skip
    assert [(answer.status_code, answer["Cache-Control"]) for answer in answers] == [
        (404, "no-store"), (400, "no-store"), (202, "no-store"),
    ]  # fmt: skip
    assert not any("ETag" in answer for answer in answers)


def test_a_report_is_kept_by_nobody_but_its_reader(api, open_petition):
    facts = {"kind": "petition", "id": str(open_petition.public_id), "rule": "spam", "words": "An advert."}
    made = api.post("/api/v1/reports/", facts).json()
    answer = api.get(reverse("api_report", args=[made["reference"]]))
    assert (answer["Cache-Control"], "ETag" in answer) == (FOR_ONE, True)


def test_an_if_match_that_is_not_met_is_412(api, open_petition):
    answer = api.get(LIST, headers={"If-Match": '"other"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")


def test_every_get_has_an_etag_and_a_head_the_same(api, open_petition, parliament):
    for path in (LIST, f"{LIST}{open_petition.number}/", "/api/v1/members/", "/api/v1/", "/api/v1/moderation/counts/"):
        answer = api.get(path)
        assert api.head(path)["ETag"] == answer["ETag"]
        assert answer["ETag"].startswith('"'), path
