"""Real laws of nine legislatures come in without losing a provision, a number, an identifier or a word."""

import time
from functools import cache

import pytest

from consultations.bills.akomantoso import read_document

from .data import akoma_ntoso_entries, needs_real_bills, real_bill

pytestmark = needs_real_bills


@cache
def read(file):
    """Read a file once for all tests; nobody changes what was read."""
    return read_document(real_bill(file))


@pytest.mark.parametrize("entry", akoma_ntoso_entries(), ids=lambda entry: entry["file"])
def test_real_file_gives_the_figures_of_the_index(entry):
    document = read(entry["file"])

    assert {
        "provisions": len(document.provisions),
        "by_kind": document.by_kind,
        "numbers": document.numbers,
        "identifiers": document.identifiers,
        "language": document.language,
        "namespace": document.namespace,
        "document": document.kind,
        "elements": document.elements,
        "text_chars": document.text_chars,
        "text_sha256": document.text_sha256,
    } == {
        key: entry[key]
        for key in (
            "provisions", "by_kind", "numbers", "identifiers", "language", "namespace", "document", "elements",
            "text_chars", "text_sha256",
        )
    }  # fmt: skip


def test_every_provision_knows_its_place_in_the_tree():
    provisions = read("akn/uk-ukpga-1998-29.xml.gz").provisions

    assert [p.order for p in provisions] == list(range(1, 1900))
    assert [p.path for p in provisions] == sorted(p.path for p in provisions)
    assert all(p.path.startswith(p.parent.path + ".") and p.depth == p.parent.depth + 1 for p in provisions if p.parent)
    assert all(len(p.html) == len(p.children) + 1 for p in provisions)


def test_repeated_identifiers_are_reported_and_do_not_stop_the_reading():
    document = read("akn/eu-leos-regulation-499-articles-duplicate-ids.xml.gz")

    assert document.warnings[0] == (
        "4 identifiers occur more than once: art_1__para_1__num, art_1_DEoVs4, art_1_LfDAjv, art_1_1qwROQ."
    )


def test_largest_real_bill_is_read_in_ten_seconds():
    data = real_bill("akn/eu-leos-regulation-486-articles.xml.gz")
    started = time.process_time()

    assert len(read_document(data).provisions) == 7026
    assert time.process_time() - started < 10
