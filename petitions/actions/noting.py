"""What staff keep beside a petition: notes, tags, the marks "parked" and "second opinion", and what each has seen."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, events
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.events.models import Event
from petitions.models import Petition, PetitionLook, PetitionMark, PetitionNote, PetitionTag
from petitions.rules import is_petitions_clerk
from petitions.states import DeskMark

NOTE_LENGTH = 2000
TAG_LENGTH = 40
MOST_TAGS = 12
WORDS_LENGTH = 300
READINGS = "_personal"  # a line of the audit trail, no change


def newest_event(petition: Petition) -> int:
    """Give the number of the newest event about a petition that changed something; 0 where there is none."""
    rows = Event.objects.filter(subject_id=petition.public_id).exclude(verb__endswith=READINGS)
    return int(rows.order_by("-id").values_list("id", flat=True).first() or 0)


def look_at(petition: Petition, *, by: Actor) -> PetitionLook | None:
    """Keep that somebody has seen a petition as it is now; gives what the same person saw before, None at the first."""
    _check(by)
    before = PetitionLook.objects.filter(user=by.user, petition=petition).first()
    seen = {"event": newest_event(petition), "text_version": petition.text_version, "looked_at": clock.now()}
    PetitionLook.objects.update_or_create(user=by.user, petition=petition, defaults=seen)
    return before


def add_note(petition: Petition, *, by: Actor, words: str) -> PetitionNote:
    """Write a word among staff; encrypted, never public. Raises Invalid, Forbidden."""
    _check(by)
    text = words.strip()
    if not 0 < len(text) <= NOTE_LENGTH:
        raise Invalid(fields={"words": _("Write a note of at most 2,000 characters.")})
    with transaction.atomic():
        note = PetitionNote.objects.create(petition=petition, author=by.user, words=text, at=clock.now())
        events.record("petition.note", petition, actor=by, public=False)
    return note


def set_tags(petition: Petition, *, by: Actor, tags: list[str]) -> list[str]:
    """Set the tags of a petition, each once, in lower case; gives them. Raises Invalid, Forbidden."""
    _check(by)
    wanted = sorted({" ".join(tag.split()).casefold() for tag in tags} - {""})
    if len(wanted) > MOST_TAGS or any(len(tag) > TAG_LENGTH for tag in wanted):
        raise Invalid(fields={"tags": _("At most 12 tags of 40 characters each.")})
    with transaction.atomic():
        known = set(petition.tags.values_list("words", flat=True))
        if known == set(wanted):
            return wanted
        petition.tags.exclude(words__in=wanted).delete()
        PetitionTag.objects.bulk_create(
            [PetitionTag(petition=petition, words=tag) for tag in wanted if tag not in known], ignore_conflicts=True
        )
        events.record("petition.tag", petition, actor=by, public=False)
    return wanted


def set_mark(petition: Petition, kind: str, *, by: Actor, words: str = "") -> PetitionMark:
    """Park a petition, or ask for a second opinion; a second call renews the words. Raises Invalid, Forbidden."""
    _check(by)
    if kind not in DeskMark.values or len(words.strip()) > WORDS_LENGTH:
        raise Invalid(fields={"words": _("At most 300 characters, please.")})
    with transaction.atomic():
        facts = {"by": by.user, "at": clock.now(), "words": words.strip()}
        mark, _made = PetitionMark.objects.update_or_create(petition=petition, kind=kind, defaults=facts)
        events.record("petition.mark", petition, actor=by, public=False, data={"mark": kind})
    return mark


def take_mark_off(petition: Petition, kind: str, *, by: Actor) -> bool:
    """Take a mark away; gives whether there was one. Raises Forbidden."""
    _check(by)
    with transaction.atomic():
        gone, _rows = petition.marks.filter(kind=kind).delete()
        if gone:
            events.record("petition.unmark", petition, actor=by, public=False, data={"mark": kind})
    return bool(gone)


def _check(by: Actor) -> None:
    if by.user is None or not is_petitions_clerk(by, None):
        raise Forbidden()
