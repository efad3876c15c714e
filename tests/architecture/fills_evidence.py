"""Calls for evidence and what came in, filled for counting."""

from __future__ import annotations

from itertools import count
from typing import Any

from consultations.evidence import actions
from consultations.evidence.models import Answer, PublishedCopy, Question, Submission
from consultations.evidence.rules import holder_of_link
from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import ANONYMOUS, IMPORT, actor_for
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from tests.architecture.counted import MARK, Counted, World, at, copies
from tests.evidence import conftest as evidence

_numbers = count(1)


def one_committee(_world: World) -> Committee:
    """Give the committee that calls."""
    return Committee.objects.create(chamber=main_chamber(), slug="housing-x", name={"en": "Housing Committee"})


def one_clerk(world: World) -> Any:
    """Give the clerk of the committee."""
    user = User.objects.create_user("evidence@parliament.example", name="Noor Verbeek")
    grant_role(user, Role.CLERK, by=IMPORT, committee=world.once(one_committee))
    return user


def clerk(world: World) -> Any:
    """Give the committee's clerk."""
    return world.once(one_clerk)


def one_call(world: World) -> Any:
    """Give an open call."""
    return evidence.make_call(world.once(one_committee), "TST")


def pattern(world: World) -> PublishedCopy:
    """Give one published submission, which the others are copies of."""
    return evidence.published(world.once(one_call), actor_for(clerk(world)))


def marked_pattern(world: World) -> PublishedCopy:
    """Give the pattern as the first of the list."""
    copy = world.once(pattern)
    copy.title = copy.submission.title = world.mark()
    copy.save()
    copy.submission.save()
    return copy


def fill_published(world: World, how_many: int) -> None:
    """Publish submissions."""
    how_many -= marked_pattern not in world
    copy = world.once(marked_pattern)
    titles = [world.mark() for _turn in range(how_many)]
    rows = copies(
        copy.submission, how_many, receipt=lambda _turn: f"R-{next(_numbers)}",
        number=lambda _turn: 100 + next(_numbers), title=lambda turn: titles[turn],
    )  # fmt: skip
    copies(
        copy, how_many, submission=lambda turn: rows[turn], label=lambda turn: rows[turn].label,
        title=lambda turn: titles[turn],
    )  # fmt: skip
    for row in rows:
        Answer.objects.create(submission=row, question=row.call.questions.first(), text="It was cold.")


def code(number: int) -> str:
    """Give the three letters of an inquiry; 17,576 before one comes again."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in (2, 1, 0))


def fill_calls(world: World, how_many: int, **facts: Any) -> None:
    """Open calls, each of an inquiry of its own."""
    for _turn in range(how_many):
        call = evidence.make_call(world.once(one_committee), code(next(_numbers)), **facts)
        call.title = {"en": world.mark()}
        call.save()


def fill_closed(world: World, how_many: int) -> None:
    """Make calls that are closed."""
    fill_calls(world, how_many, state="closed", closed_at=clock.now())


def fill_questions(world: World, how_many: int) -> None:
    """Let the call ask more and more."""
    for _turn in range(how_many):
        Question.objects.create(
            call=world.once(one_call), position=10 + next(_numbers), text={"en": world.mark()}, hint={"en": "So."}
        )


def one_draft(world: World) -> tuple[Any, str]:
    """Give a draft with its link."""
    submission, token = actions.start_submission(
        world.once(one_call), actions.SenderFacts(**evidence.sender()), by=ANONYMOUS
    )
    me = holder_of_link(submission)
    first = submission.call.questions.first()
    actions.save_evidence(submission, title="Cold", answers={first.pk: "The boiler failed."}, by=me)
    actions.save_wish(submission, actions.WishFacts(wish="named", reason=""), by=me)
    return submission, token


def one_submission(world: World) -> Any:
    """Give a submission that was handed in."""
    return evidence.handed_in(world.once(one_call))


def fill_answers(world: World, how_many: int) -> None:
    """Answer more and more questions of a draft."""
    submission, _token = world.once(one_draft)
    for _turn in range(how_many):
        text = world.mark()
        question = Question.objects.create(call=submission.call, position=10 + next(_numbers), text={"en": text})
        Answer.objects.create(submission=submission, question=question, text=text)


def fill_received(world: World, how_many: int) -> None:
    """Send the draft, then let it answer more and more: its receipt and the desk read the same."""
    if "sent" not in world.kept:
        submission, _token = world.once(one_draft)
        link = submission.links.get()
        link.is_mailed = True
        link.save()
        actions.send_submission(link, by=holder_of_link(submission))
        world.kept["sent"] = True
    fill_answers(world, how_many)


def fill_sections(world: World, how_many: int) -> None:
    """Make a published text longer."""
    copy = world.once(pattern)
    copy.body += [{"number": 1, "heading": "More", "paragraphs": [world.mark()]} for _turn in range(how_many)]
    copy.save()


def answers_behind(answer: Any) -> int:
    """Count the answers of the submission whose receipt this page is; none of them may stand on it again."""
    page = answer.content.decode()
    known = Submission.objects.exclude(receipt="").values_list("receipt", "pk")
    shown = [pk for receipt, pk in known if receipt in page]
    texts = Answer.objects.filter(submission__in=shown).values_list("text", flat=True)
    return 0 if MARK in page else sum(text.startswith(MARK) for text in texts)


def mine(step: str = "") -> Any:
    """Give the function that gives an address of the draft."""
    return lambda world: f"/en/evidence/mine/{world.once(one_draft)[1]}/{step}"


def item_path(world: World) -> str:
    """Give the desk's page of the submission."""
    return f"/admin/desk/evidence/{world.once(one_draft)[0].pk}/"


def draft_call(world: World) -> str:
    """Give the desk's form of the call, which is a draft again."""
    call = world.once(one_call)
    type(call).objects.filter(pk=call.pk).update(state="draft")
    return f"/admin/desk/calls/{call.pk}/write/"


API = "/api/v1/evidence"
CALL = "/en/evidence/calls/call-tst/"
LISTS = [
    Counted("evidence:list", "open", at("/en/evidence/"), fill_calls),
    Counted("evidence:list", "closed", at("/en/evidence/"), fill_closed, full=20),
    Counted("evidence:call", "published", at(CALL), fill_published, full=20),
    Counted("evidence:call", "questions", at(CALL), fill_questions),
    Counted("evidence:evidence", "questions", mine("evidence/"), fill_answers),
    Counted("evidence:check", "answers", mine("check/"), fill_answers),
    Counted("evidence:mine", "answers", mine(), fill_received, seen=answers_behind),
    Counted(
        "evidence:published", "text", lambda world: world.once(pattern).get_absolute_url(), fill_sections
    ),
    Counted("api_evidence_calls", "", at(f"{API}/calls/?page_size=100"), fill_calls),
    Counted("api_evidence_call", "questions", at(f"{API}/calls/call-tst/"), fill_questions),
    Counted("api_evidence", "", at(f"{API}/submissions/?page_size=100"), fill_published),
    Counted(
        "api_evidence_detail", "text", lambda world: f"{API}/submissions/{world.once(pattern).label}/", fill_sections
    ),
    Counted("backoffice_item", "evidence", item_path, fill_received, user=clerk),
    Counted("backoffice_call_write", "questions", draft_call, fill_questions, user=clerk, is_alone=True),
]  # fmt: skip
QUEUES = {"evidence": (fill_published, "state=all"), "calls": (fill_calls, "state=all")}
