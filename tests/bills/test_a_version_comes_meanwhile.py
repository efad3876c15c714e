"""A form opened on one version and sent after the next is published says nothing its writer did not mean."""

import pytest

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.models import Annotation
from core.actors import IMPORT
from core.comments.models import Comment

from .data import BODY, small_bill
from .test_a_citizen_comments import TYPED, URL

pytestmark = pytest.mark.django_db
REWORDED = BODY.replace("It states the place.", "It states the place and the hour.")


@pytest.fixture
def opened(client, version):
    """Give what the form holds that was opened on the first version, with the writer's own words."""
    form = client.get(URL).context["form"]
    untouched = {name: form.initial[name] for name in ("wording", "wording_of", "version")}
    return {**TYPED, "on": "section-2", **untouched}


def second(body=REWORDED):
    """Publish the second version."""
    return publish_version(import_bill(small_bill(body), by=IMPORT), by=IMPORT)


def value(page, name):
    """Give what a field of the page's form holds."""
    return page.context["form"][name].value()


def test_the_new_text_and_everything_typed_come_back(client, opened):
    now = second()
    page = client.post(URL, opened)

    words = page.content.decode()
    assert (page.status_code, Comment.objects.count()) == (409, 0)
    assert "<title>Error:" in words and "A new version of the bill came while you were writing" in words
    assert "It states the place and the hour." in words
    assert [value(page, name) for name in ("stance", "text", "name")] == ["change", TYPED["text"], TYPED["name"]]
    assert value(page, "version") == str(now.public_id)
    assert value(page, "wording").endswith("(2) It states the place and the hour.")


def test_sent_again_it_is_no_proposal(client, opened):
    second()
    form = client.post(URL, opened).context["form"]
    again = {name: form[name].value() for name in opened}

    assert client.post(URL, again).status_code == 302
    said = Annotation.objects.get()
    assert (said.version.number, said.wording, said.kind) == (2, "", "comment")


def test_words_of_ones_own_are_kept(client, opened):
    second()
    page = client.post(URL, {**opened, "wording": "Nothing is to be published."})

    assert (page.status_code, value(page, "wording")) == (409, "Nothing is to be published.")


def test_a_faulty_form_learns_of_the_new_version_at_once(client, opened):
    second()
    page = client.post(URL, {**opened, "text": ""})

    assert (page.status_code, list(page.context["form"].errors)) == (409, ["text", "__all__"])
    assert value(page, "wording").endswith("and the hour.")


def test_a_piece_that_is_gone_is_asked_for_again(client, opened):
    gone = '<subsection eId="sec_2__subsec_2"><num>(2)</num><content><p>It states the place.</p></content></subsection>'
    second(BODY.replace(gone, ""))
    page = client.post(URL, {**opened, "on": "section-2-2", "wording": "It states the place.",
                             "wording_of": "section-2-2"})  # fmt: skip

    assert (page.status_code, list(page.context["form"].errors)) == (409, ["on", "__all__"])
    assert value(page, "wording").startswith("(1) A notice must")


def test_the_preview_says_it_too(client, opened):
    second()

    assert client.post(URL, {**opened, "preview": "1"}).status_code == 409


def test_a_version_nobody_knows_is_not_the_current_one(client, opened):
    page = client.post(URL, {**opened, "version": "nothing"})

    assert (page.status_code, Comment.objects.count()) == (409, 0)
    assert client.post(URL, {**opened, "version": ""}).status_code == 302


@pytest.mark.parametrize(
    "instead", ["", "<part><num>2</num><section><num>9</num><content><p>x</p></content></section></part>"]
)
def test_words_for_a_clause_that_is_gone_come_back(client, opened, instead):
    start, end = BODY.index('<section eId="sec_2">'), BODY.index("</section></part>\n<part")
    second(BODY[:start] + instead + BODY[end + len("</section>") :])
    page = client.post(URL, {**opened, "wording": "Other words."})

    words = page.content.decode()
    assert (page.status_code, Comment.objects.count()) == (409, 0)
    assert "<title>Error:" in words and "This clause is not in it any more." in words
    assert TYPED["text"] in words and "Other words." in words


def test_a_program_says_which_version_it_has_read(client, version):
    url = "/api/v1/bills/rivers-bill/clauses/section-2/"
    typed = {"stance": "support", "text": "Good.", "name": "Ann", "email": "ann@example.org"}
    read = client.get(url).json()["version"]
    now = second()
    answers = [
        client.post(f"{url}comments/", {**typed, **seen}, content_type="application/json")
        for seen in ({"version": read}, {"version": 99}, {"version": "one"}, {"version": now.number}, {})
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 400, 202, 202]
    assert answers[0].json()["code"] == "new_version"
    assert [row["field"] for row in answers[2].json()["fields"]] == ["version"]
