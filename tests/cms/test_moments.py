"""What is typed as a moment at the desk is meant on the parliament's clock."""

from datetime import UTC, datetime

import pytest

from cms.backoffice.petition_invalidations import InvalidationForm
from cms.backoffice.switches import StopForm

pytestmark = pytest.mark.django_db


def test_signatures_are_sought_by_the_parliaments_clock(parliament, settings):
    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    form = InvalidationForm({"since": "2026-01-31T17:00", "until": "2026-07-31T17:00", "reason": "bulk"})
    form.full_clean()
    assert form.cleaned_data["since"] == datetime(2026, 1, 31, 16, tzinfo=UTC)
    assert form.cleaned_data["until"] == datetime(2026, 7, 31, 15, tzinfo=UTC)


def test_a_moment_stands_in_its_field_as_it_was_meant(parliament, settings):
    settings.PARLIAMENT_TIME_ZONE = "Europe/Brussels"
    form = InvalidationForm(initial={"since": datetime(2026, 7, 31, 15, tzinfo=UTC)})
    assert 'value="2026-07-31T17:00"' in str(form["since"])


@pytest.mark.parametrize("year", ["0001", "1899", "2200", "9999"])
def test_a_year_that_nobody_means_is_refused_at_its_field(parliament, year):
    form = InvalidationForm({"since": f"{year}-01-01T00:00", "until": f"{year}-12-31T23:59", "reason": "bulk"})
    form.full_clean()
    rule = ["Enter a day between 1900 and 2199."]
    assert (form.errors["since"], form.errors["until"]) == (rule, rule)
    stop = StopForm({"reason_en": "Repairs", "expected_end": f"{year}-12-31T23:59"})
    stop.full_clean()
    assert stop.errors["expected_end"] == rule
