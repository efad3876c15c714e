"""Numbers, dates and drawings in the reader's language."""

import re
from datetime import UTC, date, datetime

import pytest
from babel.numbers import format_decimal
from django import forms
from django.test.html import parse_html
from django.utils import translation

from core import clock
from core.web import navigation, numbers, times
from core.web.forms import LongSelect
from frontend.drawing import curve, hexmap, seats, stance
from frontend.templatetags import ui

MOMENT = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,284,211"), ("fr", "1\u202f284\u202f211"), ("ar", "١٬٢٨٤٬٢١١")]
)
def test_numbers(language, shown):
    assert numbers.number(1284211, language) == shown


def test_a_house_may_choose_its_digits(settings):
    settings.NUMBERING_SYSTEMS = {"ar": "latn"}
    assert numbers.digits("17:00", "ar") == "17:00"
    assert numbers.browser_tag("ar") == "ar-u-ca-gregory-nu-latn"


@pytest.mark.parametrize(("language", "shown"), [("en", "98%"), ("fr", "98\u202f%"), ("ar", "٩٨٪\u061c")])
def test_percentages(language, shown):
    assert numbers.percent(0.976, language) == shown


@pytest.mark.parametrize(
    ("language", "style", "shown"),
    [
        ("en", "", "24 November 2026, 17:00 CET"),
        ("en", "date", "24 November 2026"),
        ("en", "day", "24 November"),
        ("en", "weekday", "Tuesday, 24 November 2026"),
        ("en", "time", "17:00 CET"),
        ("fr", "", "24 novembre 2026, 17:00 CET"),
        ("ar", "date", "٢٤ نوفمبر ٢٠٢٦"),
    ],
)
def test_moments_are_shown_on_the_clock_of_the_house(settings, language, style, shown):
    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    assert times.when(MOMENT, style, language) == shown


@pytest.mark.parametrize(
    ("zone", "language", "named"),
    [
        ("Europe/Brussels", "en", "Central European Time"),
        ("Europe/Brussels", "fr", "heure d’Europe centrale"),
        ("Europe/Brussels", "ar", "توقيت وسط أوروبا"),
        ("UTC", "fr", "UTC"),
    ],
)
def test_the_zone_of_the_house_has_a_name(settings, zone, language, named):
    settings.PARLIAMENT_TIME_ZONE = zone
    assert times.zone_name(language) == named


def test_a_day_has_no_clock():
    assert times.when(date(2026, 11, 24), "", "en") == "24 November 2026"


def test_days_are_counted_on_the_calendar_of_the_house(settings):
    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    with clock.frozen(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):  # already the 24th in the house
        assert times.days_until(date(2026, 11, 27)) == 3


def test_the_filters_guard_their_input():
    assert ui.when(None) == ""
    assert ui.number(None) == ""
    assert ui.number("EV-1") == "EV-1"
    assert ui.bidi("<b>") == "<bdi>&lt;b&gt;</bdi>"
    assert ui.initials("Dr Amal Reyes") == "AR"
    assert ui.share_of(5, 0) == 0.0
    with translation.override("fr"):
        assert ui.unlocal(0.5) == "0.5"


def test_the_stance_bar_shares_the_width():
    drawn = stance.bar({"support": 31, "change": 34, "oppose": 11, "question": 8})
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', drawn)]
    assert widths == [219.4, 240.9, 77.9, 56.7] or abs(sum(widths) - (600 - 6)) < 0.3
    assert stance.bar({"support": 0}) == ""


@pytest.mark.parametrize("total", [1, 12, 60, 101, 349, 650])
def test_every_seat_is_drawn_once(total):
    drawn = seats.hemicycle(total, mine=1)
    assert drawn.count("<circle") == total
    assert drawn.count('class="me"') == 1


def test_time_runs_the_other_way_in_arabic():
    points = [(0.0, 0.0), (0.5, 50.0)]
    left = re.search(r'cx="(\d+)"', curve.draw(points, last_label="50"))[1]
    right = re.search(r'cx="(\d+)"', curve.draw([(0.0, 0.0), (0.25, 50.0)], last_label="50", is_rtl=True))[1]
    assert (left, right) == ("359", "538")
    assert curve.draw([]) == ""


def words_at(drawn, words):
    """Give the place and side of some words in a drawing."""
    found = re.search(rf'<text[^>]*x="([\d.-]+)"[^>]*>{re.escape(words)}</text>', drawn)
    tag = found[0]
    return float(found[1]), float(re.search(r' y="([\d.-]+)"', tag)[1]), re.search(r'text-anchor="(\w+)"', tag)[1]


@pytest.mark.parametrize("is_rtl", [False, True])
@pytest.mark.parametrize("goal", [None, 620.0])
def test_nothing_strikes_the_figure_at_the_end_of_a_curve(is_rtl, goal):
    points = [(place / 20, 600.0 * (place / 20) ** 3) for place in range(21)]
    goals = [curve.Goal(goal, "Hearing (620)")] if goal else []
    drawn = curve.draw(points, goals=goals, last_label="612", is_rtl=is_rtl)
    box = curve._box(*words_at(drawn, "612"), "612")
    line = [tuple(map(float, place.split(","))) for place in re.search(r'"line" points="([^"]*)"', drawn)[1].split()]
    assert not curve._is_struck(box, line)
    for height in re.findall(r'class="goal" d="M2 (\d+)H', drawn):
        assert not box[1] <= float(height) <= box[3]


def test_the_words_of_a_goal_leave_the_end_where_the_curve_is_there():
    points = [(0.0, 0.0), (0.8, 90.0), (1.0, 130.0)]
    drawn = curve.draw(points, goals=[curve.Goal(100, "Answer (100)")], last_label="130")
    assert words_at(drawn, "Answer (100)")[2] == "start"


def test_the_map_outlines_the_readers_own_seat_last():
    cells = [hexmap.Hex(0, 0, "A", "1", 0, is_mine=True), hexmap.Hex(1, 0, "B & C", "2", 3)]
    drawn, width, height = hexmap.draw(cells)
    assert drawn.rindex('class="me"') > drawn.index("B &amp; C")
    assert (width, height) == (96, 57)
    assert hexmap.level(15, [8, 15, 25, 40]) == 2


def test_a_menu_line_without_a_door_is_absent():
    navigation.register("Ghost", "no-such-name", order=1, place="probe")
    navigation.register("Real", lambda language: f"/{language}/real/", order=2, place="probe", key="real")
    with translation.override("fr"):
        assert navigation.links("probe", "/fr/real/x/") == [navigation.Link("Real", "/fr/real/", True)]


@pytest.mark.parametrize("language", ["en", "fr", "ar", "de", "pl", "hi", "en-in", "xx"])
def test_whole_figures_are_written_as_babel_writes_them(language):
    for value in (0, 7, 999, 1000, 1234, 9999, 10_000, 123_456, 1_234_567, 9_876_543_210):
        slow = format_decimal(
            value, locale=numbers.current_locale(language), numbering_system=numbers.numbering_system(language)
        )
        assert numbers.number(value, language) == numbers.digits(slow, language)


def test_a_long_list_is_marked_up_like_djangos_own():
    class Lists(forms.Form):
        one = forms.ChoiceField(choices=[("a&b", "A <b>"), ("c", "C")], widget=forms.Select(attrs={"class": "wide"}))
        many = forms.ChoiceField(choices=[("a&b", "A <b>"), ("c", "C")], widget=LongSelect(attrs={"class": "wide"}))

    bound = Lists({"one": "a&b", "many": "a&b"})
    own, ours = (nodes(bound[name].as_widget(attrs={"class": "input"}), name) for name in ("one", "many"))
    assert own == ours


def nodes(html, name):
    return parse_html(html.replace(name, "it"))
