"""Held signatures, warnings, invalidations and paper, filled for counting."""

from __future__ import annotations

from typing import Any

from core import clock
from core.actors import actor_for, participant
from petitions.actions import SignatureFacts, sign_petition
from petitions.actions.figures import add_source
from petitions.actions.invalidating import InvalidationFacts, save_invalidation
from petitions.actions.paper import LineFacts, add_lines, hand_over, open_batch
from petitions.models import Invalidation, PaperBatch, Petition, Signature, TrendWarning
from tests.architecture.counted import Counted, World, at
from tests.architecture.fills_house import history


def clerk(world: World) -> Any:
    """Give the account at the desk."""
    return world.fixture("staff")["clerk"]


def moderator(world: World) -> Any:
    """Give another one."""
    return world.fixture("staff")["moderator"]


def one_held_petition(world: World) -> Petition:
    """Give the petition whose signatures are held."""
    return world.fixture("open_petition")


def hold(petition: Petition, name: str, rule: str = "network") -> Signature:
    """Sign under a name, held."""
    person = SignatureFacts(
        name=name, email=f"{name.rsplit(maxsplit=1)[-1]}@example.org", postcode="SL4 1AA", is_eligible=True
    )
    [challenge] = sign_petition(petition, [person], by=participant("x"))
    rows = Signature.objects.filter(public_id=challenge.subject_id)
    rows.update(state="held", hold_rule=rule, confirmed_at=clock.now())
    return rows[0]


def fill_held(world: World, how_many: int) -> None:
    """Hold signatures of more and more petitions."""
    for _turn in range(how_many):
        hold(world.fixture("make_petition")(action=world.mark()), "Ann Lee")


def fill_group(world: World, how_many: int) -> None:
    """Hold more and more signatures of one petition."""
    for _turn in range(how_many):
        hold(world.once(one_held_petition), world.mark())


def one_held(world: World) -> Signature:
    """Give a held signature."""
    return hold(world.fixture("make_petition")(), "Ann Lee")


def fill_warnings(world: World, how_many: int) -> None:
    """Warn of more and more domains."""
    now = clock.now()
    TrendWarning.objects.bulk_create(
        TrendWarning(
            petition=world.once(one_held_petition), by="domain", key=f"{world.mark()}.example", figure=7, hour=now,
            noticed_at=now,
        )
        for _turn in range(how_many)
    )  # fmt: skip


def one_warning(world: World) -> TrendWarning:
    """Give a warning."""
    now = clock.now()
    return TrendWarning.objects.create(
        petition=world.once(one_held_petition), by="domain", key="example.org", figure=7, hour=now, noticed_at=now
    )


def fill_queries(world: World, how_many: int) -> None:
    """Save more and more queries."""
    for _turn in range(how_many):
        petition = world.fixture("make_petition")(action=world.mark())
        facts = InvalidationFacts("automated", petition=petition, domain="bots.example")
        save_invalidation(facts, by=actor_for(clerk(world)))


def one_query(world: World) -> Invalidation:
    """Give a query over one petition."""
    facts = InvalidationFacts("automated", petition=world.once(one_held_petition), domain="example.org")
    return save_invalidation(facts, by=actor_for(clerk(world)))


def fill_preview(world: World, how_many: int) -> None:
    """Let more and more signatures be meant by the query."""
    world.once(one_query)
    fill_group(world, how_many)
    Invalidation.objects.update(last=Signature.objects.latest("pk").pk)


def fill_batches(world: World, how_many: int) -> None:
    """Open more and more batches."""
    for _turn in range(how_many):
        mark = world.mark()
        open_batch(
            world.fixture("make_petition")(action=mark), by=actor_for(clerk(world)), reference=mark,
            counted_by="Registry", counted_lines=5,
        )  # fmt: skip


def one_batch(world: World) -> PaperBatch:
    """Give a batch that is typed."""
    return open_batch(
        world.once(one_held_petition), by=actor_for(clerk(world)), reference="sheets", counted_by="Registry",
        counted_lines=500,
    )  # fmt: skip


def fill_lines(world: World, how_many: int) -> None:
    """Type more and more lines."""
    add_lines(
        world.once(one_batch), [LineFacts(name=world.mark()) for _turn in range(how_many)], by=actor_for(clerk(world))
    )


def one_sample(world: World) -> PaperBatch:
    """Give a batch whose sample waits."""
    by = actor_for(clerk(world))
    batch = open_batch(
        world.once(one_held_petition), by=by, reference="sample", counted_by="Registry", counted_lines=500
    )
    add_lines(batch, [LineFacts(name="Ann Lee")], by=by)
    hand_over(batch, by=by)
    return batch


def fill_sample(world: World, how_many: int) -> None:
    """Draw a greater and greater sample."""
    batch = world.once(one_sample)
    for _turn in range(how_many):
        batch.lines.create(number=batch.lines.count() + 1, name=world.mark(), is_sampled=True)


def fill_sources(world: World, how_many: int) -> None:
    """List more and more domains."""
    for _turn in range(how_many):
        note = world.mark()
        add_source(
            by=actor_for(clerk(world)), of="domain", pattern=f"{note.split()[-1]}.example", stands="held", note=note
        )


def of(make: Any, rest: str = "", desk: str = "petitions") -> Any:
    """Give the address of a record's screen."""
    return lambda world: f"/admin/desk/{desk}/{world.once(make).pk}/{rest}"


GROUPS = "/admin/desk/held/groups/"
HEALTH = of(one_held_petition, "health/")
QUERY, BATCH, SAMPLE = of(one_query, desk="invalidations"), of(one_batch, desk="paper"), of(one_sample, desk="paper")
HELD, WARNING = of(one_held, desk="held"), of(one_warning, desk="warnings")
LISTS = [
    Counted("backoffice_held_groups", "", at(GROUPS), fill_held, user=clerk),
    Counted(
        "backoffice_held_group", "", lambda world: f"{GROUPS}{world.once(one_held_petition).pk}/network/", fill_group,
        user=clerk,
    ),
    Counted("backoffice_petition_trends", "warnings", HEALTH, fill_warnings, full=10, user=clerk),
    Counted("backoffice_invalidation", "preview", QUERY, fill_preview, full=20, user=clerk),
    Counted("backoffice_paper", "lines", BATCH, fill_lines, full=50, user=clerk),
    Counted("backoffice_paper", "sample", SAMPLE, fill_sample, user=moderator),
    Counted("backoffice_defence", "", at("/admin/desk/held/figures/"), fill_sources, user=clerk),
    Counted("backoffice_item", "held history", HELD, history(one_held), full=50, user=clerk),
    Counted("backoffice_item", "warnings history", WARNING, history(one_warning), full=50, user=clerk),
]  # fmt: skip
QUEUES = {
    "held": (fill_held, ""), "warnings": (fill_warnings, ""), "invalidations": (fill_queries, ""),
    "paper": (fill_batches, ""),
}  # fmt: skip
SINGLES = {"backoffice_invalidation_new", "backoffice_paper_new", "backoffice_paper_scan"}
