"""What the policy forbids stands in no template; what right-to-left needs stands in the base."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

import frontend

ROOT = Path(frontend.__file__).parents[1]
HOMES = [ROOT / name for name in ("frontend", "petitions", "consultations", "cms", "platform")]
MAILS = {"emails", "mail"}
TEMPLATES = sorted(
    path
    for home in HOMES
    for path in home.rglob("templates/**/*.html")
    if not MAILS & set(path.parts) and "wagtailadmin" not in path.parts
)


def name_of(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_inline_style_or_script(path):
    text = path.read_text()
    assert re.findall(r"\sstyle\s*=|<style", text) == []
    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_stay_small(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", [path for path in TEMPLATES if "backoffice" not in path.parts], ids=name_of)
def test_every_template_compiles(path):
    assert get_template(name_of(path))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_says_its_language_and_direction(client, language, direction):
    page = client.get(f"/{language}/components/").content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in page


def test_the_language_switch_keeps_the_page_and_its_query(client):
    page = client.get("/en/components/?q=train").content.decode()
    links = re.findall(r'<li><a href="([^"]+)" lang="(\w+)" hreflang="\w+" dir="(\w+)"( aria-current="true")?>', page)
    assert links == [
        ("/en/components/?q=train", "en", "ltr", ' aria-current="true"'),
        ("/fr/components/?q=train", "fr", "ltr", ""),
        ("/ar/components/?q=train", "ar", "rtl", ""),
    ]


def test_words_that_need_a_direction_have_one(client):
    page = client.get("/ar/components/").content.decode()
    directions = {
        name: re.search(rf'<(?:input|textarea)[^>]*name="{name}"[^>]*dir="(\w+)"', page)[1]
        for name in ("full_name", "email", "postcode", "comment", "code")
    }
    assert directions == {"full_name": "auto", "email": "ltr", "postcode": "ltr", "comment": "auto", "code": "ltr"}
    assert "<bdi>Imre Sólyom</bdi>" in page
