"""Pages as a reader meets them: languages, addresses, lists, live blocks, members."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.models import Locale

from cms import landmarks
from cms.member_search import documents_of
from cms.models import (
    EventIndexPage,
    EventPage,
    MemberIndexPage,
    MemberPage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    StandardPage,
)
from cms.pages.slugs import RESERVED
from core import clock
from core.parliament.models import Area, Member, PostcodePrefix
from core.parliament.selectors import main_chamber
from petitions.models import Petition, PetitionKind
from petitions.states import PetitionState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def news(index, title, **facts):
    """Add one live item of news."""
    slug = facts.pop("slug", title.lower().replace(" ", "-"))
    return index.add_child(instance=NewsPage(title=title, slug=slug, summary=f"About {title}.", **facts))


@pytest.fixture
def petition():
    """Give an open petition."""
    kind = PetitionKind.objects.create(key="plain", name={"en": "Petition"}, chamber=main_chamber())
    now = clock.now()
    return Petition.objects.create(
        kind=kind, state=PetitionState.OPEN, number=1042, action="Bring back the night train",
        background="It was good.",
        created_at=now, opened_at=now, closes_at=now + timedelta(days=30), signature_count=7,
    )  # fmt: skip


def test_home_shows_the_order_paper_and_the_news(client, homes, news_index, petition):
    news(news_index, "Trains return")
    page = client.get("/en/").content.decode()
    assert "Bring back the night train" in page
    assert '<a href="/en/news/trains-return/">Trains return</a>' in page


def test_language_switch_leads_to_the_translation_else_to_the_nearest_section(client, homes, news_index):
    french_index = homes["fr"].add_child(
        instance=NewsIndexPage(
            title="Actualités",
            slug="news",
            summary=".",
            locale=homes["fr"].locale,
            translation_key=news_index.translation_key,
        )
    )
    item = news(news_index, "Only in English")
    both = news(news_index, "In both")
    news(french_index, "Dans les deux", slug="in-both", locale=homes["fr"].locale, translation_key=both.translation_key)
    alternates = client.get("/en/news/in-both/").context["alternates"]
    assert alternates == {"fr": "/fr/news/in-both/", "ar": "/ar/"}
    assert client.get(item.url).context["alternates"] == {"fr": "/fr/news/", "ar": "/ar/"}
    html = client.get("/en/news/in-both/").content.decode()
    assert f'hreflang="fr" href="{settings.SITE_URL}/fr/news/in-both/"' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/news/in-both/">' in html
    assert 'rel="alternate" hreflang="ar"' not in html


@pytest.mark.parametrize("slug", ["petitions", "bills", "hearings", "evidence", "search", "api", "admin", "accounts"])
def test_no_page_shadows_a_door(homes, slug):
    with pytest.raises(ValidationError) as refused:
        homes["en"].add_child(instance=StandardPage(title="Trick", slug=slug, summary="."))
    assert list(refused.value.message_dict) == ["slug"]


def test_below_the_top_a_page_may_be_named_like_a_door(homes):
    section = homes["en"].add_child(instance=SectionPage(title="Committees", slug="committees", summary="."))
    page = section.add_child(instance=StandardPage(title="Health", slug="health", summary="."))
    assert page.url == "/en/committees/health/"


def test_every_door_of_the_routes_is_reserved():
    firsts = set()
    for pattern in get_resolver().url_patterns:
        inner = (
            pattern.url_patterns
            if str(pattern.pattern) in {"en/", ""} and hasattr(pattern, "url_patterns")
            else [pattern]
        )
        firsts |= {str(one.pattern).lstrip("^").split("/")[0] for one in inner}
    doors = {first for first in firsts if first and "<" not in first and "(" not in first}
    assert doors - RESERVED == set()
    assert {"petitions", "admin"} <= doors


def test_the_editors_form_refuses_a_shadow(client, homes, approver):
    client.force_login(approver)
    answer = client.post(
        f"/admin/pages/add/cms/standardpage/{homes['en'].pk}/",
        {"title": "Search", "slug": "search", "summary": "Trick.", "body-count": "0", "comments-TOTAL_FORMS": "0",
         "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0", "comments-MAX_NUM_FORMS": "0"},
    )  # fmt: skip
    assert answer.context["form"].errors["slug"] == ["This address belongs to a part of the site. Choose another one."]
    assert StandardPage.objects.count() == 0


def test_a_page_cannot_be_moved_onto_a_door(client, homes, approver):
    section = homes["en"].add_child(instance=SectionPage(title="About", slug="about", summary="."))
    page = section.add_child(instance=StandardPage(title="Petitions", slug="petitions", summary="."))
    client.force_login(approver)
    client.post(f"/admin/pages/{page.pk}/move/{homes['en'].pk}/confirm/")
    page.refresh_from_db()
    assert page.url_path == "/home-en/about/petitions/"


def test_a_summary_is_required_and_short(homes):
    with pytest.raises(ValidationError) as refused:
        StandardPage(title="A", slug="a", summary="x" * 301, path=f"{homes['en'].path}0001", depth=3).full_clean()
    assert refused.value.message_dict["summary"] == ["Say it in 300 characters or fewer."]
    with pytest.raises(ValidationError) as refused:
        StandardPage(title="A", slug="a", summary="", path=f"{homes['en'].path}0001", depth=3).full_clean()
    assert refused.value.message_dict["summary"] == ["This field cannot be blank."]


def test_a_live_block_vanishes_when_its_object_is_hidden(client, homes, news_index, petition):
    item = news(news_index, "Trains", related=[("petition", str(petition.pk))], body=[("petition", str(petition.pk))])
    shown = client.get(item.url).content.decode()
    assert shown.count("Bring back the night train") == 2
    Petition.objects.update(state=PetitionState.HIDDEN)
    hidden = client.get(item.url)
    assert hidden.status_code == 200
    assert "Bring back the night train" not in hidden.content.decode()
    petition.delete()
    assert client.get(item.url).status_code == 200


def test_a_live_block_of_an_absent_domain_vanishes(client, homes, news_index, petition, monkeypatch):
    item = news(news_index, "Trains", body=[("petition", str(petition.pk))])
    monkeypatch.setattr("cms.live.table.apps.is_installed", lambda name: False)
    assert "Bring back" not in client.get(item.url).content.decode()


def test_news_page_stays_within_its_queries(client, homes, news_index, petition):
    item = news(news_index, "Trains", related=[("petition", str(petition.pk))], body=[("text", "<p>Words.</p>")])
    with CaptureQueriesContext(connection) as counter:
        assert client.get(item.url).status_code == 200
    assert len(counter) <= 20


@pytest.fixture
def members(homes):
    """Give an index with a written member and one that no editor has written."""
    chamber = main_chamber()
    area = Area.objects.create(scheme="own", kind="constituency", code="SLT", name={"en": "Saltmarsh"}, electorate=1000)
    PostcodePrefix.objects.create(prefix="SL4", area=area)
    ida = Member.objects.create(chamber=chamber, slug="ida-north", name="Ida North", group={"en": "None"})
    Member.objects.create(chamber=chamber, slug="sam-salt", name="Sam Salt", group={"en": "None"}, constituency=area)
    index = homes["en"].add_child(instance=MemberIndexPage(title="Members", slug="members", summary="."))
    index.add_child(instance=MemberPage(title="Ida North", slug="ida-north", summary="Written.", member=ida))
    return index


def test_a_postcode_leads_to_its_member_and_never_stands_in_an_address(client, members):
    found = client.post("/en/members/", {"postcode": "sl4 2ab"})
    assert (found.status_code, found["Location"]) == (302, "/en/members/sam-salt/")
    unknown = client.post("/en/members/", {"postcode": "ZZ9 9ZZ"})
    assert unknown.status_code == 422
    assert "ZZ9 9ZZ" in unknown.content.decode()
    assert unknown.context["form"].errors["postcode"]


def test_a_constituency_leads_to_its_members_page_where_one_is_public(client, members):
    landmarks.forget()
    page = client.get("/en/petitions/in/SLT/").content.decode()
    assert 'Their member is <a href="/en/members/sam-salt/"><bdi>Sam Salt</bdi></a>.' in page
    french = client.get("/fr/petitions/in/SLT/").content.decode()  # no list of members in French
    assert ("sam-salt" in french, "Sam Salt" in french) == (False, True)
    members.unpublish()
    landmarks.forget()
    page = client.get("/en/petitions/in/SLT/").content.decode()
    assert ("sam-salt" in page, "Their member is <bdi>Sam Salt</bdi>." in page) == (False, True)


def test_every_member_has_a_page_written_or_not(client, members):
    assert "Written." not in client.get("/en/members/sam-salt/").content.decode()
    page = client.get("/en/members/sam-salt/")
    assert (page.status_code, page.context["member"].name) == (200, "Sam Salt")
    assert client.get("/en/members/ida-north/").context["member"].name == "Ida North"
    assert client.get("/en/members/nobody/").status_code == 404
    assert MemberPage.objects.count() == 1


def test_scheduled_pages_are_published_by_the_clock(client, homes, news_index):
    now = clock.now()
    due = now - timedelta(seconds=1)
    item = NewsPage(title="Later", slug="later", summary=".", live=False, go_live_at=due)
    news_index.add_child(instance=item)
    item.save_revision(approved_go_live_at=due)
    assert client.get("/en/news/later/").status_code == 404
    import_module("config.schedule").publish_scheduled_pages()
    assert client.get("/en/news/later/").status_code == 200
    NewsPage.objects.update(expire_at=now - timedelta(seconds=1))
    call_command("publish_scheduled", verbosity=0)
    assert client.get("/en/news/later/").status_code == 404


def test_an_event_is_given_for_a_calendar(client, homes):
    index = homes["en"].add_child(instance=EventIndexPage(title="Events", slug="events", summary="."))
    start = clock.now()
    facts = {"starts_at": start, "ends_at": start + timedelta(hours=2), "place": "Room 2; upstairs"}
    index.add_child(instance=EventPage(title="Open House, day one", slug="open", summary="Come.", **facts))
    answer = client.get("/en/events/open/?format=ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert "SUMMARY:Open House\\, day one" in lines
    assert "LOCATION:Room 2\\; upstairs" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_languages_of_the_site_are_there_after_migrate():
    assert set(Locale.objects.values_list("language_code", flat=True)) == {"en", "fr", "ar"}


def test_members_stand_in_the_language_of_the_page_and_a_name_that_has_none_says_so(client, members, homes):
    Member.objects.filter(slug="sam-salt").update(names={"ar": "سام سولت"})
    arabic = homes["ar"].add_child(instance=MemberIndexPage(title="الأعضاء", slug="members", summary="."))
    listed = client.get(arabic.url)
    shown = listed.content.decode()
    assert "<bdi>سام سولت</bdi>" in shown
    assert '<bdi lang="en" dir="ltr">Ida North</bdi>' in shown
    # By the name that is read: the Latin one stands before the Arabic one, as its letters do.
    assert [member.slug for member in listed.context["everybody"]] == ["ida-north", "sam-salt"]
    one = client.get(f"{arabic.url}sam-salt/").content.decode()
    assert "<h1><bdi>سام سولت</bdi></h1>" in one
    assert "Sam Salt" not in one
    assert "<bdi>Sam Salt</bdi>" in client.get("/en/members/").content.decode()


def test_a_member_is_found_under_each_name(client, members):
    Member.objects.filter(slug="sam-salt").update(names={"ar": "سام سولت"})
    sam = Member.objects.get(slug="sam-salt")
    documents = {document.language: document for document in documents_of(sam.public_id)}
    titles = {code: document.title for code, document in documents.items()}
    assert titles == {"en": "Sam Salt", "fr": "Sam Salt", "ar": "سام سولت"}
    assert all("Sam Salt" in one.body and "سام سولت" in one.body for one in documents.values())
