"""Our template of a select says what Django's says, at half the price (docs/pages.md)."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from core.web.forms import HouseRenderer

CHOICES = [("", "Choose"), ("Islands", [("1", "Saltmere <north>"), ("2", "Corrin & Orrin")]), ("c3", "Alderhaven")]


class Closed(forms.Select):
    """One of the choices cannot be chosen."""

    def create_option(self, *args, **facts):
        option = super().create_option(*args, **facts)
        if option["value"] == "c3":
            option["attrs"] |= {"disabled": True, "data-note": "a & b"}
        return option


@pytest.mark.parametrize("widget", [forms.Select, Closed])
@pytest.mark.parametrize("value", ["", "2", "c3", None])
def test_our_select_is_djangos(widget, value):
    shown = widget(choices=CHOICES, attrs={"class": "input", "required": True})
    ours, theirs = (shown.render("place", value, renderer=made()) for made in (HouseRenderer, DjangoTemplates))
    assert parse_html(ours) == parse_html(theirs)
