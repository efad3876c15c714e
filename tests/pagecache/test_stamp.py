"""The stamp over Redis: what one process changes, others see; no Redis, flushed or away, brings an old page back."""

import pytest
from django.conf import settings

from core.pagecache import stamp as stamps
from core.pagecache.door import PageCache
from core.pagecache.stamp import KEY, Stamp

needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="needs Redis")
NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def process():
    """Give a function that makes one more process's view of the stamp, which looks only when it is told to."""

    def start(url=settings.REDIS_URL):
        stamp = Stamp(url)
        stamp._begin_to_look = lambda: False
        stamp.look()
        return stamp

    return start


def test_one_process_needs_no_redis():
    stamp = Stamp("")
    before = stamp.now()
    stamp.move()
    assert stamp.now() == before + 1


@needs_redis
def test_a_change_in_one_process_is_seen_by_another(process):
    here, there, third = process(), process(), process()
    before = (there.now(), third.now())
    third.look()
    assert third.now() == before[1]
    here.move()
    there.look()
    third.look()
    assert (there.now(), third.now()) == (before[0] + 1, before[1] + 1)


@needs_redis
def test_the_thread_looks_by_itself():
    here, there = Stamp(settings.REDIS_URL), Stamp(settings.REDIS_URL)
    before = there.now()
    here.move()
    for _turn in range(200):
        if there.now() not in {before, None}:
            break
        stamps.time.sleep(stamps.LOOK_SECONDS / 4)
    assert there.now() > before


def ask(cache):
    return b"".join(
        cache({"REQUEST_METHOD": "GET", "PATH_INFO": "/en/x/", "HTTP_HOST": "h"}, lambda *_args: None),
    )


def pages_over_a_flush(process, monkeypatch):
    """Flush Redis, publish, read, and again; gives what a reader in another process read before and after."""
    editor, reader = process(), process()
    monkeypatch.setattr(stamps, "_stamp", reader)
    site = {"says": b"nothing"}

    def application(_environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return [site["says"]]

    cache = PageCache(application, megabytes=1, seconds=600)
    read = []
    for words in (b"first", b"second"):
        site["says"] = words
        editor._redis().delete(KEY)  # a flush, as far as the stamp can tell
        editor.move()
        reader.look()
        read.append(ask(cache))
    return read


@needs_redis
def test_a_flush_between_two_publishings_never_shows_the_old_page(process, monkeypatch):
    assert pages_over_a_flush(process, monkeypatch) == [b"first", b"second"]


@needs_redis
def test_a_planted_counter_would_show_the_old_page_after_a_flush(process, monkeypatch):
    """The guard is the random word: one that counts comes back to 1, and the reader sees no change."""

    def count(self):
        self._see(str(self._redis().incr(KEY)), stamps.time.monotonic())
        return True

    monkeypatch.setattr(Stamp, "_tell", count)
    assert pages_over_a_flush(process, monkeypatch) == [b"first", b"first"]


@needs_redis
def test_a_flushed_word_is_named_anew_by_one_for_all(process):
    here, there = process(), process()
    here._redis().delete(KEY)
    here.look()
    there.look()
    assert here._word == there._word != None  # noqa: E711 - one comparison of three


def test_without_redis_no_stamp_and_afterwards_another_one(process):
    stamp = process(NOWHERE)
    stamp._see("word", stamps.time.monotonic())
    before = stamp.now()
    stamp.look()
    assert stamp.now() is None
    stamp._see("word", stamps.time.monotonic())
    assert stamp.now() > before


@needs_redis
def test_what_could_not_be_said_is_said_with_the_next_look(process, monkeypatch):
    editor, reader = process(), process()
    before = reader.now()
    url, editor.url, editor._client = editor.url, NOWHERE, None
    editor.move()
    reader.look()
    assert (editor.now(), reader.now()) == (None, before)
    editor.url, editor._client = url, None
    editor.look()
    reader.look()
    assert reader.now() == before + 1
