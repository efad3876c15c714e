"""How people prove who they are when they sign: what a petition's kind asks for, and what a session brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.accounts import assurance
from core.actors import Actor
from core.errors import Invalid
from petitions.models import Petition

BY_MAIL, BY_EID = "email", "eid"
NEEDS_EID = _("This petition asks for an electronic identity. Sign in with yours, then sign.")


def takes_mail(petition: Petition) -> bool:
    """Tell whether a code or link by e-mail is enough for this petition."""
    return BY_MAIL in (petition.kind.identity_methods or [BY_MAIL])


def takes_eid_of(petition: Petition, actor: Actor) -> bool:
    """Tell whether this petition counts electronic identities, and this session was begun with one."""
    return BY_EID in petition.kind.identity_methods and assurance.is_at_least(actor.assurance, assurance.LOW)


def check_identity(petition: Petition, actor: Actor) -> None:
    """Raise Invalid where a petition asks for more than this actor brings."""
    if not takes_mail(petition) and not takes_eid_of(petition, actor):
        raise Invalid(NEEDS_EID)
