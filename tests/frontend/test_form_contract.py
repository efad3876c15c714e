"""The contract that every form keeps, shown on the form of the component library."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.core.cache import cache
from django.http import HttpResponseRedirect

from core import clock
from core.errors import Forbidden
from core.web.doors import FormDoor
from core.web.forms import HouseForm
from frontend.templatetags.form import error_summary

PATH = "/en/components/"
GOOD = {
    "full_name": "Lena Moor",
    "email": "lena@example.org",
    "constituency": "1",
    "publication": "name",
    "agreed": "on",
}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def test_faults_come_back_as_422_with_all_that_the_reader_needs(client):
    answer = client.post(PATH, {**GOOD, "full_name": "", "email": "lena@", "publication": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.search(r"<title>(.*?)</title>", page, re.S)[1].startswith("Error: Components")
    summary = re.search(r'<div class="problem".*?</div>', page, re.S)[0]
    assert 'tabindex="-1" autofocus' in summary
    assert "There is a problem" in summary
    links = re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary)
    assert links == [
        ("id_full_name", "Enter your full name"),
        ("id_email", "Enter an e-mail address in the form name@example.org"),
        ("id_publication_0", "Choose how we may publish it"),
    ]
    for target, words in links:
        assert len(re.findall(f'id="{target}"', page)) == 1
        assert page.count(words) == 2  # in the summary and at the field
    assert 'value="lena@"' in page


class Questions(HouseForm):
    """Three things to say, without words of their own where one is missing, and two questions of one answer."""

    area = forms.CharField(label="Where is it?")
    kind = forms.CharField(label="Kind:")
    first = forms.CharField(label="Is it urgent?", error_messages={"required": "Choose yes or no."})
    second = forms.CharField(label="Is it new?", error_messages={"required": "Choose yes or no."})


def test_the_summary_names_the_field_where_the_words_alone_do_not():
    rows = error_summary(Questions({}))["rows"]
    assert [row["words"] for row in rows] == [
        "Fill in: Where is it?",
        "Fill in: Kind",
        "Choose yes or no: Is it urgent?",
        "Choose yes or no: Is it new?",
    ]
    assert Questions({})["area"].errors == ["This field is required."]


def test_a_faulty_field_is_tied_to_its_words(client):
    page = client.post(PATH, {**GOOD, "email": "lena@"}).content.decode()
    control = re.search(r'<input[^>]*name="email"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in control
    described = re.search(r'aria-describedby="([^"]+)"', control)[1].split()
    assert described == ["id_email_helptext", "id_email_error"]
    assert all(f'id="{name}"' in page for name in described)


def test_a_group_of_choices_names_its_fault(client):
    page = client.post(PATH, {**GOOD, "publication": ""}).content.decode()
    group = re.search(r'<fieldset class="field" aria-describedby="id_publication_error">.*?</fieldset>', page, re.S)[0]
    assert "<legend>How may we publish it?</legend>" in group
    assert 'id="id_publication_error"' in group


def test_success_leads_on(client):
    answer = client.post(PATH, GOOD)
    assert (answer.status_code, answer.url) == (302, "/en/components/sent/")


def test_a_refusal_of_the_action_stands_at_its_field(client):
    answer = client.post(PATH, {**GOOD, "full_name": "taken"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Enter another name") == 2


def test_a_lost_race_says_so_and_keeps_the_text(client):
    answer = client.post(PATH, {**GOOD, "full_name": "conflict", "comment": "My own words"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else was faster" in page
    assert "My own words" in page


def test_too_many_tries_name_the_minute(client):
    with clock.frozen(datetime(2026, 11, 24, 14, 0, 20, tzinfo=UTC)):
        answer = client.post(PATH, {**GOOD, "full_name": "many"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "301")
    assert "15:06 CET" in answer.content.decode()


def test_an_anonymous_form_carries_neither_cookie_nor_token(client):
    answer = client.get(PATH)
    assert dict(answer.cookies) == {}
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_optional_fields_say_so_and_long_texts_their_limit(client):
    page = client.get(PATH).content.decode()
    assert '<label for="id_postcode">Postcode <span class="soft">(optional)</span></label>' in page
    assert 'data-limit="2000"' in page
    assert "Up to 2,000 characters" in page


class WordForm(HouseForm):
    word = forms.CharField()


class CountingDoor(FormDoor):
    form_class = WordForm
    acted: list[str] = []

    def act(self, form):
        if form.cleaned_data["word"] == "forbidden":
            raise Forbidden
        self.acted.append(form.cleaned_data["word"])
        return f"/result/{len(self.acted)}/"

    def render_to_response(self, context, **kwargs):
        return (
            HttpResponseRedirect("/never/")
            if not context["has_error"]
            else super().render_to_response(context, **kwargs)
        )


@pytest.fixture
def door(rf):
    CountingDoor.acted = []
    return lambda **data: CountingDoor.as_view()(rf.post("/word/", data))


def test_the_same_post_twice_is_one_act_and_one_result(door):
    answers = [door(word="yes", once="k1"), door(word="yes", once="k1")]
    assert [answer.url for answer in answers] == ["/result/1/", "/result/1/"]
    assert CountingDoor.acted == ["yes"]


def test_other_words_from_the_same_cached_page_are_another_act(door):
    answers = [door(word="yes", once="k1"), door(word="no", once="k1"), door(word="yes", once="k2")]
    assert [answer.url for answer in answers] == ["/result/1/", "/result/2/", "/result/3/"]


def test_a_refused_post_may_come_again(door):
    for _ in range(2):
        with pytest.raises(Forbidden):
            door(word="forbidden", once="k1")
    assert CountingDoor.acted == []


def test_the_claim_ends_after_an_hour():
    from core.web import once

    assert timedelta(seconds=once.KEPT_SECONDS) == timedelta(hours=1)
