"""Programs written for petition.parliament.uk: what went in as its files comes out as they say, page by page."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from core import clock
from core.parliament.models import Area, Term
from petitions.models import Petition, Tally
from tests.petitions.helpers import FORM, code_of

pytestmark = pytest.mark.django_db
FILES = (
    "uk-131215-2016-06-27.json", "uk-241584-2019-03-24.json", "uk-700143-2024-11-24.json", "uk-200012-rejected.json",
)  # fmt: skip
# What each year's file does not have yet, and what it has that depends on a person or on the host.
NEWER = {"committee_note", "departments", "topics", "closing_date", "signatures_by_region", "opened_at",
         "other_parliamentary_business"}  # fmt: skip


@pytest.fixture
def anybody():
    """Give a program: no cookies, any language."""
    return Client(headers={"Accept-Language": "ar"})


def said(document):
    """Give the attributes of a document of either form."""
    return (document.get("data") or document)["attributes"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_out_as_it_went_in(shared_data, anybody, parliament, name):
    path = shared_data / "petitions" / name
    went_in = said(json.loads(path.read_text()))
    with clock.frozen(datetime.fromisoformat(went_in["updated_at"])):
        call_command("petition_import", str(path))
        number = Petition.objects.get().number
        answer = anybody.get(f"/petitions/{number}.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    came_out = said(answer.json())
    assert set(came_out) - set(went_in) <= NEWER
    came_out = {name: value for name, value in came_out.items() if name in went_in}
    assert {**came_out, "creator_name": ""} == {**went_in, "creator_name": ""}
    assert came_out["creator_name"] is None
    order = [name for name in came_out if name in went_in and name != "open_at"]
    if "2024" in name:
        assert order == list(went_in)


def test_a_signature_here_moves_the_figures_and_nothing_else(shared_data, client, mails, anybody, parliament):
    path = shared_data / "petitions" / FILES[2]
    went_in = said(json.loads(path.read_text()))
    call_command("petition_import", str(path), reopen_until=clock.today() + timedelta(days=30))
    petition = Petition.objects.get()
    answer = client.post(f"/en/petitions/{petition.number}/sign/", FORM)
    client.post(answer["Location"], {"code": code_of(mails()[-1])})
    mails()
    came_out = said(anybody.get(f"/petitions/{petition.number}.json").json())
    assert came_out["signature_count"] == went_in["signature_count"] + 1
    assert came_out["updated_at"] > went_in["updated_at"]
    countries = sum(row["signature_count"] for row in came_out["signatures_by_country"])
    assert countries == came_out["signature_count"]
    count = anybody.get(f"/petitions/{petition.number}/count.json").json()
    assert count == {
        "signature_count": went_in["signature_count"] + 1,
        "response_threshold_reached_at": went_in["response_threshold_reached_at"], "government_response_at": None,
        "debate_threshold_reached_at": went_in["debate_threshold_reached_at"], "scheduled_debate_date": None,
        "debate_outcome_at": None, "debated": False,
    }  # fmt: skip


def test_the_list_is_followed_to_its_end(anybody, make_petition):
    made = {make_petition("open", action=f"Mend road {turn}").number for turn in range(7)}
    made |= {make_petition("rejected").number}
    make_petition("in_moderation")
    found, pages, address = [], 0, "/petitions.json?count=3"
    while address:
        page = anybody.get(address).json()
        assert (page["links"]["first"], page["links"]["prev"] is None) == (
            "http://localhost:8000/petitions.json?count=3", pages == 0,
        )  # fmt: skip
        found += [row["id"] for row in page["data"]]
        address, pages = page["links"]["next"], pages + 1
    assert (sorted(found), pages) == (sorted(made), 3)
    row = anybody.get("/petitions.json?state=open&q=road%203").json()["data"]
    assert [(one["attributes"]["action"], one["attributes"]["state"]) for one in row] == [("Mend road 3", "open")]
    assert row[0]["links"] == {"self": f"http://localhost:8000/petitions/{row[0]['id']}.json"}


@pytest.mark.parametrize(("state", "found"), [
    ("all", 3), ("open", 1), ("closed", 1), ("rejected", 1), ("awaiting_response", 0), ("debated", 0),
    ("not_debated", 0), ("nonsense", 3),
])  # fmt: skip
def test_the_list_knows_that_site_s_states(anybody, make_petition, state, found):
    for one in ("open", "closed", "rejected", "hidden"):
        make_petition(one)
    assert len(anybody.get("/petitions.json", {"state": state}).json()["data"]) == found


def test_what_is_of_an_earlier_term_stands_in_the_archive(anybody, parliament, make_petition):
    old, new = make_petition("closed"), make_petition("closed")
    begun = Term.objects.order_by("-starts_on").first().starts_on
    Petition.objects.filter(pk=old.pk).update(created_at=clock.now() - (clock.today() - begun) - timedelta(days=9))
    archived = anybody.get("/archived/petitions.json").json()
    assert [(row["type"], row["id"]) for row in archived["data"]] == [("archived-petition", old.number)]
    assert [row["id"] for row in anybody.get("/petitions.json").json()["data"]] == [new.number]
    one = anybody.get(f"/archived/petitions/{old.number}.json").json()
    assert one["links"]["self"].endswith(f"/archived/petitions/{old.number}.json")


def test_every_program_may_ask_and_asks_cheaply(anybody, make_petition):
    number = make_petition("open").number
    for address in ("/petitions.json", f"/petitions/{number}.json", f"/petitions/{number}/count.json"):
        first = anybody.get(address)
        assert first["Access-Control-Allow-Origin"] == "*"
        assert "max-age=2" in first["Cache-Control"]
        assert "Set-Cookie" not in first
        again = anybody.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert anybody.post(address).status_code == 405


def test_what_is_not_public_is_not_there(anybody, make_petition):
    for state in ("hidden", "in_moderation"):
        number = make_petition(state).number or 999
        assert anybody.get(f"/petitions/{number}.json").status_code == 404
        assert anybody.get(f"/petitions/{number}/count.json").status_code == 404


def test_a_region_does_not_tell_what_its_constituencies_withhold(anybody, parliament, make_petition, settings):
    settings.SMALLEST_GROUP = 5
    make = Area.objects.create
    near, far = (make(scheme="own", kind="region", code=code, name={"en": code}) for code in ("NEAR", "FAR"))
    petition, areas = make_petition(), parliament.areas
    counts = {"SLT": (near, 120), "NHV": (near, 3), "EDV": (near, 20), "OAK": (far, 4), "WST": (far, 4)}
    for code, (region, total) in counts.items():
        Area.objects.filter(pk=areas[code].pk).update(parent=region)
        Tally.objects.create(petition=petition, area=areas[code], counted_class="online", count=total)
    found = said(anybody.get(f"/petitions/{petition.number}.json").json())
    told = {row["ons_code"]: row["signature_count"] for row in found["signatures_by_constituency"]}
    assert told == {"SLT": 120, "EDV": 20}
    assert [(row["ons_code"], row["signature_count"]) for row in found["signatures_by_region"]] == [("NEAR", 140)]


def test_the_last_day_is_that_of_the_house(anybody, make_petition, settings):
    """In New York the first of March lasts until five o'clock of the second in London."""
    settings.PARLIAMENT_TIME_ZONE = "America/New_York"
    petition = make_petition(closes_at=datetime(2099, 3, 2, 4, 59, tzinfo=UTC))
    told = anybody.get(f"/petitions/{petition.number}.json").json()
    assert told["data"]["attributes"]["closing_date"] == "2099-03-01"
