"""What a petition page can show: figures by place and hour, duties, steps, outcomes."""

from datetime import timedelta

from core import clock
from core.parliament.models import Area
from petitions.models import (
    Milestone,
    PetitionStep,
    PetitionTranslation,
    RequestOutcome,
    Tally,
    TallyHour,
    Threshold,
)


def areas():
    return list(Area.objects.filter(kind="constituency", scheme="own").order_by("code"))


def count(petition, *rows):
    """Give a petition its figures: (area, signatures) rows, all within the last hours."""
    Tally.objects.bulk_create(
        Tally(petition=petition, area=area, counted_class="online", count=signed) for area, signed in rows
    )
    petition.signature_count = sum(signed for _area, signed in rows)
    petition.counted_at = clock.now()
    petition.save(update_fields=["signature_count", "counted_at"])


def grow(petition, *rows):
    """Give a petition its curve: (hours ago, change)."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    TallyHour.objects.bulk_create(
        TallyHour(petition=petition, hour=hour - timedelta(hours=ago), delta=delta) for ago, delta in rows
    )


def reach(petition, *, duty="respond", state="due", count=None, **facts):
    threshold = petition.kind.thresholds.filter(duty=duty).first() or Threshold.objects.create(
        kind=petition.kind, key=duty, count=count or 77, title={"en": duty}, duty=duty, owner={"en": "The House"}
    )
    return Milestone.objects.create(
        petition=petition, threshold=threshold, reached_at=clock.now(), due_on=clock.today(), state=state, **facts
    )


def whole(petition):
    """Give a petition all that its page can show."""
    first, second = areas()[:2]
    count(petition, (first, 40), (second, 60))
    grow(petition, (50, 30), (20, 60), (2, 10))
    row = reach(petition, state="overdue")
    PetitionTranslation.objects.create(petition=petition, language="fr", action="Le train de nuit", background="x")
    PetitionStep.objects.create(
        petition=petition,
        milestone=row,
        kind="answered",
        on=clock.today(),
        words={"en": "We agree."},
        recorded_at=clock.now(),
    )
    RequestOutcome.objects.create(
        petition=petition,
        position=1,
        request={"en": "A train"},
        verdict="partly",
        words={"en": "Some."},
        recorded_at=clock.now(),
    )
    return petition
