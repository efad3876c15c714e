"""Real petitions of another parliament come in, with their counts as an opening balance."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.urls import reverse

from core import clock
from core.search.backend import Asked
from core.search.searching import find
from petitions.models import ImportedPetition, Petition, Tally, TallyEntry
from tests.petitions.helpers import FORM, code_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]
FILES = {
    "uk-131215-2016-06-27.json": "closed",
    "uk-241584-2019-03-24.json": "closed",
    "uk-700143-2024-11-24.json": "closed",
    "uk-200012-rejected.json": "rejected",
}


def facts_of(path):
    """Read a file in this test's own way: number, count, action, sums by constituency and country."""
    document = json.loads(path.read_text())
    item = document.get("data", document)
    facts = item["attributes"]
    places = {row["ons_code"]: row["signature_count"] for row in facts.get("signatures_by_constituency", [])}
    countries = {row["code"]: row["signature_count"] for row in facts.get("signatures_by_country", [])}
    abroad = {"AQ" if code == "BAT" else code: number for code, number in countries.items() if code != "GB"}
    return int(item["id"]), facts["signature_count"], facts["action"], places, abroad


def bring_in(path, **options):
    number, *_rest = facts_of(path)
    call_command("petition_import", str(path), **options)
    return Petition.objects.get(number=number)


@pytest.mark.parametrize("name", FILES)
def test_counts_are_those_of_the_file(shared_data, client, deliver, parliament, name, capsys):
    path = shared_data / "petitions" / name
    number, count, action, places, abroad = facts_of(path)
    petition = bring_in(path)
    deliver()
    assert (petition.state, petition.signature_count, petition.action) == (FILES[name], count, action)
    assert (TallyEntry.objects.aggregate(n=Sum("delta"))["n"] or 0) == count
    by_area = Tally.objects.filter(area__isnull=False).values_list("area__code", "count")
    assert dict(by_area) == {code: n for code, n in places.items() if n}
    by_country = dict(Tally.objects.filter(area__isnull=True).values_list("country", "count"))
    assert {code: by_country[code] for code in abroad if abroad[code]} == {c: n for c, n in abroad.items() if n}
    assert str(count) in capsys.readouterr().out
    page = client.get(petition.get_absolute_url()).content.decode()
    assert f"{count:,}" in page
    listed = client.get(reverse("petitions:petition_list"), {"state": FILES[name]}).content.decode()
    assert petition.get_absolute_url() in listed
    assert petition.public_id in {hit.document.uuid for hit in find(Asked(text=action, reader="en")).hits}
    answer = client.get(f"/api/v1/petitions/{number}/").json()
    assert (answer["signatures"], answer["action"]) == (count, action)


@pytest.mark.parametrize("name", [name for name, state in FILES.items() if state == "closed"])
def test_reopened_and_signed_it_shows_one_more(shared_data, client, mails, parliament, name):
    path = shared_data / "petitions" / name
    _number, count, action, *_rest = facts_of(path)
    until = clock.today() + timedelta(days=30)
    petition = bring_in(path, reopen_until=until)
    mails()
    assert petition.state == "open"
    assert petition.closes_at.astimezone(clock.parliament_zone()).date() == until
    answer = client.post(reverse("petitions:petition_sign", args=[petition.number]), FORM)
    assert client.post(answer.url, {"code": code_of(mails()[-1])}).status_code == 302
    mails()
    assert f"{count + 1:,}" in client.get(petition.get_absolute_url()).content.decode()
    assert client.get(f"/api/v1/petitions/{petition.number}/").json()["signatures"] == count + 1
    (hit,) = (hit for hit in find(Asked(text=action, reader="en")).hits if hit.document.uuid == petition.public_id)
    assert (hit.document.state, hit.document.is_open) == ("open", True)


def test_the_same_file_comes_in_once(shared_data, parliament):
    path = shared_data / "petitions" / "uk-241584-2019-03-24.json"
    bring_in(path)
    with pytest.raises(CommandError, match="241584"):
        bring_in(path)
    assert (Petition.objects.count(), ImportedPetition.objects.count()) == (1, 1)


def test_a_rejected_one_does_not_open_again(shared_data, parliament):
    path = shared_data / "petitions" / "uk-200012-rejected.json"
    with pytest.raises(CommandError):
        call_command("petition_import", str(path), reopen_until=clock.today())
    assert Petition.objects.count() == 0


def test_a_rejected_one_shows_its_rule(shared_data, client, parliament):
    path = shared_data / "petitions" / "uk-200012-rejected.json"
    item = json.loads(path.read_text())
    rejection = item.get("data", item)["attributes"]["rejection"]
    petition = bring_in(path)
    assert petition.rejection_reason.code == rejection["code"]
    assert str(petition.rejection_reason.title) in client.get(petition.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"data": {"type": "bill"}}', '{"type": "petition", "attributes": {}}']
)
def test_what_is_no_petition_is_refused_in_words(parliament, tmp_path, text):
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("petition_import", str(file))
    assert Petition.objects.count() == 0


def test_a_file_that_is_not_there(parliament, tmp_path):
    with pytest.raises(CommandError, match="cannot read"):
        call_command("petition_import", str(tmp_path / "absent.json"))
