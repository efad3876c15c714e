"""Bringing a version in, publishing it, closing it for comments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from consultations.bills import akomantoso, importing
from consultations.bills.counting import lock_bill, recount
from consultations.bills.errors import UnreadableFile
from consultations.bills.lifecycle import VERSION
from consultations.bills.models import Version
from consultations.bills.states import VersionState
from core import clock, events
from core.actors import CLOCK, Actor


def import_bill(data: bytes, *, by: Actor, **facts: Any) -> Version:
    """Bring in a file as a draft version; the same file again gives the version it made.

    `facts` are fields of a new bill (slug, title, chamber, committee and so on); the file's own fill the rest.
    Raises UnreadableFile, and OtherLanguage for a file in another language than the bill it belongs to.
    """
    try:
        plain = akomantoso.unpack(data)
        if known := importing.known_version(plain):
            return known
        document = akomantoso.read_document(plain)
    except akomantoso.UnreadableDocument as error:
        raise UnreadableFile(str(error), file_code=error.code) from error
    with transaction.atomic():
        version = importing.make_version(document, plain, **facts)
        counts = {"provisions": version.provisions_count, "by_kind": version.by_kind}
        events.record("version.import", version, actor=by, public=False, data=counts)
    return version


def publish_version(version: Version, *, by: Actor, comments_until: datetime | None = None) -> Version:
    """Publish a draft and open it for comments until the deadline; an older version of the bill is closed.

    What people said on clauses that it carries on counts in it from the beginning. A draft that was laid over another
    text than the one people comment on is laid over that one now.
    Raises NewerVersion where a later version is public, Invalid without provisions or for a past deadline.
    """
    with transaction.atomic():
        lock_bill(version.bill_id)
        shown = importing.newest_public(version.bill)
        _close_others(version)
        VERSION.fire("publish", version, by=by, comments_until=comments_until)
        if shown is not None:
            importing.continue_from(version, shown)
            recount(version)
    return version


def close_version(version: Version, *, by: Actor) -> Version:
    """Close a version for comments."""
    VERSION.fire("close", version, by=by)
    return version


def reopen_version(version: Version, *, by: Actor, comments_until: datetime | None = None) -> Version:
    """Take comments again until a new deadline. Raises NewerVersion where a later version is public."""
    with transaction.atomic():
        lock_bill(version.bill_id)
        _close_others(version)
        VERSION.fire("reopen", version, by=by, comments_until=comments_until)
    return version


def discard_version(version: Version, *, by: Actor) -> Version:
    """Put a wrong draft away: it is never published, and its file may be brought in again."""
    VERSION.fire("discard", version, by=by)
    return version


def close_due_versions() -> int:
    """Close every version whose deadline has passed; gives how many."""
    due = Version.objects.filter(state=VersionState.PUBLISHED, comments_until__lte=clock.now())
    return len(VERSION.fire_many("close", due, by=CLOCK))


def _close_others(version: Version) -> None:
    """Close what else of the bill is open for comments."""
    for other in version.bill.versions.filter(state=VersionState.PUBLISHED).exclude(pk=version.pk):
        VERSION.fire("close", other, by=CLOCK)
