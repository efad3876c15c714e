"""What stands in one language only says so on a page of another one; what is listed is parted as the script does it."""

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

import frontend
from consultations.evidence import actions
from core.actors import ANONYMOUS, actor_for
from core.fields import Said, TranslatedText
from core.institution.actions import choose_languages
from frontend.templatetags import ui
from tests.evidence.conftest import make_call, sender
from tests.hearings import world

TEMPLATES = Path(frontend.__file__).parent / "templates"
# A comma of the Latin script between two things that the page writes.
HARD_COMMA = re.compile(r"(?:[%}]\}|>), (?:\{[%{]|<)|join:['\"], ")
MARK = ' lang="en" dir="ltr"'


def test_words_know_their_language_however_often_they_are_asked():
    text = TranslatedText({"en": "A & B", "ar": ""})
    with translation.override("ar"):
        words = str(str(text))
        assert (words, words.language, type(words)) == ("A & B", "en", Said)
        assert ui.said(text) == ui.said(words) == f"<span{MARK}>A &amp; B</span>"
        assert ui.bidi(words) == f"<bdi{MARK}>A &amp; B</bdi>"
        assert ui.tongue(words) == MARK
        assert (ui.said("Plain <b>"), ui.tongue("en"), ui.said(None)) == ("Plain &lt;b&gt;", "", "")
    assert (ui.said(text), ui.bidi(text), ui.tongue(text)) == ("A &amp; B", "<bdi>A &amp; B</bdi>", "")
    assert json.dumps({"words": words}) == '{"words": "A & B"}'
    assert [(line, line.language) for line in Said("One\n\nTwo", "fr").lines()] == [("One", "fr"), ("Two", "fr")]


def test_words_fall_back_by_the_languages_of_the_installation(staff):
    text = TranslatedText({"en": "Water", "fr": "Eau", "ar": ""})
    admin = actor_for(staff["admin"])
    with translation.override("ar"):
        assert str(text) == "Water"  # nothing chosen: the order of the settings
        choose_languages(["fr", "en", "ar"], default="fr", by=admin)
        assert (str(text), text.said().language) == ("Eau", "fr")
        choose_languages(["ar"], default="ar", by=admin)
        assert (str(text), str(TranslatedText({"fr": "Eau"})), str(TranslatedText())) == ("Water", "Eau", "")


def test_a_hearing_in_one_language_is_marked_on_the_page_of_another(client):
    clerk = world.make_clerk()
    hearing = world.make_hearing(clerk, state="ended")
    page = client.get(f"/ar/hearings/{hearing.slug}/").content.decode().partition("<main")[2]
    assert f'<p class="lede"{MARK}>Three hospitals answer.</p>' in page
    assert "<h1>لماذا ينتظر الناس</h1>" in page
    for words in ("Room 2", "Opening", "Head of emergency care"):
        assert f"<span{MARK}>{words}</span>" in page
    assert f"<bdi{MARK}>Dr Amal Reyes</bdi>" in page
    english = client.get(f"/en/hearings/{hearing.slug}/").content.decode().partition("<main")[2]
    assert MARK not in english


def test_a_list_of_hearings_marks_titles_and_texts(client):
    world.make_hearing(world.make_clerk(), state="announced")
    page = client.get("/ar/hearings/").content.decode()
    assert f"<bdi{MARK}>Three hospitals answer.</bdi>" in page
    assert "<bdi>لماذا ينتظر الناس</bdi>" in page


def test_the_questions_of_a_call_are_marked(client):
    from core.parliament.models import Committee
    from core.parliament.selectors import main_chamber

    committee = Committee.objects.create(chamber=main_chamber(), slug="housing", name={"en": "Housing Committee"})
    call = make_call(committee, "TST", scope={"en": "Rents.\nDeposits."}, who_may_answer={"en": "Anybody."})
    page = client.get(f"/ar/evidence/calls/{call.slug}/").content.decode()
    for words in ("What broke?", "Housing Committee"):
        assert f"<span{MARK}>{words}</span>" in page
    for marked in (f"<li{MARK}>Rents.</li>", f"<li{MARK}>Deposits.</li>", f"<p{MARK}>Anybody.</p>"):
        assert marked in page
    _draft, token = actions.start_submission(call, actions.SenderFacts(**sender()), by=ANONYMOUS)
    form = client.get(f"/ar/evidence/mine/{token}/evidence/").content.decode()
    assert f"<span{MARK}>١. What broke?</span>" in form


@pytest.mark.parametrize(("language", "shown"), [("en", "a, b"), ("ar", "a، b")])
def test_things_are_parted_by_the_comma_of_the_script(language, shown):
    with translation.override(language):
        assert ui.listed(["a", "", "b"]) == f"a{ui.comma()}b" == shown


def hard_commas(text):
    return HARD_COMMA.findall(text)


def test_no_template_writes_a_comma_between_things():
    found = {
        str(path.relative_to(TEMPLATES)): hard_commas(path.read_text())
        for path in TEMPLATES.rglob("*.html")
        if hard_commas(re.sub(r"(?s)\{% blocktranslate.*?endblocktranslate %\}", "{{ words }}", path.read_text()))
    }
    assert found == {}


def test_a_planted_comma_would_be_seen():
    assert len(hard_commas('{{ a }}, {{ b }} <b>c</b>, {% translate "d" %} {{ e|join:", " }}')) == 3
