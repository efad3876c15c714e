"""Stated queries over texts that nobody of this project wrote: real petitions and a real bill, on each engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from consultations.bills.actions.versions import import_bill, publish_version
from consultations.bills.search import public_clause_ids
from core.actors import IMPORT
from core.search.backend import Results
from core.search.indexing import index_now, push_pending
from petitions.models import Petition
from tests.search.conftest import titles

PETITIONS = ("uk-131215-2016-06-27.json", "uk-200012-rejected.json", "uk-241584-2019-03-24.json",
             "uk-700143-2024-11-24.json")  # fmt: skip
BILL = "bills/akn/gb-sct-asp-2017-1.xml"
REFERENDUM, CANCEL = "EU Referendum Rules triggering a 2nd EU Referendum", "Use the Powers of the EU Withdrawal Act"
REVOKE, ELECTION = "Revoke Article 50 and remain in the EU.", "Call a General Election"
# words: the beginning of the title that must be found. Singular stands for plural, and the other way round.
QUERIES = {
    "general election": ELECTION,
    "general elections": ELECTION,
    "700143": ELECTION,
    "revoke article": REVOKE,
    "revoking articles": REVOKE,
    "referendum rule": REFERENDUM,
    "referendums": REFERENDUM,
    "withdrawal power": CANCEL,
    "budget Scotland": "Budget (Scotland) Act 2017",
    "budgets": "Budget (Scotland) Act 2017",
    "contingency payment": "Contingency payments",
    "Scottish administrations": "The Scottish Administration",
    "emergency arrangement": "Emergency arrangements",
    "overall cash authorisation": "Overall cash authorisations",
    "statutory body": "Borrowing by statutory bodies",
    "repeals": "Repeal of spent provisions",
}


def bring_in(data: Path) -> None:
    """Import the petitions and a bill, and index them."""
    for name in PETITIONS:
        call_command("petition_import", str(data / "petitions" / name))
    version = publish_version(import_bill((data / BILL).read_bytes(), by=IMPORT), by=IMPORT)
    for petition in Petition.objects.all():
        index_now("petition", petition.public_id, 1)
    index_now("bill", version.bill.public_id, 1)
    for clause in public_clause_ids():
        index_now("clause", clause, 1)
    push_pending()


@pytest.mark.django_db
def test_imported_texts_are_found(
    shared_data: Path, parliament: object, engine: str, ask: Callable[..., Results]
) -> None:
    bring_in(shared_data)
    found = {words: titles(ask(words)) for words in QUERIES}
    missed = {words: found[words] for words, title in QUERIES.items() if not any(
        one.startswith(title) for one in found[words])}  # fmt: skip
    assert missed == {}
