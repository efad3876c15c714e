"""The audit trail: sealed in batches, never skipped; each kind of tampering is found where it was done."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from core import clock, events
from core.accounts.models import User
from core.actors import ANONYMOUS, actor_for
from core.audit import record_access, sealing
from core.audit.access import record_export
from core.audit.models import Chain, Seal
from core.audit.sealing import seal_pending, sweep
from core.audit.tasks import verify_chain
from core.audit.verifying import verify
from core.events.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def subject(settings, tmp_path):
    """A record to speak of, with the anchors in a folder of this test."""
    settings.AUDIT_FOLDER = tmp_path / "audit"
    return User.objects.create_user("subject@example.org", name="Subject")


@pytest.fixture
def sealed(subject):
    """Ten events in the chain."""
    found = [events.record("thing.happen", subject, actor=ANONYMOUS, data={"n": n, "share": 0.5}) for n in range(10)]
    seal_pending()
    return found


def kinds():
    return [(fault.kind, fault.sequence) for fault in verify()[1]]


def change(sql, *values):
    """Do what somebody with the database's password can do."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def verify_command():
    out = StringIO()
    try:
        call_command("audit_verify", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def test_a_trail_that_nobody_touched_is_whole(sealed):
    assert verify_command() == (0, f"{Seal.objects.count()} links read, 0 faults\n")
    assert list(Seal.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, Event.objects.count() + 1)
    )


def test_an_edited_event_is_found(sealed):
    seal = Seal.objects.get(event_id=sealed[4].pk)
    Event.objects.filter(pk=sealed[4].pk).update(to_state="accepted")
    assert kinds() == [("edited", seal.sequence)]
    code, words = verify_command()
    assert code == 1
    assert (
        f"edited: link {seal.sequence}: event {sealed[4].pk} (thing.happen, accounts.user {sealed[4].subject_id})"
        in words
    )


@pytest.mark.parametrize("column", ["recorded_at", "occurred_at"])
def test_a_date_that_was_moved_is_found(sealed, column):
    Event.objects.filter(pk=sealed[2].pk).update(**{column: clock.now() - timedelta(days=400)})
    assert kinds() == [("edited", Seal.objects.get(event_id=sealed[2].pk).sequence)]


def test_a_deleted_event_is_found(sealed):
    sequence = Seal.objects.get(event_id=sealed[4].pk).sequence
    sealed[4].outbox.delete()
    Event.objects.filter(pk=sealed[4].pk).delete()
    assert kinds() == [("deleted", sequence)]


def test_an_event_deleted_with_its_seal_leaves_a_gap(sealed):
    seal = Seal.objects.get(event_id=sealed[4].pk)
    sequence = seal.sequence
    seal.delete()
    Event.objects.filter(pk=sealed[4].pk).delete()
    assert kinds() == [("gap", sequence)]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_an_inserted_event_is_found_even_once_it_is_sealed(sealed, is_sealed):
    copy = Event.objects.get(pk=sealed[0].pk)
    copy.pk, copy.to_state = None, "accepted"
    copy.uuid = "00000000-0000-4000-8000-000000000001"
    Event.objects.bulk_create([copy])
    if is_sealed:
        seal_pending()
    assert [kind for kind, _at in kinds()] == ["inserted"]


def test_a_mark_of_no_key_is_no_mark(sealed):
    copy = Event.objects.get(pk=sealed[0].pk)
    copy.pk, copy.mark, copy.uuid = None, "zz:00", "00000000-0000-4000-8000-000000000002"
    Event.objects.bulk_create([copy])
    assert [kind for kind, _at in kinds()] == ["inserted"]


def test_a_tail_cut_off_is_found_by_the_anchor(sealed):
    """Whoever cuts the chain and mends its head is still contradicted from outside."""
    end = Seal.objects.count()
    for event in sealed[-3:]:
        event.outbox.delete()
        Event.objects.filter(pk=event.pk).delete()
    Seal.objects.filter(sequence__gt=end - 3).delete()
    last = Seal.objects.get(sequence=end - 3)
    Chain.objects.update(sequence=last.sequence, hash=last.hash)
    assert kinds() == [("cut", end - 3)]


def test_a_tail_cut_off_without_mending_the_head_is_found_by_the_head(sealed, settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path / "empty"
    end = Seal.objects.count()
    Seal.objects.filter(sequence__gt=end - 3).delete()
    assert kinds() == [("cut", end - 3)]


def test_a_chain_made_anew_is_found_by_the_anchor(sealed):
    Event.objects.filter(pk=sealed[4].pk).update(reason="another one")
    from core.events.marks import make_mark

    for event in Event.objects.all():  # even by somebody who holds the keys
        Event.objects.filter(pk=event.pk).update(mark=make_mark(event))
    end = Seal.objects.count()
    Seal.objects.all().delete()
    Chain.objects.update(sequence=0, hash="0" * 64, swept_to=0)
    seal_pending()
    assert kinds() == [("rewritten", end)]


def test_a_whole_new_chain_is_found_by_the_anchor(sealed):
    Seal.objects.all().delete()
    Chain.objects.all().delete()
    seal_pending()
    assert [kind for kind, _at in kinds()] == ["replaced"]


def test_events_are_sealed_in_batches_and_the_head_is_written_down(subject, settings):
    for _place in range(25):
        events.record("thing.happen", subject, actor=ANONYMOUS)
    before = Event.objects.count()
    assert [seal_pending(10), seal_pending(10), seal_pending(10), seal_pending(10)] == [10, 10, before - 20, 0]
    [file] = settings.AUDIT_FOLDER.iterdir()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["sequence"] for line in lines] == [10, 20, before]
    assert lines[-1]["hash"] == Seal.objects.get(sequence=before).hash


def test_a_broken_last_line_of_the_anchor_is_no_fault(sealed, settings):
    [file] = settings.AUDIT_FOLDER.iterdir()
    with file.open("a") as lines:
        lines.write('{"chain": "')
    assert kinds() == []


def test_a_row_that_is_committed_very_late_is_sealed_later_and_never_skipped(subject, monkeypatch):
    """An id is given at the insert, the row appears at the commit: others with higher ids are long sealed."""
    monkeypatch.setattr(sealing, "LONG_LOOK_SECONDS", 0)  # however far the ids of this engine have got
    late = events.record("thing.late", subject, actor=ANONYMOUS)
    Event.objects.filter(pk=late.pk).delete()
    for _place in range(3):
        events.record("thing.happen", subject, actor=ANONYMOUS)
    seal_pending()
    with clock.frozen(clock.now() + timedelta(hours=1)):
        events.record("thing.happen", subject, actor=ANONYMOUS)
        seal_pending()
        late.save(force_insert=True)
        assert seal_pending() == 0  # older than any transaction is meant to be
        assert sweep() == 1
        assert sweep() == 0
    assert kinds() == []


def test_a_long_look_at_a_crowd_moves_on_with_each_full_batch(subject, monkeypatch):
    """Else each long look behind a crowd would begin where the day began."""
    monkeypatch.setattr(sealing, "LONG_LOOK_SECONDS", 0)
    rows = [events.record("thing.happen", subject, actor=ANONYMOUS) for _place in range(6)]
    before = Event.objects.filter(pk__lt=rows[0].pk).count()
    with clock.frozen(clock.now() + timedelta(hours=1)):
        assert [seal_pending(before + 2), Chain.objects.get().swept_to] == [before + 2, rows[1].pk]
        assert [seal_pending(4), Chain.objects.get().swept_to] == [4, rows[5].pk]
    events.record("thing.happen", subject, actor=ANONYMOUS)
    assert [seal_pending(4), Chain.objects.get().swept_to] == [1, rows[5].pk]  # what is fresh may have elders to come
    assert kinds() == []


def test_a_seal_that_does_not_come_is_a_fault_after_ten_minutes(sealed, subject):
    events.record("thing.happen", subject, actor=ANONYMOUS)
    assert kinds() == []
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert [kind for kind, _at in kinds()] == ["unsealed"]


def test_the_outcome_of_a_verification_is_an_event(sealed):
    assert verify_chain() == 0
    event = Event.objects.get(verb="chain.verify")
    assert event.data == {"links": 10, "faults": 0}


def test_a_look_at_personal_data_leaves_a_line_without_the_data(subject):
    reader = User.objects.create_user("clerk@example.org", name="Clerk")
    record_access(subject, by=actor_for(reader), kinds={"name", "email"})
    record_export("petitions", by=actor_for(reader), kinds={"name"}, rows=12)
    read, export = Event.objects.order_by("id")
    assert (read.verb, read.subject_id, read.actor_id, read.data, read.is_public) == (
        "user.read_personal", subject.public_id, str(reader.public_id), {"kinds": ["email", "name"]}, False,
    )  # fmt: skip
    assert (export.verb, export.subject_id, export.data) == (
        "user.export_personal", reader.public_id, {"kinds": ["name"], "list": "petitions", "rows": 12},
    )  # fmt: skip
