"""Role x endpoint x state: tests/api/matrix.csv says who gets which status where, and every route of ours is in it.

A row is a route, a method, an address (its names are made by `matrix_world`) and a status a role; "=" repeats the one
to the left, and "." says that the row is the same for everybody: then anonymous readers, the administrator and one more
role are asked, another one in each row. What a template would draw is left out: the row is about the door.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.template.response import SimpleTemplateResponse
from django.urls import resolve

from tests.api.matrix_world import ROLES, make_names, make_people
from tests.architecture.counted import World
from tests.architecture.test_query_counts import own_routes

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("matrix.csv")
SAME, FOR_ALL = "=", "."
# Only where a process of another kind answers, or nothing of ours decides.
OUTSIDE = {
    "components:library": "the builders' library; not there in production",
    "components:sent": "the builders' library; not there in production",
}
SETUP = "setup:"  # the wizard stands while the house is set up only, and has tests of its own


@dataclass(frozen=True)
class Row:
    """One line of the file."""

    route: str
    method: str
    address: str
    statuses: tuple[int, ...]
    asked: tuple[str, ...] = ROLES


def read(lines):
    """Give the rows of the file; raises ValueError for a line that has not one status a role."""
    found = []
    for parts in csv.reader(line for line in lines if line.strip() and not line.startswith("#")):
        route, method, address, *cells = (part.strip() for part in parts)
        if route == "route":
            assert tuple(cells) == ROLES
            continue
        statuses = []
        for cell in cells:
            statuses.append(statuses[-1] if cell in {SAME, FOR_ALL} else int(cell))
        if len(statuses) != len(ROLES):
            raise ValueError(f"{route} {address}: {len(statuses)} statuses for {len(ROLES)} roles")
        some = (ROLES[0], ROLES[1 + len(found) % (len(ROLES) - 2)], ROLES[-1])
        found.append(Row(route, method, address, tuple(statuses), some if FOR_ALL in cells else ROLES))
    return found


def missing(routes, rows):
    """Give the routes that no row names, and the rows that name no route."""
    routes = [name for name in routes if not name.startswith(SETUP)]
    named = {row.route for row in rows}
    return sorted(set(routes) - named - set(OUTSIDE)) + sorted((named | set(OUTSIDE)) - set(routes))


ROWS = read(FILE.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def house(request, db, staff, parliament, homes, monkeypatch, settings, tmp_path):
    """Give the names of the addresses, and a browser for each role."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {**settings.STORAGES[name], "OPTIONS": {"location": tmp_path / name}}
            for name in ("private", "public")
        },
    }
    world = World(request.getfixturevalue)
    browsers = {}
    for role, user in make_people(world, staff).items():
        browsers[role] = request.getfixturevalue("make_client")(raise_request_exception=False)
        if user is not None:
            browsers[role].force_login(user)
    return make_names(world), browsers


def ask(browser, row, path):
    """Knock once."""
    if row.method == "GET":
        return browser.get(path)
    if path.startswith("/api/"):
        return getattr(browser, row.method.lower())(path, "{}", content_type="application/json")
    return getattr(browser, row.method.lower())(path, {})


def test_every_row_holds_for_every_role(house):
    names, browsers = house
    wrong = []
    for row in ROWS:
        path = row.address.format(**names)
        assert resolve(path.partition("?")[0]).view_name == row.route, path
        wanted = dict(zip(ROLES, row.statuses, strict=True))
        got = {role: ask(browsers[role], row, path).status_code for role in row.asked}
        wrong += [
            f"{row.route} {row.method} {row.address} {role}: {status} is not {wanted[role]}"
            for role, status in got.items()
            if status != wanted[role]
        ]
    assert wrong == [], "\n".join(wrong)


def test_every_route_of_ours_is_in_the_matrix():
    assert missing(own_routes(), ROWS) == []


def test_a_planted_route_is_seen():
    assert missing([*own_routes(), "api_planted"], ROWS) == ["api_planted"]
    assert missing(set(own_routes()) - {"api_petitions"}, ROWS) == ["api_petitions"]


def test_a_line_that_forgets_a_role_is_seen():
    with pytest.raises(ValueError, match="9 statuses for 10 roles"):
        read(["api_petitions,GET,/api/v1/petitions/,200" + ",=" * 8])


def test_staff_without_a_second_factor_are_nobody_at_the_desk(house, make_client):
    """The matrix signs everybody in with one: without it every screen of the desk leads away."""
    names, _browsers = house
    from core.accounts.models import User

    half = make_client()
    half.force_login(User.objects.get(email="admin@parliament.example"), second_factor=False)
    screens = [row for row in ROWS if row.address.startswith("/admin/desk/")]
    assert len(screens) > 30
    assert {ask(half, row, row.address.format(**names)).status_code for row in screens} <= {302, 403}
