"""No door makes an illegal move: every pair of state and verb of three life cycles, by page, API and back office."""

import json
from itertools import count

import pytest
from django.urls import reverse

from api.desks import DESKS
from cms.backoffice.base import queues
from core import clock
from core.actors import actor_for
from core.events.models import Event
from core.verification.actions import open_challenge, set_secrets
from petitions.actions.signing import PURPOSE
from petitions.lifecycle import MILESTONE, PETITION, SIGNATURE
from petitions.links import manage_signature_key
from petitions.models import Milestone, Petition, Signature, TallyEntry
from petitions.states import MilestoneState, PetitionState, SignatureState

pytestmark = pytest.mark.django_db
VERBS = sorted({row.verb for cycle in (PETITION, MILESTONE, SIGNATURE) for row in cycle.moves})
_keys = count(1)


def is_legal(cycle, state, verb, actor, record):
    """Ask the table alone: a row from this state that this person may fire."""
    return any(row.verb == verb and state in row.sources and row.may(actor, record) for row in cycle.moves)


def illegal(cycle, record, actor):
    return [verb for verb in VERBS if not is_legal(cycle, record.state, verb, actor, record)]


def stands(record):
    """Give what a move would change: the state as stored, and the moves on record (looks do not count)."""
    kind = type(record)
    moves = Event.objects.filter(subject_id=record.public_id).exclude(to_state="")
    return kind.objects.get(pk=record.pk).state, moves.count()


def make(resource, state, make_petition):
    if resource == "petitions":
        return make_petition(state=state)
    petition = make_petition()
    threshold = petition.kind.thresholds.get(key="answer")
    return Milestone.objects.create(
        petition=petition, threshold=threshold, state=state, reached_at=clock.now(), due_on=clock.today()
    )


RECORDS = [("petitions", state) for state in PetitionState.values]
RECORDS += [("milestones", state) for state in MilestoneState.values]


@pytest.mark.parametrize(("resource", "state"), RECORDS)
def test_by_api(client, make_petition, staff, resource, state):
    record, actor = make(resource, state, make_petition), actor_for(staff["clerk"])
    client.force_login(staff["clerk"])
    desk, before = DESKS[resource], stands(record)
    verbs = illegal(desk.lifecycle, record, actor)
    unknown = [verb for verb in verbs if verb not in desk.decide]
    verbs = [verb for verb in verbs if verb in desk.decide] + unknown[:3]  # an unknown word has no address: 404
    path = f"/api/v1/{resource}/{record.public_id}/actions/"
    answers = {
        verb: client.post(
            f"{path}{verb}/", json.dumps({"reason": "x", "outcome": "Done."}), content_type="application/json",
            HTTP_SEC_FETCH_SITE="same-origin",
        ).status_code
        for verb in verbs
    }  # fmt: skip
    assert {verb: status for verb, status in answers.items() if not 400 <= status < 500} == {}
    assert stands(record) == before


@pytest.mark.parametrize(("resource", "state"), RECORDS)
def test_by_the_back_office(client, make_petition, staff, resource, state):
    """All verbs by the list of moves that the screen fires from; one of them, posted, is refused with 409 or 403."""
    record, actor = make(resource, state, make_petition), actor_for(staff["clerk"])
    [queue] = [queue for queue in queues() if queue.key == resource]
    verbs = illegal(queue.lifecycle, record, actor)
    assert {row.verb for row in queue.moves(actor, record)} & set(verbs) == set()
    client.force_login(staff["clerk"])
    before = stands(record)
    for verb in [verb for verb in verbs if verb in queue.decide][:2]:
        answer = client.post(reverse("backoffice_item", args=[resource, record.pk]), {"verb": verb, "reason": "x"})
        assert answer.status_code in {403, 404, 409}
    assert stands(record) == before


@pytest.mark.parametrize("state", SignatureState.values)
def test_signatures_by_their_pages(client, open_petition, state):
    """The mailed link, and the signer's own page: only what the table lets a signer do from this state happens."""

    def fresh():
        return Signature.objects.create(
            petition=open_petition, person_key=f"k{next(_keys)}", state=state, created_at=clock.now()
        )

    linked, withdrawn, returned = fresh(), fresh(), fresh()
    challenge = open_challenge(PURPOSE, linked.public_id, language="en")
    client.post(reverse("petitions:signature_confirm_link", args=[set_secrets(challenge).token]))
    client.post(reverse("petitions:signature_withdraw", args=[manage_signature_key(withdrawn)]))
    client.post(reverse("petitions:signature_return", args=[manage_signature_key(returned)]))
    after = [Signature.objects.get(pk=row.pk).state for row in (linked, withdrawn, returned)]
    assert after == [
        "confirmed" if state == "pending" else state,
        "withdrawn" if state in {"confirmed", "held", "withdrawn"} else state,
        "confirmed" if state == "withdrawn" else state,
    ]
    moved = [row for row, now in zip((linked, withdrawn, returned), after, strict=True) if now != state]
    counted = [row.pk for row in moved if state != "held"]
    assert sorted(TallyEntry.objects.values_list("signature", flat=True)) == sorted(counted)


@pytest.mark.parametrize("state", PetitionState.values)
def test_petitions_by_the_petitioners_page(client, make_petition, state):
    from petitions.actions.starting import manage_digest, manage_key

    petition = make_petition(state=state)
    key = manage_key(petition)
    Petition.objects.filter(pk=petition.pk).update(manage_hash=manage_digest(key))
    answer = client.post(reverse("petitions:petition_withdraw", args=[key]), {"sure": "on"})
    legal = any(row.verb == "withdraw" and state in row.sources for row in PETITION.moves)
    now = Petition.objects.get().state
    assert now == state or (legal and now == "withdrawn")
    assert legal or answer.status_code >= 400 or now == state


def test_a_planted_door_that_writes_the_state_is_seen(make_petition, staff):
    record = make_petition(state="closed")
    before = stands(record)
    Petition.objects.filter(pk=record.pk).update(state="open")
    assert stands(record) != before
