"""The public log of a count: its tree, its places, its checkpoints; thresholds by class; two folds at once."""

import base64
import threading
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from core import clock
from core.actors import participant
from core.events.models import Event
from petitions.actions.signing import settle_signatures
from petitions.counting import enter_tally, fold, fold_backlog
from petitions.counting.checkpoints import checkpoint_grown, checkpoint_now
from petitions.counting.leaves import leaf_of, line_of
from petitions.counting.merkle import Frontier, leaf_hash, node_hash
from petitions.counting.notes import origin_of, verifier_keys
from petitions.counting.verify_count import read_checkpoints
from petitions.models import Checkpoint, CountLog, Milestone, Petition, Signature, Tally, TallyEntry, TallyHour
from petitions.receipts import commitment, receipt_of
from tests.petitions.helpers import who
from tests.petitions.test_counting import crowd

# RFC 6962 gives no vectors; these are the roots of the reference implementations (sizes 0, 1, 2, 3, 8 of the leaves
# "", 00, 10, 2021, 3031, 40414243, 5051525354555657, 6061…6f).
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def add_entries(petition, how_many, **facts):
    """Enter so many bare entries, as the lane's statement might."""
    given = {"delta": 1, "reason": "confirm", "at": clock.now(), **facts}
    TallyEntry.objects.bulk_create(TallyEntry(petition=petition, **given) for _n in range(how_many))


def naive_root(leaves):
    """Give the root by the recursive words of RFC 6962, section 2.1."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def test_the_tree_is_that_of_the_rfc():
    tree, seen = Frontier(), {0: Frontier().root().hex()}
    for leaf in LEAVES:
        tree.append(bytes.fromhex(leaf))
        seen[tree.size] = tree.root().hex()
    assert {size: seen[size] for size in ROOTS} == ROOTS


def test_the_tree_can_be_taken_up_at_any_size():
    leaves = [str(n).encode() for n in range(70)]
    tree = Frontier()
    for size, leaf in enumerate(leaves, start=1):
        tree = Frontier(tree.size, tree.as_hex())
        tree.append(leaf)
        assert tree.root() == naive_root(leaves[:size])


@pytest.mark.django_db
def test_each_entry_has_its_place_and_its_leaf(open_petition, deliver, staff):
    moved = crowd(open_petition, 5)
    deliver()
    gone = Signature.objects.filter(pk=moved[0].pk)
    settle_signatures("withdraw", gone, by=participant("x"))
    deliver()
    entries = list(TallyEntry.objects.order_by("sequence"))
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5, 6]
    first = Signature.objects.get(pk=entries[0].signature_id)
    assert entries[0].commitment == commitment(receipt_of(first.public_id), open_petition.public_id)
    assert [entry.commitment for entry in entries].count(entries[5].commitment) == 2
    leaves = [
        leaf_of(open_petition.public_id, line_of(
            entry.sequence, entry.delta, reason=entry.reason, at=entry.at, counted_class=entry.counted_class,
            commitment=entry.commitment,
        ))
        for entry in entries
    ]  # fmt: skip
    log = CountLog.objects.get(petition=open_petition)
    assert (log.size, log.total) == (6, 4)
    assert Frontier(log.size, log.frontier).root() == naive_root(leaves)


@pytest.mark.django_db
def test_a_receipt_from_before_a_rotation_of_keys_still_opens_the_withdrawal(open_petition, deliver, settings):
    [row] = crowd(open_petition, 1)
    deliver()
    settings.INDEX_KEYS = {"i2": base64.b64encode(b"j" * 32).decode(), **settings.INDEX_KEYS}
    settle_signatures("withdraw", Signature.objects.filter(pk=row.pk), by=participant("x"))
    deliver()
    assert len(set(TallyEntry.objects.values_list("commitment", flat=True))) == 1


@pytest.mark.django_db
def test_what_has_no_signature_gets_a_commitment_nobody_can_open(open_petition):
    add_entries(open_petition, 2, counted_class="paper")
    fold(open_petition.pk)
    marks = set(TallyEntry.objects.values_list("commitment", flat=True))
    assert sorted(map(len, marks)) == [64, 64]


@pytest.mark.django_db
def test_entries_that_a_version_before_has_folded_come_into_the_log_and_are_not_counted_again(open_petition):
    now = clock.now()
    add_entries(open_petition, 3, folded_at=now)
    Tally.objects.create(petition=open_petition, counted_class="online", count=3)
    Petition.objects.update(signature_count=3)
    add_entries(open_petition, 2)
    assert fold(open_petition.pk) == 5
    assert Tally.objects.aggregate(n=Sum("count"))["n"] == 5
    log = CountLog.objects.get()
    assert (log.size, log.total) == (5, 5)


@pytest.mark.django_db
def test_the_schedule_folds_what_no_event_has_folded(make_petitions):
    petitions = make_petitions(3)
    for petition in petitions:
        add_entries(petition, 4)
    assert (fold_backlog(), fold_backlog()) == (3, 0)
    assert set(Petition.objects.values_list("signature_count", flat=True)) == {4}


@pytest.mark.django_db
def test_a_count_below_zero_is_refused_and_nothing_of_it_is_folded(open_petition):
    add_entries(open_petition, 2)
    fold(open_petition.pk)
    add_entries(open_petition, 3, delta=-1, reason="withdraw")
    with pytest.raises(IntegrityError), transaction.atomic():
        fold(open_petition.pk)
    assert Petition.objects.get().signature_count == 2
    assert TallyEntry.objects.filter(sequence=None).count() == 3


@pytest.mark.django_db
def test_the_database_refuses_two_entries_at_one_place(open_petition):
    add_entries(open_petition, 1, sequence=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_entries(open_petition, 1, sequence=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("which", "facts"),
    [("all", {}), ("here", {"area": True}), ("verified", {"counted_class": "verified"})],
)
def test_a_threshold_counts_its_own_class(make_petition, parliament, which, facts):
    petition = make_petition()
    parliament.kind.thresholds.filter(key="answer").update(counted=which)
    if facts.get("area"):
        facts = {"area": parliament.areas["SLT"]}
    add_entries(petition, 9, **facts)
    if which != "all":
        add_entries(petition, 20)  # of no such class
    fold(petition.pk)
    assert Milestone.objects.filter(threshold__key="answer").count() == 0
    add_entries(petition, 1, **facts)
    fold(petition.pk)
    assert Milestone.objects.filter(threshold__key="answer").count() == 1


@pytest.mark.django_db
def test_a_checkpoint_at_each_threshold_each_hour_and_at_the_end(open_petition, deliver):
    def sizes():
        return [(row.reason, row.size, row.total) for row in Checkpoint.objects.order_by("size")]

    add_entries(open_petition, 10)
    fold(open_petition.pk)
    assert sizes() == [("threshold", 10, 10)]
    assert checkpoint_grown() == 0
    add_entries(open_petition, 3)
    fold(open_petition.pk)
    assert (checkpoint_grown(), checkpoint_grown()) == (1, 0)
    add_entries(open_petition, 1)
    Petition.objects.update(closes_at=clock.now() - timedelta(days=2))
    from petitions.actions import close_petitions

    close_petitions()
    deliver()
    assert sizes() == [("threshold", 10, 10), ("hour", 13, 13), ("close", 14, 14)]


@pytest.mark.django_db
def test_a_checkpoint_is_a_signed_note_that_a_change_of_one_letter_breaks(open_petition):
    add_entries(open_petition, 3)
    fold(open_petition.pk)
    note = checkpoint_now(open_petition.pk, "hour").note
    origin = origin_of(open_petition.public_id)
    [key] = verifier_keys(origin)
    [read] = read_checkpoints(note)
    assert (read.origin, read.size, read.total, read.is_signed_by([key])) == (origin, 3, 3, True)
    forged = note.replace("total 3", "total 4")
    assert read_checkpoints(forged)[0].is_signed_by([key]) is False
    assert note.splitlines()[:2] == [origin, "3"]
    assert note.splitlines()[-1].startswith(f"— {origin} ")


@pytest.mark.django_db
def test_without_a_key_nothing_is_signed_and_check_refuses(open_petition, settings):
    from petitions.checks import checkpoints_can_be_signed

    assert checkpoints_can_be_signed() == []
    settings.COUNT_KEYS = {}
    assert [error.id for error in checkpoints_can_be_signed()] == ["petitions.E001"]
    add_entries(open_petition, 10)
    assert fold(open_petition.pk) == 10
    assert Checkpoint.objects.count() == 0


@pytest.mark.django_db
def test_the_fold_takes_as_many_queries_for_one_entry_as_for_a_hundred(
    open_petition, parliament, django_assert_num_queries
):
    from django.test.utils import CaptureQueriesContext

    add_entries(open_petition, 5, area=parliament.areas["SLT"])
    fold(open_petition.pk)
    many = []
    for how_many in (1, 100):
        add_entries(open_petition, how_many, delta=0, area=parliament.areas["SLT"])
        with CaptureQueriesContext(connection) as seen:
            fold(open_petition.pk)
        many.append(len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]))
    if connection.vendor == "postgresql":
        assert many[0] == many[1]
    assert TallyEntry.objects.filter(sequence=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_folds_at_once_lose_nothing_double_nothing_and_cross_once(open_petition, deliver):
    rounds, folders = 8, 4
    start = threading.Barrier(folders)
    errors = []

    def run():
        try:
            for _turn in range(rounds):
                start.wait(60)
                fold(open_petition.pk)
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)
            start.abort()
        finally:
            connection.close()

    add_entries(open_petition, 60)
    threads = [threading.Thread(target=run) for _folder in range(folders)]
    for thread in threads:
        thread.start()
    for _turn in range(20):
        add_entries(open_petition, 3)
    for thread in threads:
        thread.join()
    assert errors == []
    assert fold(open_petition.pk) == 120
    assert list(TallyEntry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 121))
    assert Event.objects.filter(verb="milestone.reach").count() == 3
    assert TallyHour.objects.aggregate(n=Sum("delta"))["n"] == 120


@pytest.mark.django_db
def test_enter_tally_asks_once_for_a_crowd(open_petition, django_assert_num_queries):
    rows = crowd(open_petition, 3)
    with django_assert_num_queries(2):
        enter_tally(rows, delta=-1, reason="withdraw")


@pytest.mark.django_db
def test_who_was_held_counts_in_the_hour_of_the_confirmation(open_petition, staff):
    [row] = crowd(open_petition, 1)
    row.confirmed_at = clock.now() - timedelta(hours=5)
    enter_tally([row], delta=1, reason="release", at_confirmation=True)
    assert TallyEntry.objects.get(reason="release").at == row.confirmed_at
    assert who("clerk", open_petition, staff).kind == "user"
