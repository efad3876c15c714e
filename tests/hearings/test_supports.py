"""Supports are set, never toggled; a person counts once; counts are absolute."""

import pytest
from django.db.models import Sum

from consultations.hearings import actions
from consultations.hearings.actions import Vote
from consultations.hearings.models import Question, Support
from core.actors import IMPORT
from core.errors import NotFound, WrongState
from tests.hearings import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(hearing, clerk):
    return world.make_question(hearing, clerk=clerk, state="published")


def support(hearing, question, by, value=True):
    return actions.set_supports(hearing, [Vote(question.public_id, by, value)], by=by)[question.public_id]


def test_same_wish_twice_counts_once(hearing, question):
    marta = world.make_asker()
    assert [support(hearing, question, marta) for _try in range(3)] == [1, 1, 1]
    assert [support(hearing, question, marta, False) for _try in range(2)] == [0, 0]
    question.refresh_from_db()
    assert (question.supports, question.support_changes, Support.objects.count()) == (0, 2, 1)


def test_crowd_in_one_call(hearing, question, clerk, django_assert_num_queries):
    other = world.make_question(hearing, clerk=clerk, state="published")
    crowd = [Vote(question.public_id, world.make_asker()) for _one in range(100)]
    crowd += [Vote(other.public_id, vote.voter) for vote in crowd[:30]]
    actions.set_supports(hearing, crowd[:1], by=IMPORT)
    with django_assert_num_queries(11):
        counts = actions.set_supports(hearing, crowd, by=IMPORT)
    assert counts == {question.public_id: 100, other.public_id: 30}
    assert (
        Question.objects.aggregate(total=Sum("supports"))["total"] == Support.objects.filter(value=True).count() == 130
    )


def test_rows_name_nobody(hearing, question):
    marta = world.make_asker()
    support(hearing, question, marta)
    assert marta.id not in Support.objects.get().voter_key


def test_only_what_is_on_the_list(hearing, clerk):
    pending = world.make_question(hearing, clerk=clerk)
    on_air = world.make_question(hearing, clerk=clerk, state="on_air")
    marta = world.make_asker()
    for question in (pending, on_air):
        with pytest.raises(WrongState):
            support(hearing, question, marta)
    other = world.make_hearing(clerk)
    with pytest.raises(NotFound):
        support(other, on_air, marta)
    assert Support.objects.count() == 0
