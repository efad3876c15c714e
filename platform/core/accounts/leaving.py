"""Who leaves hands over. Each domain registers one function that moves what a person has claimed to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.accounts.models import User
    from core.actors import Actor

# function(user, to, by) moves all open items of `user` to `to` (None: back to nobody) and gives how many there were.
HandOver = Callable[["User", "User | None", "Actor"], int]
_functions: dict[str, HandOver] = {}


def register(function: HandOver, *, key: str = "") -> HandOver:
    """Add a domain's function (AppConfig.ready()); may decorate it. The key, else its module, names it in the event."""
    _functions[key or function.__module__] = function
    return function


def hand_over(user: User, to: User | None, *, by: Actor) -> dict[str, int]:
    """Run all functions in the caller's transaction; gives the counts by key."""
    return {key: function(user, to, by) for key, function in sorted(_functions.items())}
