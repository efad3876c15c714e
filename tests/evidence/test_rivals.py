"""Two windows of one draft: what was received is changed no more, and who presses twice has sent once."""

from __future__ import annotations

import pytest

from consultations.evidence import actions
from consultations.evidence.actions import attaching, sending
from consultations.evidence.models import Submission
from consultations.evidence.rules import holder_of_link
from core.verification.models import Challenge
from tests.evidence import files
from tests.evidence.conftest import upload
from tests.evidence.test_a_citizen_gives_evidence import begin, write

pytestmark = pytest.mark.django_db


def send() -> None:
    """Send the only submission, as another window would."""
    submission = Submission.objects.get()
    submission.links.update(is_mailed=True)
    actions.send_submission(submission.links.first(), by=holder_of_link(submission))


def sent_in_between(monkeypatch, module, name) -> None:
    """Let the submission be sent when a request that found a draft has come through a function."""
    before = getattr(module, name)

    def meanwhile(*args, **kwargs):
        monkeypatch.setattr(module, name, before)
        found = before(*args, **kwargs)
        send()
        return found

    monkeypatch.setattr(module, name, meanwhile)


def test_a_file_that_comes_after_the_sending_changes_nothing(call, monkeypatch):
    client, mine = begin(call)
    write(client, mine, file=upload(files.pdf("The first one")))
    before = Submission.objects.get().attachment
    sent_in_between(monkeypatch, attaching, "extract")
    answer = client.post(f"{mine}evidence/", {"title": "T", "file": upload(files.pdf("The second one"))})
    submission = Submission.objects.get()
    assert answer.status_code == 409
    assert (submission.state, submission.attachment.sha256) == ("submitted", before.sha256)
    assert client.get(f"{mine}file/").content == files.pdf("The first one")


def test_a_file_is_not_removed_after_the_sending(call, monkeypatch):
    client, mine = begin(call)
    write(client, mine, file=upload(files.pdf()))
    sent_in_between(monkeypatch, attaching, "check_editable")
    answer = client.post(f"{mine}evidence/", {"title": "T", "answer_1": "A", "remove_file": "on"})
    assert answer.status_code == 409
    assert Submission.objects.get().attachment.sha256


def test_who_was_first_in_another_window_sees_that_it_is_received(call, monkeypatch):
    client, mine = begin(call)
    write(client, mine)
    sent_in_between(monkeypatch, sending, "check_editable")
    answer = client.post(f"{mine}check/", {})
    assert (answer.status_code, answer.url) == (302, mine)
    assert "We have received your evidence" in client.get(answer.url).content.decode()


def test_a_double_press_on_send_asks_for_one_code(call):
    client, mine = begin(call)
    write(client, mine)
    pages = {client.post(f"{mine}check/", {"once": "a1"}).url for _press in range(2)}
    assert (len(pages), Challenge.objects.count()) == (1, 1)
