"""What bills hold about people beside the comments themselves: the wording that somebody proposed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consultations.bills.models import Annotation
from core.privacy.person import Person
from core.privacy.registry import Holding, Kept
from core.privacy.settling import PUBLIC_RECORD, Rows

WORDING = ("bills.Annotation.wording",)
_LAW = "the text of a bill"


def _find(person: Person) -> Rows:
    return Annotation.objects.filter(comment__author__in=person.participants)


def _erase(person: Person, rows: Rows) -> int:
    """Take contact data out of proposed wordings; those under comments that are deleted go with them."""
    found = list(rows.exclude(wording="").select_related("comment"))
    for row in found:
        wording = person.redacted(row.wording, row.comment.shown_name)
        Annotation.objects.filter(pk=row.pk).update(wording=wording)
    return len(found)


HOLDINGS = (
    Holding(
        "bills.annotations", _("Wordings that you proposed"), WORDING, _find,
        lambda row: {"clause": str(row.clause), "stance": row.stance, "wording": row.wording}, _erase,
        keeps=(Kept(WORDING, PUBLIC_RECORD),), order=40,
    ),
)  # fmt: skip
EXCEPTIONS = {
    "bills.Bill": _LAW,
    "bills.Clause": _LAW,
    "bills.Version": _LAW,
    "bills.VersionSource": _LAW,
    "bills.Provision": _LAW,
    "bills.ClauseLink": "how two texts were matched; `confirmed_by` is the opaque id of an account",
    "bills.Annotation.base_text": _LAW,
    "bills.Anchor": _LAW,
    "bills.OfficialAnswer": "the words of the committee",
}
