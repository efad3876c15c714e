"""The desk's home says that a count is wrong until a check finds it sound; desk and API ask for the same facts."""

import pytest
from django.db.models import F

from api.desks import DESKS
from cms.backoffice.base import queues
from petitions.counting.checking import check_counts
from petitions.models import Petition

pytestmark = pytest.mark.django_db
NOTICE = "A count is wrong"


def home(client, user):
    """Give the desk's home as somebody sees it."""
    client.force_login(user)
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_wrong_count_stands_on_the_desks_home_until_a_check_is_green(client, open_petition, staff):
    rows = Petition.objects.filter(pk=open_petition.pk)
    count = rows.get().signature_count
    assert NOTICE not in home(client, staff["clerk"])
    rows.update(signature_count=F("signature_count") + 5)
    assert NOTICE not in home(client, staff["clerk"])  # nobody has checked yet
    assert check_counts() == 1
    for role in ("clerk", "moderator", "admin"):
        page = home(client, staff[role])
        assert NOTICE in page
        assert f"/admin/desk/petitions/{open_petition.pk}/" in page
    assert NOTICE not in home(client, staff["comms"])
    rows.update(signature_count=count)
    assert NOTICE in home(client, staff["clerk"])  # set right by hand: the notice stays until it is checked
    assert check_counts() == 0
    assert NOTICE not in home(client, staff["clerk"])


def shape(field, length):
    """Say what a field demands: whether it must be given, and how long it may be."""
    return bool(field.required), length


def test_desk_and_api_ask_a_move_for_the_same_facts(make_petition):
    desk, api = next(queue for queue in queues() if queue.key == "petitions"), DESKS["petitions"]
    assert set(desk.decide) == set(api.decide)
    assert set(api.facts) - set(desk.asks) == {"reason"}  # the desk asks for words by itself
    petition = make_petition(state="in_moderation")
    for name in ("reason_code", "sentence", "into", "reference"):
        ours, theirs = desk.asks[name](petition), api.facts[name](petition)
        assert (name, shape(ours, getattr(ours, "max_length", None))) == (
            name, shape(theirs, getattr(theirs, "max_length", None)),
        )  # fmt: skip
