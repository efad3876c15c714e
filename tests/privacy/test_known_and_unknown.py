"""Nobody learns whether an address is known: every door that takes one answers both alike, to the byte.

The times are compared by `infra/bench/known_unknown.py`, 200 tries of each.
"""

import re
from uuid import uuid4

import pytest
from django import forms
from django.urls import URLPattern, get_resolver, resolve
from drf_spectacular.generators import SchemaGenerator

from petitions.views import SignPetition
from tests.privacy import known_doors

pytestmark = pytest.mark.django_db
KNOWN = "known.person.x@post.example"
# Doors with a field for an address that no stranger reaches, or that serializers hide from the search below.
NOT_A_STRANGERS = {
    "backoffice_mail_held_back": "administrators and auditors",
    "backoffice_office": "administrators: an office's mail box",
    "backoffice_office_new": "administrators: an office's mail box",
    "backoffice_people_invite": "administrators",
    "components:library": "a page of samples, in the demo only",
    "setup:first_admin": "behind the one-time link of a bare install",
    "setup:mail": "administrators",
    "setup:name": "administrators",
    "setup:staff": "administrators",
}


@pytest.fixture
def doors(db, settings, tmp_path):
    """Give all doors, on ground where one address is known everywhere."""
    settings.LIMITS_FACTOR = 10_000
    kinds = {
        name: {**settings.STORAGES[name], "OPTIONS": {"location": tmp_path / name}} for name in ("private", "public")
    }
    settings.STORAGES = {**settings.STORAGES, **kinds}
    ground = known_doors.lay_ground()
    known_doors.make_known(ground, KNOWN)
    return known_doors.doors_of(ground)


def routes(resolver=None, spaces=()):
    """Give every route by name with its view."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield ":".join([*spaces, entry.name]), entry.callback
        else:
            yield from routes(entry, (*spaces, entry.namespace) if entry.namespace else spaces)


def takes_an_address(view):
    form = getattr(getattr(view, "view_class", None), "form_class", None)
    return any(isinstance(field, forms.EmailField) for field in getattr(form, "base_fields", {}).values())


def test_known_and_unknown_addresses_get_the_same_bytes(doors):
    assert known_doors.differing(doors, [KNOWN], tries=1) == []


def test_every_page_that_takes_an_address_is_knocked_at(doors):
    asked = {name for name, view in routes() if takes_an_address(view) and not name.startswith("wagtail")}
    assert asked - {door.route for door in doors} - set(NOT_A_STRANGERS) == set()


def machine_doors_with_an_address(schema):
    """Give the routes of the API whose body has a field for an address, by the published schema."""
    shapes = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method in methods.values():
            bodies = method.get("requestBody", {}).get("content", {}).values()
            names = [body["schema"]["$ref"].rpartition("/")[2] for body in bodies if "$ref" in body["schema"]]
            if any(field.get("format") == "email" for name in names for field in shapes[name]["properties"].values()):
                example = re.sub(r"\{([^}]+)\}", lambda found: str(uuid4()) if "id" in found[1] else "1", path)
                yield resolve(example).url_name


def test_every_door_of_the_api_that_takes_an_address_is_knocked_at(doors):
    asked = set(machine_doors_with_an_address(SchemaGenerator().get_schema(request=None, public=True)))
    assert len(asked) >= 8
    assert asked - {door.route for door in doors} == set()


def test_a_planted_door_of_the_api_would_be_missed(doors):
    left_out = {door.route for door in doors} - {"api_my_data"}
    asked = set(machine_doors_with_an_address(SchemaGenerator().get_schema(request=None, public=True)))
    assert asked - left_out == {"api_my_data"}


def test_a_door_that_tells_would_be_seen(doors, monkeypatch):
    act = SignPetition.act

    def telling(self, form):
        if form.cleaned_data["email"] == KNOWN:
            return f"/en/petitions/{self.kwargs['number']}/signed/"
        return act(self, form)

    monkeypatch.setattr(SignPetition, "act", telling)
    assert "page petitions:petition_sign" in known_doors.differing(doors[:1], [KNOWN], tries=1)
