"""Writing signatures by the set: the one SQL of page, API and lane (decision 11), on PostgreSQL and on SQLite.

The same statements run for a known address as for an unknown one: insert where nothing stands, read what stands, write
details where none are, open a challenge, record an event. Rows are written in the order of their keys, so that two
writers wait for each other and never in a circle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from core import bulk, clock, crypto, events
from core.actors import Actor
from core.events.recording import Happening
from core.privacy.notice import current_notice
from core.verification import actions as verification
from core.verification.actions import Opened
from petitions import digests
from petitions.entries import SignatureFacts
from petitions.models import Petition, Signature, SignaturePersonal
from petitions.states import SignatureState

PURPOSE = "petition.sign"
Key = tuple[int, str]
STANDING_SQL = """
SELECT s.id, s.public_id, s.petition_id, s.person_key, s.slot, s.state, p.name_key
FROM unnest(%s::bigint[], %s::text[]) AS wanted (petition_id, person_key)
JOIN petitions_signature s USING (petition_id, person_key)
LEFT JOIN petitions_signaturepersonal p ON p.signature_id = s.id
"""


@dataclass
class Wish:
    """One signature to write: checked facts, the petition (with its kind), the constituency's key, who acts."""

    petition: Petition
    facts: SignatureFacts
    area_id: int | None
    by: Actor
    public_id: UUID = field(default_factory=uuid4)
    slot: int = 1
    person_key: str = ""

    @cached_property
    def person_keys(self) -> list[str]:
        """Give the blind indexes of the address under every key in use, the newest first."""
        return crypto.email_indexes(self.facts.email, digests.person_purpose(self.petition.public_id))

    @cached_property
    def name_key(self) -> str:
        """Give the blind index of name and postcode, bound to the petition."""
        return digests.name_key(self.petition.public_id, self.facts.name, self.facts.postcode)

    @cached_property
    def network_key(self) -> str:
        """Give the blind index of the network, bound to the petition; empty where none is known."""
        return digests.network_key(self.petition.public_id, self.facts.network)

    @property
    def key(self) -> Key:
        """Give what the address stands under."""
        return self.petition.pk, self.person_key

    @property
    def places(self) -> int:
        """Give how many people may sign with one address."""
        return max(1, self.petition.kind.people_per_address)


@dataclass(frozen=True)
class Standing:
    """A signature that stands under an address: a row of STANDING_SQL."""

    pk: int
    public_id: UUID
    slot: int
    state: str
    name_key: str


def write_signatures(wishes: Sequence[Wish]) -> list[Opened]:
    """Write signatures that keep every rule; gives one challenge for each, in order, known address or not.

    Nothing is counted before the address is proven.
    """
    with transaction.atomic():
        _find_keys(wishes)
        ordered = sorted(wishes, key=lambda wish: wish.key)
        standing = _stand(ordered)
        _keep_details(ordered, standing)
        found = [standing[wish.public_id] for wish in wishes]
        challenges = verification.open_challenges(
            PURPOSE, [(row.public_id, wish.facts.language) for row, wish in zip(found, wishes, strict=True)]
        )
        _record(wishes, found, challenges)
        return challenges


def _find_keys(wishes: Sequence[Wish]) -> None:
    """Choose the key under which each person stands, or will: signatures from before a rotation have an older one."""
    known: set[str] = set()
    if len(settings.INDEX_KEYS) > 1:
        older = [key for wish in wishes for key in wish.person_keys[1:]]
        ids = {wish.petition.pk for wish in wishes}
        rows = Signature.objects.filter(petition__in=ids, person_key__in=older)
        known = set(rows.values_list("person_key", flat=True))
    for wish in wishes:
        wish.person_key = next((key for key in wish.person_keys if key in known), wish.person_keys[0])


def _stand(wishes: Sequence[Wish]) -> dict[UUID, Standing]:
    """Insert what is new, a place of each address at a time; gives the row of each wish by the wish's public id."""
    names = {wish.public_id: wish.name_key for wish in wishes}
    found: dict[UUID, Standing] = {}
    waiting = list(wishes)
    while waiting:
        _insert(waiting)
        rows = _standing(waiting, names)
        for wish in waiting:
            if row := _place_of(wish, rows.get(wish.key, [])):
                found[wish.public_id] = row
        waiting = [wish for wish in waiting if wish.public_id not in found]
    return found


def _place_of(wish: Wish, rows: list[Standing]) -> Standing | None:
    """Give the row a wish ended in: its own, that of the same person, or the first of an address that is full.

    Gives None where a place is free: the wish then names it and is tried again.
    """
    for row in rows:
        if row.public_id == wish.public_id:
            return row
    if wish.places > 1:
        for row in rows:
            if row.name_key == wish.name_key:
                return row
        taken = {row.slot for row in rows}
        if free := next((slot for slot in range(1, wish.places + 1) if slot not in taken), 0):
            wish.slot = free
            return None
    return min(rows, key=lambda row: row.slot)


def _insert(wishes: Sequence[Wish]) -> None:
    facts = [wish.facts for wish in wishes]
    columns: dict[str, list[Any]] = {
        "public_id": [wish.public_id for wish in wishes],
        "petition_id": [wish.petition.pk for wish in wishes],
        "person_key": [wish.person_key for wish in wishes],
        "slot": [wish.slot for wish in wishes],
        "text_version": [wish.petition.text_version for wish in wishes],
        "area_id": [wish.area_id for wish in wishes],
        "country": [one.country for one in facts],
        "language": [one.language for one in facts],
        "wants_news": [one.wants_news for one in facts],
    }
    same = {"created_at": clock.now(), "notice_version": current_notice()}
    bulk.insert(Signature, columns, same=same, unless=("petition", "person_key", "slot"))


def _standing(wishes: Sequence[Wish], names: dict[UUID, str]) -> dict[Key, list[Standing]]:
    """Read what stands under the addresses; `names` are the name keys of this batch, whose details come later."""
    keys = sorted({wish.key for wish in wishes})
    found: dict[Key, list[Standing]] = {}
    for pk, public_id, petition, person, slot, state, name in rows_under(keys):
        row = Standing(pk, public_id, slot, state, name or names.get(public_id, ""))
        found.setdefault((petition, person), []).append(row)
    return found


def rows_under(keys: Sequence[Key]) -> list[Any]:
    """Read what stands under pairs of petition and person key: the columns of STANDING_SQL, in no order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(STANDING_SQL, [[key[0] for key in keys], [key[1] for key in keys]])
            return cursor.fetchall()
    wanted = set(keys)
    rows = Signature.objects.filter(petition_id__in={key[0] for key in keys}, person_key__in=[key[1] for key in keys])
    columns = ("pk", "public_id", "petition_id", "person_key", "slot", "state", "personal__name_key")
    return [row for row in rows.values_list(*columns) if (row[2], row[3]) in wanted]


def _keep_details(wishes: Sequence[Wish], standing: dict[UUID, Standing]) -> None:
    """Keep who signed, where it is not kept yet: what an address gave first holds until it is proven."""
    facts = [wish.facts for wish in wishes]
    columns: dict[str, list[Any]] = {
        "signature_id": [standing[wish.public_id].pk for wish in wishes],
        "name": [one.name for one in facts],
        "email": [one.email for one in facts],
        "postcode": [one.postcode for one in facts],
        "domain": [digests.domain_of(one.email) for one in facts],
        "network_key": [wish.network_key for wish in wishes],
        "name_key": [wish.name_key for wish in wishes],
    }
    bulk.insert(SignaturePersonal, columns, unless=("signature",))


def _record(wishes: Sequence[Wish], rows: list[Standing], challenges: list[Opened]) -> None:
    said: dict[str, list[Happening]] = {"signature.sign": [], "signature.sign_again": []}
    for wish, row, challenge in zip(wishes, rows, challenges, strict=True):
        verb = "signature.sign" if row.state == SignatureState.PENDING else "signature.sign_again"
        said[verb].append(Happening(row.public_id, wish.by, {"challenge": str(challenge.public_id)}))
    for verb, happenings in said.items():
        events.record_set(verb, happenings, subject_type=Signature._meta.label_lower, public=False)
