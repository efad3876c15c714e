"""Reading bills: what is public, a bill's contents, a clause's page, its comments."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from consultations.bills.models import Annotation, ClauseCounter, Provision, Version
from consultations.bills.states import PUBLIC, Place
from core.accounts.selectors import kept_for_clerk
from core.actors import Actor
from core.comments.models import Comment
from core.comments.selectors import seen
from core.comments.states import CommentState
from core.errors import NotFound
from core.parliament.models import CommitteeSeat

WITH_BILL = ("bill", "bill__chamber", "bill__committee")
TEXTS = ("html", "text", "text_hash", "source_id", "e_id")


def versions_of(actor: Actor, rows: QuerySet[Version]) -> QuerySet[Version]:
    """Keep the versions of bills that lie with the committees that a clerk works for."""
    return kept_for_clerk(actor, rows, "bill__committee")


def comments_of(actor: Actor, rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep the comments that a clerk or a moderator decides on; moderators work for the whole House."""
    if "moderator" in actor.roles:
        return rows
    own = kept_for_clerk(actor, Annotation.objects.all(), "version__bill__committee").values("comment")
    return rows.filter(Q(pk__in=own) | Q(root__in=own))


def public_versions() -> QuerySet[Version]:
    """List the newest public version of every bill: open ones first, by their deadline."""
    newest = Version.objects.filter(bill=OuterRef("bill"), state__in=PUBLIC).order_by("-number", "-id")
    found = Version.objects.filter(pk=Subquery(newest.values("pk")[:1])).select_related(*WITH_BILL)
    return found.order_by(F("state").desc(), F("comments_until").asc(nulls_last=True), "-id")


def public_version(slug: str) -> Version:
    """Give the newest public version of a bill; raises NotFound for drafts and unknown bills alike."""
    found = Version.objects.filter(bill__slug=slug, state__in=PUBLIC).select_related(*WITH_BILL).first()
    if found is None:
        raise NotFound()
    return found


def version_with_clause(slug: str, code: str) -> Version:
    """Give the newest public version of a bill that holds a clause: what was removed is read where it last stood.

    Raises NotFound for codes that no public version holds.
    """
    holds = Provision.objects.filter(version=OuterRef("pk"), clause__code=code)
    rows = Version.objects.filter(Exists(holds), bill__slug=slug, state__in=PUBLIC)
    found = rows.annotate(removed_in=_next_public("number")).select_related(*WITH_BILL).first()
    if found is None:
        raise NotFound()
    return found


def removed_clauses(version: Version) -> QuerySet[Provision]:
    """List the clauses of older public versions that this one no longer holds, where they last stood, with `said`."""
    if version.number == 1:
        return Provision.objects.none()
    now = Provision.objects.filter(clause=OuterRef("clause"), version=version)
    later = Provision.objects.filter(
        clause=OuterRef("clause"), version__bill=version.bill_id, version__state__in=PUBLIC
    )
    counter = ClauseCounter.objects.filter(version=OuterRef("version"), clause=OuterRef("clause"))
    rows = Provision.objects.filter(version__bill=version.bill_id, version__state__in=PUBLIC, place=Place.UNIT)
    rows = rows.exclude(Exists(now)).exclude(Exists(later.filter(version__number__gt=OuterRef("version__number"))))
    rows = rows.annotate(said=Subquery(counter.values("total")[:1])).select_related("clause", "version")
    return rows.defer(*TEXTS).order_by("version__number", "order")


def _next_public(field: str) -> Subquery:
    """Give a field of the public version that came after one."""
    later = Version.objects.filter(bill=OuterRef("bill"), state__in=PUBLIC, number__gt=OuterRef("number"))
    return Subquery(later.order_by("number").values(field)[:1])


def contents(version: Version) -> QuerySet[Provision]:
    """List what stands in the contents: groups and clauses, without their words."""
    rows = version.provisions.filter(place__in=[Place.GROUP, Place.UNIT]).select_related("clause")
    return rows.defer(*TEXTS).order_by("order")


def counters(version: Version, clauses: list[int] | None = None) -> dict[int, ClauseCounter]:
    """Give the counters of a version by clause; those of some clauses, if named."""
    found = (
        version.counters.filter(clause_id__in=clauses) if clauses is not None else version.counters.filter(total__gt=0)
    )
    return {counter.clause_id: counter for counter in found}


def provision_by_code(version: Version, code: str) -> Provision:
    """Give a provision of a version by its clause's code; raises NotFound."""
    rows = version.provisions.select_related("clause", "unit__clause")
    found = rows.filter(clause__code=code).first()
    if found is None:
        raise NotFound()
    found.version = version
    return found


def provisions_of_page(unit: Provision) -> list[Provision]:
    """Give a clause and everything in it, in the order of the text."""
    rows = Provision.objects.filter(Q(pk=unit.pk) | Q(unit=unit)).select_related("clause").order_by("order")
    return list(rows)


def neighbours(unit: Provision) -> tuple[int, Provision | None, Provision | None]:
    """Give the place of a clause among the clauses of its version, the one before and the one after."""
    units = unit.version.provisions.filter(place=Place.UNIT).select_related("clause").defer(*TEXTS)
    before = units.filter(order__lt=unit.order).order_by("-order")
    after = units.filter(order__gt=unit.order).order_by("order").first()
    return before.count() + 1, before.first(), after


def annotations_on_page(unit: Provision, stance: str = "") -> QuerySet[Annotation]:
    """List what people said about a clause and all that is in it, newest first; hidden ones keep their place.

    What was said on an older version stands where its clause stands now; where that is gone, on the clause whose page
    it was written on (counting.standing counts by the same rule). Where a stance is asked for, hidden ones are left
    out: the place would tell it.
    """
    here = Provision.objects.filter(Q(pk=unit.pk) | Q(unit=unit)).values("clause")
    own = Provision.objects.filter(version=unit.version_id, clause=OuterRef("clause")).exclude(place=Place.GROUP)
    rows = Annotation.objects.filter(seen("comment__"), Q(clause__in=here) | Q(Q(unit__in=here), ~Exists(own)))
    if stance:
        rows = rows.filter(stance=stance, comment__state=CommentState.PUBLISHED)
    rows = rows.select_related("comment", "clause", "version", "answer").prefetch_related("comment__translations")
    return rows.order_by("-comment__submit_date", "-pk")


def annotation_of(comment: Comment) -> Annotation:
    """Give the annotation of a comment's thread: its own, or that of the comment it answers in the end."""
    rows = Annotation.objects.select_related("version__bill", "clause", "unit", "comment")
    return rows.get(comment_id=comment.root_id or comment.pk)


def people_responsible(version: Version) -> list[CommitteeSeat]:
    """Give the chairs of the committee that answers for a bill."""
    committee = version.bill.committee_id
    return list(CommitteeSeat.objects.filter(committee=committee, is_chair=True).select_related("member", "committee"))
