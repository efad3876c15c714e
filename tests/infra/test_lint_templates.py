"""The template check finds each planted breach, and lets sound markup pass."""

import pytest

from .helpers import load_script

lint = load_script("lint_templates")


@pytest.mark.parametrize(
    ("markup", "finding"),
    [
        ('<p style="color:red">', "an inline style attribute"),
        ("<style>p{}</style>", "an inline style element"),
        ('<button type="button" onclick="go()">', "an inline event handler"),
        ("<script>go()</script>", "an inline script"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<script src="https://elsewhere.example/a.js"></script>', "a file of a third party"),
        ('<link rel="stylesheet" href="//elsewhere.example/a.css">', "a file of a third party"),
    ],
)
def test_a_planted_breach_is_found_on_its_line(markup, finding):
    assert lint.refused_markup(f"<p>one</p>\n{markup}") == [(2, finding)]


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="{% static \'js/a.js\' %}"></script>',
        '<script type="application/json" id="data">{}</script>',
        '<a href="https://parliament.example/">away</a>',
        '{# <p style="x"> #}<!-- <script>no</script> -->{% comment %}<style>{% endcomment %}',
        '<progress value="3" max="9" data-style="x"></progress>',
    ],
)
def test_sound_markup_passes(markup):
    assert lint.refused_markup(markup) == []
