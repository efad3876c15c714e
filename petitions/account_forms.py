"""The sign form for who is signed in: name, address and constituency stand there already."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core import crypto
from core.accounts import assurance
from core.actors import actor_of
from petitions.forms import SignatureForm
from petitions.identity import takes_eid_of, takes_mail
from petitions.links import has_mail_box
from petitions.models import Petition


def sign_form(request: HttpRequest, petition: Petition, posted: Any = None, areas: Any = None) -> SignatureForm:
    """Give the form of a petition for whoever asks; with an electronic identity one signs as oneself and no other.

    `areas`: the constituencies, where they were read already.
    """
    actor = actor_of(request)
    is_by_eid = takes_eid_of(petition, actor)
    if posted is not None and is_by_eid:
        posted = _as_oneself(posted, actor.user)
    form = SignatureForm(posted, initial=_known_of(actor.user) if actor.user is not None else None, areas=areas)
    form.is_by_eid = is_by_eid
    form.needs_eid = not takes_mail(petition) and not is_by_eid
    form.signs_as = actor.user.name if is_by_eid else ""
    return form


def is_proven(request: HttpRequest, petition: Petition, email: str) -> bool:
    """Tell whether the session itself proves the address that signs: by an electronic identity, or a moment ago."""
    actor = actor_of(request)
    if actor.user is None or actor.token:
        return False
    if crypto.canonical_email(actor.user.email) != crypto.canonical_email(email):
        return False
    if takes_eid_of(petition, actor):
        return True
    return actor.assurance == assurance.EMAIL and assurance.is_fresh(request)


def _known_of(user: Any) -> dict[str, str]:
    return {
        "name": user.name, "email": user.email if has_mail_box(user.email) else "",
        "constituency": user.area.code if user.area else "",
    }  # fmt: skip


def _as_oneself(posted: Any, user: Any) -> dict[str, Any]:
    said = {name: posted.get(name) for name in posted}
    said.pop("use_email", None)
    said |= {"name": user.name, "email": user.email, "ask_typo": ""}
    if user.area and not any(said.get(name) for name in ("postcode", "constituency")):
        said["constituency"] = user.area.code
    return said
