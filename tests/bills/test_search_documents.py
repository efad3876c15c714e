"""Bills and clauses are found by everybody once they are public, and not before."""

import pytest

from consultations.bills.actions.versions import close_version, import_bill, publish_version
from consultations.bills.search import bill_documents, clause_documents, public_bill_ids, public_clause_ids
from core.actors import CLOCK, IMPORT
from core.search.backend import Asked
from core.search.searching import find

from .data import BODY, small_bill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def found(words):
    """Give type and address of what a search finds."""
    return [(hit.document.type, hit.document.path) for hit in find(Asked(words, reader="en")).hits]


def test_published_bill_and_its_clauses_are_found(version, deliver):
    deliver()

    assert found("rivers bill")[0] == ("bill", "bills/rivers-bill/")
    assert ("clause", "bills/rivers-bill/section-2/") in found("remain available")
    assert [document.kicker for document in clause_documents(list(public_clause_ids())[1])] == [
        "Clause 2 of Rivers Bill"
    ]


def test_a_long_bill_is_indexed_to_its_last_clause_in_small_steps(db, deliver):
    body = "".join(f"<section><num>{n}</num><content><p>Word{n}.</p></content></section>" for n in range(1, 32))
    publish_version(import_bill(small_bill(body), by=IMPORT), by=IMPORT)
    deliver()

    assert [found(f"word{n}") for n in (1, 15, 16, 31)] == [
        [("clause", f"bills/rivers-bill/section-{n}/")] for n in (1, 15, 16, 31)
    ]


def test_drafts_are_not_in_the_index(db, deliver):
    import_bill(small_bill(), by=IMPORT)
    deliver()

    assert (list(public_bill_ids()), list(public_clause_ids()), found("rivers")) == ([], [], [])


def test_closing_tells_the_index(version, deliver):
    deliver()
    close_version(version, by=CLOCK)
    deliver()

    assert [(row.state, row.is_open) for row in bill_documents(version.bill.public_id)] == [("closed", False)]


def test_a_clause_that_a_new_version_drops_is_no_longer_found(version, deliver):
    deliver()
    close_version(version, by=CLOCK)
    deliver()
    body = BODY.replace(BODY[BODY.index('<section eId="sec_1">') : BODY.index('<section eId="sec_2">')], "")
    publish_version(import_bill(small_bill(body), by=IMPORT), by=IMPORT)
    deliver()

    assert ("clause", "bills/rivers-bill/section-2/") in found("remain available")
    assert "bills/rivers-bill/section-1/" not in dict(map(reversed, found("rivers purpose clean")))


def test_documents_hold_no_personal_data(version, say):
    say(name="Secret Person", email="secret@example.org")

    for public_id in public_clause_ids():
        assert "Secret" not in repr(clause_documents(public_id))
