"""What everybody can read, and what nobody can before it is published."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from consultations.bills.actions.versions import close_version, import_bill, publish_version
from consultations.bills.models import Version
from core.actors import CLOCK, IMPORT

from .data import needs_real_bills, real_bill, small_bill

pytestmark = pytest.mark.django_db


def queries(client, url):
    """Give the number of queries of a page that is there, with what a process keeps in memory at hand."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_list_shows_open_bills_first(client, version):
    other = publish_version(import_bill(small_bill().replace(b"/2026/17", b"/2026/18"), by=IMPORT), by=IMPORT)
    close_version(version, by=CLOCK)

    entries = client.get("/en/bills/").context["entries"]

    assert [(row["url"], row["tag"]) for row in entries] == [
        (f"/en/bills/{other.bill.slug}/", "open"),
        (f"/en/bills/{version.bill.slug}/", "shut"),
    ]


def test_bill_page_shows_contents_and_clauses(client, bill, say):
    say("section-2-1")
    page = client.get(f"/en/bills/{bill.slug}/")

    assert [(node["name"], [child["heading"] for child in node["children"]]) for node in page.context["contents"]] == [
        ("Part 1", ["Purpose", "Duty to publish"]),
        ("Part 2", ["The list"]),
    ]
    assert [(card["name"], card["count"]) for card in page.context["cards"] if not card.get("is_group")] == [
        ("Clause 1", 0),
        ("Clause 2", 1),
        ("Clause 3", 0),
    ]
    assert 'href="/en/bills/rivers-bill/section-2/#say">Comment on Clause 2</a>' in page.content.decode()


def test_clause_page_shows_words_in_order_and_neighbours(client, bill):
    page = client.get(f"/en/bills/{bill.slug}/section-2/")
    words = page.content.decode()

    places = [
        words.index(text)
        for text in ("A notice must", "be readable, and", "remain available", "for ten years.", "It states")
    ]
    assert places == sorted(places)
    assert (page.context["position"], page.context["total"]) == ("2", "3")
    assert page.context["before"] == {"words": "Clause 1: Purpose", "url": "/en/bills/rivers-bill/section-1/"}
    assert page.context["after"] == {"words": "Clause 3: The list", "url": "/en/bills/rivers-bill/section-3/"}


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("section-2-1-a", "/en/bills/rivers-bill/section-2/#section-2-1-a"),
        ("part-2", "/en/bills/rivers-bill/#part-2"),
    ],
)
def test_a_piece_of_a_clause_leads_to_where_it_stands(client, bill, code, where):
    answer = client.get(f"/en/bills/{bill.slug}/{code}/")

    assert (answer.status_code, answer["Location"]) == (302, where)


def test_a_form_is_taken_on_the_page_of_a_clause_only(client, bill):
    from core.comments.models import Comment

    assert client.post(f"/en/bills/{bill.slug}/part-2/", {"stance": "support", "text": "x"}).status_code == 302
    assert Comment.objects.count() == 0


def test_comments_come_in_pages_of_twenty(client, bill, say):
    for turn in range(21):
        say("section-2", text=f"Comment {turn}", email=f"{turn}@example.org", stance="oppose")
    url = f"/en/bills/{bill.slug}/section-2/"

    first = client.get(f"{url}?stance=oppose")
    assert (len(first.context["comments"]), first.context["next_url"]) == (20, "?stance=oppose&page=2#com")
    second = client.get(f"{url}?stance=oppose&page=2")
    assert [row["text"] for row in second.context["comments"]] == ["Comment 0"]


def test_a_bill_in_arabic_keeps_its_language_and_direction(client, db):
    body = (
        "<article><num>المادة ١</num><heading>الغرض</heading><paragraph><num>(أ)</num>"
        "<content><p>تكون الأنهار نظيفة.</p></content></paragraph></article>"
    )
    data = small_bill(body).replace(b'language="eng"', b'language="ara"')
    version = publish_version(import_bill(data, by=IMPORT), by=IMPORT)
    page = client.get(f"/en/bills/{version.bill.slug}/article-1/")

    assert 'class="law" lang="ar" dir="rtl"' in page.content.decode()
    assert page.context["clause_name"] == "المادة ١"
    assert [row.clause.code for row in version.provisions.select_related("clause")] == [
        "article-1",
        "article-1-paragraph-1",
    ]


def test_every_provision_has_an_address_that_holds_it(client, version):
    for row in version.provisions.select_related("clause", "unit__clause"):
        path, _hash, anchor = row.address(version.bill.slug).partition("#")
        page = client.get(f"{path}").content.decode()
        assert not anchor or f'id="{anchor}"' in page, row.clause.code


def test_addresses_stand_in_front_of_a_language(client, bill):
    for language in ("en", "fr", "ar"):
        page = client.get(f"/{language}/bills/{bill.slug}/section-2/")
        assert (page.status_code, f'lang="{language}"' in page.content.decode()) == (200, True)


def test_source_is_given_byte_for_byte(client, bill):
    assert client.get(f"/en/bills/{bill.slug}/akoma-ntoso.xml").content == small_bill()


def routes_of(slug, comment="5f9c1ad2-9d7c-4a57-8a0e-2f0b6a0d9a11"):
    """Give every public address of a bill."""
    return [
        f"/en/bills/{slug}/", f"/en/bills/{slug}/section-2/", f"/en/bills/{slug}/section-2-1/",
        f"/en/bills/{slug}/akoma-ntoso.xml", f"/en/bills/{slug}/comments/{comment}/",
        f"/en/bills/{slug}/comments/{comment}/reply/", f"/api/v1/bills/{slug}/", f"/api/v1/bills/{slug}/provisions/",
        f"/api/v1/bills/{slug}/clauses/section-2/", f"/api/v1/bills/{slug}/clauses/section-2/comments/",
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(routes_of(""))))
def test_a_draft_is_not_there_for_outsiders(client, version, say, number):
    comment = say()
    Version.objects.filter(pk=version.pk).update(state="draft")

    assert client.get(routes_of(version.bill.slug, comment.public_id)[number]).status_code == 404


def test_lists_leave_drafts_out(client, version):
    Version.objects.filter(pk=version.pk).update(state="draft")

    assert client.get("/en/bills/").context["entries"] == []
    assert client.get("/api/v1/bills/").json()["results"] == []


def test_unknown_codes_and_bills_are_not_found(client, bill):
    assert client.get("/en/bills/nothing/").status_code == 404
    assert client.get(f"/en/bills/{bill.slug}/section-99/").status_code == 404


@needs_real_bills
def test_a_bill_of_1899_provisions_is_one_page_of_few_queries(client, db):
    slug = publish_version(import_bill(real_bill("akn/uk-ukpga-1998-29.xml.gz"), by=IMPORT), by=IMPORT).bill.slug

    assert queries(client, f"/en/bills/{slug}/") <= 8
    assert queries(client, f"/en/bills/{slug}/section-1/") <= 12


def test_the_words_of_another_language_keep_their_direction():
    html = render_to_string("bills/_redline.html", {"pieces": [{"kind": "added", "words": "now."}], "lang": "en"})
    assert '<p class="redline" lang="en" dir="ltr">' in html


def test_the_way_of_a_comment_says_until_when_and_who_answers(client, bill):
    page = client.get(f"/en/bills/{bill.slug}/section-2/").content.decode()
    assert "Groups" in page and "Cluster" not in page
    assert "The whole of Clause 2" in page and "My name" in page


def test_a_reply_is_asked_for_by_its_name(client, bill, say):
    comment = say()
    page = client.post(f"/en/bills/{bill.slug}/comments/{comment.public_id}/reply/", {}).content.decode()
    assert "Write your reply" in page and "Write your comment" not in page
    assert "Clause\u00a02" in page  # in the crumbs, kind and number stand together
