"""The canary at every address and in every table that there is: a new one is asked by itself, nobody lists it here."""

import re
from dataclasses import replace
from functools import partial

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver

from core.accounts.models import Role
from core.events.models import Event
from core.operations.metrics.collecting import collect
from core.operations.metrics.files import own_values
from core.operations.metrics.kinds import text_of
from core.parliament.models import Area, Committee, PostcodePrefix
from core.privacy import registry
from core.search.models import SearchRow
from petitions.models import Petition
from petitions.views import PetitionDetail
from tests.evidence.conftest import make_call, published
from tests.fixtures.people import HouseClient
from tests.hearings import world
from tests.privacy.conftest import canaries, traces
from tests.privacy.petition_world import Citizen, deepen
from tests.privacy.test_canary import ADDRESS, HIDDEN_NAME, NUMBER, at_every_door, found_in, logged

__all__ = ["at_every_door", "logged"]
PART = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
# What a stranger does not have: behind such a part of an address stands a secret, or a file of the editors.
SECRETS = {"token", "key", "handle", "provider_id", "path", "version"}
# Pages that hold no record at all, and the rooms of the signed-in, whose doors only lead to the sign-in.
NOT_ASKED = re.compile(
    r"admin/|en/admin/|en/setup/|en/components/|en/account/(security|again|sessions|keys)|api/v1/schema"
)
# Tables of the registry without a word, a number or an address of anybody in clear or as a digest of the address.
DIGESTS = {
    "evidence.ReturnLink": "digests of mailed links",
    "hearings.Support": "a digest of a contact's random id",
    "petitions.DraftLink": "digests of mailed links",
    "verification.Challenge": "digests of codes and links",
}
# The same, of whoever signs in with a browser, a key or an e-ID: nobody does in these journeys.
OF_ACCOUNTS = {
    "accounts.AccountSession": "what kind of browser it is",
    "mfa.Authenticator": "keys of second factors",
    "sessions.Session": "the id of an account",
    "socialaccount.SocialAccount": "a digest of what the e-ID calls somebody",
}


def addresses(names, only=""):
    """Give every address that a stranger can type, by its route; what it holds comes from `names`, else KeyError."""
    for route, pattern in routes():
        parts = {found[1] or found[2] for found in PART.finditer(pattern)}
        if parts & SECRETS or NOT_ASKED.match(pattern) or (only and route != only):
            continue
        yield route, "/" + re.sub(r"[\^$]", "", PART.sub(partial(named, names, route), pattern))


def named(names, route, found):
    """Give what stands for a part of an address: that of the route's first word, else the plain one."""
    part = found[1] or found[2]
    word = route.replace(":", "_").split("_")[1 if route.startswith("api_") else 0].split("-")[0]
    return str(names.get(f"{word}.{part}") or names[part])


def routes(resolver=None, spaces=(), before=""):
    """Give every route by name, with its whole pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from routes(entry, (*spaces, entry.namespace) if entry.namespace else spaces, pattern)
        elif entry.name and not entry.name.startswith("wagtail"):
            yield ":".join([*spaces, entry.name]), pattern


PLAIN = {
    "number": 1001, "code": "section-2", "slug": "none", "hearings.slug": "none", "evidence.number": "ANN0001",
    "label": "ANN0001", "evidence.slug": "call-hrn", "kind": "comment", "resource": "petitions", "verb": "publish",
    "section": "petitions", "page": 1, "channel": "news", "form": "rss", "uk.code": "E1", "petitions.code": "E1",
    "area.code": "E1", "committee.slug": "canary", "question": "none", "public_id": "none",
}  # fmt: skip


@pytest.fixture
def names(at_every_door, every_door, deliver):
    """Give what addresses hold, after the hidden citizen went through every door and stood everywhere in petitions."""
    hidden, bill = every_door.hidden, every_door.hidden["version"].bill.slug
    area = Area.objects.create(scheme="own", kind="constituency", code="E1", name={"en": "Eastmere"})
    PostcodePrefix.objects.create(prefix="AB1", area=area)
    deepen(hidden["others"], Citizen(ADDRESS, HIDDEN_NAME, NUMBER), deliver)
    call = make_call(Committee.objects.get(slug="canary"), "ANN")
    published(call, world.make_clerk(), name=HIDDEN_NAME, email=ADDRESS, wish="anonymous")
    deliver()
    return PLAIN | {
        "number": hidden["others"].number, "slug": bill, "hearings.slug": hidden["hearing"].slug,
        "hearing.slug": hidden["hearing"].slug, "question": hidden["question"].public_id,
        "public_id": hidden["comment"].public_id,
    }  # fmt: skip


def shown(names, only=""):
    """Ask every address as a stranger, the API's as CSV too; gives the status of each and where the canary was."""
    statuses, found = {}, []
    for route, path in addresses(names, only):
        for asked in (path, f"{path}?format=csv") if route.startswith("api_") else (path,):
            answer = Client().get(asked)
            body = b"".join(answer) if answer.streaming else answer.content
            statuses[asked] = answer.status_code
            if found_in(body.decode(errors="replace") + str(answer.headers)):
                found.append(route)
            if answer.status_code != 200:
                break
    return statuses, found


@pytest.mark.django_db
def test_the_canary_is_at_no_address_and_in_no_index_metric_or_audit_line(names, logged):
    for number in Petition.objects.exclude(number=None).values_list("number", flat=True):
        for path in (f"/en/petitions/{number}/", f"/api/v1/petitions/{number}/", f"/petitions/{number}.json"):
            assert (path, found_in(Client().get(path).content.decode())) == (path, [])
    statuses, found = shown(names)
    assert found == []
    assert {path: status for path, status in statuses.items() if status >= 500} == {}
    assert list(statuses.values()).count(200) >= 120  # the doors were open
    collect()
    metrics = text_of(own_values())
    assert ("rostra_" in metrics, found_in(metrics)) == (True, [])
    for rows in (SearchRow.objects.all(), Event.objects.all()):
        assert rows.exists()
        assert found_in(" ".join(str(vars(row)) for row in rows)) == []
    trail = audit_trail()
    assert (trail.count("\n") >= Event.objects.count(), found_in(trail)) == (True, [])
    assert found_in(logged()) == []


def audit_trail():
    """Give the audit trail as an auditor takes it away."""
    auditor = HouseClient()
    auditor.force_login(world.make_clerk(Role.AUDITOR).user)
    answer = auditor.get("/admin/desk/audit/csv/")
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode()


@pytest.mark.django_db
def test_a_door_that_shows_somebody_is_seen(monkeypatch):
    monkeypatch.setattr(PetitionDetail, "get", lambda *_args, **_facts: HttpResponse(ADDRESS))
    route = "petitions:petition_detail"
    assert shown(PLAIN, route) == ({"/en/petitions/1001/": 200}, [route])


def test_an_address_with_a_new_part_is_not_passed_over():
    assert len(list(addresses(PLAIN))) >= 120
    with pytest.raises(KeyError):
        list(addresses({name: value for name, value in PLAIN.items() if name != "label"}))


def tables_without_the_canary():
    """Give the models of the registry in which the citizen stands nowhere, though every door was gone through."""
    held = {column.rpartition(".")[0] for holding in registry.holdings() for column in holding.columns}
    return held - {column.rpartition(".")[0] for column in traces(canaries())}


@pytest.mark.django_db
def test_every_table_that_holds_people_has_the_canary(everywhere):
    assert tables_without_the_canary() == DIGESTS.keys() | OF_ACCOUNTS.keys()
    assert [label for label in DIGESTS if not apps.get_model(label).objects.exists()] == []


@pytest.mark.django_db
def test_a_new_table_turns_it_red(monkeypatch):
    before = tables_without_the_canary()
    holding = next(one for one in registry.holdings() if one.key == "petitions.notes")
    new = replace(holding, key="petitions.new", columns=("petitions.PetitionMark.words",))
    monkeypatch.setitem(registry._holdings, "petitions.new", new)
    assert tables_without_the_canary() - before == {"petitions.PetitionMark"}
