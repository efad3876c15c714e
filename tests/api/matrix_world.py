"""The house in which the matrix is run: people of every role, and one record in each state that the rows name."""

from __future__ import annotations

from typing import Any

from core import clock
from core.accounts.actions import grant_role
from core.accounts.models import Role, User
from core.actors import ANONYMOUS, IMPORT, actor_for
from core.moderation import actions as moderation
from petitions import actions as petitioning
from petitions.actions.mailings import MailingFacts
from petitions.actions.offices import OfficeFacts, save_office
from petitions.actions.steps import record_step
from petitions.states import StepKind
from tests.architecture import fills_bills, fills_defence, fills_evidence, fills_moderation, fills_petitions
from tests.architecture.counted import World
from tests.hearings import world as hearings

# The columns of the matrix. `clerk` keeps the committee of the evidence, `other` another one.
ROLES = ("anonymous", "citizen", "member", "clerk", "other", "moderator", "comms", "approver", "auditor", "admin")
NOBODY = "00000000-0000-4000-8000-000000000000"


def make_people(world: World, staff: dict[str, User]) -> dict[str, User | None]:
    """Give one account for each column."""
    other = User.objects.create_user("other@parliament.example", name="Noor Other")
    grant_role(other, Role.CLERK, by=IMPORT, committee=world.fixture("parliament").committees["health"])
    own = {role: staff[role] for role in ("member", "moderator", "comms", "approver", "auditor", "admin")}
    citizen = User.objects.create_user("citizen@example.org", name="Ann Lee")
    clerk = world.once(fills_evidence.one_clerk)
    return {"anonymous": None, "citizen": citizen, "clerk": clerk, "other": other, **own}


def make_names(world: World) -> dict[str, Any]:
    """Make the records; gives what stands in the addresses, by name."""
    make_petition, clerk = world.fixture("make_petition"), hearings.make_clerk()
    petitions = {state: make_petition(state=state) for state in ("open", "closed", "rejected", "hidden", "paused")}
    waiting = make_petition(state="in_moderation")
    comment = world.once(fills_bills.first_comment)
    pending = world.fixture("say")("section-2-1", state="pending")
    live, draft = (hearings.make_hearing(clerk, state=state) for state in ("live", "draft"))
    asked = hearings.make_question(live)
    shown = hearings.make_question(live, clerk=clerk, state="published")
    committee = world.once(fills_evidence.one_committee)
    call = world.once(fills_evidence.one_call)
    call_draft = fills_evidence.evidence.make_call(committee, "DRF", state="draft")
    copy = world.once(fills_evidence.pattern)
    submission = world.once(fills_evidence.one_submission)
    report = moderation.file_report(
        "petition", petitions["open"].public_id, by=ANONYMOUS, rule="spam", words="An advert.", language="en"
    )
    appeal = fills_moderation.appeal_of(fills_moderation.decide(petitions["closed"].public_id, "petition", "No."))
    milestone = fills_petitions.add_milestone(petitions["open"], "A duty")
    version = comment.annotation.version
    admin = actor_for(world.fixture("staff")["admin"])
    considered = petitioning.StepFacts(on=clock.today(), words={"en": "It was considered."})
    step = record_step(petitions["open"], StepKind.CONSIDERED, considered, by=admin)
    mailing = petitioning.write_mailing(
        petitions["open"], MailingFacts({"en": "News"}, {"en": "It goes on."}), by=admin
    )
    office = save_office(None, OfficeFacts("clerks", {"en": "The clerks"}), by=admin)
    items = {
        "petitions": waiting, "milestones": milestone, "versions": version, "comments": pending, "hearings": draft,
        "questions": asked, "evidence": submission, "calls": call_draft, "reports": report, "appeals": appeal,
        "held": world.once(fills_defence.one_held), "warnings": world.once(fills_defence.one_warning),
        "step": step, "mailing": mailing, "office": office,
        "invalidations": world.once(fills_defence.one_query), "paper": world.once(fills_defence.one_batch),
    }  # fmt: skip
    return {
        **{f"petition_{state}": row.number for state, row in petitions.items()},
        **{f"item_{key}": row.pk for key, row in items.items()},
        **{f"id_{key}": row.public_id for key, row in items.items()},
        "item_petitions_done": petitions["open"].pk,
        "id_petition_open": petitions["open"].public_id, "nobody": NOBODY, "bill": version.bill.slug,
        "comment": comment.public_id, "comment_pending": pending.public_id, "hearing": live.slug,
        "hearing_draft": draft.slug, "question": shown.public_id, "question_pending": asked.public_id,
        "call": call.slug, "call_draft": call_draft.slug, "label": copy.label, "report": report.public_id,
        "person": world.fixture("staff")["moderator"].public_id,
    }  # fmt: skip
