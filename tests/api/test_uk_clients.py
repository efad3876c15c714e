"""What programs written for petition.parliament.uk need, restated as ours (docs/uk-clients.md: their real runs)."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from core import clock
from core.parliament.models import Area
from petitions.models import Milestone, PetitionStep, Tally

pytestmark = pytest.mark.django_db
# What the TypeScript library turns into dates, and throws at where it is none.
MOMENTS = ("created_at", "government_response_at", "response_threshold_reached_at", "debate_threshold_reached_at")


def path_of(address):
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def pages(client, address):
    """Follow `links.next` to the end, as every crawler does."""
    while address:
        answer = client.get(path_of(address)).json()
        yield answer
        address = answer["links"]["next"]


@pytest.fixture
def house(make_petitions, settings):
    settings.SMALLEST_GROUP = 5
    made = make_petitions(12) + make_petitions(4, state="closed") + make_petitions(3, state="rejected")
    area = Area.objects.filter(kind="constituency").first()
    Tally.objects.bulk_create(
        Tally(petition=petition, area=area, counted_class="online", count=20) for petition in made[:16]
    )
    return made


def test_paging_can_be_followed_to_the_end_and_back(client, house):
    found = list(pages(client, "/petitions.json?state=all&count=5"))
    assert [len(page["data"]) for page in found] == [5, 5, 5, 4]
    ids = [row["id"] for page in found for row in page["data"]]
    assert sorted(ids) == sorted(petition.number for petition in house)
    assert (found[0]["links"]["prev"], found[-1]["links"]["next"]) == (None, None)
    back, address = [], found[-1]["links"]["self"]
    while address:
        answer = client.get(path_of(address)).json()
        back.append([row["id"] for row in answer["data"]])
        address = answer["links"]["prev"]
    assert [row for page in reversed(back) for row in page] == ids
    assert all(page["links"]["first"] == found[0]["links"]["first"] for page in found)


def test_the_part_behind_the_last_slash_is_an_address_below_the_host(client, house):
    """The TypeScript library asks the host for what stands behind the last slash of `links.next`."""
    following = client.get("/petitions.json?count=5").json()["links"]["next"]
    path = following[following.rindex("/") :]
    assert client.get(path).json() == client.get(path_of(following)).json()


def test_a_dump_finds_the_places_of_open_and_closed_ones_behind_their_own_link(client, house):
    for page in pages(client, "/petitions.json?state=all"):
        for row in page["data"]:
            assert {"state", "updated_at", "action"} <= row["attributes"].keys()
            if row["attributes"]["state"] in {"open", "closed"}:
                whole = client.get(path_of(row["links"]["self"])).json()
                assert whole["data"]["id"] == row["id"]
                assert whole["data"]["attributes"]["signatures_by_constituency"][0]["signature_count"] == 20
                assert whole["links"]["self"] == row["links"]["self"]


def test_updated_at_stays_until_something_changes(client, open_petition):
    def asked():
        return client.get("/petitions.json").json()["data"][0]["attributes"]["updated_at"]

    first = asked()
    assert asked() == first
    open_petition.counted_at = clock.now()
    open_petition.signature_count += 1
    open_petition.save()
    assert asked() > first


def test_every_moment_can_be_read_as_a_date(client, open_petition):
    threshold = open_petition.kind.thresholds.get(duty="respond")
    row = Milestone.objects.create(
        petition=open_petition, threshold=threshold, reached_at=clock.now(), due_on=clock.today(), state="done",
        done_at=clock.now(),
    )  # fmt: skip
    for kind, on in (("answered", clock.today()), ("debate_scheduled", clock.today() + timedelta(days=9))):
        PetitionStep.objects.create(
            petition=open_petition, kind=kind, on=on, recorded_at=clock.now(), words={"en": "Yes.\nAt length."},
            milestone=row if kind == "answered" else None,
        )  # fmt: skip
    facts = client.get(f"/petitions/{open_petition.number}.json").json()["data"]["attributes"]
    for name in MOMENTS:
        if facts[name] is not None:
            datetime.fromisoformat(facts[name])
    assert facts["government_response"]["summary"] == "Yes."
    assert facts["government_response"]["details"] == "Yes.\nAt length."
    assert date.fromisoformat(facts["scheduled_debate_date"]) == clock.today() + timedelta(days=9)


def test_a_poller_gets_a_whole_number_and_may_keep_it_for_two_seconds(client, open_petition):
    answer = client.get(f"/petitions/{open_petition.number}/count.json")
    assert isinstance(answer.json()["signature_count"], int)
    assert answer.headers["Cache-Control"] == "public, max-age=2, stale-while-revalidate=4, stale-if-error=60"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(
        f"/petitions/{open_petition.number}/count.json", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_a_refused_debate_has_an_outcome_and_was_none(client, open_petition):
    PetitionStep.objects.create(petition=open_petition, kind="not_debated", on=clock.today(), recorded_at=clock.now())
    count = client.get(f"/petitions/{open_petition.number}/count.json").json()
    assert (count["debate_outcome_at"] is not None, count["debated"]) == (True, False)
    assert client.get(f"/petitions/{open_petition.number}.json").json()["data"]["attributes"]["debate"] is None


def test_a_place_lists_what_it_signs_most(client, house):
    area = Area.objects.filter(kind="constituency").first()
    answer = client.get(f"/petitions/local/{area.code}.json").json()
    assert (answer["ons_code"], len(answer["petitions"])) == (area.code, 12)
    assert answer["petitions"][0]["constituency_signature_count"] == 20
    assert len(client.get(f"/petitions/local/{area.code}/all.json").json()["petitions"]) == 16
