"""Every block an editor may use: it renders, refuses what it must, stays within its queries, and passes axe."""

import re
from datetime import timedelta
from itertools import groupby

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import StructBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from cms.blocks import body_blocks, files, lists
from cms.blocks.live import MOST_CHOICES
from cms.models import CmsDocument, CmsImage, OutcomeIndexPage, OutcomePage, StandardPage
from core import clock
from petitions.models import Petition, Tally, TallyHour
from petitions.states import PetitionState

pytestmark = pytest.mark.django_db
BLOCKS = dict(body_blocks())
ALL_OPEN = {"title": "", "which": "open", "count": 3, "committee": "", "area": ""}
# The whole page, drawn from nothing; the frame alone takes about twenty.
MOST_QUERIES = 60


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def things(parliament, homes, make_petition):
    """Give what blocks point to: image, document, page, outcome, and one record of each live kind."""
    image = CmsImage.objects.create(title="Arms", description="The arms", file=get_test_image_file())
    document = CmsDocument.objects.create(title="Rules", file=ContentFile(b"x" * 2000, name="rules.pdf"))
    sound = CmsDocument.objects.create(title="Speech", file=ContentFile(b"x", name="speech.mp3"))
    page = homes["en"].add_child(instance=StandardPage(title="How to sign", slug="how", summary="."))
    index = homes["en"].add_child(instance=OutcomeIndexPage(title="Answers", slug="outcomes", summary="."))
    facts = {"verdict": "partly", "source": "Bill 1", "you_said": "More buses", "we_did": "Some buses"}
    outcome = index.add_child(instance=OutcomePage(title="Buses", slug="buses", summary=".", **facts))
    petition = make_petition(state=PetitionState.OPEN, action="Bring back the train")
    return {
        "image": image, "document": document, "sound": sound, "page": page, "outcome": outcome,
        "petition": str(petition.pk), **records(parliament),
    }  # fmt: skip


def records(parliament):
    """Give the keys of one public bill, hearing and call."""
    from consultations.bills.models import Bill, Version
    from consultations.evidence.models import CallForEvidence, Inquiry
    from consultations.hearings.models import Hearing

    now, committee = clock.now(), parliament.committees["health"]
    bill = Bill.objects.create(
        slug="rivers", number="9", title={"en": "Rivers Bill"}, committee=committee, chamber=parliament.chamber
    )
    until = now + timedelta(days=9)
    Version.objects.create(bill=bill, number=1, state="published", published_at=now, comments_until=until)
    hearing = Hearing.objects.create(
        slug="beds", title={"en": "Beds in hospitals"}, committee=committee, chamber=parliament.chamber,
        state="announced", starts_at=until, ends_at=until + timedelta(hours=2),
    )  # fmt: skip
    inquiry = Inquiry.objects.create(code="HOM", title={"en": "Homes"}, committee=committee)
    call = CallForEvidence.objects.create(
        slug="homes", title={"en": "Homes for all"}, inquiry=inquiry, state="open", opens_at=now, closes_at=until
    )
    return {"bill": str(bill.pk), "hearing": str(hearing.pk), "call": str(call.pk)}


def every(things):
    """Give (block, value, words that its page must show) for every block there is."""
    picture = {"image": things["image"], "decorative": False, "alt": "", "caption": "Above the door"}
    link = {"words": "", "page": things["page"], "url": "", "text": "Step by step."}
    away = {"words": "Ombudsman", "page": None, "url": "https://ombudsman.example/", "text": ""}
    video = {"title": "Speech", "file": things["sound"], "captions": None, "url": "", "transcript": "<p>Good day.</p>"}
    return [
        ("text", '<p>Plain <b>words</b>, <a href="/en/">the home page</a>.</p>', "Plain <b>words</b>"),
        ("heading", "What we found", "<h2>What we found</h2>"),
        ("image", picture, 'alt="The arms"'),
        ("gallery", [picture, {**picture, "decorative": True, "caption": ""}], 'alt=""'),
        ("video", video, '<video controls preload="none"'),
        ("quote", {"text": "We listen.", "by": "The chair"}, "“We listen.”"),
        ("callout", {"kind": "warn", "title": "Mind", "text": "<p>The step.</p>"}, "notice warn"),
        ("accordion", [{"question": "Why?", "answer": "<p>Because.</p>"}], "<summary>Why?</summary>"),
        ("steps", [{"title": "First", "text": "Write.", "state": "done"}], '<li class="done"><b>First</b>'),
        ("table", {"caption": "Sums", "rows": "Year | Sum\n2025 | 3"}, "<caption>Sums</caption>"),
        ("button", {"words": "Read the rules", "page": None, "url": "/en/how/"}, 'href="/en/how/">Read the rules'),
        ("contact", {**dict.fromkeys(("phone", "hours", "address"), ""), "name": "D", "email": "d@x.example"}, "d@x"),
        ("numbers", [{"value": "12", "words": "hearings"}, {"value": "3", "words": "bills"}], "<dt>hearings</dt>"),
        ("download", {"document": things["document"], "words": "The rules"}, "PDF, 2.0\xa0KB"),
        ("chart", {"title": "Sent", "unit": "sent", "rows": "2025 | 3\n2026 | 6", "source": ""}, 'rect width="50.0"'),
        ("timeline", [{"at": "2025", "title": "Vote", "text": "", "state": "now"}] * 2, "Vote"),
        ("cards", [link, away], 'href="/en/how/">How to sign</a>'),
        ("links", {"title": "More", "links": [link, away]}, "https://ombudsman.example/"),
        ("address", {"name": "Gate B", "address": "1 Square", "way": "<p>Tram 4</p>", "access": "Lift"}, "Gate B"),
        ("person", "sam-salt", "Sam Salt"),
        ("committee", "health", "Health Committee"),
        ("petition", things["petition"], "Bring back the train"),
        ("bill", things["bill"], "Rivers Bill"),
        ("hearing", things["hearing"], "Beds in hospitals"),
        ("call", things["call"], "Homes for all"),
        ("petitions", {**ALL_OPEN, "title": "Sign now"}, "<h2>Sign now</h2>"),
        ("outcome", things["outcome"], "Some buses"),
        ("news", {"topic": ""}, ""),
    ]  # fmt: skip


def test_the_list_of_blocks_is_whole(things):
    assert sorted(name for name, _value, _words in every(things)) == sorted(BLOCKS)
    groups = [(str(label), len(list(rows))) for label, rows in groupby(block.meta.group for block in BLOCKS.values())]
    assert groups == [
        ("Words", 9), ("Pictures and files", 4), ("Lists and figures", 6),
        ("From the House, always as it stands now", 9),
    ]  # fmt: skip
    assert len(BLOCKS) == 28


def page_of(homes, rows, slug="all", code="en"):
    body = [(name, value) for name, value, _words in rows]
    home = homes[code]
    home.refresh_from_db()
    return home.add_child(instance=StandardPage(title="All", slug=slug, summary=".", locale=home.locale, body=body))


def test_each_block_renders_on_a_page_of_its_own(client, homes, things):
    missing = []
    for place, row in enumerate(every(things)):
        answer = client.get(page_of(homes, [row], f"p-{place}").url)
        if answer.status_code != 200 or row[2] not in answer.content.decode():
            missing.append(row[0])
    assert missing == []


def test_a_page_with_every_block_takes_a_bounded_number_of_queries(client, homes, things):
    rows = every(things)
    page = page_of(homes, rows)
    client.get(page.url)
    cache.clear()
    with CaptureQueriesContext(connection) as counter:
        answer = client.get(page.url)
    assert answer.status_code == 200
    assert all(words in answer.content.decode() for _name, _value, words in rows)
    assert len(counter) <= MOST_QUERIES


def listed(client, homes, slug, **chosen):
    """Give the petitions of a list on a page of its own."""
    page = page_of(homes, [("petitions", {**ALL_OPEN, **chosen}, "")], slug)
    html = client.get(page.url).content.decode()
    return re.findall(r'<h3 class="h-small"><a href="[^"]*"><bdi lang="en">([^<]*)</bdi>', html)


def opened(make_petition, count, days, **facts):
    """Make open petitions with a count, opened some days ago."""
    since = clock.now() - timedelta(days=days)
    return make_petition(state=PetitionState.OPEN, signature_count=count, opened_at=since, **facts)


def test_a_list_of_petitions_shows_what_the_editor_chose(client, homes, parliament, make_petition):
    health = parliament.committees["health"]
    first = opened(make_petition, 40, 9, action="Old", committee=health)
    second = opened(make_petition, 5, 6, action="Far")
    third = opened(make_petition, 9, 3, action="Near")
    opened(make_petition, 1, 1, action="Young", committee=health)
    make_petition(state=PetitionState.CLOSED, action="Closed", signature_count=90)
    assert listed(client, homes, "a") == ["Young", "Near", "Far"]
    assert listed(client, homes, "b", count=6) == ["Young", "Near", "Far", "Old"]
    assert listed(client, homes, "c", committee="health") == ["Young", "Old"]
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    TallyHour.objects.bulk_create(
        TallyHour(petition=petition, hour=now - timedelta(days=ago), delta=delta)
        for petition, ago, delta in ((first, 8, 40), (second, 1, 5), (third, 2, 9), (third, 1, -6))
    )
    assert listed(client, homes, "d", which="lately") == ["Far", "Near"]
    place = parliament.areas["SLT"]
    Tally.objects.create(petition=second, area=place, counted_class="online", count=50)
    assert listed(client, homes, "e", area="SLT") == ["Far"]
    Petition.objects.exclude(pk=second.pk).update(signature_count=0)
    assert listed(client, homes, "f", which="near")[0] == "Far"
    page = client.get("/en/f/").content.decode()
    assert 'href="/en/petitions/?order=near"' in page or 'href="/en/petitions/?state=open&amp;order=near"' in page


def test_an_empty_list_of_petitions_leaves_no_heading(client, homes, parliament):
    page = page_of(homes, [("petitions", {**ALL_OPEN, "title": "Sign now"}, "")])
    assert "Sign now" not in client.get(page.url).content.decode()


@pytest.mark.parametrize("count", [2, 7, None])
def test_a_list_of_petitions_holds_three_to_six(count):
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCKS["petitions"].clean(BLOCKS["petitions"].to_python({**ALL_OPEN, "count": count}))
    assert list(refused.value.block_errors) == ["count"]


def test_a_list_of_petitions_takes_the_same_queries_for_three_and_six(client, homes, make_petition):
    counts = []
    for slug, count, more in (("three", 3, 3), ("six", 6, 3)):
        for place in range(more):
            opened(make_petition, place, place, action=f"{slug} {place}")
        page = page_of(homes, [("petitions", {**ALL_OPEN, "count": count}, "")], slug)
        client.get(page.url)
        cache.clear()
        with CaptureQueriesContext(connection) as counter:
            client.get(page.url)
        counts.append(len(counter))
    assert counts[0] == counts[1]


def test_a_page_does_not_list_what_else_an_editor_could_choose(client, homes, things):
    rows = [
        row
        for row in every(things)
        if row[0] in {"petition", "petitions", "bill", "hearing", "call", "person", "committee"}
    ]
    page = page_of(homes, rows)
    with CaptureQueriesContext(connection) as counter:
        client.get(page.url)
    assert [one["sql"][:90] for one in counter if f"LIMIT {MOST_CHOICES}" in one["sql"]] == []
    whole = [one["sql"] for one in counter if re.search(r'FROM "parliament_(member|committee)" ORDER BY', one["sql"])]
    assert whole == []


def test_nothing_is_asked_of_another_site(client, homes, things):
    video = {
        "title": "Speech",
        "file": None,
        "captions": None,
        "url": "https://video.example/1",
        "transcript": "<p>Hi</p>",
    }
    html = client.get(page_of(homes, [("video", video, "")]).url).content.decode()
    assert re.findall(r'(?:src|srcset|poster|data)="https?://', html) == []
    assert 'href="https://video.example/1" rel="external noreferrer"' in html


@pytest.mark.parametrize(
    ("block", "value", "field"),
    [
        (lists.Chart(), {"title": "A", "unit": "b", "rows": "only words\nhere too", "source": ""}, "rows"),
        (lists.Chart(), {"title": "A", "unit": "b", "rows": "2025 | -3\n2026 | 4", "source": ""}, "rows"),
        (lists.Target(), {"words": "Go", "page": None, "url": "javascript:alert(1)", "text": ""}, "url"),
        (lists.Target(), {"words": "Go", "page": None, "url": "//evil.example/", "text": ""}, "url"),
        (lists.Target(), {"words": "", "page": None, "url": "/en/", "text": ""}, "words"),
        (lists.Target(), {"words": "Go", "page": None, "url": "", "text": ""}, "page"),
        (files.Video(), {"title": "A", "file": None, "captions": None, "url": "", "transcript": "<p>T</p>"}, "url"),
        (files.Video(), {"title": "A", "file": None, "captions": None, "url": "https://v.example/", "transcript": ""},
         "transcript"),
    ],
)  # fmt: skip
def test_a_block_refuses_what_it_cannot_show_at_its_field(block, value, field):
    with pytest.raises((StructBlockValidationError, ValidationError)) as refused:
        block.clean(block.to_python(value))
    assert list(refused.value.block_errors) == [field]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_with_every_block_is_clean_in_both_directions(live, open_page, axe, homes, things):
    rows = every(things)
    faults = []
    for code, width, dark in (("en", 1280, False), ("en", 320, True), ("ar", 320, False), ("ar", 1280, True)):
        address = f"/{code}/all/"
        if not StandardPage.objects.filter(slug="all", locale__language_code=code).exists():
            page_of(homes, rows, code=code)
        page = open_page(address, width=width, dark=dark)
        faults += [f"{code} {width} {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{code} is wider than {width}")
    assert faults == []
