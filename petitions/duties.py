"""Reading what Parliament owes and what it did: duties, steps, outcomes."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from core import clock
from core.actors import Actor
from petitions.models import Milestone, Petition, PetitionKind, PetitionStep, RequestOutcome
from petitions.selectors import seen_by_all
from petitions.states import MilestoneState


def public_duties() -> QuerySet[Milestone]:
    """List the duties of petitions that everybody may see, with what a row shows, the soonest due first."""
    rows = Milestone.objects.filter(seen_by_all("petition__"))
    rows = rows.select_related("petition__committee", "petition__kind", "threshold__office", "office")
    return rows.prefetch_related("petition__translations").order_by("due_on", "id")


def duties_owed() -> QuerySet[Milestone]:
    """List what is owed, in public: what is late stands first, for its day is the earlier one."""
    return public_duties().filter(on_time() | late())


def on_time() -> Q:
    """Hold for what is owed and whose day has not passed."""
    return Q(state=MilestoneState.DUE, due_on__gte=clock.today())


def late() -> Q:
    """Hold for what is owed and whose day has passed: at once, also before the schedule has marked it."""
    return Q(state=MilestoneState.OVERDUE) | Q(state=MilestoneState.DUE, due_on__lt=clock.today())


def belonging_to(actor: Actor, rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Keep the duties of this person's offices: of their committees, or, with a role for the whole House, of no one's.

    A duty that was passed on belongs to whom it was passed on to.
    """
    grants = list(actor.user.grants.values_list("committee", flat=True)) if actor.user else []
    mine = Q(office__committee__in=[key for key in grants if key])
    mine |= Q(office__isnull=True, threshold__office__committee__in=[key for key in grants if key])
    if None in grants:
        mine |= Q(office__isnull=False, office__committee__isnull=True)
        mine |= Q(office__isnull=True, threshold__office__committee__isnull=True)
    return rows.filter(mine)


def steps_of(petition: Petition) -> list[PetitionStep]:
    """List what happened, by day; a step that was corrected is left out, its correction names it (`corrects`)."""
    rows = petition.steps.filter(corrected_by__isnull=True).select_related("committee", "corrects")
    return list(rows.order_by("on", "id"))


def every_step_of(petition: Petition) -> list[PetitionStep]:
    """List what was written down, corrected steps too, by day."""
    return list(petition.steps.select_related("committee", "corrects", "corrected_by", "mailing"))


def outcomes_of(petition: Petition) -> list[RequestOutcome]:
    """List what became of each request."""
    return list(petition.outcomes.filter(replaced_at__isnull=True))


def kinds_with_use() -> QuerySet[PetitionKind]:
    """List every version of every kind, newest first, each with how many petitions began under it (`in_use`)."""
    rows = PetitionKind.objects.select_related("chamber").annotate(in_use=Count("petitions"))
    return rows.order_by("key", "-version")


def current_kinds() -> QuerySet[PetitionKind]:
    """List the kinds under which a new petition can start, the oldest kind first."""
    return PetitionKind.objects.filter(is_current=True).select_related("chamber").order_by("pk")
