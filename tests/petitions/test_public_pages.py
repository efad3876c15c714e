"""Pages that everybody reads: the petition in six queries, its figures twice, lists that narrow alike everywhere."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core import clock
from core.parliament.models import Area
from petitions import figures, listing, presenting
from petitions.models import (
    Milestone,
    PetitionStep,
    PetitionTranslation,
)
from tests.petitions.public_world import areas, count, grow, reach, whole

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_petition_page_asks_six_times_with_all_that_it_can_show(client, open_petition, language):
    path = f"/{language}/petitions/{whole(open_petition).number}/?in={areas()[0].code}"
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(path).content.decode()
    assert len(queries) <= 6, "\n".join(query["sql"][:150] for query in queries)
    assert "We agree." in html
    assert ("Le train de nuit" in html) == (language == "fr")


def test_the_map_and_its_table_hold_the_same_figures(client, open_petition, settings):
    settings.SMALLEST_GROUP = 5
    first, second, third = areas()[:3]
    count(open_petition, (first, 40), (second, 1260), (third, 3))
    context = client.get(f"/en/petitions/{open_petition.number}/").context
    html = client.get(f"/en/petitions/{open_petition.number}/").content.decode()
    cells = {cell["short"]: cell["text"] for cell in context["map"]["cells"]}
    table = {row[1]: row[3] for row in context["map"]["table"]}
    assert cells == table
    drawn = dict(re.findall(r'font-size="10.5">([^<]*)</text><text[^>]*font-weight="600">([^<]*)</text>', html))
    assert drawn == table
    shown = dict(re.findall(r"<td>(\w+)</td><td[^>]*>([^<]*)</td>", html))
    assert (shown[first.code], shown[second.code], shown[third.code]) == ("40", "1,260", "under 5")
    assert ">3<" not in html.partition('id="where"')[2].partition("</section>")[0]


def map_of(client, petition, language="en"):
    """Give the map of a petition's page, and the part of the page on which it stands."""
    answer = client.get(f"/{language}/petitions/{petition.number}/")
    return answer.context["map"], answer.content.decode().partition('id="where"')[2].partition("</section>")[0]


def test_the_shades_of_the_map_part_what_differs(client, open_petition, settings):
    settings.SMALLEST_GROUP = 5
    counts = [5, 6, 7, 8, 20, 200, 410]
    Area.objects.update(electorate=200_000)
    count(open_petition, *zip(areas(), counts, strict=False))
    found, _html = map_of(client, open_petition)
    levels = {cell["text"]: cell["level"] for cell in found["cells"]}
    assert levels["2.05"] > levels["1.00"] > levels["0.03"]
    lows = [words.partition("–")[0] for _shade, words in found["key"]]
    assert lows == sorted(set(lows))
    ends = [end for _shade, words in found["key"] for end in words.split("–")]
    assert len(ends) == len(set(ends)), "two lines of the key share an end"
    assert {shade for shade, _words in found["key"]} == set(levels.values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_not_told_has_a_sign_of_its_own(client, open_petition, settings, language):
    settings.SMALLEST_GROUP = 5
    first, second = areas()[:2]
    Area.objects.update(electorate=100_000)
    count(open_petition, (first, 40), (second, 3))
    found, html = map_of(client, open_petition, language)
    cells = {cell["short"]: cell for cell in found["cells"]}
    assert cells[second.code]["text"] == "–"
    assert cells[second.code]["level"] not in {cells[first.code]["level"], cells[areas()[2].code]["level"]}
    assert [row["code"] for row in found["highest"]] == [first.code]
    assert "·" not in re.sub(r"<form.*?</form>", "", html, flags=re.S)
    assert found["key"][0][0] == 0
    assert "–" in found["key"][0][1]


def test_a_map_of_one_figure_has_no_key(client, open_petition):
    Area.objects.update(electorate=100_000)
    count(open_petition, *((area, 100) for area in areas()))
    assert map_of(client, open_petition)[0]["key"] == []


def test_a_map_that_may_tell_nothing_lists_no_highest(client, open_petition, settings):
    settings.SMALLEST_GROUP = 5
    Area.objects.update(electorate=100_000)
    count(open_petition, *((area, 3) for area in areas()))
    found, html = map_of(client, open_petition)
    assert (len(found["key"]), found["highest"]) == (1, [])
    assert "Highest" not in html


@pytest.mark.parametrize(("days", "between"), [(2, 0), (30, 2), (200, 2), (700, 3)])
def test_the_time_along_the_curve_names_days_between_its_ends(open_petition, days, between):
    count(open_petition, (areas()[0], 100))
    open_petition.opened_at, open_petition.closed_at = clock.now() - timedelta(days=days), clock.now()
    axis = presenting.axis_of(open_petition)
    ticks = presenting.curve(open_petition, axis, [(0, 100)])["ticks"]
    assert len(ticks) == between + 2
    places = [0, *(at for at, _words in ticks[1:-1]), 1]
    assert all(later - sooner >= 0.2 for sooner, later in pairwise(places)) or not between


def test_the_curve_and_its_table_hold_the_same_figures(client, open_petition):
    count(open_petition, (areas()[0], 100))
    grow(open_petition, (200, 30), (50, 55), (3, 15))
    answer = client.get(f"/en/petitions/{open_petition.number}/")
    curve = answer.context["curve"]
    assert [figure for _at, figure in curve["points"]] == [figure for _at, figure in curve["rows"]]
    assert [curve["points"][0][1], curve["points"][-1][1]] == [0, 100]
    assert len(curve["points"]) <= presenting.charts.MOST_POINTS + 3
    html = answer.content.decode()
    line = re.search(r'class="line" points="([^"]*)"', html)[1].split()
    rows = re.findall(r"<tr><th scope=\"row\"><time[^>]*>[^<]*</time></th><td class=\"n-col\">([\d,]+)</td></tr>", html)
    assert len(line) == len(rows)
    top = max([100, *(figure for figure, _words in curve["goals"])])
    heights = [round(230 - (230 - 34) * int(row.replace(",", "")) / top) for row in rows]
    assert [int(point.split(",")[1]) for point in line] == heights


def test_what_was_brought_over_stands_at_the_start_of_the_curve(open_petition):
    count(open_petition, (areas()[0], 500))
    grow(open_petition, (5, 20))
    axis = presenting.axis_of(open_petition)
    curve = presenting.curve(open_petition, axis, figures.growth(open_petition, axis.since, axis.width))
    assert [curve["points"][0][1], curve["points"][-1][1]] == [480, 500]


def test_a_constituency_is_compared_with_the_country(client, open_petition):
    first, second = areas()[:2]
    Area.objects.filter(pk__in=[first.pk, second.pk]).update(electorate=1000)
    Area.objects.exclude(pk__in=[first.pk, second.pk]).update(scheme="old")
    count(open_petition, (first, 40), (second, 60))
    html = client.get(f"/en/petitions/{open_petition.number}/?in={first.code}").content.decode()
    assert f"In {first} 40 people have signed, 40 for each 1,000 electors; in the whole country it is 50." in html
    assert 'class="me"' in html or " me" in html.partition("<svg")[2]


def test_a_postcode_leads_to_the_constituency_and_stands_in_no_address(client, parliament):
    answer = client.post("/en/petitions/in/", {"postcode": "SL4 2AB"})
    assert answer.status_code == 302
    assert re.fullmatch(r"/en/petitions/in/[A-Z]+/", answer.url)
    assert client.get(answer.url).status_code == 200
    empty = client.post("/en/petitions/in/", {"postcode": "", "constituency": ""})
    assert (empty.status_code, "Enter your postcode, or choose" in empty.content.decode()) == (422, True)
    assert "We do not know" not in empty.content.decode()
    refused = client.post("/en/petitions/in/", {"postcode": "ZZ9 9ZZ"})
    assert (refused.status_code, "We do not know this postcode" in refused.content.decode()) == (422, True)


def test_a_constituency_shows_what_it_signs_most_and_no_small_group(client, make_petition, settings):
    settings.SMALLEST_GROUP = 5
    first, second = areas()[:2]
    few, some, many = (make_petition(action=f"Petition of {word}") for word in ("few", "some", "many"))
    for petition, here in ((few, 4), (some, 5), (many, 50)):
        count(petition, (first, here), (second, 100))
    html = client.get(f"/en/petitions/in/{first.code}/").content.decode()
    assert re.findall(r"Petition of (\w+)", html) == ["many", "some"]
    rows = client.get(f"/api/v1/areas/{first.code}/petitions/?state=open").json()["results"]
    assert [row["signatures_here"] for row in rows] == [50, 5]
    told = client.get(f"/api/v1/petitions/{few.number}/areas/").json()
    assert {row["code"]: row["signatures"] for row in told["areas"]} == {first.code: None, second.code: 100}
    assert told["not_told"] == 4


STATES = ["open", "awaiting_answer", "answered", "awaiting_debate", "debated", "not_debated", "overdue"]


@pytest.fixture
def stages(make_petition):
    made = {name: make_petition(state="closed", action=f"Stage {name}") for name in STATES}
    made["open"].state = "open"
    made["open"].save()
    reach(made["awaiting_answer"])
    reach(made["answered"], state="done")
    reach(made["awaiting_debate"], duty="debate")
    reach(made["debated"], duty="debate", state="done")
    row = reach(made["not_debated"], duty="debate", state="done")
    PetitionStep.objects.create(
        petition=made["not_debated"], milestone=row, kind="not_debated", on=clock.today(), recorded_at=clock.now()
    )
    reach(made["overdue"], duty="consider", state="overdue")
    return made


@pytest.mark.parametrize("state", STATES)
def test_page_and_api_narrow_alike_by_state_and_stage(client, stages, state):
    page = client.get(f"/en/petitions/?state={state}")
    machine = client.get(f"/api/v1/petitions/?state={state}").json()["results"]
    expected = [stages[state].number]
    assert [entry["url"] for entry in page.context["entries"]] == [f"/en/petitions/{n}/" for n in expected]
    assert [row["number"] for row in machine] == expected
    assert listing.facets(listing.Filter()).state[state] == 1


UK = {"awaiting_response": "awaiting_answer", "with_response": "answered", "awaiting_debate": "awaiting_debate",
      "debated": "debated", "not_debated": "not_debated"}  # fmt: skip


@pytest.mark.parametrize("state", UK)
def test_the_older_shape_knows_the_same_stages(client, stages, state):
    rows = client.get(f"/petitions.json?state={state}").json()["data"]
    assert [row["id"] for row in rows] == [stages[UK[state]].number]


def test_the_links_of_a_list_lead_to_the_same_rows_as_data(client, make_petition):
    for turn in range(3):
        make_petition(action=f"Row {turn}", language="fr" if turn else "en")
    page = client.get("/en/petitions/?language=fr&order=newest")
    shown = [re.search(r"\d+", entry["url"])[0] for entry in page.context["entries"]]
    rows = client.get(page.context["data"]["json"]).json()["results"]
    lines = b"".join(client.get(page.context["data"]["csv"]).streaming_content).decode().splitlines()
    assert shown == [str(row["number"]) for row in rows]
    place = lines[0].split(",").index("number")
    assert [line.split(",")[place] for line in lines[1:]] == shown


def test_the_closest_to_a_threshold_come_first(client, make_petition):
    goal = make_petition(state="closed").kind.thresholds.order_by("count").first().count
    far, near = make_petition(signature_count=1), make_petition(signature_count=goal - 1)
    page = client.get("/en/petitions/?order=near")
    assert [entry["url"] for entry in page.context["entries"]] == [
        near.get_absolute_url(), far.get_absolute_url(),
    ]  # fmt: skip
    machine = client.get("/api/v1/petitions/?order=near&state=open").json()["results"]
    assert [row["number"] for row in machine] == [near.number, far.number]


def way_on(client, petition):
    """Give what the glance strip of a petition offers; its anchor stands on the page."""
    answer = client.get(petition.get_absolute_url())
    offer = answer.context["glance"][1]
    assert f'id="{offer["url"][1:]}"' in answer.content.decode()
    return str(offer["value"]), offer["url"]


def test_a_closed_petition_promises_only_what_there_is_to_read(client, make_petition):
    bare, owed, stepped, settled, merged = (make_petition(state="closed") for _one in range(5))
    reach(owed)
    PetitionStep.objects.create(
        petition=stepped, kind="considered", on=clock.today(), words={"en": "Heard."}, recorded_at=clock.now()
    )
    merged.merged_into = bare
    merged.save()
    assert [way_on(client, one) for one in (bare, owed, stepped, whole(settled), merged)] == [
        ("See how far it came", "#next"),
        ("See what is owed to it", "#way"),
        ("Read what came of it", "#way"),
        ("Read what came of it", "#asked"),
        ("Read where it went on", "#merged"),
    ]


def test_rejected_petitions_stand_with_counts_by_reason(client, make_petition, parliament):
    reasons = list(parliament.kind.rejection_reasons.order_by("code"))[:2]
    for reason, times in zip(reasons, (1, 2), strict=True):
        for _turn in range(times):
            make_petition(state="rejected", rejection_reason=reason, rejection_details="Because <b>so</b>.")
    answer = client.get("/en/petitions/rejected/")
    assert [(row["count"], str(row["title"])) for row in answer.context["reasons"]] == [
        (2, str(reasons[1].title)), (1, str(reasons[0].title)),
    ]  # fmt: skip
    assert "Because &lt;b&gt;so&lt;/b&gt;." in answer.content.decode()
    only = client.get(f"/en/petitions/rejected/?reason={reasons[0].code}")
    assert only.context["page"].paginator.count == 1
    counts = client.get("/api/v1/petitions/rejections/").json()
    assert [(row["code"], row["petitions"]) for row in counts] == [(reasons[1].code, 2), (reasons[0].code, 1)]


def test_duties_are_shown_in_public_the_overdue_first(client, stages, make_petition):
    reach(make_petition(state="hidden", action="Hidden one"), state="overdue")
    answer = client.get("/en/petitions/duties/")
    assert [row["title"] for row in answer.context["overdue"]] == ["Stage overdue"]
    assert {row["title"] for row in answer.context["due"]} == {"Stage awaiting_answer", "Stage awaiting_debate"}
    assert "Hidden one" not in answer.content.decode()
    reached = client.get("/en/petitions/reached/")
    assert reached.context["page"].paginator.count == 6
    owed = client.get("/api/v1/milestones/?state=owed").json()["results"]
    assert {row["state"] for row in owed} == {"due", "overdue"}
    assert len(owed) == 3


def test_a_list_of_another_language_says_so(client, open_petition):
    PetitionTranslation.objects.create(petition=open_petition, language="ar", action="قطار الليل")
    with translation.override("ar"):
        html = client.get("/ar/petitions/").content.decode()
    assert '<bdi lang="ar">قطار الليل</bdi>' in html


def test_duties_turn_page_by_page_what_is_late_first(client, make_petition):
    late = [reach(make_petition()) for _turn in range(15)]
    Milestone.objects.update(due_on=clock.today() - timedelta(days=3))
    reach(make_petition())
    first, second = (client.get(f"/en/petitions/duties/?page={page}") for page in (1, 2))
    assert (len(first.context["overdue"]), len(first.context["due"])) == (12, 0)
    assert (len(second.context["overdue"]), len(second.context["due"])) == (len(late) - 12, 1)
    assert (first.context["owed_count"], bool(first.context["next_url"]), bool(second.context["next_url"])) == (
        16, True, False,
    )  # fmt: skip
    assert 'href="/en/petitions/duties/?page=2"' in first.content.decode()
    assert "Nothing is due." not in first.content.decode()


def test_a_row_of_the_list_counts_in_words_and_says_what_is_next(client, open_petition):
    def row():
        html = client.get("/en/petitions/").content.decode()
        return re.sub(r"<[^>]*>", " ", html.partition('class="entry-fig"')[2].partition("</li>")[0])

    goal = open_petition.kind.thresholds.order_by("count").first()
    count(open_petition, (areas()[0], 1))
    assert re.search(r"1\s+signature\s", row())
    assert f"{goal.title}: {goal.count - 1:,} to go" in row()
    count(open_petition, (areas()[1], 10_000_000))
    assert "All thresholds are reached" in row()
