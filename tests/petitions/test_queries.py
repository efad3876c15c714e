"""One petition or a hundred: a list asks the database the same number of questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from petitions.counting import fold
from petitions.models import Milestone, Signature, TallyEntry

pytestmark = pytest.mark.django_db
LISTS = [
    "/en/petitions/",
    "/en/petitions/?state=all&order=newest",
    "/en/petitions/?order=closing",
    "/api/v1/petitions/",
    "/api/v1/petitions/?page_size=100&order=newest",
]


def count(client, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(queries)


@pytest.mark.parametrize("path", LISTS)
def test_lists(client, make_petitions, path):
    make_petitions(1)
    client.get(path)  # what is kept for the process is kept now
    one = count(client, path)
    make_petitions(49)
    make_petitions(50, state="rejected")
    assert count(client, path) == one


def test_a_petition_page_with_many_signatures_areas_and_milestones(client, open_petition, parliament):
    path = open_petition.get_absolute_url()

    def sign(code):
        TallyEntry.objects.create(
            petition=open_petition, area=parliament.areas[code], delta=40, reason="confirm", at=clock.now()
        )
        fold(open_petition.pk)

    base = f"/api/v1/petitions/{open_petition.number}/"
    paths = [path, f"{base}areas/", f"{base}milestones/", f"{base}hours/"]
    sign("SLT")
    client.get(path)
    one = [count(client, asked) for asked in paths]
    for code in parliament.areas:
        sign(code)
    assert (Milestone.objects.count(), Signature.objects.count()) == (3, 0)
    assert [count(client, asked) for asked in paths] == one


@pytest.mark.parametrize("path", ["/api/v1/members/", "/api/v1/committees/"])
def test_the_houses_own_lists(client, parliament, path):
    from core.parliament.models import Committee, CommitteeSeat, Member

    one = count(client, path)
    for turn in range(50):
        member = Member.objects.create(chamber=parliament.chamber, slug=f"m{turn}", name=f"Member {turn}")
        committee = Committee.objects.create(chamber=parliament.chamber, slug=f"c{turn}", name={"en": "C"})
        CommitteeSeat.objects.create(member=member, committee=committee)
    assert count(client, path) == one
