"""Anonymous readers get pages from memory, exact on change; nobody else does, and nothing else is kept."""

import re
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.ground import lay_ground
from cms.models import HomePage, StandardPage
from core.actors import actor_for
from core.events import outbox
from core.pagecache.door import PageCache
from core.pagecache.middleware import PageCacheMiddleware
from core.pagecache.stamp import current
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from core.web.once import Once
from petitions import actions
from petitions.actions.signing import settle_signatures
from petitions.models import Petition, Signature
from petitions.states import SignatureState
from tests.evidence.conftest import make_call, sender
from tests.petitions.count_world import sign_at_once

pytestmark = pytest.mark.django_db
LIST = "/en/petitions/"


def publish(petition, staff):
    actions.publish_petition(petition, by=actor_for(staff["clerk"]))


def test_a_page_is_made_once_and_the_same_afterwards(reader, open_petition):
    first, second = reader.answer(LIST), reader.answer(LIST)
    assert (first[0], first[2]) == (second[0], second[2])
    assert (reader.cache.misses, reader.cache.hits) == (1, 1)
    assert first[1]["x-request-id"] != second[1]["x-request-id"]


def test_what_an_event_changes_is_seen_when_the_outbox_has_run(
    reader, make_petition, staff, django_capture_on_commit_callbacks
):
    petition = make_petition("in_moderation", action="Plant lime trees")
    assert b"Plant lime trees" not in reader.answer(LIST)[2]
    with django_capture_on_commit_callbacks(execute=True):
        publish(petition, staff)
        outbox.drain()
    assert b"Plant lime trees" in reader.answer(LIST)[2]


def test_a_list_in_an_article_follows_publishing_and_counting(
    reader, make_petition, staff, django_capture_on_commit_callbacks
):
    lay_ground()
    rows = [("petitions", {"title": "Sign now", "which": "open", "count": 3, "committee": "", "area": ""})]
    home = HomePage.objects.get(locale__language_code="en")
    page = home.add_child(instance=StandardPage(title="Have a say", slug="say", summary=".", body=rows))
    petition = make_petition("in_moderation", action="Plant lime trees")
    current().move()  # the page was saved beside its door
    assert b"Plant lime trees" not in reader.answer(page.url)[2]
    with django_capture_on_commit_callbacks(execute=True):
        publish(petition, staff)
        outbox.drain()
    assert b"<b>0</b>" in shown_of(reader, page, b"Plant lime trees")
    with django_capture_on_commit_callbacks(execute=True):
        sign_at_once(petition, 1, SignatureState.HELD)
        settle_signatures("release", Signature.objects.all(), by=actor_for(staff["clerk"]))
        outbox.drain()
    assert b"<b>1</b>" in shown_of(reader, page, b"Plant lime trees")
    with django_capture_on_commit_callbacks(execute=True):
        actions.end_petition(Petition.objects.get(), by=actor_for(staff["clerk"]), reason="Its case is settled.")
        outbox.drain()
    assert b"Plant lime trees" not in reader.answer(page.url)[2]


def shown_of(reader, page, words):
    """Give what stands behind some words of a page."""
    return reader.answer(page.url)[2].partition(words)[2][:600]


def test_a_change_without_an_event_moves_the_stamp_and_a_refused_one_does_not():
    answers = iter([HttpResponse(status=422), HttpResponse(status=302), HttpResponse()])
    middleware = PageCacheMiddleware(lambda _request: next(answers))
    ask, before = RequestFactory(), current().now()
    middleware(ask.post("/admin/settings/"))
    assert current().now() == before
    middleware(ask.post("/admin/settings/"))
    moved = current().now()
    assert moved != before
    middleware(ask.get("/en/"))
    assert current().now() == moved


@pytest.mark.parametrize(
    "asked",
    [
        {"HTTP_COOKIE": "sessionid=1"}, {"HTTP_AUTHORIZATION": "Bearer x"}, {"QUERY_STRING": "q=" + "a" * 300},
        {"PATH_INFO": "/api/v1/petitions/"}, {"PATH_INFO": "/en/nothing-here/"}, {"PATH_INFO": "/admin/"},
    ],
)  # fmt: skip
def test_what_is_one_readers_own_or_no_page_is_not_kept(reader, open_petition, asked):
    path = asked.pop("PATH_INFO", LIST)
    reader.answer(path, **asked)
    reader.answer(path, **asked)
    assert reader.cache.hits == 0
    assert reader.cache.store._answers == {}


def test_an_answer_that_says_it_is_private_is_not_kept(open_petition):
    def told(*headers):
        def application(_environ, start_response):
            start_response("200 OK", [("Content-Type", "text/html"), *headers])
            return [b"page"]

        cache = PageCache(application, megabytes=1, seconds=60)
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/x/", "HTTP_HOST": "h"}
        cache(environ, lambda *_args: None)
        return len(cache.store._answers)

    assert told() == 1
    assert told(("Set-Cookie", "a=1")) == 0
    assert told(("Cache-Control", "no-store")) == 0
    assert told(("Cache-Control", "private")) == 0
    assert told(("Vary", "Accept-Language")) == 0
    assert told(("Content-Security-Policy", "script-src 'nonce-abc'")) == 0


def test_who_has_the_page_already_gets_304_and_who_unpacks_gets_gzip(reader, open_petition):
    _status, headers, body = reader.answer(LIST)
    again = reader.answer(LIST, HTTP_IF_NONE_MATCH=headers["etag"])
    packed = reader.answer(LIST, HTTP_ACCEPT_ENCODING="gzip, br")
    head = reader.answer(LIST, method="HEAD")
    assert (again[0], again[2]) == (304, b"")
    assert packed[1]["content-encoding"] == "gzip"
    assert int(packed[1]["content-length"]) == len(packed[2]) < len(body) / 2
    assert (head[0], head[2], head[1]["content-length"]) == (200, b"", str(len(body)))
    assert headers["vary"] == "Cookie, Accept-Encoding"


def test_a_kept_page_has_the_headers_of_a_made_one(reader, open_petition):
    made, kept = reader.answer(LIST)[1], reader.answer(LIST)[1]
    assert {**made, "x-request-id": ""} == {**kept, "x-request-id": ""}
    plain = []
    reader.cache.application(
        {"REQUEST_METHOD": "GET", "PATH_INFO": LIST, "SERVER_NAME": "testserver", "SERVER_PORT": "80",
         "wsgi.input": BytesIO(),
         "HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "QUERY_STRING": ""},
        lambda _status, headers, *_rest: plain.extend(headers),
    )  # fmt: skip
    without = {name.lower() for name, _value in plain}
    assert without - set(made) == set()


def test_languages_queries_and_hosts_are_kept_apart(reader, open_petition):
    pages = {reader.answer(path)[2] for path in (LIST, "/fr/petitions/", "/ar/petitions/", f"{LIST}?state=all")}
    reader.answer(LIST, HTTP_HOST="localhost")
    assert len(pages) == 4
    assert (reader.cache.misses, reader.cache.hits) == (5, 0)


def test_the_room_is_kept(reader, open_petition):
    reader.cache.store.most_bytes = 400_000
    for page in range(40):
        assert reader.answer(f"{LIST}?page={page}")[0] in {200, 404}
    assert 0 < reader.cache.store._size <= 400_000


def once_in(body):
    return re.search(rb'name="once" value="(\w+)"', body)[1]


@pytest.mark.parametrize("door", ["evidence", "petition"])
def test_a_form_that_leads_to_a_secret_link_is_made_for_each_reader(reader, client, parliament, door):
    call = make_call(Committee.objects.create(chamber=main_chamber(), slug="c", name={"en": "C"}), "TST")
    path = f"/en/evidence/calls/{call.slug}/start/" if door == "evidence" else "/en/petitions/start/"
    typed = sender() if door == "evidence" else {"action": "Plant lime trees"}
    mine, yours = (once_in(reader.answer(path)[2]).decode() for _reader in range(2))
    first, twice, other = (client.post(path, {**typed, "once": once}).url for once in (mine, mine, yours))
    assert first == twice
    assert first != other
    assert reader.cache.hits == 0


def test_what_a_session_was_led_to_is_no_strangers(rf, settings):
    first, again = (Once(rf.post("/x/", {"once": "a1"})) for _time in range(2))
    other = rf.post("/x/", {"once": "a1"})
    other.COOKIES[settings.SESSION_COOKIE_NAME] = "of-ann"
    assert [first.is_first, again.is_first, Once(other).is_first] == [True, False, True]
