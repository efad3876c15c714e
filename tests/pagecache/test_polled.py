"""What open pages poll: one making a second, 304 for who has it, a hint that grows with the crowd."""

import threading

import pytest

from core.pagecache import polled
from core.pagecache.polled import PolledAnswers

PATH = "/petitions/7/count.json"


class Inner:
    """A WSGI application that counts how often it is asked."""

    def __init__(self):
        self.body, self.status, self.asked, self.seen = b'{"signature_count": 1}', "200 OK", 0, []

    def __call__(self, environ, start_response):
        self.asked += 1
        self.seen.append(environ)
        start_response(self.status, [("Content-Type", "application/json"), ("ETag", 'W/"inner"'), ("Vary", "Cookie")])
        return [self.body]


class Clock:
    def __init__(self):
        self.now = 1_800_000_000.2

    def time(self):
        return self.now


@pytest.fixture
def at(monkeypatch):
    """Hold the layer's clock; gives it."""
    clock = Clock()
    monkeypatch.setattr(polled, "time", clock)
    return clock


def ask(door, path=PATH, method="GET", **headers):
    """Ask; gives status, headers, body."""
    told = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", **headers}
    body = b"".join(door(environ, lambda status, given: told.extend([status, dict(given)])))
    return int(told[0].split()[0]), told[1], body


@pytest.fixture
def inner():
    return Inner()


@pytest.fixture
def door(inner):
    return PolledAnswers(inner, [r"/petitions/\d+/count\.json"])


def test_a_second_has_one_making_and_the_next_one_another(door, inner, at):
    assert [ask(door)[0] for _turn in range(50)] == [200] * 50
    assert inner.asked == 1
    at.now += 1
    inner.body = b'{"signature_count": 2}'
    assert ask(door)[2] == b'{"signature_count": 2}'
    assert inner.asked == 2


def test_who_has_it_gets_304_by_tag(door, inner, at):
    _status, headers, _body = ask(door)
    status, bare, body = ask(door, HTTP_IF_NONE_MATCH=headers["ETag"])
    assert (status, body, bare["ETag"]) == (304, b"", headers["ETag"])
    inner.body = b"{}"
    at.now += 1
    assert ask(door, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 200


def test_by_date_only_once_the_answer_has_settled(door, inner, at):
    assert "Last-Modified" not in ask(door)[1]
    at.now += 2
    settled = ask(door)[1]["Last-Modified"]
    assert ask(door, HTTP_IF_MODIFIED_SINCE=settled)[0] == 304
    inner.body = b"{}"
    at.now += 1
    assert ask(door, HTTP_IF_MODIFIED_SINCE=settled)[0] == 200
    at.now += 5
    assert ask(door, HTTP_IF_MODIFIED_SINCE=settled)[0] == 200


def test_cookies_and_words_of_the_address_change_nothing_and_reach_nobody(door, inner, at):
    ask(door, HTTP_COOKIE="sessionid=secret", HTTP_AUTHORIZATION="Bearer x", HTTP_ACCEPT_ENCODING="gzip")
    assert {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_ACCEPT_ENCODING"} & set(inner.seen[0]) == set()
    assert ask(door)[0] == 200
    assert inner.asked == 1


def test_what_is_not_there_is_never_kept(door, inner, at):
    inner.status = "404 Not Found"
    assert [ask(door, f"/petitions/{n}/count.json")[0] for n in range(3)] == [404] * 3
    assert (door.copies, door._locks) == ({}, {})


def test_other_paths_and_methods_go_through(door, inner, at):
    for path, method in (("/en/petitions/7/", "GET"), (PATH, "POST"), (PATH + "x", "GET")):
        ask(door, path, method)
        ask(door, path, method)
    assert inner.asked == 6
    assert door.copies == {}


def test_the_copy_of_the_second_before_is_given_while_one_request_makes_the_next(door, inner, at):
    ask(door)
    at.now += 1
    begun, go, told = threading.Event(), threading.Event(), []

    def slow(environ, start_response):
        begun.set()
        go.wait(10)
        return inner(environ, start_response)

    door.application = slow
    inner.body = b"new"
    thread = threading.Thread(target=lambda: told.append(ask(door)[2]))
    thread.start()
    assert begun.wait(10)
    assert ask(door)[2] == b'{"signature_count": 1}'
    go.set()
    thread.join()
    assert (told, ask(door)[2]) == ([b"new"], b"new")


def test_a_crowd_is_asked_to_come_less_often(door, inner, at):
    assert ask(door)[1]["Poll-After"] == "10"
    for _turn in range(2_500):
        ask(door)
    at.now += 1
    assert ask(door)[1]["Poll-After"] == "20"
    at.now += 1
    assert ask(door)[1]["Poll-After"] == "10"


def test_head_has_no_body(door, inner, at):
    assert ask(door, method="HEAD")[2] == b""
    assert ask(door)[2] == inner.body


@pytest.mark.django_db
def test_the_door_in_front_of_the_site_serves_the_count(client, open_petition, settings):
    """The whole site behind it: its own middleware, its own door, one petition."""

    def site(environ, start_response):
        answer = client.get(environ["PATH_INFO"])
        start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        return [answer.content]

    door = PolledAnswers(site, settings.POLLED_PATHS)
    path = f"/petitions/{open_petition.number}/count.json"
    status, headers, body = ask(door, path)
    assert (status, b'"signature_count": 0' in body) == (200, True)
    assert headers["Cache-Control"].startswith("public, max-age=")
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert ask(door, path, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == 304
    assert ask(door, "/petitions/999999/count.json")[0] == 404
