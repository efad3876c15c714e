"""Erasing: after it a full dump, opened with the keys, names nobody but where the registry says so, with a reason."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.management import call_command

from consultations.hearings.models import Question, Support
from core.errors import WrongState
from core.events.models import Event, OutboxEntry
from core.mail.suppressions import suppress
from core.privacy import registry
from core.privacy.exporting import export
from core.privacy.registry import kept_columns
from core.privacy.settling import delete_all
from core.verification.models import Participant
from petitions import actions as petitions
from petitions.actions.merging import ask_key, join_target
from petitions.models import MergeAsk, Petition, PetitionNote, Signature, SignaturePersonal
from tests.hearings import world
from tests.privacy.conftest import (
    EMAIL,
    NAME,
    PHONE,
    canaries,
    dump,
    sign,
    start_petition,
    tables_without_model,
    traces,
)

pytestmark = pytest.mark.django_db
# Digests of a limit end with its window (at most a day) and are needed against floods of mail (core.privacy.holdings).
LIMITS = {"limits.Counter.key"}


def files():
    """Give how many private files there are."""
    return len([path for path in Path(house.STORAGES["private"]["OPTIONS"]["location"]).rglob("*") if path.is_file()])


def test_nothing_is_left_of_a_person_but_what_the_registry_names(
    every_door, deliver, capsys, django_capture_on_commit_callbacks
):
    assert tables_without_model() == []
    before = traces(canaries())
    assert len(before) >= 15, before  # the search itself sees
    assert files() == 1
    wanted = canaries()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("privacy_erase", EMAIL.replace("+plus", ""))
    deliver()
    printed = capsys.readouterr().out
    assert (EMAIL in printed, NAME in printed) == (False, False)
    assert traces(wanted) - LIMITS == set()
    assert files() == 0


def test_nothing_is_left_in_any_table_but_what_the_registry_names(everywhere, deliver, capsys):
    """The same for the tables of petitions: paper, held ones, mailings, queries, merges, notes, drafts, handovers."""
    wanted = canaries()
    stay = {"evidence.PublishedCopy.shown_as", "mail.Suppression.to_index", "petitions.PaperBatch.scan_name"}
    in_search = {column for column in traces(wanted) if column.startswith("search.")}  # made from what is public
    assert len(traces(wanted)) >= 55
    call_command("privacy_erase", EMAIL, "--dry-run")
    dry = capsys.readouterr().out
    call_command("privacy_erase", EMAIL)
    assert capsys.readouterr().out == dry
    deliver()
    left = traces(wanted) - LIMITS
    assert left - in_search == stay
    assert stay <= kept_columns().keys()
    assert re.findall(r"^(petitions\.\w+): (\d+)$", dry, re.MULTILINE) == [
        ("petitions.drafts", "1"), ("petitions.handovers", "1"), ("petitions.notes", "1"),
        ("petitions.petitions", "2"), ("petitions.invalidations", "2"), ("petitions.signatures", "5"),
        ("petitions.paper", "1"),
    ]  # fmt: skip
    assert PetitionNote.objects.get().words == "[…] called from […]."
    taken = everywhere.hidden["by"]
    states = {name: list(row.signatures.values_list("state", flat=True)) for name, row in taken.items()}
    assert states == {"held": ["withdrawn"], "taken_out": ["invalidated"], "merged": ["confirmed"]}
    with pytest.raises(WrongState):  # the mailed link counts for nobody any more
        join_target(ask_key(MergeAsk.objects.get()))


def test_a_note_about_somebody_of_nearly_the_same_name_stays(everywhere):
    note = PetitionNote.objects.get()
    PetitionNote.objects.filter(pk=note.pk).update(words="Qwilhelmina called from home, said qx@post.example.")
    call_command("privacy_erase", EMAIL)
    assert PetitionNote.objects.get().words == "Qwilhelmina called from home, said qx@post.example."


def test_an_eraser_that_forgets_other_peoples_files_turns_it_red(everywhere, deliver, monkeypatch):
    holding = next(one for one in registry.holdings() if one.key == "petitions.notes")
    monkeypatch.setitem(registry._holdings, holding.key, replace(holding, erase=delete_all))
    wanted = canaries()
    call_command("privacy_erase", EMAIL)
    deliver()
    assert "petitions.PetitionNote.words" in traces(wanted)


def test_what_stays_is_named_with_its_reason(every_door, deliver):
    from core import crypto
    from core.actors import ANONYMOUS

    suppress(crypto.email_index(EMAIL, "mail"), scope="all", reason="stopped", by=ANONYMOUS)
    wanted = canaries()
    call_command("privacy_erase", EMAIL)
    deliver()
    left = traces(wanted) - LIMITS
    assert left == {"mail.Suppression.to_index"}
    assert left <= kept_columns().keys()


def test_the_house_keeps_its_record_and_its_counts(every_door, deliver):
    others = every_door.hidden["others"]
    others.refresh_from_db()
    assert others.signature_count == 2
    call_command("privacy_erase", EMAIL)
    deliver()
    mine = Petition.objects.get(pk=every_door.petition.pk)
    assert (mine.petitioner, mine.petitioner_name, mine.action) == (None, "", "Mend the bridge, says […]")
    assert mine.details == "Call […] at […] or write to […], please."
    assert not Petition.objects.filter(pk=every_door.draft.pk).exists()
    others.refresh_from_db()
    assert others.signature_count == 1  # it still runs: nobody counts twice
    assert SignaturePersonal.objects.get().name == "Olga Other"
    question = Question.objects.get(pk=every_door.hidden["question"].pk)
    assert (question.asker, question.asker_name, question.public_name, question.place) == (None, "", "", "")
    assert Question.objects.get(pk=every_door.hidden["others_question"].pk).supports == 0
    assert Support.objects.get().value is False
    shown = every_door.hidden["comment"]
    shown.refresh_from_db()
    assert (shown.state, shown.public_name, shown.comment) == (
        "published", "", "Call […] at […] or write to […], please."
    )  # fmt: skip
    assert sorted(row.name for row in Participant.objects.all())[-1] == "Olga Other"
    assert every_door.hidden["others_comment"].author.name == "Olga Other"


def test_a_dry_run_says_the_same_and_changes_nothing(every_door, capsys):
    before = dump()
    call_command("privacy_erase", EMAIL, "--dry-run")
    dry = capsys.readouterr().out
    assert dump() == before
    call_command("privacy_erase", EMAIL)
    assert capsys.readouterr().out == dry
    assert "petitions.signatures: 2" in dry


def test_an_unknown_address_is_nobody(every_door, capsys):
    before = {column: text for column, text in dump().items() if not column.startswith(("events.", "privacy."))}
    call_command("privacy_erase", "nobody@post.example")
    after = {column: text for column, text in dump().items() if not column.startswith(("events.", "privacy."))}
    assert after == before
    assert capsys.readouterr().out == "Nothing is held about this address.\n"


def test_what_waits_to_be_mailed_is_taken_back(kind, own_storages, mails):
    others = start_petition("other@post.example", "Olga Other", "Open the library on Sundays")
    petitions.publish_petition(others, by=world.make_clerk())
    sign(others, EMAIL, NAME, confirm=False)
    call_command("privacy_erase", EMAIL)
    assert [mail for mail in mails() if mail.to_address == EMAIL] == []
    assert not Signature.objects.filter(petition=others).exists()


def test_what_was_counted_and_not_yet_followed_is_counted_right(kind, own_storages, mails):
    others = start_petition("other@post.example", "Olga Other", "Open the library on Sundays")
    petitions.publish_petition(others, by=world.make_clerk())
    sign(others, EMAIL, NAME)
    sign(others, "other@post.example", "Olga Other")
    call_command("privacy_erase", EMAIL)  # before the worker followed the confirmation
    assert [mail for mail in mails() if mail.to_address == EMAIL] == []
    others.refresh_from_db()
    assert others.signature_count == 1
    assert OutboxEntry.objects.count() == 0  # nothing is stuck


def test_the_export_has_every_canary_and_none_of_others(every_door, tmp_path, capsys):
    file = tmp_path / "out.json"
    call_command("privacy_export", EMAIL, "--to", str(file))
    text = file.read_text()
    assert [one for one in (EMAIL, PHONE, NAME) if one not in text] == []
    assert "Olga" not in text
    assert file.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(text)) == set(export(EMAIL)) >= {
        "accounts.users", "comments.comments", "evidence.submissions", "hearings.questions", "hearings.supports",
        "mail.mails", "moderation.reports", "petitions.petitions", "petitions.signatures", "verification.participants",
    }  # fmt: skip
    event = Event.objects.get(verb="privacy.export")
    assert event.data["rows"]["petitions.signatures"] == 2
    line = Event.objects.get(verb="datarequest.export_personal")  # the audit trail's own line
    assert (line.actor_kind, line.data["rows"]) == ("operator", sum(event.data["rows"].values()))
    printed = capsys.readouterr().out
    assert (EMAIL in printed, NAME in printed) == (False, False)


def test_an_eraser_that_forgets_a_column_turns_it_red(every_door, deliver, monkeypatch):
    holding = next(one for one in registry.holdings() if one.key == "hearings.questions")
    monkeypatch.setitem(registry._holdings, holding.key, replace(holding, erase=lambda person, rows: 0))
    wanted = canaries()
    call_command("privacy_erase", EMAIL)
    deliver()
    left = traces(wanted) - LIMITS
    assert {"hearings.Question.asker_name", "hearings.Question.text"} <= left
