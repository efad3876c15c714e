"""Writing a petition: a draft that is saved page by page, with a way back to it by mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, crypto, events
from core.actors import Actor
from core.errors import Invalid, NotFound, WrongState
from core.parliament.models import Area, Committee
from core.parliament.selectors import constituency_of
from core.privacy.notice import current_notice
from petitions.drafts import token_digest
from petitions.models import DraftLink, Petition, PetitionDraft
from petitions.models.petitions import ACTION_LENGTH, BACKGROUND_LENGTH, DETAILS_LENGTH, Words
from petitions.models.signatures import HOME_COUNTRY
from petitions.selectors import current_kind, seen_by_all
from petitions.states import Standard

LINK_LIFE = timedelta(days=90)  # as long as a draft of evidence is kept
SHORTEST_ACTION = 10
LONGEST_DIFFERENCE = 300
EMAIL_PURPOSE = "petition.draft"
# What a draft holds of its writer; taken out once the petition is proven.
WORDS = (
    "action", "background", "details", "differs_because", "name", "email", "email_index", "postcode", "constituency",
    "country",
)  # fmt: skip


@dataclass(frozen=True)
class Writer:
    """Who writes: name shown in public, e-mail, postcode (or constituency, or a country abroad), committee slug."""

    name: str
    email: str
    postcode: str = ""
    constituency: str = ""
    country: str = HOME_COUNTRY
    committee: str = ""


def start_draft(action: str, *, language: str, by: Actor) -> tuple[PetitionDraft, str]:
    """Begin a draft with its first sentence; gives it and the token of its pages.

    Raises Invalid for a sentence that is too short or too long, NotFound where no kind of petition is configured.
    """
    now = clock.now()
    with transaction.atomic():
        draft = PetitionDraft.objects.create(
            kind=current_kind(), language=language, action=clean_action(action), created_at=now, saved_at=now,
            notice_version=current_notice(),
        )  # fmt: skip
        events.record("petition_draft.start", draft, actor=by, public=False)
        return draft, add_draft_link(draft)


def add_draft_link(draft: PetitionDraft, *, is_mailed: bool = False) -> str:
    """Add a way back to a draft; gives its token, of which only the digest is kept."""
    token, now = secrets.token_urlsafe(24), clock.now()
    DraftLink.objects.create(
        draft=draft, token_hash=token_digest(token), mailed_at=now if is_mailed else None, expires_at=now + LINK_LIFE
    )
    return token


def save_action(draft: PetitionDraft, action: str, *, by: Actor) -> None:
    """Save what should happen. Raises Invalid, WrongState once the draft is proven."""
    _save(draft, by, "what", action=clean_action(action))


def save_comparison(draft: PetitionDraft, *, number: int | None, because: str, by: Actor) -> None:
    """Save that the similar petitions were looked at, which one is nearest, and why this one differs.

    Raises Invalid where a petition is chosen without a reason, or a reason is too long.
    """
    because = because.strip()
    nearest = _public_petition(number)
    if nearest is not None and not because:
        raise Invalid(fields={"because": _("Say in one or two sentences how your petition differs.")})
    if len(because) > LONGEST_DIFFERENCE:
        raise Invalid(fields={"because": _("This text is too long.")})
    _save(draft, by, "similar", has_compared=True, differs_from=nearest, differs_because=because)


def save_background(draft: PetitionDraft, background: str, *, by: Actor) -> None:
    """Save why it matters. Raises Invalid without words or with too many."""
    _save(draft, by, "why", background=clean_text("background", background, BACKGROUND_LENGTH, is_needed=True))


def save_details(draft: PetitionDraft, details: str, *, by: Actor) -> None:
    """Save what more there is to say. Raises Invalid with too many words."""
    _save(draft, by, "more", details=clean_text("details", details, DETAILS_LENGTH))


def save_standards(draft: PetitionDraft, answers: dict[str, bool], *, by: Actor) -> None:
    """Save the three answers about the standards. Raises Invalid for one that is missing."""
    missing: dict[str, object] = {key: _("Choose yes or no.") for key in Standard.values if key not in answers}
    if missing:
        raise Invalid(fields=missing)
    _save(draft, by, "standards", standards={key: answers[key] for key in Standard.values})


def save_writer(draft: PetitionDraft, writer: Writer, *, by: Actor) -> None:
    """Save who writes. Another address than before must be proven anew. Raises Invalid with the field."""
    area_of(writer)
    _save(
        draft, by, "you", name=writer.name.strip(), postcode=writer.postcode.strip(),
        constituency=writer.constituency, country=writer.country, committee=find_committee(writer.committee),
        **_address(writer.email),
    )  # fmt: skip


def ask_for_draft_link(draft: PetitionDraft, email: str, *, by: Actor) -> None:
    """Have the way back mailed to an address, which becomes the draft's. Raises WrongState once it is proven."""
    with transaction.atomic():
        _save(draft, by, "later", **_address(email))
        events.record("petition_draft.ask_for_link", draft, actor=by, public=False)


def area_of(writer: Writer) -> Area | None:
    """Give the constituency of who writes; None abroad. Raises Invalid for a postcode that nobody knows."""
    if writer.country != HOME_COUNTRY:
        return None
    own = Area.objects.filter(scheme="own", kind=Area.Kind.CONSTITUENCY)
    area = constituency_of(writer.postcode) if writer.postcode else None
    if area is None and writer.constituency:
        area = own.filter(code=writer.constituency).first()
    if area is None and own.exists():
        words = _("We do not know this postcode. Check it, or choose your constituency below.")
        raise Invalid(fields={"postcode": words})
    return area


def find_committee(slug: str) -> Committee | None:
    """Give a committee by its slug, none for none. Raises Invalid for one that does not exist."""
    found = Committee.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise Invalid(fields={"committee": _("Choose a committee from the list.")})
    return found


def clean_action(action: str) -> str:
    """Give a request as one line. Raises Invalid for one that is too short or too long."""
    action = " ".join(action.split())
    if not SHORTEST_ACTION <= len(action) <= ACTION_LENGTH:
        raise Invalid(fields={"action": _("Say in 10 to 120 characters what should happen.")})
    return action


def clean_text(name: str, text: str, longest: int, *, is_needed: bool = False) -> str:
    """Give a text without white space around it. Raises Invalid where it is missing or too long."""
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise Invalid(fields={name: _("Say why it matters")})
    if len(text) > longest:
        raise Invalid(fields={name: _("This text is too long.")})
    return text


def clean_words(language: str, action: str, background: str, details: str) -> Words:
    """Give a whole text, cleaned. Raises Invalid with the field that is missing, too short or too long."""
    background = clean_text("background", background, BACKGROUND_LENGTH, is_needed=True)
    return Words(language, clean_action(action), background, clean_text("details", details, DETAILS_LENGTH))


def check_unsent(draft: PetitionDraft) -> None:
    """Raise WrongState once a draft became a petition whose address is proven."""
    if draft.petition is not None and draft.petition.manage_hash:
        raise WrongState(_("This has been sent. It can no longer be changed here."))


def _public_petition(number: int | None) -> Petition | None:
    if number is None:
        return None
    found = Petition.objects.filter(seen_by_all(), number=number).first()
    if found is None:
        raise NotFound()
    return found


def _address(email: str) -> dict[str, str]:
    email = email.strip()
    return {"email": email, "email_index": crypto.email_index(email, EMAIL_PURPOSE)}


def _save(draft: PetitionDraft, by: Actor, page: str, **changes: object) -> None:
    """Write one page of a draft; its links live on from now, and prove no other address than they were mailed to.

    The draft is locked before its links are looked at, as by the mail that adds one: no link proves what it was not
    mailed to.
    """
    now = clock.now()
    with transaction.atomic():
        fresh = PetitionDraft.objects.select_related("petition").select_for_update(of=("self",)).get(pk=draft.pk)
        check_unsent(fresh)
        if changes.get("email", fresh.email) != fresh.email:
            draft.links.update(mailed_at=None)
        for name, value in {**changes, "saved_at": now}.items():
            setattr(draft, name, value)
        draft.save(update_fields=[*changes, "saved_at"])
        draft.links.update(expires_at=now + LINK_LIFE)
        events.record("petition_draft.save", draft, actor=by, public=False, data={"page": page})
