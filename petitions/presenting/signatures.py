"""A signer's own signature as plain data: what is known of it, its place in the count, ways to tell others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from core import crypto
from core.verification.models import Challenge
from core.web.countries import country_name
from core.web.times import when
from petitions.models import Petition, Signature, TallyEntry
from petitions.models.petitions import Words
from petitions.models.signatures import HOME_COUNTRY
from petitions.receipts import receipt_of
from petitions.rules import is_public
from petitions.states import CountedClass, PetitionState, SignatureState

Plain = dict[str, Any]
WITH_RECEIPT = (SignatureState.CONFIRMED, SignatureState.HELD, SignatureState.WITHDRAWN, SignatureState.INVALIDATED)


def facts_of(signature: Signature, *, change_url: str = "") -> list[Plain]:
    """Give the rows of the signer's page: how it stands, since when, where it counts, how it came in."""
    signed = signature.confirmed_at or signature.created_at
    counts = signature.state in {SignatureState.PENDING, SignatureState.CONFIRMED, SignatureState.HELD}
    rows: list[Plain] = [
        {"label": _("State"), "value": str(signature.get_state_display())},
        {"label": _("Since"), "value": str(when(signed))},
        {"label": _("Counts for"), "value": place_name(signature), "url": change_url if counts else ""},
    ]
    if signature.counted_class == CountedClass.VERIFIED:
        rows.append({"label": _("Signed with"), "value": _("an electronic identity")})
    if hasattr(signature, "personal"):
        rows.insert(0, {"label": _("Name"), "value": signature.personal.name})
    return rows


def place_name(signature: Signature) -> str:
    """Name the constituency, or the country abroad."""
    if signature.area is not None:
        return str(signature.area)
    if signature.country == HOME_COUNTRY:
        return _("This country, without a constituency")
    return country_name(signature.country)


def shown_receipt(signature: Signature) -> str:
    """Give the receipt of a signature that was ever counted or held; "" before."""
    return receipt_of(signature.public_id) if signature.state in WITH_RECEIPT else ""


def place_of(signature: Signature) -> Plain:
    """Give which signature this is, and whether that is exact.

    Exact once its entry is folded: the shown count at that moment, without what was folded after it. Before that it is
    about the next one; a number that may turn out otherwise is never said as if it were sure.
    """
    entry = TallyEntry.objects.filter(signature=signature, delta__gt=0).order_by("pk").first()
    if entry is None or entry.sequence is None:
        return {"number": signature.petition.signature_count + 1, "is_exact": False}
    # One statement, so that a fold in between cannot part the count from what came after.
    later = TallyEntry.objects.filter(petition=OuterRef("pk"), sequence__gt=entry.sequence).values("petition")
    count, after = (
        Petition.objects.annotate(after=Subquery(later.annotate(sum=Sum("delta")).values("sum")))
        .values_list("signature_count", "after")
        .get(pk=signature.petition_id)
    )
    return {"number": count - (after or 0), "is_exact": True}


def code_page(purpose: str, handle: UUID) -> Plain:
    """Give what the page for the code says: where the mail went, and the form in which to change the address.

    Of the address it shows the first letter and the domain in their canonical form: the same for whoever typed it,
    whether it is known, and in whichever spelling.
    """
    subject = Challenge.objects.filter(purpose=purpose, public_id=handle).values("subject_id")
    rows = Signature.objects.select_related("petition", "personal").filter(public_id__in=subject)
    signature = rows.filter(personal__isnull=False).first()
    if signature is None:
        return {}
    local, _at, domain = crypto.canonical_email(signature.personal.email).rpartition("@")
    petition = signature.petition
    if petition.number is None:
        change_url = reverse("petitions:petition_support", args=[petition.support_key])
    else:
        change_url = reverse("petitions:petition_sign", args=[petition.number])
    return {"sent_to": f"{local[:1]}…@{domain}", "change_url": change_url, "is_signature": True}


def words_to_confirm(signature_id: UUID) -> Words | None:
    """Give the text of the petition that a signature waits for; None where it is not to be read any more."""
    rows = Signature.objects.select_related("petition").filter(public_id=signature_id)
    petition = next((row.petition for row in rows), None)
    if petition is None or not (is_public(petition) or petition.state == PetitionState.GATHERING_SUPPORTERS):
        return None
    return petition.words()


def share_links(petition: Petition) -> list[Plain]:
    """Give the ways to tell others that need nobody else's site: mail, text message; the address itself stands by."""
    if petition.number is None:
        return []
    url = settings.SITE_URL + petition.get_absolute_url()
    words = petition.words().action
    return [
        {"label": _("By e-mail"), "url": f"mailto:?subject={quote(words)}&body={quote(url)}"},
        {"label": _("By text message"), "url": f"sms:?&body={quote(f'{words} {url}')}"},
    ]


def waiting_row(signature: Signature) -> Plain:
    """Give one line of what waits: which petition, in whose name, since when."""
    petition = signature.petition
    words = petition.words()
    return {
        "id": signature.public_id, "action": words.action, "language": words.language, "number": petition.number,
        "name": signature.personal.name, "since": signature.created_at,
    }  # fmt: skip


def ids_of(texts: Iterable[str]) -> set[UUID]:
    """Read what was ticked; what is no id is left out."""
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
