"""The list of the petitions desk: the moderators' clock, the marks of the desk, and what changed since one looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.backoffice.base import Figure, Filter
from cms.saved.actions import start_of
from core import clock
from core.actors import Actor
from core.events.models import Event
from core.parliament.models import Committee
from core.web.lists import listed
from core.web.numbers import number
from petitions.models import Petition, PetitionKind, PetitionLook, PetitionMark, PetitionProposal, PetitionTag
from petitions.states import DeskMark, PetitionState, ProposalState

# From three quarters of its time on, a petition that waits is "nearly overdue" (other houses: 11 of 14 days).
NEARLY = 0.75
LATE, NEAR, EARLY = "late", "near", "early"
AGES = ((LATE, gettext_lazy("Overdue")), (NEAR, gettext_lazy("Nearly overdue")), (EARLY, gettext_lazy("In time")))
PROPOSED, ASKED, CHANGED = "proposed", "asked", "changed"
MARKS = (
    (CHANGED, gettext_lazy("Changed since I looked")), (PROPOSED, gettext_lazy("Waits for a second person")),
    (DeskMark.OPINION, gettext_lazy("Second opinion asked")), (DeskMark.PARKED, gettext_lazy("Parked")),
    (ASKED, gettext_lazy("Waits for the petitioner")),
)  # fmt: skip
MOST_TAGS = 200


def in_time(days: int, limit: int) -> str:
    """Tell where a petition stands that has waited some days of a limit: late, near or early."""
    if days >= limit:
        return LATE
    return NEAR if days >= ceil(limit * NEARLY) else EARLY


def waited(petition: Petition) -> int:
    """Give how many days a petition has waited for the moderators."""
    if petition.submitted_at is None:
        return 0
    return (clock.today() - petition.submitted_at.astimezone(clock.parliament_zone()).date()).days


def clock_words(petition: Petition) -> str:
    """Say how the moderators' clock stands; nothing where no petition waits for them."""
    if petition.state != PetitionState.IN_MODERATION:
        return ""
    limit, days = petition.kind.moderation_days, waited(petition)
    left = limit - days
    if left == 0:
        return _("Overdue since today")
    if left < 0:
        late = -left
        return ngettext("Overdue, %(days)s day late", "Overdue, %(days)s days late", late) % {"days": number(late)}
    words = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": number(left)}
    return _("Nearly overdue, %(left)s") % {"left": words} if in_time(days, limit) == NEAR else words


def marks_words(petition: Any) -> str:
    """Say why a petition waits, and for whom."""
    words = [str(mark.get_kind_display()) for mark in petition.marks.all()]
    if petition.asked_at is not None and petition.state == PetitionState.IN_MODERATION:
        words.append(_("Waits for the petitioner"))
    if getattr(petition, "is_proposed", False):
        words.append(_("Waits for a second person"))
    return listed(words)


def changed_words(petition: Any) -> str:
    """Say what happened since this person looked; nothing where nothing did, or on a list that knows no person.

    What stood there at the person's first visit to the list counts as seen: all of it "new" would say nothing.
    """
    newest = getattr(petition, "newest_event", None)
    if newest is None or newest <= petition.seen_event:
        return ""
    return _("New to me") if petition.is_new else _("Changed")


def mark_rows(actor: Actor, rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """Add what the list says of this person's last look and of standing proposals: three subqueries, one prefetch."""
    standing = PetitionProposal.objects.filter(petition=OuterRef("pk"), state=ProposalState.OPEN)
    return (
        _with_looks(actor, rows)
        .annotate(is_proposed=Exists(standing))
        .prefetch_related(Prefetch("marks", PetitionMark.objects.order_by("kind")))
    )


def ready_petitions(_actor: Actor, rows: QuerySet[Petition]) -> QuerySet[Petition]:
    """Keep what a clerk can decide now: not parked, no question to the petitioner, nothing for a second person."""
    standing = PetitionProposal.objects.filter(state=ProposalState.OPEN).values("petition")
    parked = PetitionMark.objects.filter(kind=DeskMark.PARKED).values("petition")
    return rows.filter(asked_at=None).exclude(pk__in=standing).exclude(pk__in=parked)


def _with_looks(actor: Actor, rows: QuerySet[Petition]) -> QuerySet[Petition]:
    start = start_of(actor, "petitions")
    events = Event.objects.filter(subject_id=OuterRef("public_id")).exclude(verb__endswith="_personal")
    looks = PetitionLook.objects.filter(petition=OuterRef("pk"), user=actor.user)
    return rows.annotate(
        newest_event=Coalesce(Subquery(events.order_by("-id").values("id")[:1]), 0, output_field=IntegerField()),
        seen_event=Coalesce(Subquery(looks.values("event")[:1]), start.event, output_field=IntegerField()),
        is_new=ExpressionWrapper(~Exists(looks) & Q(submitted_at__gt=start.at), output_field=BooleanField()),
    )


def by_age(_actor: Actor, rows: QuerySet[Petition], value: str) -> QuerySet[Petition]:
    """Keep the petitions that wait for the moderators and are late, nearly late or in time, by their kind's days."""
    return rows.filter(_of_age(value), state=PetitionState.IN_MODERATION)


def _of_age(value: str) -> Q:
    """Build one condition from the few kinds there are; a day begins at midnight of the House."""
    found = Q(pk__in=[])
    for key, limit in PetitionKind.objects.values_list("pk", "moderation_days"):
        late, near = _since(limit), _since(ceil(limit * NEARLY))
        spans = {
            LATE: Q(submitted_at__lt=late), NEAR: Q(submitted_at__gte=late, submitted_at__lt=near),
            EARLY: Q(submitted_at__gte=near) | Q(submitted_at=None),
        }  # fmt: skip
        found |= Q(kind=key) & spans[value]
    return found


def _since(days: int) -> Any:
    """Give the moment before which something was handed in so many days ago, or more."""
    return clock.end_of_day(clock.today() - timedelta(days=days))


def by_mark(actor: Actor, rows: QuerySet[Petition], value: str) -> QuerySet[Petition]:
    """Keep the petitions with a mark of the desk, a standing proposal or question, or news for this person."""
    if value == PROPOSED:
        return rows.filter(pk__in=PetitionProposal.objects.filter(state=ProposalState.OPEN).values("petition"))
    if value == ASKED:
        return rows.filter(state=PetitionState.IN_MODERATION, asked_at__isnull=False)
    if value == CHANGED:
        looked: QuerySet[Any] = _with_looks(actor, rows)
        return looked.filter(newest_event__gt=F("seen_event"))
    return rows.filter(pk__in=PetitionMark.objects.filter(kind=value).values("petition"))


def committees() -> Iterable[tuple[str, Any]]:
    """Offer the committees."""
    return [(str(row.pk), str(row.name)) for row in Committee.objects.order_by("slug")]


def kinds() -> Iterable[tuple[str, Any]]:
    """Offer the kinds by key, each with its newest name."""
    rows = {row.key: str(row.name) for row in PetitionKind.objects.order_by("version")}
    return sorted(rows.items())


def languages() -> Iterable[tuple[str, Any]]:
    """Offer the languages of the site."""
    return list(settings.LANGUAGES)


def tags() -> Iterable[tuple[str, Any]]:
    """Offer the tags in use."""
    rows = PetitionTag.objects.order_by("words").values_list("words", flat=True).distinct()[:MOST_TAGS]
    return [(words, words) for words in rows]


FILTERS = (
    Filter("age", gettext_lazy("Moderators’ clock"), lambda: AGES, by_age),
    Filter("mark", gettext_lazy("Mark"), lambda: MARKS, by_mark),
    Filter("committee", gettext_lazy("Committee"), committees),
    Filter("kind__key", gettext_lazy("Kind"), kinds),
    Filter("language", gettext_lazy("Language"), languages),
    Filter("tags__words", gettext_lazy("Tag"), tags),
)


def figures(_actor: Actor, rows: QuerySet[Petition]) -> list[Figure]:
    """Count what presses, in one query: late, nearly late, two people, second opinion, parked."""
    waiting = Q(state=PetitionState.IN_MODERATION)
    standing = PetitionProposal.objects.filter(state=ProposalState.OPEN).values("petition")
    marked = PetitionMark.objects.filter
    counts = rows.order_by().aggregate(
        late=Count("pk", filter=waiting & _of_age(LATE)),
        near=Count("pk", filter=waiting & _of_age(NEAR)),
        proposed=Count("pk", filter=Q(pk__in=standing)),
        second_opinion=Count("pk", filter=Q(pk__in=marked(kind=DeskMark.OPINION).values("petition"))),
        parked=Count("pk", filter=Q(pk__in=marked(kind=DeskMark.PARKED).values("petition"))),
    )
    return [
        Figure(_("overdue"), counts["late"], f"state=waiting&age={LATE}"),
        Figure(_("nearly overdue"), counts["near"], f"state=waiting&age={NEAR}"),
        Figure(_second_person(counts["proposed"]), counts["proposed"], f"state=all&mark={PROPOSED}"),
        Figure(_opinions(counts["second_opinion"]), counts["second_opinion"], "state=all&mark=second_opinion"),
        Figure(_("parked"), counts["parked"], "state=all&mark=parked"),
    ]


def _second_person(count: int) -> str:
    return ngettext("waits for a second person", "wait for a second person", count)


def _opinions(count: int) -> str:
    return ngettext("second opinion asked", "second opinions asked", count)
