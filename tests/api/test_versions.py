"""Version 1 keeps what it promised; what will go says so in time."""

import pytest
from django.test import RequestFactory
from django.urls import ResolverMatch
from rest_framework.views import APIView

from api.operations import broken, kept, promises
from api.versioning import deprecated, deprecation_headers

LIST = "GET /api/v1/petitions/"


def test_nothing_that_was_promised_is_gone_and_what_is_new_is_written_down():
    now = promises()
    assert broken(now, kept()) == []
    assert now == kept(), "Something was added: run manage.py api_operations"


@pytest.mark.parametrize(
    "line",
    ["operation GET /api/v1/petitions/ petitions_list", "word GET /api/v1/petitions/ query state",
     "field Petition.signatures integer", "field PetitionInput.action string"],
)  # fmt: skip
def test_a_planted_removal_or_renaming_is_seen(line):
    before = kept()
    assert line in before
    renamed = [one if one != line else f"{one}_anew" for one in before]
    assert broken(renamed, before) == broken([one for one in before if one != line], before) == [f"gone: {line}"]


def test_a_planted_new_duty_is_seen_and_an_addition_is_not():
    before = kept()
    assert broken([*before, "needs PetitionInput.colour"], before) == ["asked anew: needs PetitionInput.colour"]
    assert broken([*before, f"needs {LIST} colour"], before) == [f"asked anew: needs {LIST} colour"]
    added = ["operation GET /api/v1/kings/ kings_list", "field Petition.colour string", "needs KingInput.name"]
    assert broken([*before, *added], before) == []


def test_what_will_go_says_so():
    @deprecated(since="2027-01-01", sunset="2027-12-31")
    class Old(APIView):
        """Planted."""

    request = RequestFactory().get("/api/v1/old/")
    request.resolver_match = ResolverMatch(Old.as_view(), (), {})
    assert deprecation_headers(request) == {
        "Deprecation": "@1798761600", "Sunset": "Fri, 31 Dec 2027 00:00:00 GMT",
        "Link": '<http://localhost:8000/api/v1/#versions>; rel="deprecation"',
    }  # fmt: skip
    request.resolver_match = ResolverMatch(APIView.as_view(), (), {})
    assert deprecation_headers(request) == {}


def test_nothing_goes_without_half_a_years_notice():
    with pytest.raises(ValueError, match="half a year"):
        deprecated(since="2027-01-01", sunset="2027-02-01")(APIView)
