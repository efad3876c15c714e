"""Retention: the dry run lists exactly what the run then removes; what is not due, or still provable, stays."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F

from config.schedule import SCHEDULE
from consultations.hearings.models import Question, Support
from core import clock
from core.comments.models import Comment
from core.mail.models import Mail
from core.moderation.models import Report
from core.privacy import registry
from core.privacy.retaining import carry_out, plan, run_retention
from core.verification.models import Challenge
from petitions.defence_holding import LINE_BLANK, QUERY_BLANK
from petitions.models import (
    Invalidation,
    PaperLine,
    Petition,
    PetitionDraft,
    PetitionHandover,
    PetitionNote,
    Signature,
    SignaturePersonal,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(days=800)


def listed(capsys, *options):
    """Give what the command prints: rule -> keys."""
    call_command("retention", *options)
    lines = capsys.readouterr().out.splitlines()
    found = [re.match(r"(\S+): (\d+) \((.*)\)$", line) for line in lines]
    return {one[1]: one[3].split(", ") for one in found if one}


def left_over():
    """Give what is due after a run: contacts on which nothing hangs since that run, and, once they went, nothing."""
    found = {one.key for one in plan()} - {"verification.participants.idle"}
    run_retention()
    return found | {one.key for one in plan()}


def let_all_pass(every_door, petitions):
    """Let these petitions end, and all else that a span begins at."""
    now = clock.now()
    petitions.update(state="closed", closed_at=now)
    every_door.hidden["hearing"].__class__.objects.update(ended_at=now)
    Report.objects.update(state="dismissed", decided_at=now)
    Mail.objects.update(state="sent")
    return clock.frozen(now + LATER)


@pytest.fixture
def long_after(every_door):
    """Let every span pass: the petition of the others ended, the hearing too."""
    with let_all_pass(every_door, Petition.objects.filter(pk=every_door.hidden["others"].pk)):
        yield every_door


def test_the_dry_run_lists_exactly_what_the_run_then_removes(long_after, capsys):
    due = {one.key: (one.rule, [str(key) for key in one.ids]) for one in plan()}
    dry = listed(capsys, "--dry-run")
    assert dry == {key: ids for key, (_rule, ids) in due.items()}
    assert {one.key: [str(key) for key in one.ids] for one in plan()} == dry  # nothing has changed
    assert listed(capsys) == dry
    assert left_over() == set()
    assert set(dry) >= {
        "accounts.requests.old", "evidence.submissions.drafts", "hearings.questions.askers",
        "hearings.supports.old", "mail.mails.old",
        "moderation.reports.decided", "petitions.signatures.ended", "petitions.signatures.unconfirmed",
        "verification.challenges.spent",
    }  # fmt: skip


def test_every_row_that_was_listed_is_gone_or_blank(long_after):
    planned = plan()
    rows = {one.key: (one.rule.due(clock.now()).model, one.ids) for one in planned}
    carry_out(planned)
    blank = {
        "evidence.submissions.senders",
        "hearings.questions.askers",
        "petitions.signatures.ended",
        "hearings.supports.old",
        "moderation.reports.decided",
    }
    for key, (model, ids) in rows.items():
        left = model._default_manager.filter(pk__in=ids).count()
        assert left == (len(ids) if key in blank else 0), key
    assert SignaturePersonal.objects.count() == 0
    assert set(Signature.objects.values_list("person_key", flat=True).filter(person_key__startswith="i1:")) == set()
    assert [key for key in Support.objects.values_list("voter_key", flat=True) if not key.startswith("gone:")] == []
    assert [(row.words, row.email, row.email_index) for row in Report.objects.all()] == [("", "", "")]


def test_the_tables_of_petitions_are_emptied_of_people_by_the_same_plan(everywhere, capsys):
    with let_all_pass(everywhere, Petition.objects.exclude(number=None)):
        dry = listed(capsys, "--dry-run")
        assert {key for key in dry if key.startswith("petitions.")} == {
            "petitions.drafts.drafts", "petitions.handovers.old", "petitions.invalidations.queries",
            "petitions.notes.ended", "petitions.paper.paper", "petitions.signatures.ended",
            "petitions.signatures.unconfirmed",
        }  # fmt: skip
        assert listed(capsys) == dry
        assert left_over() == set()
    assert {model: model.objects.count() for model in (PetitionDraft, PetitionHandover, PetitionNote)} == {
        PetitionDraft: 0, PetitionHandover: 0, PetitionNote: 0,
    }  # fmt: skip
    assert [tuple(row) for row in PaperLine.objects.values_list(*LINE_BLANK)] == [tuple(LINE_BLANK.values())]
    assert {tuple(row) for row in Invalidation.objects.values_list(*QUERY_BLANK)} == {tuple(QUERY_BLANK.values())}
    assert SignaturePersonal.objects.count() == 0
    assert {row.state for row in Signature.objects.all()} == {"confirmed", "held", "invalidated"}


def test_today_nothing_is_due(every_door):
    assert plan() == []
    assert run_retention() == 0


def test_what_can_still_be_confirmed_stays(every_door):
    waiting = Signature.objects.get(state="pending")
    Signature.objects.filter(pk=waiting.pk).update(created_at=F("created_at") - timedelta(days=9))
    assert plan() == []  # its newest link lives
    Challenge.objects.filter(subject_id=waiting.public_id).update(link_until=clock.now() - timedelta(minutes=1))
    assert {one.key for one in plan()} == {"petitions.signatures.unconfirmed", "verification.challenges.spent"}


def test_what_was_confirmed_between_plan_and_run_stays(every_door):
    waiting = Signature.objects.get(state="pending")
    Signature.objects.filter(pk=waiting.pk).update(created_at=F("created_at") - timedelta(days=9))
    Challenge.objects.filter(subject_id=waiting.public_id).delete()
    planned = plan()
    assert [one.ids for one in planned] == [[waiting.pk]]
    Signature.objects.filter(pk=waiting.pk).update(state="confirmed")
    carry_out(planned)
    assert Signature.objects.filter(pk=waiting.pk).exists()


def test_counts_and_public_words_stay_for_ever(long_after):
    others = long_after.hidden["others"]
    counts = [
        Petition.objects.get(pk=others.pk).signature_count,
        Question.objects.get(pk=long_after.hidden["others_question"].pk).supports,
        Comment.objects.filter(state="published").count(),
    ]
    run_retention()
    assert counts == [2, 1, 2]
    assert [
        Petition.objects.get(pk=others.pk).signature_count,
        Question.objects.get(pk=long_after.hidden["others_question"].pk).supports,
        Comment.objects.filter(state="published").count(),
    ] == counts


def test_there_is_one_way_only():
    """The schedule has one line for all that expires, and every rule tells the citizen in words."""
    names = [job.name for job in SCHEDULE]
    assert [name for name in names if re.search(r"draft|request|session|expire|retention", name)] == [
        "privacy.retention"
    ]
    rules = [(holding.key, rule) for holding in registry.holdings() for rule in holding.retention]
    assert len(rules) >= 18
    assert [key for key, rule in rules if len(str(rule.words)) < 20] == []


def test_a_rule_whose_run_does_less_than_its_plan_turns_it_red(long_after, capsys, monkeypatch):
    from dataclasses import replace

    holding = next(one for one in registry.holdings() if one.key == "mail.mails")
    lazy = replace(holding, retention=(replace(holding.retention[0], settle=lambda keys: 0),))
    monkeypatch.setitem(registry._holdings, holding.key, lazy)
    listed(capsys)
    assert left_over() == {"mail.mails.old"}
