"""Content checks: what is said to the editor, what is refused, what the reports list."""

from datetime import timedelta

import pytest
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.checks.rules import faults_of, is_vague
from cms.models import CmsImage, NewsPage, StandardPage
from core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(db):
    """Give an image without words, as an import might bring one."""
    return CmsImage.objects.create(title="Crowd", description="", file=get_test_image_file())


def told(page):
    return [(fault.kind, fault.field, fault.where, fault.stops) for fault in faults_of(page)]


def test_what_a_page_lacks_is_told_with_its_place(silent):
    picture = {"image": silent, "decorative": False, "alt": "", "caption": ""}
    page = NewsPage(
        title="A", slug="a", summary=".", image=silent,
        body=[
            ("text", '<h3>Low</h3><p>Read <a href="/en/">here</a> or <a href="/en/">the report</a>.</p>'),
            ("heading", "High"),
            ("text", "<h3>Now it may be low</h3>"),
            ("image", picture),
            ("gallery", [{**picture, "alt": "A crowd"}, {**picture, "decorative": True}, picture]),
            ("button", {"words": "Read more…", "page": None, "url": "/en/"}),
            ("accordion", [{"question": "?", "answer": '<p><a href="https://x.example">https://x.example</a></p>'}]),
        ],
    )  # fmt: skip
    assert told(page) == [
        ("alt", "image", "Crowd", True),
        ("link", "body", "Text, block 1", False),
        ("heading", "body", "Text, block 1", False),
        ("alt", "body", "Image, block 4", True),
        ("alt", "body", "Gallery, block 5", True),
        ("link", "body", "Button, block 6", False),
        ("link", "body", "Questions and answers, block 7", False),
    ]


@pytest.mark.parametrize(
    ("words", "vague"),
    [("here", True), ("Click here »", True), ("En savoir plus", True), ("هنا", True), ("www.example.org", True),
     ("", True), ("The rules for petitions", False), ("Read more about trains", False), ("Here is the report", False)],
)  # fmt: skip
def test_words_of_a_link(words, vague):
    assert is_vague(words) is vague


def form_of(image, *, publish, decorative=False, alt=""):
    facts = {"image": image.pk, "alt": alt, "caption": "", **({"decorative": "on"} if decorative else {})}
    form = nested_form_data(
        {
            "title": "Crowd", "slug": "crowd", "summary": "About a crowd.",
            "body": streamfield([("text", rich_text("<p>Words.</p>")), ("image", facts)]),
            "comments": inline_formset([]),
        }
    )  # fmt: skip
    return form | ({"action-publish": "1"} if publish else {})


def add(client, homes, form):
    return client.post(f"/admin/pages/add/cms/standardpage/{homes['en'].pk}/", form)


def test_publishing_without_alternative_text_is_refused_at_its_field_and_a_draft_is_kept(
    client, homes, silent, approver
):
    client.force_login(approver)
    refused = add(client, homes, form_of(silent, publish=True))
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["body"]
    assert "Write what the image shows, or tick “Decoration only”." in refused.content.decode().replace(
        "\\u201c", "“"
    ).replace("\\u201d", "”")
    assert StandardPage.objects.count() == 0
    assert add(client, homes, form_of(silent, publish=False)).status_code == 302
    assert StandardPage.objects.get().live is False
    StandardPage.objects.get().delete()
    assert add(client, homes, form_of(silent, publish=True, alt="A crowd before the House")).status_code == 302
    assert StandardPage.objects.get().live is True
    StandardPage.objects.get().delete()
    assert add(client, homes, form_of(silent, publish=True, decorative=True)).status_code == 302
    assert StandardPage.objects.get().live is True


def test_the_editors_side_panel_says_the_faults(client, homes, comms):
    body = [("text", '<p><a href="/en/">here</a></p>')]
    page = homes["en"].add_child(instance=StandardPage(title="A", slug="a", summary=".", body=body))
    client.force_login(comms)
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "The link “here” does not say where it leads." in html


def test_the_report_lists_pages_with_faults_only(client, homes, comms):
    body = [("text", '<p><a href="/en/">here</a></p>')]
    homes["en"].add_child(instance=StandardPage(title="Vague page", slug="a", summary=".", body=body))
    homes["en"].add_child(instance=StandardPage(title="Clear page", slug="b", summary="."))
    client.force_login(comms)
    answer = client.get("/admin/reports/checks/")
    assert [row["page"].title for row in answer.context["rows"]] == ["Vague page"]


def test_the_report_of_translations_names_missing_unpublished_and_older_ones(client, homes, comms):
    now = clock.now()
    facts = {"summary": ".", "slug": "a", "title": "Rules"}
    source = homes["en"].add_child(instance=StandardPage(**facts, last_published_at=now))
    french = homes["fr"].add_child(
        instance=StandardPage(
            **facts, locale=homes["fr"].locale, translation_key=source.translation_key,
            last_published_at=now - timedelta(days=1),
        )
    )  # fmt: skip
    client.force_login(comms)

    def rows(language=""):
        found = client.get(f"/admin/reports/translations/?language={language}").context["rows"]
        return [(row["gap"].source.title, row["gap"].language, str(row["why"]), row["url"]) for row in found]

    older = ("Rules", "fr", "Older than its source", f"/admin/pages/{french.pk}/edit/")
    missing = ("Rules", "ar", "No translation", f"/admin/translation/submit/page/{source.pk}/")
    assert rows() == [older, missing]
    assert rows("ar") == [missing]
    StandardPage.objects.filter(pk=french.pk).update(last_published_at=now + timedelta(days=1))
    assert rows("fr") == []
    StandardPage.objects.filter(pk=french.pk).update(live=False)
    assert [row[2] for row in rows("fr")] == ["Not published yet"]
