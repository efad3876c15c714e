"""Page form, API serializer and lane agree on every input: what is taken, as which facts, which fields are at fault.

Pure functions, a few hundred inputs here; ten thousand: `ROSTRA_FULL=10000 pytest tests/signing/test_one_validator.py`.
"""

import os
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.petition_shapes import SignatureInput
from petitions.entries import FIELDS, Ground, SignatureFacts, area_of, read_entry
from petitions.forms import SignatureForm
from petitions.lane.door import read_form
from petitions.places import KnownPlaces, StoredPlaces, country_codes, read_places

EXAMPLES = int(os.environ.get("ROSTRA_FULL", "150"))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SPACED = st.sampled_from(["", " ", "\t", " "])


def near(*words):
    """Give known words, as they are and spoilt."""
    return st.one_of(st.sampled_from(words), TEXT, st.builds("{}{}{}".format, SPACED, st.sampled_from(words), SPACED))


ENTRY = st.fixed_dictionaries({
    "name": near("Ann Lee", "x" * 120, "x" * 121, "عمر", "Ann\x00Lee"),
    "email": near("ann@example.org", "ANN+tag@example.org", "ann@localhost", "ann", "a@b.c", "ann@exämple.org", "@",
                  "a" * 310 + "@example.org"),
    "postcode": near("SL4 2AB", "sl4-2ab", "ZZ9 9ZZ", "S" * 16, "S" * 17, ""),
    "constituency": near("OAK", "oak", "", "NONE"),
    "country": near("FR", "fr", "--", "", "XX", "EU"),
    "is_eligible": st.sampled_from(["on", "", "false", "False", "0", "true", "x"]),
    "wants_news": st.sampled_from(["on", "", "false", "0"]),
})  # fmt: skip


@pytest.fixture
def places(parliament):
    return read_places()


def by_form(entry, areas):
    form = SignatureForm(QueryDict(urlencode(entry)), areas=areas)
    return form.is_valid(), dict(form.cleaned_data) if form.is_valid() else {}, sorted(form.errors)


def by_api(entry, ground):
    boxes = {name: read_entry(entry, ground).values.get(name, False) for name in ("is_eligible", "wants_news")}
    shape = SignatureInput(data={**entry, **boxes}, context={"ground": ground})
    is_valid = shape.is_valid()
    values = {name: shape.validated_data[name] for name in FIELDS} if is_valid else {}
    return is_valid, values, sorted(shape.errors)


def by_lane(entry, ground):
    reading = read_entry(read_form(urlencode(entry).encode()), ground)
    return not reading.faults, {} if reading.faults else reading.values, sorted(reading.faults)


def test_page_api_and_lane_agree(places, parliament):
    ground = Ground(frozenset(places.seats), country_codes("en"))
    areas = list(parliament.areas.values())
    taken = []

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(ENTRY)
    def agree(entry):
        page = by_form(entry, areas)
        assert by_lane(entry, ground) == page
        assert by_api(entry, ground) == page
        taken.append(page[0])

    agree()
    assert len(set(taken)) == 2


def test_a_planted_difference_is_seen(places, parliament, monkeypatch):
    """Were the lane to read a field in its own way, the property above would not hold."""
    ground = Ground(frozenset(places.seats), country_codes("en"))
    entry = {"name": "x" * 121, "email": "ann@example.org", "postcode": "SL4 2AB", "is_eligible": "on"}
    entry = {**dict.fromkeys(FIELDS, ""), **entry}
    assert by_lane(entry, ground) == by_form(entry, list(parliament.areas.values()))
    monkeypatch.setattr("petitions.entries.NAME_LENGTH", 200)
    later = by_lane(entry, ground)
    monkeypatch.undo()
    assert later != by_form(entry, list(parliament.areas.values()))


def test_memory_and_database_find_the_same_constituency(places):
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(near("SL4 2AB", "sl4", "S", "NH1", "nh-1 9zz", "OR3", ""))
    @example("SL4\x002AB")
    def agree(postcode):
        assert places.by_postcode(postcode) == StoredPlaces().by_postcode(postcode)

    agree()


def test_the_copy_follows_a_changed_prefix(places):
    from core.parliament.models import PostcodePrefix

    assert read_places(places) is places
    row = PostcodePrefix.objects.get(prefix="SL4")
    PostcodePrefix.objects.filter(pk=row.pk).update(area_id=places.by_code("OAK"))
    later = read_places(places)
    assert later.by_postcode("SL4 2AB") == places.by_code("OAK")


def test_a_kind_may_keep_its_petitions_to_people_at_home():
    from core.errors import Invalid

    abroad = SignatureFacts("Ann", "ann@example.org", country="FR", is_eligible=True)
    assert area_of(abroad, KnownPlaces(())) is None
    with pytest.raises(Invalid) as refused:
        area_of(abroad, KnownPlaces(()), {"abroad": False})
    assert list(refused.value.fields) == ["country"]
