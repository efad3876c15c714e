"""A year after a hearing nobody knows any more who asked: what the public sees of the asker stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from consultations.hearings.models import Hearing, Question
from consultations.hearings.states import Display
from core import clock
from core.privacy.retaining import carry_out, plan
from tests.hearings.world import make_asker, make_question

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKERS = "hearings.questions.askers"


def forgotten() -> dict[str, list[int]]:
    """Carry the plan out; gives of which questions the asker went."""
    return {key: ids for key, ids in carry_out(plan()).items() if key == ASKERS}


@pytest.mark.parametrize(
    ("display", "stays"), [(Display.NAME, "Marta Lind"), (Display.FIRST_NAME, "Marta"), (Display.PUBLIC, "")]
)
def test_the_name_that_was_shown_stays_and_the_person_goes(hearing, clerk, display, stays):
    question = make_question(hearing, by=make_asker(), clerk=clerk, state="answered_live", display=display)
    shown = question.public_name
    Hearing.objects.update(ended_at=clock.now())
    with clock.frozen(clock.now() + 364 * DAY):
        assert forgotten() == {}
    with clock.frozen(clock.now() + 366 * DAY):
        assert forgotten() == {ASKERS: [question.pk]}
        assert forgotten() == {}
    after = Question.objects.get()
    assert (after.asker, after.asker_name, after.public_name, after.text) == (None, stays, shown, question.text)


def test_who_was_promised_an_answer_in_writing_can_still_be_told(hearing, clerk):
    make_question(hearing, clerk=clerk, state="answered_live")
    Question.objects.update(state="deferred")
    Hearing.objects.update(ended_at=clock.now())
    with clock.frozen(clock.now() + 800 * DAY):
        assert forgotten() == {}
