"""`manage.py parliament_import`: CSV and Popolo JSON, all or nothing, the same file twice changes nothing."""

import json
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.events.models import Event
from core.parliament.models import Area, Committee, CommitteeSeat, DayOff, Member, PostcodePrefix
from core.parliament.selectors import constituency_of

pytestmark = pytest.mark.django_db
SEATS = """code,name,name_fr,region,electorate,member,group
N1,North One,Nord Un,North,70123,Ana Reyes,Green Party
N2,North Two,,North,65000,,
S1,South One,,South,,Ola Berg,
"""
POPOLO = {
    "persons": [{"id": "p1", "name": "Ana Reyes"}, {"id": "p2", "name": "Ola Berg"}, {"id": "p3", "name": "Old Hand"}],
    "organizations": [
        {"id": "house", "name": "Assembly", "classification": "legislature"},
        {"id": "green", "name": "Green Party", "classification": "party"},
        {"id": "health", "name": "Health Committee", "classification": "committee"},
    ],
    "areas": [
        {"id": "a1", "identifier": "N1", "name": "North One", "other_names": [{"lang": "fr", "name": "Nord Un"}]},
        {"id": "a2", "identifier": "S1", "name": "South One"},
    ],
    "memberships": [
        {"person_id": "p1", "organization_id": "house", "area_id": "a1", "on_behalf_of_id": "green"},
        {"person_id": "p2", "organization_id": "house", "area_id": "a2", "start_date": "2020-01-01"},
        {"person_id": "p3", "organization_id": "house", "area_id": "a2", "end_date": "2019-12-31"},
        {"person_id": "p1", "organization_id": "health", "role": "Chair"},
        {"person_id": "p2", "organization_id": "health"},
    ],
}


@pytest.fixture
def bring_in(tmp_path):
    """Give a function that imports a text, or a document as JSON; gives what the command says."""

    def run(content, name="file.csv", **options):
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        out = StringIO()
        call_command("parliament_import", file, stdout=out, **options)
        return out.getvalue()

    return run


def everything():
    """Give all that an import writes, by value."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Area, PostcodePrefix, DayOff, Member, Committee, CommitteeSeat)
    ]


def test_seats_and_prefixes_come_in_and_the_same_again_changes_nothing(bring_in):
    assert bring_in(SEATS) == "file.csv: new or changed: 5 areas, 2 members\n"
    assert bring_in("prefix,code\nNO 1,N1\nno2,N2\n") == "file.csv: new or changed: 2 prefixes\n"
    assert str(constituency_of("NO1 4XY")) == "North One"
    assert constituency_of("ZZ9") is None
    assert Area.objects.get(code="N1").name == {"en": "North One", "fr": "Nord Un"}
    assert list(Member.objects.values_list("name", "constituency__code", "group")) == [
        ("Ana Reyes", "N1", {"en": "Green Party"}), ("Ola Berg", "S1", {}),
    ]  # fmt: skip
    before = everything()
    assert bring_in(SEATS) == "file.csv: new or changed: nothing\n"
    assert everything() == before
    assert bring_in(SEATS.replace("65000", "65001")) == "file.csv: new or changed: 1 areas\n"


def test_days_off_come_in_and_the_same_again_changes_nothing(bring_in):
    table = "day,name,name_fr\n2027-04-26,Founding Day,Fête\n2027-05-01,Labour Day,\n"
    assert bring_in(table) == "file.csv: new or changed: 2 days\n"
    assert bring_in(table) == "file.csv: new or changed: nothing\n"
    assert bring_in(table.replace("Labour Day", "May Day")) == "file.csv: new or changed: 1 days\n"
    assert [(str(row.day), row.name) for row in DayOff.objects.all()] == [
        ("2027-04-26", {"en": "Founding Day", "fr": "Fête"}), ("2027-05-01", {"en": "May Day"}),
    ]  # fmt: skip


def test_popolo_comes_in_and_the_same_again_changes_nothing(bring_in):
    assert bring_in(POPOLO, "house.json") == ("house.json: new or changed: 2 areas, 2 members, 1 committees, 2 seats\n")
    seats = CommitteeSeat.objects.values_list("committee__slug", "member__name", "is_chair")
    assert list(seats) == [("health-committee", "Ana Reyes", True), ("health-committee", "Ola Berg", False)]
    ana = Member.objects.get(source_id="p1")
    assert (ana.slug, ana.constituency.code, ana.group) == ("ana-reyes", "N1", {"en": "Green Party"})
    assert Event.objects.filter(verb="member.import").count() == 2
    before = everything()
    assert bring_in(POPOLO, "house.json") == "house.json: new or changed: nothing\n"
    assert everything() == before


def test_names_in_other_languages_come_in_from_both_kinds_of_file(bring_in):
    header, first, *rest = SEATS.splitlines()
    table = "\n".join([f"{header},member_ar", f"{first},آنا رييس", *(f"{line}," for line in rest)])
    assert bring_in(table) == "file.csv: new or changed: 5 areas, 2 members\n"
    assert dict(Member.objects.values_list("slug", "names")) == {"ana-reyes": {"ar": "آنا رييس"}, "ola-berg": {}}
    assert bring_in(SEATS) == "file.csv: new or changed: nothing\n"
    ana = Member.objects.get(slug="ana-reyes")
    assert dict(ana.called) == {"en": "Ana Reyes", "ar": "آنا رييس"}

    house = json.loads(json.dumps(POPOLO))
    house["persons"][1]["other_names"] = [
        {"lang": "ar", "name": "أولا بيرغ"},
        {"name": "Ollie"},
        {"lang": "xx", "name": "X"},
    ]
    assert bring_in(house, "house.json").startswith("house.json: new or changed: ")
    assert Member.objects.get(source_id="p2").names == {"ar": "أولا بيرغ"}
    assert bring_in(house, "house.json") == "house.json: new or changed: nothing\n"


def test_who_leaves_a_committee_loses_the_seat_and_a_new_name_keeps_the_person(bring_in):
    bring_in(POPOLO, "house.json")
    later = json.loads(json.dumps(POPOLO))
    later["memberships"].pop()
    later["persons"][0]["name"] = "Ana Reyes-Holm"
    assert bring_in(later, "house.json") == "house.json: new or changed: 1 members, 1 seats\n"
    assert list(Member.objects.values_list("slug", "name")) == [
        ("ana-reyes", "Ana Reyes-Holm"), ("ola-berg", "Ola Berg"),
    ]  # fmt: skip


FAULTY = [
    (SEATS.replace("65000", "many"), "line 3, electorate: “many” is not a whole number"),
    (SEATS.replace("N2,", "N1,"), "line 3, code: “N1” stands in line 2 already"),
    (SEATS.replace("S1,South One", "S1,"), "line 4, name: is empty"),
    (
        SEATS.replace("N2,North Two,,North,65000,,", "N2,North Two"),
        "line 3, line: has more or fewer fields than the header",
    ),
    (SEATS.replace("electorate", "voters"), "line 1, voters: is not a column of this table"),
    (
        SEATS.replace("member,", "member_ar,").replace("Ana Reyes", "آنا رييس").replace("Ola Berg", ""),
        "line 2, member: is empty, and stands in another language",
    ),
    ("prefix,code\nNO1,N1\nN?1,N1\n", "line 3, prefix: “N?1” is not a prefix of up to 10 letters and digits"),
    ("prefix,code\nNO1,N1\nNO 1,N2\n", "line 3, prefix: “NO1” stands in line 2 already"),
    ("prefix,code\nNO1,XX\n", "line 2, code: there is no constituency “XX”"),
    ("who,what\n1,2\n", "line 1, header: expected prefix,code or day,name or code,name,…"),
    ("day,name\n2027-04-26,A\n2027-04-26,B\n", "line 3, day: “2027-04-26” stands in line 2 already"),
    ("day,name\n26.4.2027,A\n", "line 2, day: “26.4.2027” is not a date like 2026-01-31"),
    ("day,name\n2027-04-26,\n", "line 2, name: is empty or longer than 120 characters"),
]


@pytest.mark.parametrize(("text", "words"), FAULTY, ids=[words for _text, words in FAULTY])
def test_a_faulty_line_is_named_and_nothing_changes(bring_in, text, words):
    bring_in(SEATS.replace("70123", "70000"))
    before = everything()
    with pytest.raises(CommandError) as refused:
        bring_in(text)
    assert words in str(refused.value).splitlines()
    assert everything() == before


FAULTY_JSON = [
    ("{", "line 1, json: "),
    ("[]", "line 1, json: is not an object"),
    ({**POPOLO, "persons": [{"name": "No Id"}]}, "persons[0], id: is empty"),
    ({**POPOLO, "areas": [{"id": "a1"}]}, "areas[0], name: is empty"),
    (
        {**POPOLO, "memberships": [{"person_id": "p9", "organization_id": "house"}]},
        "memberships[0], person_id: “p9” is not in this file",
    ),
    (
        {**POPOLO, "memberships": [{"person_id": "p1", "organization_id": "house", "end_date": "soon"}]},
        "memberships[0], end_date: “soon” is not a date like 2026-01-31",
    ),
    (
        {**POPOLO, "memberships": [{"person_id": "p1", "organization_id": "health"}]},
        "memberships[0], person_id: sits in a committee and not in the house",
    ),
]


@pytest.mark.parametrize(("document", "words"), FAULTY_JSON, ids=[words for _doc, words in FAULTY_JSON])
def test_a_faulty_object_is_named_and_nothing_changes(bring_in, document, words):
    before = everything()
    with pytest.raises(CommandError, match="nothing was changed") as refused:
        bring_in(document, "house.json")
    assert any(line.startswith(words) for line in str(refused.value).splitlines())
    assert everything() == before


def test_planted_a_write_before_the_check_would_be_seen(bring_in, monkeypatch):
    """A check that looks away lets the faulty file through: the test above is there to find that."""
    monkeypatch.setattr("core.parliament.importing.writing.Refused", type("Never", (Exception,), {}))
    monkeypatch.setattr("core.parliament.importing.tables._number", lambda plan, place, row: 7)
    bring_in(SEATS.replace("65000", "many"))
    assert Area.objects.get(code="N2").electorate == 7


def test_checking_alone_changes_nothing(bring_in):
    before = everything()
    assert bring_in(SEATS, check=True) == "file.csv: would look at 5 areas, 2 members\n"
    assert everything() == before


def test_650_seats_and_100000_prefixes_in_a_minute(bring_in):
    """The issue's own figure; some seconds long because it is the whole amount."""
    seats = "code,name,region,electorate,member\n" + "".join(
        f"S{n},Seat {n},Region {n % 12},{60_000 + n},Member {n}\n" for n in range(650)
    )
    prefixes = "prefix,code\n" + "".join(f"P{n:05d},S{n % 650}\n" for n in range(100_000))
    begun = time.monotonic()
    bring_in(seats, "seats.csv")
    bring_in(prefixes, "prefixes.csv")
    seconds = time.monotonic() - begun
    assert (Area.objects.count(), Member.objects.count(), PostcodePrefix.objects.count()) == (662, 650, 100_000)
    assert seconds <= 60
