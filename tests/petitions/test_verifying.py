"""Both verifiers find an edited, a deleted and an inserted entry, and name the first bad checkpoint.

The same over 1,000,000 entries, with its time: infra/bench/verify.py.
"""

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from core import clock
from core.events.models import Event
from petitions.counting import fold
from petitions.counting.checking import check_counts, faulty_petitions
from petitions.counting.checkpoints import checkpoint_now
from petitions.counting.publishing import PROGRAM, csv_lines, key_lines, log_size
from petitions.counting.reconciling import reconcile
from petitions.counting.verify_count import inclusion_path, root_by_path
from petitions.counting.verifying import notes_of, verify
from petitions.holdings import forget
from petitions.models import Checkpoint, CountLog, Petition, Signature, SignaturePersonal, Tally, TallyEntry, TallyHour
from petitions.receipts import receipt_of
from tests.petitions.count_world import fill

pytestmark = pytest.mark.django_db
EACH = 80
STEP = EACH + EACH // 10 + 5  # entries of one step of `fill`


@pytest.fixture
def counted(open_petition, parliament):
    """Give a petition with about 400 entries and five checkpoints."""
    fill(open_petition, parliament.areas)
    open_petition.refresh_from_db()
    return open_petition


def command(*words):
    """Run `manage.py verify_count`; gives its exit code and its lines."""
    out = StringIO()
    try:
        call_command("verify_count", *words, stdout=out)
    except SystemExit as left:
        return left.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def write_files(petition, folder):
    """Write what an outsider downloads."""
    folder.mkdir(exist_ok=True)
    (folder / "entries.csv").write_text("".join(csv_lines(petition, log_size(petition))), newline="")
    (folder / "checkpoints.txt").write_text(notes_of(petition))
    (folder / "key.txt").write_text(key_lines(petition))
    (folder / "reconciliation.json").write_text(json.dumps(reconcile(petition)))


def outside(folder, *words):
    """Run the file for outsiders, alone: no Django, no project on its path; gives its exit code and its lines."""
    run = subprocess.run(
        [sys.executable, "-I", str(PROGRAM), str(folder), *words], capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    return run.returncode, run.stdout.splitlines()


def test_a_sound_count_passes_both_ways(counted, tmp_path):
    assert command(str(counted.number))[0] == 0
    assert command("--all")[0] == 0
    write_files(counted, tmp_path)
    code, lines = outside(tmp_path)
    assert code == 0
    size = 4 * STEP + 5
    assert lines[0].startswith(
        f"verified: {size:,} entries, {Checkpoint.objects.count()} checkpoints, count {1000 + 4 + 4 * (STEP - 10):,},"
    )


def test_the_program_for_outsiders_knows_nothing_of_django():
    assert "django" not in PROGRAM.read_text().lower()
    assert len(PROGRAM.read_text().splitlines()) <= 400


def edit(petition):
    TallyEntry.objects.filter(petition=petition, sequence=STEP + 7).update(delta=0)


def delete(petition):
    TallyEntry.objects.filter(petition=petition, sequence=STEP + 7).delete()


def insert(petition):
    """Insert one in the middle, and move all later ones up so that no gap shows."""
    later = TallyEntry.objects.filter(petition=petition, sequence__gte=STEP + 7)
    later.update(sequence=F("sequence") + 1_000_000)
    one = TallyEntry.objects.filter(petition=petition).first()
    TallyEntry.objects.create(
        petition=petition, delta=1, reason="confirm", at=one.at, sequence=STEP + 7, commitment="ab" * 32,
        folded_at=one.at,
    )  # fmt: skip
    TallyEntry.objects.filter(sequence__gt=1_000_000).update(sequence=F("sequence") - 999_999)
    CountLog.objects.update(size=F("size") + 1)


def first_bad(lines):
    return [line for line in lines if "first bad checkpoint" in line]


@pytest.mark.parametrize("tamper", [edit, delete, insert], ids=["edited", "deleted", "inserted"])
def test_one_changed_entry_is_found_and_the_first_bad_checkpoint_named(counted, tmp_path, tamper):
    sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
    wanted = min(size for size in sizes if size >= STEP + 7)
    before = max([size for size in sizes if size < wanted])
    tamper(counted)
    code, lines = command(str(counted.number))
    assert code == 1
    [said] = first_bad(lines)
    assert f"the checkpoint of {wanted:,} entries" in said
    assert f"the change lies in the entries {before + 1} to {wanted}" in said
    write_files(counted, tmp_path)
    code, lines = outside(tmp_path)
    assert code == 1
    [said] = first_bad(lines)
    assert f"the checkpoint of {wanted:,} entries" in said


def test_among_a_few_thousand_entries_too(open_petition):
    now = clock.now()
    for step in range(4):
        TallyEntry.objects.bulk_create(
            TallyEntry(petition=open_petition, delta=1, reason="confirm", at=now) for _n in range(1000)
        )
        fold(open_petition.pk)
        checkpoint_now(open_petition.pk, f"step {step}")
    open_petition.refresh_from_db()
    assert verify(open_petition).replay.faults == []
    TallyEntry.objects.filter(sequence=2500).update(commitment="cd" * 32)
    assert verify(open_petition).replay.first_bad == "checkpoint of 3,000 entries"


def forge_checkpoint(petition):
    row = Checkpoint.objects.order_by("size")[1]
    Checkpoint.objects.filter(pk=row.pk).update(note=row.note.replace(f"total {row.total}", f"total {row.total + 1}"))


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (lambda petition: Petition.objects.update(signature_count=F("signature_count") + 1), "the shown count is"),
        (
            lambda petition: Tally.objects.filter(area=None, country="FR").update(count=F("count") + 1),
            "the tallies say",
        ),
        (lambda petition: TallyHour.objects.update(delta=F("delta") + 1), "the tallies by hour"),
        (lambda petition: CountLog.objects.update(total=F("total") + 1), "the log's state says"),
        (lambda petition: CountLog.objects.update(frontier=["00" * 32]), "another root than its entries"),
        (forge_checkpoint, "is not signed with a key that was given"),
        (
            lambda petition: Signature.objects.filter(pk=Signature.objects.filter(state="confirmed").first().pk).update(
                state="pending"
            ),
            "signatures that count",
        ),
    ],
    ids=["shown", "tally", "hour", "log total", "log edge", "checkpoint", "row"],
)
def test_every_other_place_of_the_count_is_compared_too(counted, tamper, words):
    tamper(counted)
    counted.refresh_from_db()
    assert any(words in fault for fault in verify(counted).faults)


def test_a_receipt_is_found_with_its_proof_and_after_a_withdrawal_twice(counted, tmp_path):
    write_files(counted, tmp_path)
    gone = Signature.objects.filter(state="withdrawn").first()
    code, lines = outside(tmp_path, "--receipt", receipt_of(gone.public_id))
    assert code == 0
    assert [line.rpartition(": ")[2] for line in lines if line.startswith("receipt:")] == ["confirm, 1", "withdraw, -1"]
    assert len([line for line in lines if "proven by" in line and "NOT" not in line]) == 2
    assert outside(tmp_path, "--receipt", "A" * 26)[1][0] == "receipt: no entry of this petition belongs to it"
    own = receipt_of(Signature.objects.filter(state="confirmed").first().public_id)
    assert any("proven by" in line for line in command(str(counted.number), "--receipt", own)[1])


def test_a_proof_of_each_leaf_of_each_size_leads_to_the_root():
    from petitions.counting.merkle import Frontier, leaf_hash

    for size in range(1, 20):
        tree, leaves = Frontier(), [str(n).encode() for n in range(size)]
        for leaf in leaves:
            tree.append(leaf)
        hashes = [leaf_hash(leaf) for leaf in leaves]
        assert {root_by_path(hashes[n], inclusion_path(n, hashes)) for n in range(size)} == {tree.root()}


def test_a_key_of_somebody_else_is_refused(counted, tmp_path, settings):
    write_files(counted, tmp_path)
    settings.COUNT_KEYS = {"c9": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}
    (tmp_path / "key.txt").write_text(key_lines(counted))
    code, lines = outside(tmp_path)
    assert code == 1
    assert "is not signed with a key that was given" in lines[0]


def test_a_checkpoint_that_somebody_kept_binds_us(counted, tmp_path):
    """The whole log is made anew, consistently, with one entry less: only the kept checkpoint tells."""
    kept = Checkpoint.objects.order_by("size")[1].note
    Checkpoint.objects.all().delete()
    CountLog.objects.update(size=0, frontier=[], total=0)
    TallyEntry.objects.filter(sequence=3).delete()
    TallyEntry.objects.update(sequence=None)
    fold(counted.pk)
    write_files(counted, tmp_path)
    assert not first_bad(outside(tmp_path)[1])
    (tmp_path / "kept.txt").write_text(kept)
    assert len(first_bad(outside(tmp_path)[1])) == 1


def test_after_anonymising_everything_still_passes_and_nothing_has_moved(counted, tmp_path):
    def state():
        return (
            Petition.objects.get().signature_count,
            sorted(Tally.objects.values_list("area", "country", "counted_class", "count"), key=str),
            sorted(TallyHour.objects.values_list("hour", "delta")),
            list(Checkpoint.objects.values_list("root", "note")),
            CountLog.objects.values_list("size", "frontier", "total").get(),
            {**reconcile(counted), "at": ""},
        )

    before = state()
    assert SignaturePersonal.objects.count() > 0
    forget(list(Signature.objects.values_list("pk", flat=True)))
    assert SignaturePersonal.objects.count() == 0
    assert state() == before
    write_files(counted, tmp_path)
    assert (command(str(counted.number))[0], outside(tmp_path)[0]) == (0, 0)


def test_the_reconciliation_adds_up(counted):
    figures = reconcile(counted)
    size = 4 * EACH + 4 * (EACH // 10) + 7 + 5 + 4
    online = 4 * (STEP - 10)
    assert {key: figures[key] for key in ("received", "pending", "confirmed", "held", "withdrawn")} == {
        "received": size, "pending": 7, "confirmed": online + 4, "held": 5, "withdrawn": 12,
    }  # fmt: skip
    assert figures["invalidated"] == {"total": 8, "by_reason": {"other": 8}}
    counted_parts = figures["counted"]
    assert counted_parts["by_class"] == {"online": online, "imported": 1000, "paper": 4, "verified": 0}
    assert counted_parts["total"] == online + 1004 == counted.signature_count
    assert (counted_parts["with_area"], counted_parts["without_area"]) == (4 * (EACH - 5), 4 * (EACH // 10) + 4 + 1000)
    rows = sum(figures[key] for key in ("pending", "confirmed", "held", "withdrawn")) + figures["invalidated"]["total"]
    assert rows == figures["received"]
    assert counted_parts["total"] == figures["confirmed"] + counted_parts["imported"] - figures["being_counted"]
    assert figures["log"]["size"] == CountLog.objects.get().size


def test_the_nightly_check_alarms_until_it_is_sound_again_and_resets_nothing(counted):
    assert (check_counts(), faulty_petitions()) == (0, [])
    Petition.objects.filter(pk=counted.pk).update(signature_count=F("signature_count") + 5)
    assert check_counts() == 1
    assert faulty_petitions() == [str(counted.public_id)]
    assert Petition.objects.get(pk=counted.pk).signature_count == counted.signature_count + 5
    event = Event.objects.get(verb="petition.count_fault")
    assert event.data["first"].startswith("the shown count is")
    Petition.objects.filter(pk=counted.pk).update(signature_count=counted.signature_count)
    assert (check_counts(), faulty_petitions()) == (0, [])
    assert Event.objects.filter(verb__in=["petition.count_fault", "petition.count_sound"]).count() == 2
    assert connection.in_atomic_block
