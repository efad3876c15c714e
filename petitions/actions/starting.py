"""Starting a petition: send it, prove the address, gather supporters, hand it to the moderators."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import CLOCK, Actor, participant
from core.crypto import canonical_email
from core.errors import Invalid, NotFound, WrongState
from core.parliament.models import Area
from core.privacy.notice import current_notice
from core.verification import actions as verification
from core.verification.models import Challenge, Participant
from petitions.actions.drafting import WORDS, Writer, area_of, check_unsent, clean_action, find_committee
from petitions.actions.versions import ensure_version
from petitions.drafts import is_draft_complete
from petitions.lifecycle import PETITION
from petitions.models import DraftLink, Petition, PetitionDraft
from petitions.selectors import current_kind, supporters
from petitions.states import PetitionState

PURPOSE = "petition.start"


@dataclass(frozen=True)
class PetitionFacts:
    """What a petitioner gives: the request, why, more, the name shown in public, e-mail, language, committee slug.

    The staged form gives the rest: the constituency, the nearest petition and why this one differs, the standards.
    """

    action: str
    background: str
    details: str
    name: str
    email: str
    language: str = "en"
    committee: str = ""
    area: Area | None = None
    differs_from: Petition | None = None
    differs_because: str = ""
    standards: dict[str, bool] = field(default_factory=dict)


def start_petition(facts: PetitionFacts, *, by: Actor) -> Challenge:
    """Keep a petition that is not proven yet and open the challenge that proves its petitioner's address.

    Raises Invalid for a request that is too short or too long or a committee that is none, NotFound where no kind of
    petition is configured.
    """
    with transaction.atomic():
        petition = _new_petition(facts)
        return _ask(petition, by)


def send_draft(draft: PetitionDraft, *, by: Actor) -> Challenge:
    """Send a draft; gives the challenge that proves the address. Sent twice, it is one petition and one challenge.

    What was changed since takes the place of what was sent before. Raises Invalid for what is missing, WrongState
    once the address is proven.
    """
    with transaction.atomic():
        draft = PetitionDraft.objects.select_for_update(of=("self",)).select_related("petition").get(pk=draft.pk)
        check_unsent(draft)
        check_complete(draft)
        facts = facts_of(draft)
        open_one = _open_challenge(draft)
        if open_one is not None and _says_the_same(draft.petition, facts):
            return open_one
        challenge = _ask(_petition_of(draft, facts), by)
        PetitionDraft.objects.filter(pk=draft.pk).update(challenge=challenge.public_id)
        return challenge


def send_proven_draft(link: DraftLink, *, by: Actor) -> tuple[Petition, str]:
    """Send a draft by a link that was mailed to its address, which proves it; gives what confirming gives.

    Raises Invalid for what is missing, WrongState for a link that proves nothing or a draft that was sent.
    """
    with transaction.atomic():
        draft = PetitionDraft.objects.select_for_update(of=("self",)).select_related("petition").get(pk=link.draft_id)
        if not draft.links.filter(pk=link.pk, mailed_at__isnull=False).exists():  # asked under the lock: another
            raise WrongState(_("Confirm your address by the code that we mail you."))  # address may be typed meanwhile
        check_unsent(draft)
        check_complete(draft)
        petition = _petition_of(draft, facts_of(draft))
        events.record("petition.send", petition, actor=by, to_state=petition.state, public=False)
        return _go_on(petition)


def check_complete(draft: PetitionDraft) -> None:
    """Raise Invalid where a page of a draft is not filled in yet."""
    if not is_draft_complete(draft):
        raise Invalid(_("Something is still missing. Go back to the first page that is not done."))


def facts_of(draft: PetitionDraft) -> PetitionFacts:
    """Give what a draft says, as the facts of a petition."""
    writer = Writer(draft.name, draft.email, draft.postcode, draft.constituency, draft.country)
    return PetitionFacts(
        draft.action, draft.background, draft.details, draft.name, draft.email, draft.language,
        draft.committee.slug if draft.committee else "", area_of(writer), draft.differs_from, draft.differs_because,
        draft.standards,
    )  # fmt: skip


def confirm_petition(redeem: Callable[[], Challenge]) -> tuple[Petition, str]:
    """Redeem the petitioner's challenge; gives the petition and the key of its status page.

    The petition goes on to gather supporters, or straight to the moderators where its kind needs none. Raises NotFound
    for one that was taken back meanwhile.
    """
    with transaction.atomic():
        challenge = redeem()
        rows = Petition.objects.select_related("kind", "petitioner")
        petition = rows.filter(public_id=challenge.subject_id).first()
        if petition is None:
            raise NotFound()
        return _go_on(petition)


def _go_on(petition: Petition) -> tuple[Petition, str]:
    petitioner = owner_of(petition)
    by = participant(petitioner.public_id)
    key = manage_key(petition)
    Petition.objects.filter(pk=petition.pk).update(manage_hash=manage_digest(key))
    verification.meet_participant(petitioner.email)
    PETITION.fire("prove", petition, by=by)
    ensure_version(petition)
    blank: dict[str, object] = {**dict.fromkeys(WORDS, ""), "standards": {}, "differs_from": None, "committee": None}
    PetitionDraft.objects.filter(petition=petition).update(**blank)
    if not petition.kind.supporters_needed:
        PETITION.fire("submit", petition, by=by)
    return petition, key


def _new_petition(facts: PetitionFacts) -> Petition:
    return Petition.objects.create(
        kind=current_kind(), language=facts.language, action=clean_action(facts.action),
        background=facts.background.strip(), details=facts.details.strip(), petitioner_name=facts.name.strip(),
        created_at=clock.now(), committee=find_committee(facts.committee), petitioner_area=facts.area,
        petitioner=verification.meet_participant(
            facts.email, name=facts.name, language=facts.language, verified=False
        ),
        support_key=secrets.token_urlsafe(16), notice_version=current_notice(), standards=facts.standards,
        differs_from=facts.differs_from, differs_because=facts.differs_because,
    )  # fmt: skip


def _petition_of(draft: PetitionDraft, facts: PetitionFacts) -> Petition:
    """Give the petition that a draft becomes; one that was sent with other words before goes, with its challenge."""
    if draft.petition is not None and _says_the_same(draft.petition, facts):
        return draft.petition
    if draft.petition is not None:
        Petition.objects.filter(pk=draft.petition.pk, state=PetitionState.DRAFT, manage_hash="").delete()
    petition = _new_petition(facts)
    PetitionDraft.objects.filter(pk=draft.pk).update(petition=petition)
    return petition


def _open_challenge(draft: PetitionDraft) -> Challenge | None:
    if draft.challenge is None or draft.petition is None:
        return None
    return Challenge.objects.filter(public_id=draft.challenge, used_at__isnull=True).first()


def _says_the_same(petition: Petition | None, facts: PetitionFacts) -> bool:
    if petition is None:
        return False
    kept = (
        petition.action, petition.background, petition.details, petition.petitioner_name,
        canonical_email(owner_of(petition).email),
        petition.committee.slug if petition.committee else "", petition.petitioner_area, petition.differs_from,
        petition.differs_because, petition.standards,
    )  # fmt: skip
    return kept == (
        facts.action, facts.background, facts.details, facts.name, canonical_email(facts.email), facts.committee,
        facts.area, facts.differs_from, facts.differs_because, facts.standards,
    )  # fmt: skip


def _ask(petition: Petition, by: Actor) -> Challenge:
    challenge = verification.open_challenge(PURPOSE, petition.public_id, language=petition.language)
    data = {"challenge": str(challenge.public_id)}
    events.record("petition.start", petition, actor=by, to_state=petition.state, public=False, data=data)
    return challenge


def owner_of(petition: Petition) -> Participant:
    """Give the petitioner; raises NotFound for an imported petition, which has none."""
    if petition.petitioner is None:
        raise NotFound()
    return petition.petitioner


def submit_petition(petition: Petition) -> None:
    """Hand a petition to the moderators once it has its supporters; the clock's move, silent before that."""
    enough = supporters(petition) >= petition.kind.supporters_needed
    if petition.state == PetitionState.GATHERING_SUPPORTERS and enough:
        PETITION.fire("submit", petition, by=CLOCK)


def lapse_petitions() -> int:
    """End every petition whose time for finding supporters is over; gives how many. The schedule calls it."""
    gathering = Petition.objects.filter(state=PetitionState.GATHERING_SUPPORTERS)
    return len(PETITION.fire_many("lapse", gathering.filter(gathers_until__lte=clock.now()), by=CLOCK))


def petition_by_key(key: str) -> Petition:
    """Give the petition of a status page's key; raises NotFound."""
    rows = Petition.objects.select_related("kind", "petitioner", "committee", "rejection_reason", "differs_from")
    petition = rows.filter(manage_hash=manage_digest(key)).first()
    if petition is None:
        raise NotFound()
    return petition


def resend_start(handle: UUID, *, by: Actor) -> None:
    """Ask for a new code and link for a petitioner's challenge."""
    challenge = verification.find_to_resend(PURPOSE, handle)
    petition = Petition.objects.filter(public_id=challenge.subject_id).first() if challenge else None
    if petition is not None:
        events.record("petition.ask_again", petition, actor=by, public=False, data={"challenge": str(handle)})


def manage_key(petition: Petition, new_owner: Participant | None = None) -> str:
    """Give the key of a petition's status page: worked out, not kept, so that its petitioner's mails can hold it.

    Who takes a petition over gets another key, and the first one opens nothing any more.
    """
    first = _status_key(str(petition.public_id))
    if new_owner is not None:
        return _status_key(f"{petition.public_id} {new_owner.public_id}")
    if petition.petitioner is None or petition.manage_hash in {"", manage_digest(first)}:
        return first
    later = _status_key(f"{petition.public_id} {petition.petitioner.public_id}")
    return later if petition.manage_hash == manage_digest(later) else first


def _status_key(text: str) -> str:
    return salted_hmac("petitions.manage", text, algorithm="sha256").hexdigest()[:40]


def manage_digest(key: str) -> str:
    """Give the digest under which a status page's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()
