"""A lost link is mailed anew without telling who is known; a draft that nobody saves for 90 days goes with its file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from consultations.evidence import actions
from consultations.evidence.models import Submission
from consultations.evidence.rules import holder_of_link
from core import clock
from core.events.models import Event
from core.privacy.retaining import carry_out, plan
from tests.evidence import files
from tests.evidence.conftest import draft, handed_in, link_in

pytestmark = pytest.mark.django_db


def ask(call, email: str):
    """Ask for a new link."""
    return Client().post(f"/en/evidence/calls/{call.slug}/link/", {"email": email})


def test_a_lost_link_is_mailed_anew_at_most_once_a_minute(call, mails):
    submission = draft(call)
    assert len(mails("evidence/send_return_link")) == 1
    ask(call, "lena@example.org")
    assert len(mails("evidence/send_return_link")) == 1
    with clock.frozen(clock.now() + timedelta(seconds=90)):
        ask(call, "LENA@example.org")
        first, second = mails("evidence/send_return_link")
    assert link_in(first) != link_in(second)
    for mail in (first, second):
        assert Client().get(link_in(mail)).url.endswith("/evidence/")
    assert submission.links.filter(is_mailed=True).count() == 2


def test_known_and_unknown_addresses_get_the_same_answer(call):
    draft(call)
    answers = [ask(call, email) for email in ("lena@example.org", "nobody@example.org")]
    assert {(answer.status_code, answer.url, answer.content) for answer in answers} == {
        (302, f"/en/evidence/calls/{call.slug}/link/sent/", b"")
    }
    assert Client().get(answers[0].url).status_code == 200
    assert ask(call, "no address").status_code == 422


def test_old_drafts_go_with_their_files_and_nothing_else_does(call, own_storages, django_capture_on_commit_callbacks):
    old, young, sent = draft(call), draft(call, email="b@example.org"), handed_in(call, email="c@example.org")
    actions.attach_file(old, "x.pdf", files.pdf(), by=holder_of_link(old))
    ninety = clock.now() - timedelta(days=90, hours=1)
    Submission.objects.filter(pk__in=[old.pk, sent.pk]).update(saved_at=ninety)
    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out(plan())["evidence.submissions.drafts"] == [old.pk]
    assert set(Submission.objects.values_list("pk", flat=True)) == {young.pk, sent.pk}
    assert [path for path in (own_storages / "private").rglob("*") if path.is_file()] == []
    assert Event.objects.get(verb="submission.expire").subject_id == old.public_id
