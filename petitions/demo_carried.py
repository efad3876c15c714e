"""The demo's petition of an earlier term: begun before the election, carried over by the real actions, closed since."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from core import clock
from core.accounts.models import User
from core.actors import actor_for
from core.parliament.models import Term
from core.parliament.selectors import main_chamber
from petitions.actions.moderating import close_petitions
from petitions.actions.pausing import carry_over_petitions, dissolve_chamber
from petitions.counting import fold
from petitions.demo_signing import sign
from petitions.models import Petition

Plain = dict[str, Any]
CLERK = "clerk@aldermark.example"
SEED = 9
# Before and after the first day of the present term: the House was dissolved, and met again.
DISSOLVED_BEFORE, MET_AFTER = timedelta(days=45), timedelta(days=6)


def dissolved_at() -> datetime:
    """Give the moment at which the earlier term ended."""
    return _begin(_present_term()) - DISSOLVED_BEFORE


def carry_over(petition: Petition, row: Plain, rng: Random) -> None:
    """Dissolve the chamber, let the petition go on in the present term, take its later signatures, close it in time.

    It stands alone yet: the end of the term meets no other petition of the demo.
    """
    term = _present_term()
    met, by = _begin(term) + MET_AFTER, actor_for(User.objects.get(email=CLERK))
    with clock.frozen(dissolved_at()):
        dissolve_chamber(term.chamber, by=by, reason=row["why"])
    with clock.frozen(met):
        carry_over_petitions(term, by=by)
    petition.refresh_from_db()
    last = petition.closes_at or met
    sign(petition, {**row, **row["later"]}, rng, since=met, until=last)
    fold(petition.pk)
    with clock.frozen(last):
        close_petitions()


def _present_term() -> Term:
    return Term.objects.get(chamber=main_chamber())


def _begin(term: Term) -> datetime:
    return clock.now() - timedelta(days=(clock.today() - term.starts_on).days)
