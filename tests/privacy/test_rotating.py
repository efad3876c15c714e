"""Key rotation: all comes to the new keys and nothing is lost, also while others write and after a run was cut off."""

import base64
import threading

import pytest
from django.conf import settings as house
from django.core.management import call_command
from django.db import connection

from consultations.hearings import actions as hearings
from consultations.hearings.models import Support
from core import crypto
from core.actors import participant
from core.files import storage
from core.mail import suppressions
from core.mail.models import Suppression
from core.privacy import rotating
from core.privacy.rotating import encrypted_columns, left_on_old_keys, old_values, rotate
from core.verification.actions import meet_participant
from core.verification.models import Participant
from petitions.models import Signature
from tests.privacy.conftest import EMAIL, NAME, dump, sign

ENCRYPTED = 20


def key(letter):
    return base64.b64encode(letter * 32).decode()


@pytest.fixture
def new_keys(settings):
    """Give the call that puts new keys in front of the old ones."""

    def turn():
        settings.FIELD_KEYS = {"f2": key(b"n"), **settings.FIELD_KEYS}
        settings.INDEX_KEYS = {"i2": key(b"m"), **settings.INDEX_KEYS}

    return turn


def raw_keys():
    """Give the ids of the keys under which encrypted columns lie."""
    found = set()
    for model, column in encrypted_columns():
        found |= {raw.partition(":")[0] for _key, raw in old_values(model, column, "nothing", None, 100_000)}
    return found


def plain():
    """Give every encrypted column in clear."""
    names = {f"{model._meta.label}.{column.name}" for model, column in encrypted_columns()}
    return {column: sorted(text.split("\n")) for column, text in dump().items() if column in names}


@pytest.mark.django_db
def test_everything_comes_to_the_new_keys_and_reads_the_same(every_door, new_keys, settings, capsys):
    before = plain()
    assert raw_keys() == {"f1"}
    new_keys()
    assert plain() == before  # the old key still opens
    call_command("rotate_keys", "--batch", "3")
    assert raw_keys() == {"f2"}
    assert plain() == before
    settings.FIELD_KEYS = {"f2": key(b"n")}  # the old one may go
    assert plain() == before
    row = house_attachments().get()
    assert storage.read_private(row.storage_key)[:5] == b"%PDF-"
    assert NAME not in capsys.readouterr().out
    assert rotate().changed == {}


def house_attachments():
    from consultations.evidence.models import Attachment

    return Attachment.objects.all()


@pytest.mark.django_db
def test_one_person_stays_one_person_before_and_after(every_door, new_keys):
    others, hearing = every_door.hidden["others"], every_door.hidden["hearing"]
    asked = every_door.hidden["others_question"]
    me = Participant.objects.get(email_index__in=crypto.email_indexes(EMAIL, "participant"))
    people, signatures = Participant.objects.count(), Signature.objects.count()
    suppressions.suppress(crypto.email_index(EMAIL, "mail"), scope="news", reason="unsubscribed",
                          by=participant("x"))  # fmt: skip

    def meet_again():
        assert meet_participant(EMAIL).pk == me.pk
        sign(others, EMAIL, NAME, confirm=False)
        vote = hearings.Vote(asked.public_id, participant(me.public_id))
        assert hearings.set_supports(hearing, [vote], by=vote.voter) == {asked.public_id: 1}
        assert (Participant.objects.count(), Signature.objects.count()) == (people, signatures)
        assert Support.objects.count() == 1
        assert len(suppressions.suppressions_of(EMAIL)) == 1

    meet_again()
    new_keys()
    meet_again()  # the row still stands under the old key
    rotate()
    assert Participant.objects.get(pk=me.pk).email_index == crypto.email_index(EMAIL, "participant")
    assert {one.partition(":")[0] for one in Signature.objects.values_list("person_key", flat=True)} == {"i2"}
    meet_again()


@pytest.mark.django_db
def test_digests_without_their_clear_value_are_named(every_door, new_keys, capsys):
    suppressions.suppress(crypto.email_index(EMAIL, "mail"), scope="news", reason="unsubscribed",
                          by=participant("x"))  # fmt: skip
    new_keys()
    call_command("rotate_keys")
    assert left_on_old_keys() == {"hearings.Support.voter_key": 1, "mail.Suppression.to_index": 1}
    assert "still on an older key: mail.Suppression.to_index: 1" in capsys.readouterr().out
    assert Suppression.objects.get().to_index.startswith("i1:")


@pytest.mark.django_db
def test_a_run_that_was_cut_off_goes_on(every_door, new_keys, monkeypatch):
    before = plain()
    new_keys()
    swap, left = rotating._swap, iter(range(20))

    def dies(*args):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return swap(*args)

    monkeypatch.setattr(rotating, "_swap", dies)
    with pytest.raises(KeyboardInterrupt):
        rotate(batch=4)
    assert raw_keys() == {"f1", "f2"}
    monkeypatch.setattr(rotating, "_swap", swap)
    rotate()
    assert (raw_keys(), plain()) == ({"f2"}, before)


@pytest.mark.django_db
def test_a_row_that_no_key_opens_is_named_and_stops_nobody(every_door, new_keys, settings):
    row = Participant.objects.get(email_index=crypto.email_index(EMAIL, "participant"))
    table = Participant._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET name = %s WHERE id = %s", ["f1:bm90aGluZw==", row.pk])
    new_keys()
    report = rotate()
    assert report.stuck == {"verification.Participant.name": [row.pk]}
    assert list(old_values(Participant, Participant._meta.get_field("email"), "f2", None, 9)) == []


PEOPLE, WRITERS, ROUNDS = 150, 3, 50


def write_meanwhile(number, stop, seen, faults):
    """Change names and add people, over and over, as a busy house does."""
    try:
        for turn in range(ROUNDS):
            who = (turn * 7 + number) % PEOPLE
            row = meet_participant(f"person{who}@post.example")
            row.name = f"{number}-{turn}"
            if number == who % WRITERS:
                row.save(update_fields=["name"])
                seen[row.pk] = row.name
            fresh = meet_participant(f"fresh{number}-{turn}@post.example", name=f"fresh {number}-{turn}")
            seen[fresh.pk] = fresh.name
        stop.wait(0)
    except Exception as error:  # the thread's fault is the test's
        faults.append(error)
    finally:
        connection.close()


def under_load(rotator):
    """Rotate while threads write; give what every participant's name must be, and what went wrong."""
    seen = {row.pk: row.name for row in Participant.objects.all()}
    faults, stop = [], threading.Event()
    threads = [threading.Thread(target=write_meanwhile, args=(number, stop, seen, faults)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        rotator()
    for thread in threads:
        thread.join()
    rotator()
    return seen, faults


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_the_house_writes(new_keys):
    for number in range(PEOPLE):
        meet_participant(f"person{number}@post.example", name=f"before {number}")
    new_keys()
    seen, faults = under_load(lambda: rotate(batch=20))
    assert faults == []
    assert {row.pk: row.name for row in Participant.objects.all()} == seen
    assert Participant.objects.count() == PEOPLE + WRITERS * ROUNDS  # nobody was made twice
    for row in Participant.objects.all():
        assert row.email_index == crypto.email_index(row.email, "participant")
    assert raw_keys() == {"f2"}


@pytest.mark.django_db(transaction=True)
def test_a_rotation_that_does_not_compare_loses_what_was_written(new_keys, monkeypatch):
    """The planted fault: the value written in between is put back to the old one."""
    row = meet_participant("person@post.example", name="before")
    new_keys()
    swap = rotating._swap

    def late(model, column, pk, old, new):
        if column.name == "name":
            Participant.objects.filter(pk=pk).update(name="after")
        return swap(model, column, pk, old, new)

    monkeypatch.setattr(rotating, "_swap", late)
    report = rotate()
    row.refresh_from_db()
    assert (row.name, report.raced) == ("after", 1)

    def careless(model, column, pk, old, new):
        if column.name == "name":
            Participant.objects.filter(pk=pk).update(name="later")
            with connection.cursor() as cursor:
                cursor.execute("SELECT name FROM verification_participant WHERE id = %s", [pk])
                old = cursor.fetchone()[0]
        return swap(model, column, pk, old, new)

    monkeypatch.setattr(rotating, "_swap", careless)
    house.FIELD_KEYS = {"f3": key(b"o"), **house.FIELD_KEYS}
    rotate()
    row.refresh_from_db()
    assert row.name != "later"
