"""What requests about personal data hold themselves, and why the rest of core holds nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from core.privacy.models import DataRequest
from core.privacy.person import Person
from core.privacy.registry import Holding, Retention
from core.privacy.settling import Rows, delete_all, deletes

KEPT = timedelta(days=8)  # the mailed link lives seven days


def _find(person: Person) -> Rows:
    """Find by reading: a row lives a few days, and nothing more of it is kept."""
    open_ones = DataRequest.objects.filter(erased_at=None).exclude(email="")
    return DataRequest.objects.filter(pk__in=[row.pk for row in open_ones if person.is_at(row.email)])


def old(now: datetime) -> Rows:
    """Give requests that are over."""
    return DataRequest.objects.filter(created_at__lt=now - KEPT)


HOLDINGS = (
    Holding(
        "privacy.requests", _("Your requests about your data"),
        ("privacy.DataRequest.email", "privacy.DataRequest.key_hash"), _find,
        lambda row: {"wish": row.wish, "asked": row.created_at}, delete_all,
        retention=(Retention("old", _("Requests about your data are deleted after 8 days."), old, deletes(old)),),
    ),
)  # fmt: skip
_HOUSE = "the words of the House about its own offices and members"
_OPAQUE = "opaque ids and fixed words; the marks are digests of the event itself"
EXCEPTIONS = {
    "events": _OPAQUE,
    "audit": "digests of events",
    "jobs": "ids and function names; the arguments hold no personal data (docs/jobs.md)",
    "limits": "digests bound to a limit that end with its window (at most a day): needed against floods of mail",
    "search": "made from public fields only; made anew when they change",
    "parliament": _HOUSE,
    "contenttypes": "names of models",
    "sites": "the address of this site",
    "taggit": "tags of pages",
    "wagtailredirects": "addresses of pages",
    "wagtailembeds": "public films and sounds",
    "wagtailusers": "settings of staff's own screens",
    "wagtaildocs": "not used: cms has its own",
    "wagtailimages": "not used: cms has its own",
    "wagtailsearch": "published pages, for the editors' search",
    "wagtailadmin": "what editors have open",
    "wagtailcore": "pages and their history, written by editors",
}
