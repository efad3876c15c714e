"""Steps, outcomes and duties at the API: everybody reads, the petitions' clerks record."""

from datetime import date, timedelta

import pytest

from core import clock
from petitions.models import Milestone, PetitionStep

pytestmark = pytest.mark.django_db
STEP = {"kind": "answered", "words": {"en": "The Government answers."}, "document_url": "https://p.example/a.pdf"}


def path_of(petition, what):
    """Give the address of a list of one petition."""
    return f"/api/v1/petitions/{petition.number}/{what}/"


def sent(client, petition, what, body):
    """Post JSON."""
    return client.post(path_of(petition, what), body, content_type="application/json")


def test_a_clerk_records_and_everybody_reads(client, staff, open_petition):
    threshold = open_petition.kind.thresholds.get(duty="respond")
    due = clock.today() - timedelta(days=1)
    Milestone.objects.create(petition=open_petition, threshold=threshold, reached_at=clock.now(), due_on=due)
    (late,) = client.get("/api/v1/milestones/?state=overdue").json()["results"]
    assert (late["petition"], late["duty"], late["due_on"]) == (open_petition.number, "respond", due.isoformat())
    assert late["state"] == "overdue"
    owed = {state: client.get(f"/api/v1/milestones/?state={state}").json()["results"] for state in ("due", "owed")}
    assert owed == {"due": [], "owed": [late]}
    step = {**STEP, "on": clock.today().isoformat()}
    assert sent(client, open_petition, "steps", step).status_code == 401
    client.force_login(staff["comms"])
    assert sent(client, open_petition, "steps", step).status_code == 403
    client.force_login(staff["clerk"])
    made = sent(client, open_petition, "steps", step)
    assert (made.status_code, made.json()["kind"]) == (201, "answered")
    corrected = sent(client, open_petition, "steps", {**step, "words": {"en": "Right."}, "corrects": made.json()["id"]})
    assert corrected.json()["corrects"] == made.json()["id"]
    rows = client.get(path_of(open_petition, "steps")).json()
    assert [(row["id"], row["corrects"]) for row in rows] == [(corrected.json()["id"], made.json()["id"])]
    assert client.get("/api/v1/milestones/?state=overdue").json()["results"] == []
    outcomes = [{"request": {"en": "Trains"}, "verdict": "partly", "words": {"en": "Some."}}]
    assert sent(client, open_petition, "outcomes", outcomes).status_code == 201
    (row,) = client.get(path_of(open_petition, "outcomes")).json()
    assert (row["position"], row["verdict"]) == (1, "partly")


def test_faults_are_named_by_field_and_nothing_is_kept(client, staff, open_petition):
    client.force_login(staff["clerk"])
    bad = {**STEP, "on": date(2999, 1, 1).isoformat(), "words": {}, "document_url": "javascript:x"}
    answer = sent(client, open_petition, "steps", bad)
    assert answer.status_code == 400
    assert {row["field"] for row in answer.json()["fields"]} == {"on", "words", "document_url"}
    assert not PetitionStep.objects.exists()
