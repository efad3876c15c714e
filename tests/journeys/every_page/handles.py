"""Beside the demo: what it has no record of, and the numbers, slugs, handles and tokens that stand in addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import translation

from consultations.bills.actions import commenting
from consultations.bills.models import Version
from consultations.bills.selectors import provision_by_code
from consultations.evidence import actions as evidence
from consultations.evidence.models import CallForEvidence, Submission
from consultations.evidence.rules import holder_of_link
from consultations.hearings import actions as hearings
from consultations.hearings import passes
from consultations.hearings.models import Hearing, Question
from core import clock
from core.accounts.models import User
from core.actors import ANONYMOUS, actor_for
from core.comments.models import Comment
from core.parliament.models import Area, Committee
from core.verification.actions import open_challenge, redeem_link, set_secrets
from petitions import actions as petitions
from petitions.actions import drafting
from petitions.actions.starting import manage_digest, manage_key
from petitions.links import manage_signature_key
from petitions.models import Milestone, Petition, Signature
from tests.evidence.conftest import make_call, sender
from tests.hearings import world
from tests.journeys.every_page.handles_defence import defence_names
from tests.journeys.every_page.handles_desk import desk_names
from tests.journeys.every_page.handles_house import add_the_house

Names = dict[str, str]
AR = "ثلاثة مستشفيات تجيب"


def add_the_rest() -> Names:
    """Add the records that the demo lacks; gives every name that an address of the table of pages may hold."""
    with translation.override("en"):
        clerk = User.objects.get(email="clerk@aldermark.example")
        found = {
            **_petitions(),
            **_bills(),
            **_hearings(clerk),
            **_evidence(clerk),
            **add_the_house(),
        }
    return {name: str(value) for name, value in found.items()}


def in_both_languages(record: Any, **texts: str) -> None:
    """Add an Arabic text to fields that a test's helper wrote in English only."""
    for name, words in texts.items():
        setattr(record, name, {**getattr(record, name), "ar": words})
    record.save(update_fields=list(texts))


def _petitions() -> Names:
    by_state = {petition.state: petition for petition in Petition.objects.order_by("-number")}
    found = {f"petition_{state}": petition.number for state, petition in by_state.items() if petition.number}
    waiting = by_state["gathering_supporters"]
    waiting.manage_hash = manage_digest(manage_key(waiting))
    waiting.save(update_fields=["manage_hash"])
    person = petitions.SignatureFacts(name="Ann Lee", email="ann@example.org", postcode="", is_eligible=True,
                                      constituency=_constituency())  # fmt: skip
    signing, *_rest = petitions.sign_petition(by_state["open"], [person], by=ANONYMOUS)
    starting = petitions.start_petition(
        petitions.PetitionFacts(
            action="Plant a tree at every stop", background="Shade.", details="", name="Ann Lee", email="a@example.org"
        ),
        by=ANONYMOUS,
    )
    return {
        **found, **_starters(), **desk_names(by_state["open"], by_state["in_moderation"], _constituency()),
        **defence_names(by_state["open"], _constituency()),
        "manage_key": manage_key(waiting), "support_key": waiting.support_key,
        "item_petitions": by_state["in_moderation"].pk, "item_petitions_done": by_state["open"].pk,
        "item_milestones": Milestone.objects.filter(state__in=("due", "overdue")).first().pk,
        "signing": signing.public_id, "signing_link": set_secrets(signing).token, **_signers(by_state["open"]),
        "starting": starting.public_id, "starting_link": set_secrets(starting).token,
    }  # fmt: skip


def _starters() -> Names:
    """Let people begin petitions: two drafts, and one petition each that is asked, proposed a title, rejected."""
    clerk = actor_for(User.objects.get(email="clerk@aldermark.example"))
    _empty, draft = petitions.start_draft("Plant a tree at every stop", language="en", by=ANONYMOUS)
    written, draft_no = petitions.start_draft("Plant a tree at every bus stop", language="en", by=ANONYMOUS)
    writer = petitions.Writer("Ann Lee", "ann@example.org", constituency=_constituency())
    drafting.save_comparison(written, number=None, because="", by=ANONYMOUS)
    drafting.save_background(written, "Shade.", by=ANONYMOUS)
    drafting.save_standards(written, {"asks": True, "polite": True, "private": False}, by=ANONYMOUS)
    drafting.save_writer(written, writer, by=ANONYMOUS)
    asked, titled, rejected, corrected = (_begun(turn) for turn in range(4))
    petitions.ask_changes(asked, by=clerk, reason="Say which stops you mean.")
    petitions.propose_title(titled, by=clerk, title="Plant a tree at each tram stop", reason="Buses have shade.")
    code = rejected.kind.rejection_reasons.filter(is_hidden=False).first().code
    petitions.reject_petition(rejected, by=clerk, reason_code=code, reason="See the other one.", sentence="Shade.")
    petitions.publish_petition(corrected, by=clerk)
    petitions.correct_petition(
        corrected, by=clerk, action=corrected.action, background="Shade and air.", details="", note="Air was missing."
    )
    return {
        "petition_draft": draft, "draft_no": draft_no, "asked_key": manage_key(asked), "titled_key": manage_key(titled),
        "rejected_key": manage_key(rejected), "corrected": corrected.number,
    }  # fmt: skip


def _begun(turn: int) -> Petition:
    """Give a petition that waits for its moderator, with its petitioner's page."""
    facts = petitions.PetitionFacts(
        action=f"Plant {turn + 2} trees at every stop", background="Shade.", details="", name="Ann Lee",
        email="begun@example.org",
    )  # fmt: skip
    proof = set_secrets(petitions.start_petition(facts, by=ANONYMOUS))
    petition, _key = petitions.confirm_petition(lambda: redeem_link("petition.start", proof.token))
    Petition.objects.filter(pk=petition.pk).update(state="in_moderation", submitted_at=clock.now())
    return Petition.objects.select_related("kind", "petitioner").get(pk=petition.pk)


def _signers(petition: Petition) -> Names:
    """Let two people sign, one of whom is held; and mail the first one the list of what waits."""
    keys = {}
    for name, state in (("signature", "confirmed"), ("signature_held", "held")):
        facts = petitions.SignatureFacts(name="Ann Lee", email=f"{name}@example.org", is_eligible=True,
                                         constituency=_constituency())  # fmt: skip
        challenge, *_rest = petitions.sign_petition(petition, [facts], by=ANONYMOUS)
        token = set_secrets(challenge).token
        signature = petitions.confirm_signature(lambda token=token: redeem_link("petition.sign", token))
        Signature.objects.filter(pk=signature.pk).update(state=state, hold_rule="network" if state == "held" else "")
        keys[name] = manage_signature_key(signature)
    waiting = petitions.SignatureFacts(name="Ann Lee", email="listed@example.org", is_eligible=True,
                                       constituency=_constituency())  # fmt: skip
    challenge, *_rest = petitions.sign_petition(petition, [waiting], by=ANONYMOUS)
    every = open_challenge("petition.sign_all", challenge.subject_id, language="en")
    return {**keys, "signing_all": set_secrets(every).token}


def _constituency() -> str:
    return Area.objects.filter(kind=Area.Kind.CONSTITUENCY).order_by("code").first().code


def _bills() -> Names:
    version = Version.objects.select_related("bill").get()
    writer = commenting.Writer(name="Imre Sólyom", email="imre@example.org")
    challenge = commenting.comment_on_clause(
        provision_by_code(version, "section-4"), by=ANONYMOUS, writer=writer, stance="change", text="Say it plainly."
    )
    comments = {row.state: row for row in Comment.objects.filter(level=0).order_by("pk")}
    return {
        "bill": version.bill.slug, "item_versions": version.pk,
        "comment": comments["published"].public_id, "comment_pending": comments["pending"].public_id,
        "item_comments": comments["pending"].pk,
        "commenting": challenge.public_id, "commenting_link": set_secrets(challenge).token,
    }  # fmt: skip


def _hearings(clerk: User) -> Names:
    live, coming = (Hearing.objects.get(state=state) for state in ("live", "announced"))
    ended = world.make_hearing(actor_for(clerk), state="live", slug="a-hearing-that-is-over")
    world.make_question(ended, clerk=actor_for(clerk), state="answered_live")
    world.make_question(ended, clerk=actor_for(clerk), state="published")
    hearings.end_hearing(ended, by=actor_for(clerk))
    in_both_languages(ended, summary=AR, place=AR)
    in_both_languages(ended.agenda.get(), title=AR)
    in_both_languages(ended.witnesses.get(), role=AR)
    facts = hearings.QuestionFacts(text="How many beds stand empty at night?", name="Ann Lee", email="ann@example.org")
    _question, asking = hearings.ask_question(live, facts, by=ANONYMOUS)
    joining = hearings.join_hearing(live, "ada@example.org", by=ANONYMOUS, language="en")
    asker = world.make_asker()
    world.make_question(live, by=asker, text="Who pays for the night shift?")
    return {
        "hearing_live": live.slug, "hearing_coming": coming.slug, "hearing_ended": ended.slug,
        "item_hearings": coming.pk, "item_questions": Question.objects.filter(state="pending").first().pk,
        "question": live.questions.filter(state="published").first().public_id,
        "asking": asking.public_id, "asking_link": set_secrets(asking).token,
        "joining": joining.public_id, "hearing_pass": passes.issue(live, asker),
    }  # fmt: skip


def _evidence(clerk: User) -> Names:
    call = CallForEvidence.objects.get()
    draft, token = evidence.start_submission(call, evidence.SenderFacts(**sender()), by=ANONYMOUS)
    whole, whole_token = evidence.start_submission(call, evidence.SenderFacts(**sender()), by=ANONYMOUS)
    me = holder_of_link(whole)
    question = call.questions.order_by("position").first()
    evidence.save_evidence(whole, title="Eleven weeks without heat", answers={question.pk: "The boiler failed."}, by=me)
    evidence.save_wish(whole, evidence.WishFacts(wish="named", reason=""), by=me)
    challenge = evidence.send_submission(whole.links.get(), by=me)
    sent = Submission.objects.filter(state="submitted").order_by("pk").first()
    committee = Committee.objects.order_by("pk").first()
    closed = make_call(committee, "OLD", state="closed", closes_at=clock.now() - timedelta(days=2))
    drafted = make_call(committee, "NEW", state="draft", opens_at=None)
    for asked in (*closed.questions.all(), *drafted.questions.all()):
        in_both_languages(asked, text=AR)
    accepted = Submission.objects.filter(state="accepted", attachment=None).first()
    accepted.title = "٧"  # a title in one language would stand on the page in another as a raw word
    accepted.save(update_fields=["title"])
    return {
        "call": call.slug, "call_closed": closed.slug, "draft": token, "whole": whole_token,
        "sending": challenge.public_id, "sending_link": set_secrets(challenge).token,
        "sent": evidence.add_return_link(sent, is_mailed=True), "item_evidence": sent.pk,
        "item_evidence_accepted": accepted.pk,
        "item_calls": drafted.pk, "label": "REN0001",
    }  # fmt: skip
