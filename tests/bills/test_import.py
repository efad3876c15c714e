"""A file becomes rows: every provision with its place, its clause and a permanent address."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.models import Bill, Clause, Version
from core import clock
from core.actors import IMPORT
from core.errors import Invalid

from .data import FOLDER, akoma_ntoso_entries, needs_real_bills, real_bill, small_bill

pytestmark = pytest.mark.django_db
GIVEN = [f"akn/{name}" for name in ("gb-sct-asp-2017-1.xml", "uk-ukpga-1998-29.xml.gz")]
OTHERS = [entry["file"] for entry in akoma_ntoso_entries() if entry["file"] not in GIVEN]


def command(capsys, *args):
    """Run bill_import and give what it wrote, with the JSON object if it is one."""
    capsys.readouterr()
    call_command("bill_import", *args)
    return capsys.readouterr().out


def test_places_and_codes_of_a_small_bill(version):
    rows = version.provisions.select_related("clause", "unit__clause")

    assert [(row.clause.code, row.place, row.unit and row.unit.clause.code) for row in rows] == [
        ("part-1", "group", None),
        ("section-1", "unit", None),
        ("section-2", "unit", None),
        ("section-2-1", "inner", "section-2"),
        ("section-2-1-a", "inner", "section-2"),
        ("section-2-1-b", "inner", "section-2"),
        ("section-2-2", "inner", "section-2"),
        ("part-2", "group", None),
        ("section-3", "unit", None),
    ]


def test_bill_takes_its_words_from_the_file(version):
    bill = version.bill

    assert (bill.slug, bill.number, bill.title, bill.summary) == (
        "rivers-bill", "17", {"en": "Rivers Bill"}, {"en": "A bill to keep rivers clean."},
    )  # fmt: skip
    assert (version.number, version.language, version.state) == (1, "en", "published")


def test_same_file_again_changes_nothing(version):
    assert import_bill(small_bill(), by=IMPORT) == version
    assert (Bill.objects.count(), Version.objects.count(), Clause.objects.count()) == (1, 1, 9)


def test_two_bills_of_one_title_get_addresses_of_their_own(version):
    other = import_bill(small_bill().replace(b"/2026/17", b"/2026/18"), by=IMPORT)

    assert other.bill.slug == "rivers-bill-2"


@pytest.mark.parametrize("title", ["Comments", "مشروع"])
def test_no_bill_takes_the_address_of_a_door(db, title):
    version = import_bill(small_bill().replace(b"Rivers Bill", title.encode()), by=IMPORT)

    assert version.bill.slug in {"comments-2", "bill-17"}


def test_a_bill_without_provisions_is_not_published(db):
    empty = import_bill(small_bill(""), by=IMPORT)

    with pytest.raises(Invalid, match="no provisions"):
        publish_version(empty, by=IMPORT)


def test_deadline_in_the_past_is_refused(db):
    version = import_bill(small_bill(), by=IMPORT)

    with pytest.raises(Invalid) as refused:
        publish_version(version, by=IMPORT, comments_until=clock.now() - timedelta(seconds=1))
    assert list(refused.value.fields) == ["comments_until"]


def test_command_refuses_what_is_no_bill(tmp_path, capsys):
    file = tmp_path / "bomb.xml"
    file.write_text("<html/>")

    with pytest.raises(CommandError, match="unreadable_file"):
        call_command("bill_import", str(file), "--json")
    with pytest.raises(CommandError, match="cannot read"):
        call_command("bill_import", str(tmp_path / "nothing.xml"))
    assert capsys.readouterr().out == ""


@needs_real_bills
@pytest.mark.parametrize("name", GIVEN)
def test_command_prints_one_json_object_with_the_figures_of_the_index(name, capsys):
    entry = next(entry for entry in akoma_ntoso_entries() if entry["file"] == name)

    printed = json.loads(command(capsys, str(FOLDER / name), "--json", "--publish", "--comments-until", "2099-12-31"))

    for key in ("provisions", "by_kind", "numbers", "identifiers", "language", "text_chars", "text_sha256"):
        assert printed[key] == entry[key], key
    assert (printed["addresses"], printed["state"], printed["warnings"]) == (entry["provisions"], "published", [])
    version = Version.objects.get(public_id=printed["version"])
    assert version.comments_until == clock.end_of_day(version.comments_until.date())
    assert command(capsys, str(FOLDER / name), "--json") == command(capsys, str(FOLDER / name), "--json")


@needs_real_bills
@pytest.mark.parametrize(
    "name", ["akn/za-bill-2003-76-v1-akn2.xml", "akn/it-senato-ddl-2013-wd17.xml", "akn/eu-leos-all-levels.xml"]
)
def test_other_dialects_come_in_as_rows(name):
    entry = next(entry for entry in akoma_ntoso_entries() if entry["file"] == name)
    version = import_bill(real_bill(name), by=IMPORT)

    assert (version.provisions.count(), version.by_kind) == (entry["provisions"], entry["by_kind"])
    assert version.provisions.values("clause").distinct().count() == entry["provisions"]
