"""The breaker's states, by a clock of our own."""

from __future__ import annotations

import threading

import pytest

from core.search import breaker as breakers
from core.search.backend import EngineDown, EngineFailed
from core.search.breaker import FIRST, LONGEST, Breaker, CircuitOpen


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        """Give the time."""
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put our clock in the breaker's place of time."""
    clock = Clock()
    monkeypatch.setattr(breakers, "time", clock)
    return clock


def ask(breaker: Breaker, error: Exception | None = None) -> str:
    """Ask once; gives what came of it."""
    try:
        with breaker.guard():
            if error:
                raise error
    except CircuitOpen:
        return "refused"
    except EngineFailed as failed:
        return type(failed).__name__
    return "answered"


def test_an_outage_opens_it_and_an_answer_closes_it(time: Clock) -> None:
    breaker = Breaker()
    assert (ask(breaker), breaker.state) == ("answered", "closed")
    assert (ask(breaker, EngineDown("x")), breaker.state) == ("EngineDown", "open")
    assert [ask(breaker) for _turn in range(3)] == ["refused"] * 3
    time.now += FIRST
    assert breaker.state == "half_open"
    assert (ask(breaker), breaker.state) == ("answered", "closed")


def test_an_answer_that_says_no_is_no_outage(time: Clock) -> None:
    breaker = Breaker()
    assert (ask(breaker, EngineFailed("no")), breaker.state) == ("EngineFailed", "closed")


def test_the_pause_doubles_up_to_its_longest(time: Clock) -> None:
    breaker, pauses = Breaker(), []
    ask(breaker, EngineDown("x"))
    for _turn in range(6):
        began = time.now
        while breaker.state == "open":
            time.now += 0.5
        pauses.append(time.now - began)
        assert ask(breaker, EngineDown("x")) == "EngineDown"
    assert pauses == [2, 4, 8, LONGEST, LONGEST, LONGEST]


def test_half_open_lets_one_try_while_others_are_refused(time: Clock) -> None:
    breaker, inside, done = Breaker(), threading.Event(), threading.Event()
    ask(breaker, EngineDown("x"))
    time.now += FIRST

    def try_slowly() -> None:
        with breaker.guard():
            inside.set()
            done.wait(10)

    thread = threading.Thread(target=try_slowly)
    thread.start()
    assert inside.wait(10)
    assert [ask(breaker) for _turn in range(3)] == ["refused"] * 3
    done.set()
    thread.join()
    assert (breaker.state, ask(breaker)) == ("closed", "answered")


def test_many_who_failed_at_once_are_one_outage(time: Clock) -> None:
    breaker = Breaker()
    guards = [breaker.guard() for _caller in range(5)]
    for guard in guards:
        guard.__enter__()
    for guard in guards:
        assert guard.__exit__(EngineDown, EngineDown("x"), None) is False
    time.now += FIRST
    assert breaker.state == "half_open"
