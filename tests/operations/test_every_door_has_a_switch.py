"""A citizen's door that no switch covers turns this red: pages, API and sockets."""

import pytest
from django.conf import settings as house

from config.doors import ASKS_ITSELF, READ_ONLY_ALONE
from consultations.hearings.consumers import HearingConsumer
from core.operations.doors import DOORS, HOUSE
from core.realtime.consumers import LiveConsumer
from tests.limits.test_doors import NOT_A_CITIZENS, citizen_routes, takes_changes

# Staff's own: the roles of the machines' desk are checked by its own policy, and only read-only mode stops them.
STAFFS = {"api_act", "api_petition_steps", "api_petition_outcomes"}


def uncovered():
    """Give the names of citizens' routes that change something and belong to no door."""
    known = {*house.SWITCHED_ROUTES, *house.OPEN_IN_READ_ONLY, *READ_ONLY_ALONE, *ASKS_ITSELF, *STAFFS}
    found = set()
    for name, address, view, callback in citizen_routes():
        if not address.startswith(NOT_A_CITIZENS) and takes_changes(view, callback) and name not in known:
            found.add(name)
    return sorted(found)


def names():
    from tests.limits.test_doors import _names

    routes = {name for name, *_rest in citizen_routes()}
    return routes | _names()


def test_every_citizens_door_is_covered():
    assert uncovered() == []


def test_the_tables_name_routes_and_doors_that_stand():
    tables = {*house.SWITCHED_ROUTES, *READ_ONLY_ALONE, *ASKS_ITSELF}
    assert tables - names() == set()
    assert set(house.SWITCHED_ROUTES.values()) == set(DOORS) - {HOUSE}


def test_a_door_that_was_forgotten_is_seen(settings):
    settings.SWITCHED_ROUTES = {
        route: door for route, door in house.SWITCHED_ROUTES.items() if route != "petitions:petition_sign"
    }
    assert uncovered() == ["petitions:petition_sign"]


def consumers(kind=LiveConsumer):
    for one in kind.__subclasses__():
        yield one
        yield from consumers(one)


def test_every_verb_of_a_socket_names_its_door():
    of_ours = [one for one in consumers() if not one.__module__.startswith("tests.")]
    assert HearingConsumer in of_ours
    for one in of_ours:
        verbs = set(one.commands(one.__new__(one))) - one.reads
        assert verbs == set(one.doors), one
        assert set(one.doors.values()) <= set(DOORS)


@pytest.mark.parametrize("verb", ["ask", "support"])
@pytest.mark.django_db(transaction=True)
async def test_a_socket_is_refused_too(verb, settings):
    from asgiref.sync import sync_to_async

    from core.actors import IMPORT
    from core.operations import actions
    from tests.hearings import world
    from tests.limits.test_sockets import seated

    clerk = await sync_to_async(world.make_clerk)()
    hearing = await sync_to_async(world.make_hearing)(clerk)
    asker = await sync_to_async(world.make_asker)()
    socket = await seated(hearing, asker, "198.51.100.7")
    await sync_to_async(actions.stop_door)("questions", by=IMPORT, words={"en": "The room is full."})
    await socket.say({"t": verb, "op": 7, "text": "Who pays for all of it?", "question": "x", "value": True})
    while (frame := await socket.hear()).get("op") != 7:
        pass
    assert (frame["t"], frame["code"], frame["door"]) == ("nack", "stopped", "questions")
    assert "The room is full." in frame["message"]
    assert 290 < frame["retry_after"] <= 301
    await socket.leave()
