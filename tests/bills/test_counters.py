"""The counters agree with the comments, and a recount finds what does not."""

import pytest

from consultations.bills.counting import recount
from consultations.bills.models import ClauseCounter, Version

pytestmark = pytest.mark.django_db


def test_recount_finds_nothing_wrong_after_every_kind_of_move(version, say):
    root = say("section-2-1-a", stance="support")
    say("section-1", stance="oppose", email="b@example.org")
    say("section-3", "pending", email="c@example.org")
    say(parent=root, email="d@example.org")

    assert recount(version) == []
    assert Version.objects.get().comments_count == 2


def test_recount_mends_what_drifted(version, say):
    say("section-2-1")
    ClauseCounter.objects.filter(clause__code__in=["section-2", "section-3"]).update(total=7)

    assert sorted(recount(version)) == ["section-2", "section-3"]
    assert recount(version) == []
