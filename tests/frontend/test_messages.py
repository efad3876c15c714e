"""One catalogue: found without gettext, compiled without gettext; the pseudo-locale sees what is not marked."""

import io
from gettext import GNUTranslations

import pytest
from babel.messages import Catalog
from django import forms
from django.template import engines
from django.urls import get_resolver
from django.utils import translation

from core import clock
from core.web.forms import CodeField, EmailField, HouseForm, NameField, PostcodeField
from frontend import messages, pseudo, todo
from frontend.singulars import write_binary


@pytest.fixture(scope="module")
def catalog():
    return messages.template_catalog()


def test_words_are_found_in_python_and_in_templates(catalog):
    assert catalog.get("There is a problem")  # template
    assert catalog.get("Enter your full name")  # Python
    assert catalog.get(("Up to %(number)s character", "Up to %(number)s characters"))  # plural
    assert catalog.get("You can try again at <strong>%(time)s</strong>.")  # blocktranslate


def test_the_library_is_left_in_english(catalog):
    assert catalog.get("Set aside one carriage where phones stay silent.") is None


def test_a_fault_in_a_language_is_seen(tmp_path, monkeypatch):
    template = Catalog()
    for words in ("Kept", "Missing", "Of %(count)s"):
        template.add(words, flags=["python-format"] if "%" in words else [])
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.update("fr", template)
    path = messages.po_path("fr")
    text = path.read_text().replace('msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "Gardé"')
    path.write_text(text.replace('msgid "Of %(count)s"\nmsgstr ""', 'msgid "Of %(count)s"\nmsgstr "Sur %(total)s"'))
    found = messages.faults("fr", template)
    assert [fault.split(":")[1].strip() for fault in found if "Missing" in fault] == ["untranslated"]
    assert len(found) == 2
    assert not [fault for fault in found if "Kept" in fault]


def test_an_update_keeps_what_was_translated(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    template = Catalog()
    template.add("Kept")
    messages.update("ar", template)
    path = messages.po_path("ar")
    path.write_text(path.read_text().replace('msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "محفوظ"'))
    before = path.read_text()
    template.add("New")
    messages.update("ar", template)
    assert messages.read("ar").get("Kept").string == "محفوظ"
    assert messages.read("ar").get("New").string == ""
    template.delete("New")
    messages.update("ar", template)
    assert path.read_text() == before


def test_compiling_happens_only_when_needed(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    messages.update("fr", Catalog())
    messages.ensure_compiled()
    binary = messages.po_path("fr").with_suffix(".mo")
    first = binary.stat().st_mtime_ns
    messages.ensure_compiled()
    assert binary.stat().st_mtime_ns == first


@pytest.mark.parametrize(("language", "alone"), [("fr", "commentaire"), ("ar", "تعليق")])
def test_a_word_with_a_plural_is_found_alone_by_every_python(language, alone):
    """Newer Pythons look among the plurals too; what all of them look into must have it (frontend/singulars.py)."""
    file = io.BytesIO()
    write_binary(file, messages.read(language))
    file.seek(0)
    found = GNUTranslations(file)
    assert found._catalog["comment"] == alone
    assert found.ngettext("comment", "comments", 1) == alone


def test_placeholders_survive_the_pseudo_locale():
    assert pseudo.pseudo("Up to %(number)s of {left} <b>on</b>") == "⟦Üp tö %(number)s öf {left} <b>öñ</b>⟧"


def test_a_raw_text_is_seen_and_a_human_one_is_not():
    page = '<p>⟦Ä⟧ raw words</p><p dir="auto">typed</p><bdi>Lena</bdi><img alt="raw alt"><input title="⟦x⟧">'
    assert pseudo.raw_strings(page) == ["raw words", "raw alt"]


@pytest.fixture
def pseudo_locale(tmp_path, settings, catalog):
    _ = get_resolver().url_patterns  # forms and schemas keep the languages of their first import: not these
    pseudo.write(catalog, tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, (pseudo.CODE, "⟦Pseudo⟧")]
    translation.trans_real._translations.pop(pseudo.CODE, None)
    with translation.override(pseudo.CODE):
        yield
    translation.trans_real._translations.pop(pseudo.CODE, None)


PAGES = [
    "errors/400.html",
    "errors/403.html",
    "errors/404.html",
    "errors/409.html",
    "errors/422.html",
    "errors/429.html",
]
FORM_PAGE = """{% extends "base.html" %}{% load form %}{% block title %}⟦x⟧{% endblock %}
{% block main %}{% form_start form %}{% fields form %}</form>
{% include "components/pagination.html" with previous_url="#" next_url="#" only %}
{% include "components/facets.html" with title="⟦x⟧" only %}
{% include "components/search_box.html" with label="⟦x⟧" only %}
{% include "components/outcome.html" only %}{% include "components/question.html" with votes=3 support_url="#" only %}
{% endblock %}"""


class PersonForm(HouseForm):
    full_name, email, postcode, code = NameField(), EmailField(), PostcodeField(required=False), CodeField()
    words = forms.CharField(label="⟦x⟧", widget=forms.Textarea, max_length=300)


@pytest.mark.parametrize("name", [*PAGES, "errors/500.html", ""])
def test_no_page_of_ours_holds_a_raw_text(rf, settings, pseudo_locale, name):
    settings.SITE_TAGLINE = ""
    engine = engines["django"]
    template = engine.get_template(name) if name else engine.from_string(FORM_PAGE)
    context = {"form": PersonForm({"words": "x"}), "has_error": True, "reference": "1", "retry_at": clock.now()}
    page = template.render(context, rf.get(f"/{pseudo.CODE}/x/"))
    assert len(page) > 1000
    assert pseudo.raw_strings(page, allowed=(settings.SITE_NAME,)) == []


def test_a_work_list_is_filled_and_taken_back(tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    template = Catalog()
    template.add("Sign")
    template.add(("%(n)s day", "%(n)s days"), flags=["python-format"])
    rows = todo.todo("ar", template)
    assert [(row["id"], row["words"]) for row in rows] == [("Sign", ""), (["%(n)s day", "%(n)s days"], [""] * 6)]
    rows[0]["words"], rows[1]["words"] = "وقّع", ["%(days)s يوم"] * 6
    taken, refused = todo.fill("ar", template, rows)
    assert (taken, len(refused), messages.read("ar").get("Sign").string) == (1, 1, "وقّع")


def test_what_the_floor_itself_says_is_ready_in_every_language():
    """The form contract, the frame of the page and the error pages; the whole is checked by `messages --check`."""
    for language in messages.LANGUAGES:
        catalog = messages.read(language)
        for words in ("There is a problem", "Skip to the content", "Something went wrong on our side", "(optional)"):
            assert catalog.get(words).string
