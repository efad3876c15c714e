"""Hands one text to many, some at a time, so that an event for thousands never holds up the loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol

SLICE = 200  # members between two looks at the network (hearings.md section 3.4, number 4)


class Member(Protocol):
    """Who can be handed a text."""

    def put(self, text: str, number: int) -> None:
        """Take a text; never waits, never raises."""


class Post:
    """The rounds of one loop, in the order in which they were asked for: nobody gets a later text before an earlier."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin with nothing to do."""
        self._loop = loop
        self._rounds: deque[tuple[Iterator[Member], str, int]] = deque()

    def hand_out(self, members: Iterable[Member], text: str, number: int) -> None:
        """Begin a round to those who are members now; who joins later reads the state after it."""
        self._rounds.append((iter(tuple(members)), text, number))
        if len(self._rounds) == 1:
            self._loop.call_soon(self._go)

    def _go(self) -> None:
        left = SLICE
        while self._rounds and left:
            members, text, number = self._rounds[0]
            for member in islice(members, left):
                member.put(text, number)
                left -= 1
            if left:
                self._rounds.popleft()
        if self._rounds:
            self._loop.call_soon(self._go)
