"""The petitions desk: proposals for a second person, notes, saved filters, marks and looks, filled for counting."""

from __future__ import annotations

from typing import Any

from cms.saved.actions import saved_filters
from cms.saved.model import SavedFilter
from core.actors import actor_for
from petitions.actions import hide_petition
from petitions.actions.noting import add_note, look_at, set_mark, set_tags
from petitions.models import PetitionProposal
from tests.architecture.counted import Counted, World, at
from tests.architecture.fills_house import history
from tests.architecture.fills_petitions import one_petition


def clerk(world: World) -> Any:
    """Give the account at the desk."""
    return world.fixture("staff")["clerk"]


def one_proposal(world: World) -> PetitionProposal:
    """Give a proposal that waits."""
    return hide_petition(world.fixture("make_petition")(), by=actor_for(clerk(world)), rule="hate", reason="Names.")


def fill_proposals(world: World, how_many: int) -> None:
    """Propose to hide more and more petitions."""
    for _turn in range(how_many):
        petition = world.fixture("make_petition")(action=world.mark())
        hide_petition(petition, by=actor_for(clerk(world)), rule="hate", reason="Names.")


def fill_marked(world: World, how_many: int) -> None:
    """Make petitions that wait, each with a look, a mark, a tag, and news since the look."""
    by = actor_for(clerk(world))
    for _turn in range(how_many):
        petition = world.fixture("make_petition")("in_moderation", action=world.mark())
        look_at(petition, by=by)
        set_mark(petition, "parked", by=by, words="Waits for a court.")
        set_tags(petition, by=by, tags=["trains"])


def fill_notes(world: World, how_many: int) -> None:
    """Write more and more notes on one petition."""
    for _turn in range(how_many):
        add_note(world.once(one_petition), by=actor_for(clerk(world)), words=world.mark())


def fill_filters(world: World, how_many: int) -> None:
    """Save more and more filters of one person."""
    own = clerk(world)
    SavedFilter.objects.bulk_create(
        SavedFilter(user=own, queue="petitions", name=world.mark(), query="state=all") for _turn in range(how_many)
    )
    assert saved_filters(actor_for(own), "petitions").exists()


def item(rest: str = "") -> Any:
    """Give the address of the desk's screen of the petition."""
    return lambda world: f"/admin/desk/petitions/{world.once(one_petition).pk}/{rest}"


DESK = "/admin/desk/petitions/"
CHANGED = "state=waiting&mark=changed&age=late"
LISTS = [
    Counted("backoffice_list", "petitions filtered", at(f"{DESK}?{CHANGED}"), fill_marked, full=50, user=clerk),
    Counted("backoffice_list", "petitions tagged", at(f"{DESK}?tags__words=trains"), fill_marked, full=50, user=clerk),
    Counted("backoffice_list", "saved filters", at(DESK), fill_filters, user=clerk),
    Counted("backoffice_item", "petitions notes", item(), fill_notes, full=50, user=clerk),
    Counted("backoffice_petition_print", "notes", item("print/"), fill_notes, full=50, user=clerk),
    Counted("backoffice_petition_print", "history", item("print/"), history(one_petition), full=50, user=clerk),
]
QUEUES = {"petition-proposals": (fill_proposals, "")}
SINGLES = {
    "backoffice_filters", "backoffice_petition_terms", "petitions:signature_join", "petitions:petition_take_over",
}  # fmt: skip
