"""Bills, their clauses and what people say about them, filled for counting."""

from __future__ import annotations

from itertools import count
from typing import Any

from consultations.bills.models import Bill, Provision, Stage, Version
from core.comments.models import Comment
from core.parliament.models import CommitteeSeat, Member
from tests.architecture.counted import Counted, World, at, copies

_numbers = count(1)
KEYS = ("id", "comment_ptr", "xtdcomment_ptr", "base", "public_id")


def admin(world: World) -> Any:
    """Give the administrator."""
    return world.fixture("staff")["admin"]


def one_version(world: World) -> Version:
    """Give a small bill, published and open."""
    return world.fixture("version")


def marked_version(world: World) -> Version:
    """Give the bill as the first of the list."""
    version = world.once(one_version)
    version.bill.title = {"en": world.mark()}
    version.bill.save()
    return version


def first_comment(world: World) -> Comment:
    """Give the comment that the others are copies of; it carries no mark."""
    return world.fixture("say")("section-2-1", wording="Other words.", stance="change")


def pending_comment(world: World) -> Comment:
    """Give a comment that waits for a moderator."""
    return world.fixture("say")("section-2-1", state="pending", text=world.mark())


def first_reply(world: World) -> Comment:
    """Give a reply to the first comment."""
    return world.fixture("say")(parent=world.once(first_comment))


def another(pattern: Comment, /, **facts: Any) -> Comment:
    """Write one more comment as another stands."""
    fields = Comment._meta.concrete_fields
    values = {one.attname: getattr(pattern, one.attname) for one in fields if one.name not in KEYS}
    other = Comment(**{**values, **facts})
    other.save(force_insert=True)
    if other.root_id is None:
        Comment.objects.filter(pk=other.pk).update(parent_id=other.pk, thread_id=other.pk)
    return other


def say(world: World, pattern: Comment, how_many: int) -> list[Comment]:
    """Let more and more people say something about a clause; gives what they said."""
    said = [another(pattern, comment=world.mark()) for _turn in range(how_many)]
    copies(pattern.annotation, how_many, comment=lambda turn: said[turn])
    return said


def fill_comments(world: World, how_many: int) -> None:
    """Publish comments on one clause, each with a reply."""
    pattern, reply = world.once(first_comment), world.once(first_reply)
    for root in say(world, pattern, how_many):
        another(reply, root_id=root.pk, parent_id=root.pk, comment="And so do I.")


def fill_pending(world: World, how_many: int) -> None:
    """Hand comments in."""
    how_many -= pending_comment not in world
    say(world, world.once(pending_comment), how_many)


def fill_replies(world: World, how_many: int) -> None:
    """Answer one comment again and again."""
    reply = world.once(first_reply)
    for _turn in range(how_many):
        another(reply, comment=world.mark(), path=f"{next(_numbers) + 10:06d}")


def fill_bills(world: World, how_many: int) -> None:
    """Publish bills."""
    how_many -= marked_version not in world
    version = world.once(marked_version)
    titles = [world.mark() for _turn in range(how_many)]
    bills = copies(
        version.bill, how_many, slug=lambda _turn: f"bill-{next(_numbers)}", title=lambda turn: {"en": titles[turn]}
    )
    copies(version, how_many, bill=lambda turn: bills[turn])


def add_provisions(pattern: Provision, words: list[str], **facts: Any) -> None:
    """Write more provisions like one that stands; `facts` say where their words stand."""
    clauses = copies(pattern.clause, len(words), code=lambda _turn: f"section-x{next(_numbers)}")
    copies(
        pattern, len(words), clause=lambda turn: clauses[turn], order=lambda _turn: 1000 + next(_numbers),
        path=lambda _turn: f"{pattern.path}x{next(_numbers)}", **facts,
    )  # fmt: skip


def fill_clauses(world: World, how_many: int) -> None:
    """Make the bill longer, clause by clause."""
    words = [world.mark() for _turn in range(how_many)]
    pattern = world.once(one_version).provisions.get(clause__code="section-3")
    add_provisions(pattern, words, heading=lambda turn: words[turn])


def fill_subsections(world: World, how_many: int) -> None:
    """Make one clause longer."""
    words = [world.mark() for _turn in range(how_many)]
    # The words of a clause name the place of each of its pieces: the first holds them all.
    pattern = world.once(one_version).provisions.get(clause__code="section-2-2")
    whole = pattern.unit
    whole.html += [""] * how_many
    whole.save()
    add_provisions(
        pattern, words, text=lambda turn: words[turn],
        html=lambda turn: [f"<p>{words[turn]}</p>"],
    )  # fmt: skip


def fill_chairs(world: World, how_many: int) -> None:
    """Let the bill's committee have more and more chairs."""
    parliament = world.fixture("parliament")
    Bill.objects.filter(pk=world.once(one_version).bill_id).update(committee=parliament.committees["health"])
    for _turn in range(how_many):
        name = world.mark()
        member = Member.objects.create(
            chamber=parliament.chamber, slug=f"chair-{next(_numbers)}", name=name, constituency=parliament.areas["SLT"]
        )
        CommitteeSeat.objects.create(committee=parliament.committees["health"], member=member, is_chair=True)


def fill_stages(world: World, how_many: int) -> None:
    """Let the bill have a longer way."""
    bill = world.once(one_version).bill
    Stage.objects.bulk_create(
        Stage(bill=bill, order=next(_numbers), name={"en": world.mark()}) for _turn in range(how_many)
    )


def writing_facts(world: World) -> str:
    """Give the desk's form of what the bill says beside its text."""
    return f"/admin/desk/versions/{world.once(one_version).pk}/facts/"


def comment_path(rest: str = "") -> Any:
    """Give the function that gives an address of the first comment."""
    return lambda world: f"{PAGE}rivers-bill/comments/{world.once(first_comment).public_id}/{rest}"


PAGE, API = "/en/bills/", "/api/v1/bills/"
LISTS = [
    Counted("bills:list", "", at(PAGE), fill_bills, full=20),
    Counted("bills:bill", "clauses", at(f"{PAGE}rivers-bill/"), fill_clauses, most=8),
    Counted("bills:bill", "chairs", at(f"{PAGE}rivers-bill/"), fill_chairs, most=8),
    Counted("bills:clause", "comments", at(f"{PAGE}rivers-bill/section-2/"), fill_comments, full=20, most=12),
    Counted("bills:clause", "replies", at(f"{PAGE}rivers-bill/section-2/"), fill_replies, most=12),
    Counted("bills:clause", "subsections", at(f"{PAGE}rivers-bill/section-2/"), fill_subsections, most=12),
    Counted("api_bills", "", at(f"{API}?page_size=100"), fill_bills, most=6),
    Counted("api_provisions", "", at(f"{API}rivers-bill/provisions/?page_size=500"), fill_clauses, full=91, most=6),
    Counted("api_clause", "subsections", at(f"{API}rivers-bill/clauses/section-2/"), fill_subsections, most=6),
    Counted(
        "api_clause_comments", "", at(f"{API}rivers-bill/clauses/section-2/comments/?page_size=100"), fill_comments,
        most=6,
    ),
    Counted("api_clause_comments", "replies", at(f"{API}rivers-bill/clauses/section-2/comments/"), fill_replies),
    Counted("backoffice_bill_facts", "stages", writing_facts, fill_stages, user=admin),
]  # fmt: skip
QUEUES = {"comments": (fill_pending, ""), "versions": (fill_bills, "state=all")}
