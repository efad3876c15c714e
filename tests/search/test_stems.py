"""Words meet in their stems: plural and singular, accents, the Arabic article and "wa"."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.search import arabic
from core.search.stems import forms, latin_digits, stem_text, terms

MEET = {
    "en": [
        ("petitions", "petition"), ("cities", "city"), ("ferries", "ferry"), ("children", "child"),
        ("swimming", "swim"),
        ("Rivers", "river"), ("cafés", "cafe"), ("people's", "people"), ("women", "woman"), ("O’Brien", "O'Brien"),
    ],
    "fr": [
        ("pétitions", "pétition"), ("rivières", "rivière"), ("rivieres", "rivière"), ("hôpitaux", "hôpital"),
        ("hopital", "hôpitaux"), ("travaux", "travail"), ("écoles", "ecole"), ("l’eau", "eau"),
        ("d'Alderhaven", "Alderhaven"),
        ("qu’élections", "élection"), ("journaux", "journal"), ("gares", "gare"), ("ŒUVRES", "oeuvre"),
    ],
    "ar": [
        ("القطار", "قطار"), ("والقطار", "قطار"), ("وقطار", "القطار"), ("بالقطار", "قطار"), ("كالقطار", "قطار"),
        ("فالقطار", "قطار"), ("للقطار", "قطار"), ("وللقطار", "قطار"), ("قطارات", "القطار"), ("الوزير", "وزير"),
        ("والوزير", "وزير"), ("أنهار", "الانهار"), ("مدرسة", "المدرسه"), ("مستشفى", "والمستشفي"), ("عَبَّارَة", "العبارات"),
        ("عـــريضة", "عريضة"), ("المهندسون", "مهندسين"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "one", "other"), [(code, *pair) for code, pairs in MEET.items() for pair in pairs]
)
def test_words_that_a_reader_takes_for_one_meet(language: str, one: str, other: str) -> None:
    assert set(forms(one, language)) & set(forms(other, language)) != set()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "petition", "petal"),
        ("en", "river", "rive"),
        ("fr", "gare", "garde"),
        ("ar", "قطار", "مطار"),
        ("ar", "نهر", "نار"),
    ],
)
def test_other_words_stay_apart(language: str, one: str, other: str) -> None:
    assert set(forms(one, language)) & set(forms(other, language)) == set()


def test_stop_words_have_no_form() -> None:
    assert [forms(word, "en") for word in ("The", "of")] == [(), ()]
    assert [forms(word, "fr") for word in ("les", "à", "Été")] == [(), (), ("ete",)]
    assert [forms(word, "ar") for word in ("في", "إلى", "على")] == [(), (), ()]


def test_the_same_forms_are_kept_for_a_text_in_order() -> None:
    assert stem_text("Bring back the night-trains, l’eau; 1,042!", "en") == "bring back night train eau 1 042"
    assert stem_text("من المدارس والقطارات", "ar") == "مدارس قطار"
    assert stem_text("Straßen und Brücken", "de") == "strassen und brucken"


def test_a_query_asks_one_form_of_each_word_once() -> None:
    assert terms("the trains trains of وزير", "en") == (("train",), ("وزير", "زير"))
    assert terms("of the", "en") == ()
    assert len(terms(" ".join(f"word{number}" for number in range(40)), "en")) == 12


def test_forms_hold_letters_and_digits_only_whatever_is_typed() -> None:
    hostile = """a" OR title:* 'x' & !b | <script> ½ ⑴ ⒈ ℀ \\ ; -- (NEAR) ﷺ ١٢٣ a'b"c"""
    for language in ("en", "fr", "ar", "de"):
        assert [form for group in terms(hostile, language) for form in group if not form.isalnum()] == []


def test_digits_of_every_script_are_the_same_number() -> None:
    assert latin_digits("١٠٤٢ ۱۲ 7") == "1042 12 7"
    assert forms("١٠٤٢", "ar") == forms("1042", "en") == ("1042",)


def test_letters_are_normalised_as_the_algorithm_says() -> None:
    assert arabic.normalise("إِنْسانـــيّةٌ") == "انسانيه"
    assert arabic.forms("ال") == ("ال",)
    assert arabic.forms("ورد") == ("ورد",)


def test_threads_do_not_mix_their_words() -> None:
    words = [
        f"{stem}{ending}" for stem in ("nation", "commission", "region") for ending in ("", "s", "al", "ally")
    ] * 50
    alone = [forms.__wrapped__(word, "en") for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: forms.__wrapped__(word, "en"), words)) == alone
