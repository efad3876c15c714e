"""Menus, redirects, feeds, sitemap, robots.txt and the tags that other sites read: each as asked from outside."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Menu, NewsIndexPage, NewsPage, OutcomeIndexPage, OutcomePage, StandardPage
from cms.outside import sitemaps
from petitions.models import Petition
from petitions.states import PetitionState
from tests.cms.test_pages import news, petition  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield
    cache.clear()


def xml(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return ElementTree.fromstring(answer.content)


def nav(client, path="/en/"):
    html = re.search(r'<nav class="nav".*?</nav>', client.get(path).content.decode(), re.S)[0]
    return re.findall(r'<a href="([^"]+)"(?: aria-current="page")?>([^<]+)</a>', html)


def in_french(page, parent, **facts):
    return parent.add_child(
        instance=type(page)(
            title=facts.pop("title", page.title), slug=page.slug, summary=".", locale=parent.locale,
            translation_key=page.translation_key, **facts,
        )
    )  # fmt: skip


# --- menus -----------------------------------------------------------------------------------------------------------


def test_a_menu_takes_the_place_of_the_built_in_one_in_its_language_only(client, homes):
    built_in = {code: nav(client, f"/{code}/") for code in ("en", "fr")}
    page = homes["en"].add_child(instance=StandardPage(title="How to take part", slug="how", summary="."))
    lines = [
        {"type": "line", "value": {"page": page.pk, "url": "", "words": ""}},
        {"type": "line", "value": {"page": None, "url": "/en/petitions/", "words": "Sign"}},
    ]
    menu = Menu.objects.create(place="main", locale=homes["en"].locale, lines=lines)
    cache.clear()
    assert nav(client) == [("/en/how/", "How to take part"), ("/en/petitions/", "Sign")]
    assert nav(client, "/fr/") == built_in["fr"]
    page.unpublish()
    cache.clear()
    assert nav(client) == [("/en/petitions/", "Sign")]
    menu.delete()
    cache.clear()
    assert nav(client) == built_in["en"]


def menu_form(homes, **line):
    return {
        "place": "about", "locale": homes["en"].locale.pk, "lines-count": "1", "lines-0-deleted": "",
        "lines-0-order": "0", "lines-0-type": "line", "lines-0-id": "",
        **{f"lines-0-value-{name}": value for name, value in line.items()},
    }  # fmt: skip


def test_an_editor_writes_a_menu_and_poor_lines_are_refused(client, homes, comms):
    client.force_login(comms)
    add = "/admin/snippets/cms/menu/add/"
    assert client.get(add).status_code == 200
    wrong = client.post(add, menu_form(homes, page="", url="javascript:alert(1)", words=""))
    assert "Begin the address with / or https://." in wrong.content.decode()
    assert Menu.objects.count() == 0
    answer = client.post(add, menu_form(homes, page="", url="https://ombudsman.example/", words="Ombudsman"))
    assert (answer.status_code, Menu.objects.get().place) == (302, "about")
    cache.clear()
    foot = client.get("/en/search/").content.decode().partition("<footer")[2]
    assert '<a href="https://ombudsman.example/">Ombudsman</a>' in foot


# --- redirects -------------------------------------------------------------------------------------------------------


def renamed(page, slug):
    page.slug = slug
    page.save_revision().publish()


def test_a_renamed_and_a_moved_page_lead_on_from_their_old_addresses(
    client, homes, news_index, django_capture_on_commit_callbacks
):
    item = news(news_index, "Trains")
    french_index = in_french(news_index, homes["fr"])
    french = in_french(item, french_index)
    with django_capture_on_commit_callbacks(execute=True):
        renamed(NewsPage.objects.get(pk=item.pk), "night-trains")
        renamed(NewsPage.objects.get(pk=french.pk), "trains-de-nuit")
    old = client.get("/en/news/trains/")
    assert (old.status_code, old["Location"]) == (301, "/en/news/night-trains/")
    assert client.get("/fr/news/trains/")["Location"] == "/fr/news/trains-de-nuit/"
    assert client.get("/ar/news/trains/").status_code == 404
    archive = homes["en"].add_child(instance=NewsIndexPage(title="Old news", slug="old-news", summary="."))
    NewsPage.objects.get(pk=item.pk).move(archive, pos="last-child")
    assert client.get("/en/news/night-trains/")["Location"] == "/en/old-news/night-trains/"


def test_an_editor_sets_a_redirect_from_an_address_without_language(client, homes, comms):
    client.force_login(comms)
    form = {"old_path": "/budget-2026", "is_permanent": "on", "redirect_link": f"{SITE}/en/petitions/", "site": ""}
    assert client.post("/admin/redirects/add/", form).status_code == 302
    client.logout()
    answer = client.get("/budget-2026/")
    assert (answer.status_code, answer["Location"]) == (301, f"{SITE}/en/petitions/")


# --- feeds -----------------------------------------------------------------------------------------------------------


def test_news_and_answers_have_feeds_in_each_language(client, homes, news_index):
    item = news(news_index, "Trains & <trams>", slug="trains")
    news(news_index, "Hidden", live=False)
    french = in_french(item, in_french(news_index, homes["fr"]), title="Les trains")
    rss = xml(client, "/en/feeds/news.rss").find("channel")
    assert [one.findtext("title") for one in rss.findall("item")] == ["Trains & <trams>"]
    assert rss.findtext("item/link") == f"{SITE}{item.url}"
    assert (rss.findtext("link"), rss.findtext("language")) == (f"{SITE}/en/news/", "en")
    atom = xml(client, "/fr/feeds/news.atom")
    assert [one.findtext("a:title", namespaces=ATOM) for one in atom.findall("a:entry", ATOM)] == ["Les trains"]
    assert atom.find("a:entry/a:link", ATOM).get("href") == f"{SITE}{french.url}"
    assert xml(client, "/ar/feeds/news.rss").find("channel").findall("item") == []


def test_answers_have_a_feed_and_others_have_none(client, homes):
    index = homes["en"].add_child(instance=OutcomeIndexPage(title="Answers", slug="outcomes", summary="."))
    facts = {"verdict": "partly", "source": "Bill 1", "you_said": "a", "we_did": "b"}
    index.add_child(instance=OutcomePage(title="Buses", slug="buses", summary="Half.", **facts))
    assert xml(client, "/en/feeds/outcomes.rss").findtext("channel/item/title") == "Buses"
    assert [client.get(f"/en/feeds/{one}").status_code for one in ("evidence.rss", "news.json")] == [404, 404]


def test_pages_name_their_feeds(client, homes, news_index):
    html = client.get("/en/news/").content.decode()
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="([^"]+)" href="([^"]+)">', html)
    assert found == [
        ("application/rss+xml", "News from the House", "/en/feeds/news.rss"),
        ("application/atom+xml", "News from the House", "/en/feeds/news.atom"),
        ("application/rss+xml", "You said, we did", "/en/feeds/outcomes.rss"),
        ("application/atom+xml", "You said, we did", "/en/feeds/outcomes.atom"),
    ]
    assert [client.get(address).status_code for _type, _title, address in found] == [200] * 4


# --- sitemap ---------------------------------------------------------------------------------------------------------


def whole_map(client):
    """Follow the index as a search engine does; gives {address: (lastmod, {language: address})}."""
    found = {}
    for part in xml(client, "/sitemap.xml").iterfind("s:sitemap/s:loc", MAP):
        for url in xml(client, part.text.removeprefix(SITE)).iterfind("s:url", MAP):
            others = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", MAP)}
            found[url.findtext("s:loc", namespaces=MAP)] = (url.findtext("s:lastmod", namespaces=MAP), others)
    return found


def test_the_sitemap_leads_to_public_things_only_and_each_answers(client, homes, news_index, petition):  # noqa: F811
    item = news(news_index, "Trains")
    french = in_french(item, in_french(news_index, homes["fr"]))
    news(news_index, "Draft", live=False)
    item.save_revision().publish()
    hidden = Petition.objects.create(
        kind=petition.kind,
        state=PetitionState.HIDDEN,
        number=7,
        action="No",
        background=".",
        created_at=petition.created_at,
    )
    found = whole_map(client)
    assert f"{SITE}/en/petitions/1042/" in found
    assert found[f"{SITE}/ar/petitions/1042/"][1] == {
        code: f"{SITE}/{code}/petitions/1042/" for code in ("en", "fr", "ar")
    }
    lastmod, others = found[f"{SITE}{item.url}"]
    assert others == {"en": f"{SITE}{item.url}", "fr": f"{SITE}{french.url}"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", lastmod)
    assert [address for address in found if f"/{hidden.number}/" in address or "draft" in address] == []
    answers = {address: client.get(address.removeprefix(SITE)).status_code for address in found}
    assert {address: status for address, status in answers.items() if status != 200} == {}
    Petition.objects.update(state=PetitionState.HIDDEN)
    assert [address for address in whole_map(client) if "/petitions/1" in address] == []


def test_the_sitemap_is_paged_and_asks_the_same_for_one_and_for_a_hundred(client, homes, petition, monkeypatch):  # noqa: F811
    def more(count):
        rows = [
            Petition(
                kind=petition.kind, state=PetitionState.OPEN, number=2000 + place, action="A", background=".",
                created_at=petition.created_at,
            )
            for place in range(count)
        ]  # fmt: skip
        Petition.objects.bulk_create(rows)

    xml(client, "/sitemap-petitions-1.xml")  # what the house says of itself is kept from now on
    counts = []
    for add in (0, 99):
        more(add)
        with CaptureQueriesContext(connection) as counter:
            urls = xml(client, "/sitemap-petitions-1.xml").findall("s:url", MAP)
        counts.append((len(urls), len(counter)))
    assert [urls for urls, _queries in counts] == [3, 300]
    assert counts[0][1] == counts[1][1]
    monkeypatch.setattr(sitemaps, "PER_FILE", 90)
    parts = [
        part.text for part in xml(client, "/sitemap.xml").iterfind("s:sitemap/s:loc", MAP) if "petitions" in part.text
    ]
    sizes = [len(xml(client, part.removeprefix(SITE)).findall("s:url", MAP)) for part in parts]
    assert sizes == [90, 90, 90, 30]
    assert client.get("/sitemap-petitions-5.xml").status_code == 404


def test_robots_txt_names_the_sitemap_and_closes_the_office(client):
    lines = client.get("/robots.txt").content.decode().split("\n")
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert f"Sitemap: {SITE}/sitemap.xml" in lines


# --- tags that other sites read ------------------------------------------------------------------------------------


def head_of(client, path):
    html = client.get(path).content.decode().partition("</head>")[0]
    named = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html))
    return named, re.findall(r'<link rel="canonical" href="([^"]+)">', html)


def test_every_page_says_what_it_is(client, homes, news_index, petition):  # noqa: F811
    item = news(news_index, 'Trains & "trams"', slug="trains")
    named, canonical = head_of(client, item.url)
    assert canonical == [f"{SITE}{item.url}"]
    assert named["og:title"] == "Trains &amp; &quot;trams&quot;"
    assert named["og:description"] == named["description"] == "About Trains &amp; &quot;trams&quot;."
    named, canonical = head_of(client, "/en/petitions/1042/")
    assert (named["og:title"], named["og:description"]) == ("Bring back the night train", "It was good.")
    assert canonical == [f"{SITE}/en/petitions/1042/"] == [named["og:url"]]
    for path in ("/en/", "/en/petitions/", "/fr/bills/", "/ar/hearings/", "/en/evidence/", "/en/search/?q=secret"):
        named, canonical = head_of(client, path)
        assert canonical == [f"{SITE}{path.partition('?')[0]}"]
        assert all(named[name] for name in ("description", "og:title", "og:description", "og:site_name", "og:type"))
    assert head_of(client, "/en/petitions/?page=2&q=x")[1] == [f"{SITE}/en/petitions/?page=2"]
    assert head_of(client, "/en/nothing-here/")[1] == []
