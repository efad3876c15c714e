"""What can be reported and appealed: each domain registers its own here, in its AppConfig. Core imports no domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.errors import NotFound
from core.events.subscribers import subscribe
from core.moderation.states import Rule

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.actors import Actor
    from core.events.models import Event
    from core.moderation.models import Decision


class NeedsSecond(Exception):
    """A take-down that one person alone may not make; nothing is changed yet. Raised by a target's `restrict`."""


@dataclass(frozen=True)
class Contact:
    """Where the author of something is told of a decision."""

    email: str
    language: str


@dataclass(frozen=True)
class Thing:
    """One record as a moderator and a citizen see it: its title, its text, its language and its public page."""

    title: str
    text: str
    language: str
    url: str | None


def _no_rules() -> Mapping[str, Any]:
    return {}


def _nobody_else(decision: Decision) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class Target:
    """One kind of thing that people publish.

    `find_public(public_id)` gives the record behind a public page and `find(public_id)` the record in any state by its
    own id; both raise NotFound. `restrict(record, by=, rule=, reason=)` and `restore(record, by=, reason=)` fire moves
    of the domain's own life cycle. `verbs` maps every event that is a decision of a moderator to its Outcome; `rules`
    gives the domain's own reasons (code -> words) beside the house's, `default_rule` the one of a move that names none.

    Where a take-down needs two people, `restrict` raises NeedsSecond for the first of them, and
    `propose(record, by=, rule=, reason=)` keeps what that one wants, for another one's `restrict` to make.

    `took_part(decision)` gives the opaque ids of the accounts that had a part in a decision beside the one that it
    names (who proposed it, who started the job that made it): none of them decides an appeal against it.

    `is_logged` is False for what people do not publish (a signature): its decisions can be appealed, but they stand as
    numbers in the domain's own public figures, not one by one in the public log.

    Moderators and clerks of the whole House decide about every kind. Of the clerks of one committee, `is_every_clerks`
    lets them all decide (petitions belong to no committee), and `kept_for(actor)` gives, as a query set, the records
    that lie with the committees of one; where a kind says neither, none of them decides (decision 32).
    """

    kind: str
    label: Any
    find_public: Callable[[UUID], Any]
    find: Callable[[UUID], Any]
    is_shown: Callable[[Any], bool]
    describe: Callable[[Any], Thing]
    author: Callable[[Any], Contact | None]
    restrict: Callable[..., Any]
    restore: Callable[..., Any]
    verbs: Mapping[str, str]
    rules: Callable[[], Mapping[str, Any]] = _no_rules
    default_rule: str = Rule.OTHER
    propose: Callable[..., Any] | None = None
    took_part: Callable[[Decision], frozenset[str]] = _nobody_else
    is_logged: bool = True
    is_every_clerks: bool = False
    kept_for: Callable[[Actor], QuerySet[Any]] | None = None


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Take one kind; its decisions are logged from now on."""
    _targets[target.kind] = target
    if target.is_logged:
        subscribe({verb: [_follow] for verb in target.verbs})


def _follow(event: Event) -> None:
    """Enter a domain's decision into the log, with the reports that it ends."""
    from core.moderation.actions.settling import enter_decision  # noqa: PLC0415 - models must be ready

    enter_decision(event)


def target_of(kind: str) -> Target:
    """Give the target of a kind; raises NotFound."""
    if kind not in _targets:
        raise NotFound()
    return _targets[kind]


def target_of_verb(verb: str) -> Target:
    """Give the target whose decision a verb is; raises NotFound."""
    for target in _targets.values():
        if verb in target.verbs:
            return target
    raise NotFound()


def deciders(decision: Decision) -> frozenset[str]:
    """Give the opaque ids of all accounts that had a part in a decision; of a domain that is gone, the one it names."""
    own = {decision.decided_by} if decision.decided_by else set()
    return frozenset(own) | (_targets[decision.kind].took_part(decision) if decision.kind in _targets else frozenset())


def is_kept_for(actor: Actor, kind: str, target_id: UUID) -> bool:
    """Tell whether a thing lies with the committees that a clerk works for; one whose domain is gone does with none."""
    target = _targets.get(kind)
    if target is None or target.is_every_clerks:
        return target is not None
    return target.kept_for is not None and target.kept_for(actor).filter(public_id=target_id).exists()


def targets() -> Iterable[Target]:
    """Give all targets in the order of their registration."""
    return list(_targets.values())


def unlogged() -> list[str]:
    """Give the kinds whose decisions are not in the public log."""
    return [target.kind for target in targets() if not target.is_logged]


def kind_label(kind: str) -> Any:
    """Name a kind in the reader's language; one whose domain is gone by its key."""
    return _targets[kind].label if kind in _targets else kind


def rule_labels() -> dict[str, Any]:
    """Give the words of every known rule: the domains' own and the house's."""
    own = {code: words for target in targets() for code, words in target.rules().items()}
    return {**own, **dict(Rule.choices)}
