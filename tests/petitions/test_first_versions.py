"""A petition from before versions were kept, or from another site, has its text as a version too, as old as it is."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from core.privacy.erasing import erase
from petitions.actions import import_petition
from petitions.actions.versions import ensure_version, text_digest
from petitions.models import PetitionVersion
from petitions.models.petitions import Words
from petitions.shapes import read_petition
from tests.petitions.helpers import who

pytestmark = pytest.mark.django_db
DOCUMENT = {
    "type": "petition", "id": 5,
    "attributes": {
        "state": "closed", "signature_count": 3, "action": "Bring back the train", "background": "It left.",
        "created_at": "2016-01-01T00:00:00Z", "opened_at": "2016-02-01T00:00:00Z", "closed_at": "2016-08-01T00:00:00Z",
    },
}  # fmt: skip


def keep_first_versions():
    """Run what the migration runs."""
    import_module("petitions.migrations.0010_first_versions").keep_first_versions(apps, None)


def test_the_migration_keeps_what_stands_once_and_draws_no_draft(make_petition):
    open_, rejected = make_petition(), make_petition(state="rejected")
    waits, _draft = make_petition(state="in_moderation"), make_petition(state="draft")
    known = ensure_version(make_petition(), is_public=True)
    for _again in range(2):
        keep_first_versions()
    rows = {row.petition_id: row for row in PetitionVersion.objects.exclude(pk=known.pk)}
    assert {pk: row.published_at for pk, row in rows.items()} == {
        open_.pk: open_.opened_at, rejected.pk: rejected.rejected_at, waits.pk: None,
    }  # fmt: skip
    words = Words(open_.language, open_.action, open_.background, open_.details)
    assert (rows[open_.pk].digest, rows[open_.pk].number) == (text_digest(words), 1)


def test_a_correction_of_an_old_petition_stands_beside_the_text_as_old_as_it_was(client, open_petition, staff):
    from petitions.actions import correct_petition

    keep_first_versions()
    correct_petition(
        open_petition, by=who("clerk", open_petition, staff), action="Bring back two night trains",
        background="Many of us work at night.", details="", note="It was two.",
    )  # fmt: skip
    found = client.get(reverse("api_petition_versions", args=[open_petition.number])).json()
    assert [(row["number"], row["action"]) for row in found] == [
        (1, open_petition.action), (2, "Bring back two night trains"),
    ]  # fmt: skip
    first = PetitionVersion.objects.get(number=1)
    assert first.published_at == open_petition.opened_at


def test_what_is_brought_over_has_its_text_as_a_version(client, parliament):
    petition = import_petition(read_petition(DOCUMENT))
    [row] = client.get(reverse("api_petition_versions", args=[petition.number])).json()
    assert (row["action"], row["published_at"][:10]) == ("Bring back the train", "2016-02-01")


def test_a_text_from_which_a_person_was_taken_out_still_has_the_digest_of_what_is_given(client, make_petition):
    petition = make_petition(petitioner_name="Marta Lind", details="Write to marta.lind@example.org, says Marta Lind.")
    ensure_version(petition, is_public=True)
    erase(petition.petitioner.email)
    [row] = client.get(reverse("api_petition_versions", args=[petition.number])).json()
    assert "Marta" not in row["details"]
    words = Words(row["language"], row["action"], row["background"], row["details"])
    assert row["digest"] == text_digest(words)
