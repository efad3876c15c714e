"""Rivals for one count, on PostgreSQL: merges that cross, sheets that are counted while their people confirm."""

import threading
import time

import pytest
from django.conf import settings
from django.db import connection, transaction

from core.actors import actor_for
from core.errors import DomainError
from petitions import actions
from petitions.actions.confirming import confirm_signatures
from petitions.actions.paper_counting import accept_batch
from petitions.counting import fold
from petitions.models import PaperBatch, Petition, Signature
from tests.petitions.defence.helpers import facts, figures, sign
from tests.petitions.defence.test_paper import batch, check, line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="needs PostgreSQL: threads race"),
]
PATIENCE = 30


def waits_for_a_lock():
    """Wait until another connection waits for a lock that this one holds."""
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def in_a_thread(act):
    """Run something with a connection of its own; gives the thread and where its answer will stand."""
    answer = []

    def run():
        try:
            answer.append(act())
        except DomainError as refusal:
            answer.append(refusal.code)
        except Exception as error:
            answer.append(repr(error))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answer


def test_a_sheet_counted_while_its_signer_confirms_counts_once(open_petition, staff):
    """The confirmation has looked for paper and is not committed yet: the sheet waits for it, and then sees it."""
    [row] = sign(open_petition, [facts(1)])
    made = check(batch(open_petition, staff, [line(1)]), staff)
    by = actor_for(staff["moderator"])
    with transaction.atomic():
        confirm_signatures([row.pk])
        thread, answer = in_a_thread(lambda: accept_batch(PaperBatch.objects.get(pk=made.pk), by=by))
        waits_for_a_lock()
    thread.join(PATIENCE)
    assert answer == [0]
    fold(open_petition.pk)
    assert set(figures(open_petition).values()) == {1}


def test_two_batches_with_one_person_count_once(open_petition, staff):
    """One sheet has the address and the other has not: no unique key stands between them."""
    first = check(batch(open_petition, staff, [line(1, email="p1@example.org")], reference="1"), staff)
    second = check(batch(open_petition, staff, [line(1)], reference="2"), staff)
    by = actor_for(staff["moderator"])
    with transaction.atomic():
        assert accept_batch(first, by=by) == 1
        thread, answer = in_a_thread(lambda: accept_batch(PaperBatch.objects.get(pk=second.pk), by=by))
        waits_for_a_lock()
    thread.join(PATIENCE)
    assert (answer, Signature.objects.filter(state="confirmed").count()) == ([0], 1)


def test_of_two_merges_that_cross_one_is_refused_and_none_hangs(make_petition, staff):
    by = actor_for(staff["clerk"])
    one, two = make_petition(), make_petition()
    with transaction.atomic():
        actions.merge_petition(one, by=by, into=two, reason="The same train.")
        stale = Petition.objects.get(pk=two.pk)
        thread, answer = in_a_thread(lambda: actions.merge_petition(stale, by=by, into=one.number, reason="The same."))
        waits_for_a_lock()
    thread.join(PATIENCE)
    assert answer in (["invalid"], ["wrong_state"])
    assert dict(Petition.objects.values_list("pk", "state")) == {one.pk: "closed", two.pk: "open"}
