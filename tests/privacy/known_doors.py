"""Every door that takes an e-mail address, knocked at with addresses that are known everywhere and with new ones.

The test beside this file asks for equal answers; `infra/bench/known_unknown.py` asks for equal times as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.urls import reverse

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.evidence import actions as evidence
from consultations.evidence.rules import holder_of_link
from consultations.hearings import actions as hearings
from core import clock
from core.accounts import signing_in
from core.accounts.models import User
from core.actors import ANONYMOUS, IMPORT, Actor, participant
from core.events.models import Event
from core.moderation import actions as moderation
from core.parliament.models import Committee
from core.parliament.selectors import main_chamber
from core.verification import actions as verification
from petitions.actions import SignatureFacts, confirm_signature, publish_petition, sign_petition
from petitions.models import Petition, PetitionKind
from tests.bills.data import small_bill
from tests.evidence.conftest import make_call
from tests.fixtures.people import HouseClient as Client
from tests.hearings import world
from tests.petitions import starting as staged
from tests.privacy.conftest import comment, proof, sign, start_petition

NAME = "Ann Lee"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of a made-up account
Knock = Callable[[Client, str], Any]
_turns = count(1)


@dataclass(frozen=True)
class Door:
    """One door: its route, what is done before it (untimed), and the knock that is looked at.

    `ready(client, email)` gives what the knock needs besides the address: the page of a code, say.
    """

    route: str
    name: str
    knock: Callable[[Client, str, Any], Any]
    ready: Callable[[Client, str], Any] = field(default=lambda _client, _email: None)


def page(route: str, path: str, **facts: Any) -> Door:
    """Give a door that takes a form."""

    def knock(client: Client, email: str, _ready: Any) -> Any:
        return client.post(path, {**facts, "email": email, "once": uuid4().hex})

    return Door(route, f"page {route}", knock)


def machine(route: str, path: str, **facts: Any) -> Door:
    """Give a door that takes JSON."""

    def knock(client: Client, email: str, _ready: Any) -> Any:
        return client.post(path, json.dumps({**facts, "email": email}), content_type="application/json")

    return Door(route, f"API {route}", knock)


def again(route: str, first: Door, name: str = "") -> Door:
    """Give the door that sends the code of another door once more; `name` where one route serves several."""

    def ready(client: Client, email: str) -> str:
        return str(first.knock(client, email, None)["Location"])

    return Door(route, f"again {name or route}", _send_again, ready)


def _send_again(client: Client, _email: str, path: Any) -> Any:
    return client.post(path, {"resend": "1"})


@dataclass
class Ground:
    """What the doors stand on."""

    petition: Petition
    gathering: Petition
    version: Any
    comment: Any
    hearing: Any
    question: Any
    call: Any
    clerk: Actor


def lay_ground() -> Ground:
    """Make one open thing of each kind."""
    PetitionKind.objects.update(is_current=False)
    plain = {"name": {"en": "Public"}, "chamber": main_chamber()}
    PetitionKind.objects.create(key="waits", supporters_needed=5, is_current=True, **plain)
    gathering = start_petition("starter@post.example", "Olga Other", "Open the library on Mondays")
    PetitionKind.objects.update(is_current=False)
    PetitionKind.objects.create(key="plain", supporters_needed=0, is_current=True, **plain)
    clerk = world.make_clerk()
    petition = start_petition("starter@post.example", "Olga Other", "Open the library on Sundays")
    publish_petition(petition, by=clerk)
    version = publish_version(
        import_bill(small_bill(), by=IMPORT), by=IMPORT, comments_until=clock.now() + timedelta(days=10)
    )
    said = comment(version, "starter@post.example", "Olga Other", "Clean rivers, please.")
    hearing = world.make_hearing(clerk)
    question = world.make_question(hearing, clerk=clerk, state="published")
    committee, _made = Committee.objects.get_or_create(
        slug="doors", defaults={"chamber": main_chamber(), "name": {"en": "Committee of Doors"}}
    )
    return Ground(petition, gathering, version, said, hearing, question, make_call(committee, "DRS"), clerk)


WHO = {"name": NAME}
SIGNER = {**WHO, "postcode": "AB1 2CD"}


def doors_of(ground: Ground) -> list[Door]:
    """Give all doors."""
    return [
        *_signing_doors(ground), *_starting_doors(), *_bill_doors(ground), *_hearing_doors(ground),
        *_evidence_doors(ground), _handing_over(ground), *_account_doors(),
    ]  # fmt: skip


def _signing_doors(ground: Ground) -> list[Door]:
    """Give the doors of who signs or supports."""
    number, key = ground.petition.number, ground.gathering.support_key
    signing = page("petitions:petition_sign", f"/en/petitions/{number}/sign/", **SIGNER, is_eligible="on")
    backing = page("petitions:petition_support", f"/en/petitions/support/{key}/", **SIGNER, is_eligible="on")
    return [
        signing, again("petitions:signature_confirm", signing),
        page("petitions:signature_lost", f"/en/petitions/{number}/my-signature/"),
        machine("api_signature_link", f"/api/v1/petitions/{number}/signature-link/"),
        machine("api_petition_sign", f"/api/v1/petitions/{number}/signatures/", **SIGNER, is_eligible=True),
        backing, again("petitions:signature_confirm", backing, "petitions:signature_confirm (support)"),
    ]  # fmt: skip


def _starting_doors() -> list[Door]:
    """Give the doors of who starts a petition."""
    petition = {**WHO, "action": "Bring back the night train", "background": "Many of us work at night."}

    def post(step: str, **facts: Any) -> Any:
        return lambda client, email, token: client.post(
            staged.page_of(token, step), {**facts, "email": email, "once": uuid4().hex}
        )

    def send(client: Client, _email: str, token: Any) -> Any:
        return client.post(staged.page_of(token, "check"), {"once": uuid4().hex})

    def sent(client: Client, email: str) -> Any:
        return send(client, email, _written_draft(client, email))["Location"]

    return [
        Door("petitions:petition_start", "page petitions:draft_check", send, _written_draft),
        Door("petitions:petition_confirm", "again petitions:petition_confirm", _send_again, sent),
        Door("petitions:draft_you", "page petitions:draft_you", post("you", **SIGNER), _draft),
        Door("petitions:draft_saved", "page petitions:draft_saved", post("saved"), _draft),
        page("petitions:petition_lost", "/en/petitions/lost/"),
        machine("api_petitions", "/api/v1/petitions/", **petition, keeps_rules=True),
    ]


def _bill_doors(ground: Ground) -> list[Door]:
    """Give the doors of who comments on a bill, and of who reports a comment."""
    bill, said = ground.version.bill.slug, ground.comment.public_id
    words = {**WHO, "text": "Say plainly who measures it.", "shown_as": "name"}
    report = {"rule": "other", "words": "It names somebody."}
    clause = page("bills:clause", f"/en/bills/{bill}/section-2/", **words, stance="support", on="section-2")
    return [
        clause, again("bills:comment_confirm", clause),
        machine("api_clause_comments", f"/api/v1/bills/{bill}/clauses/section-2/comments/", **words, stance="support"),
        page("bills:reply", f"/en/bills/{bill}/comments/{said}/reply/", **words),
        page("moderation:report", f"/en/moderation/report/comment/{said}/", **report),
        machine("api_reports", "/api/v1/reports/", kind="comment", id=str(said), **report),
    ]  # fmt: skip


def _hearing_doors(ground: Ground) -> list[Door]:
    """Give the doors of who asks, and of who joins a question."""
    slug, asked = ground.hearing.slug, ground.question.public_id
    asking = {**WHO, "text": "How many beds are open at night?", "display": "public"}
    asks = page("hearings:question_ask", f"/en/hearings/{slug}/ask/", **asking)
    joins = page("hearings:question_support", f"/en/hearings/{slug}/questions/{asked}/support/")
    return [
        asks, again("hearings:question_confirm", asks),
        machine("api_hearing-ask", f"/api/v1/hearings/{slug}/ask/", **asking),
        joins, again("hearings:supporter_confirm", joins),
        machine("api_hearing-join", f"/api/v1/hearings/{slug}/join/", language="en"),
    ]  # fmt: skip


def _account_doors() -> list[Door]:
    """Give the doors of who signs in, and of who asks for what is held."""
    entering = page("account_login", "/en/account/sign-in/")
    seeing = page("privacy:ask", "/en/my-data/", wish="see")
    return [
        entering, again("account_code", entering),
        Door("account_password_login", "page account_password_login", lambda client, email, _ready: client.post(
            "/en/account/sign-in/password/", {"login": email, "password": "not this one"})),
        seeing, again("privacy:confirm", seeing),
        Door("privacy:ask", "page privacy:ask (delete)", lambda client, email, _ready: client.post(
            "/en/my-data/", {"email": email, "wish": "delete"})),
        machine("api_my_data", "/api/v1/my-data/", wish="see"),
    ]  # fmt: skip


def _evidence_doors(ground: Ground) -> list[Door]:
    """Give the doors of who gives evidence; the last page sends the code."""
    call = ground.call
    handed_in = {
        **WHO, "kind": "person", "title": "Cold", "wish": "named",
        "answers": [{"question": 1, "text": "The boiler."}, {"question": 2, "text": "No."}],
    }  # fmt: skip

    def written(client: Client, email: str) -> str:
        facts = evidence.SenderFacts(kind="person", name=NAME, email=email)
        draft, token = evidence.start_submission(ground.call, facts, by=ANONYMOUS)
        me, asked = holder_of_link(draft), ground.call.questions.order_by("position")
        evidence.save_evidence(draft, title="Cold", answers={one.pk: "The boiler." for one in asked}, by=me)
        evidence.save_wish(draft, evidence.WishFacts(wish="named"), by=me)
        return reverse("evidence:check", args=[token])

    def send(client: Client, _email: str, path: Any) -> Any:
        return client.post(path, {"once": uuid4().hex})

    return [
        page("evidence:start", f"/en/evidence/calls/{call.slug}/start/", **WHO, kind="person"),
        page("evidence:lost_link", f"/en/evidence/calls/{call.slug}/link/"),
        machine("api_evidence_hand_in", f"/api/v1/evidence/calls/{call.slug}/submissions/", **handed_in),
        Door("evidence:check", "page evidence:check", send, written),
        Door("evidence:confirm", "again evidence:confirm", _send_again,
             lambda client, email: send(client, email, written(client, email))["Location"]),
    ]  # fmt: skip


def _handing_over(ground: Ground) -> Door:
    """Give the desk's door that asks somebody to take a petition over: not even a clerk learns who is known."""
    path = reverse("backoffice_item", args=["petitions", ground.petition.pk])

    def ready(client: Client, _email: str) -> None:
        ground.petition.handovers.all().delete()
        Event.objects.filter(verb="petition.ask_new_petitioner").delete()  # or the page's history grows by each try
        client.force_login(ground.clerk.user)
        client.get(path)  # or only the first try would not be told what happened since one looked

    def knock(client: Client, email: str, _ready: Any) -> Any:
        facts = {"name": NAME, "email": email, "reason": "She moved away."}
        return client.post(path, {"verb": "hand_over"} | {f"hand_over-{key}": word for key, word in facts.items()})

    return Door("backoffice_item", "desk backoffice_item (hand over)", knock, ready)


def _draft(client: Client, _email: str) -> str:
    """Begin a draft of a petition; give its token."""
    return staged.begin(client, action="Bring back the night train")


def _written_draft(client: Client, email: str) -> str:
    """Write a draft of a petition up to its last page; give its token."""
    token = _draft(client, email)
    staged.fill(client, token, email=email, name=NAME, postcode="AB1 2CD")
    return token


def make_known(ground: Ground, email: str) -> None:
    """Let somebody go through every door, as far as it goes, and have an account with a password."""
    sign(ground.petition, email, NAME)
    start_petition(email, NAME, "Bring back the day train")
    facts = SignatureFacts(name=NAME, email=email, postcode="AB1 2CD", is_eligible=True)
    waiting = sign_petition(ground.gathering, [facts], by=ANONYMOUS, support_key=ground.gathering.support_key)[0]
    confirm_signature(proof(waiting, "petition.sign"))
    comment(ground.version, email, NAME, "Clean rivers, please.")
    moderation.file_report("comment", ground.comment.public_id, rule="other", words="It names somebody.",
                           language="en", email=email, by=ANONYMOUS)  # fmt: skip
    me = participant(verification.meet_participant(email, name=NAME).public_id)
    world.make_question(ground.hearing, by=me)
    hearings.set_supports(ground.hearing, [hearings.Vote(ground.question.public_id, me)], by=me)
    evidence.start_submission(ground.call, evidence.SenderFacts(kind="person", name=NAME, email=email), by=ANONYMOUS)
    wish = signing_in.ask_code(email, "en", by=ANONYMOUS)
    signing_in.redeem_code(proof(wish, "sign_in"))
    user = User.objects.get(email=email)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def new_address() -> str:
    """Give an address that was never seen; all are of one length."""
    return f"person{next(_turns):08d}@post.example"


def masked(answer: Any, email: str) -> str:
    """Give an answer's status, place and bytes without what each has of its own: handles, marks, moments, address."""
    text = f"{answer.status_code} {answer.headers.get('Location', '')}\n{answer.content.decode()}".replace(email, "@")
    text = text.replace(f"{email[:1]}…@", "@")  # how the page for the code names the address that was typed
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|nonce=\"[^\"]+\"|\b[0-9a-f]{32}\b", "…", text)
    text = re.sub(r"/(mine|draft)/[\w-]{20,}/", r"/\1/…/", text)
    text = re.sub(r"<time\b.*?</time>|\b20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)", "…", text)
    return re.sub(r"name=\"csrfmiddlewaretoken\" value=\"\w+\"|\"CSRF_TOKEN\": \"\w+\"", "csrf", text)


def answers_of(door: Door, email: str) -> str:
    """Knock once, follow where it leads; gives both masked answers as one text."""
    client = Client()
    answer = door.knock(client, email, door.ready(client, email))
    found = masked(answer, email)
    if answer.status_code in {301, 302, 303}:
        found += masked(client.get(answer["Location"]), email)
    return found


def differing(doors: list[Door], known: list[str], tries: int) -> list[str]:
    """Give the doors whose answers to known and unknown addresses are not byte-equal over so many tries.

    A door that lets nobody in proves nothing: it is named too (but for the password, which is a wrong one).
    """
    found = []
    for door in doors:
        seen = {answers_of(door, email) for turn in range(tries) for email in (known[turn % len(known)], new_address())}
        is_open = all(int(text[:3]) < 400 for text in seen) or door.route == "account_password_login"
        if len(seen) > 1 or not is_open:
            found.append(door.name)
    return found
