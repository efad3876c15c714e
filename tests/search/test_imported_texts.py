"""Stated queries, 20 a language, over texts that came in by the import commands, on each engine.

English: petitions and an act of real parliaments. The shared data holds no bill in French or Arabic that an importer
could read (its index names English, Spanish, German, Italian, Portuguese and Swahili), so there are two of our own.
"""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from consultations.bills.search import public_bill_ids, public_clause_ids
from core.search.backend import Results
from core.search.indexing import index_now, push_pending
from petitions.models import Petition
from tests.search.conftest import titles

PETITIONS = ("uk-131215-2016-06-27.json", "uk-200012-rejected.json", "uk-241584-2019-03-24.json",
             "uk-700143-2024-11-24.json")  # fmt: skip
BILL = "bills/akn/gb-sct-asp-2017-1.xml"
OWN = sorted((Path(__file__).parent.parent / "fixtures" / "bills").glob("*-public-libraries.xml"))
REFERENDUM, CANCEL = "EU Referendum Rules triggering a 2nd EU Referendum", "Use the Powers of the EU Withdrawal Act"
REVOKE, ELECTION = "Revoke Article 50 and remain in the EU.", "Call a General Election"
# words: the beginning of the title that must be found. Singular stands for plural, and the other way round; in Arabic
# with and without the article, with "wa" in front, and as people type it (without hamza, without vowel signs).
QUERIES = {
    "en": {
        "general election": ELECTION,
        "general elections": ELECTION,
        "700143": ELECTION,
        "revoke article": REVOKE,
        "revoking articles": REVOKE,
        "241584": REVOKE,
        "referendum rule": REFERENDUM,
        "referendums": REFERENDUM,
        "131215": REFERENDUM,
        "withdrawal power": CANCEL,
        "budget Scotland": "Budget (Scotland) Act 2017",
        "budgets": "Budget (Scotland) Act 2017",
        "contingency payment": "Contingency payments",
        "contingencies": "Contingency payments",
        "Scottish administrations": "The Scottish Administration",
        "emergency arrangement": "Emergency arrangements",
        "overall cash authorisation": "Overall cash authorisations",
        "statutory body": "Borrowing by statutory bodies",
        "statutory bodies": "Borrowing by statutory bodies",
        "repeals": "Repeal of spent provisions",
    },
    "fr": {
        "bibliothèque publique": "Bibliothèques publiques",
        "bibliothèques publiques": "Bibliothèques publiques",
        "bibliotheque": "Bibliothèques publiques",
        "la bibliothèque de la commune": "Bibliothèques publiques",
        "carte de lecteur": "Carte de lecteur",
        "cartes de lecteurs": "Carte de lecteur",
        "prêt": "Prêt des livres",
        "prets": "Prêt des livres",
        "prêt d’un livre": "Prêt des livres",
        "pénalité": "Pénalités de retard",
        "pénalités de retards": "Pénalités de retard",
        "heure d'ouverture": "Heures d’ouverture",
        "heures d’ouverture": "Heures d’ouverture",
        "villages": "Bibliobus",
        "autobus": "Bibliobus",
        "collection numérique": "Collections numériques",
        "journal ancien": "Collections numériques",
        "bénévole": "Bibliothécaires et bénévoles",
        "rapports annuels": "Budget et rapport annuel",
        "lieu de lecture": "Projet de loi sur les lieux de lecture",
    },
    "ar": {
        "مكتبة عامة": "المكتبات العامة",
        "المكتبات": "المكتبات العامة",
        "والمكتبات": "المكتبات العامة",
        "بطاقة": "بطاقة القارئ",
        "البطاقة": "بطاقة القارئ",
        "والبطاقة": "بطاقة القارئ",
        "بطاقات": "بطاقة القارئ",
        "إعارة": "إعارة الكتب",
        "الاعارة": "إعارة الكتب",
        "وإعارة": "إعارة الكتب",
        "غرامة": "غرامات التأخير",
        "الغرامة": "غرامات التأخير",
        "وغرامات": "غرامات التأخير",
        "ساعة العمل": "ساعات العمل",
        "حافلة": "الحافلات المتنقلة",
        "والحافلات": "الحافلات المتنقلة",
        "مجموعة رقمية": "المجموعات الرقمية",
        "متطوع": "الأمناء والمتطوعون",
        "ميزانية": "الميزانية والتقرير السنوي",
        "دور القراءة": "مشروع قانون دور القراءة",
    },
}


def bring_in(data: Path) -> None:
    """Import the petitions and the bills by their commands, and index them."""
    for name in PETITIONS:
        call_command("petition_import", str(data / "petitions" / name))
    for file in (data / BILL, *OWN):
        call_command("bill_import", file, publish=True, stdout=StringIO())
    for kind, ids in (
        ("petition", Petition.objects.values_list("public_id", flat=True)),
        ("bill", public_bill_ids()),
        ("clause", public_clause_ids()),
    ):
        for public_id in list(ids):
            index_now(kind, public_id, 1)
    push_pending()


@pytest.mark.django_db
def test_imported_texts_are_found(
    shared_data: Path, parliament: object, engine: str, ask: Callable[..., Results]
) -> None:
    bring_in(shared_data)
    found = {(code, words): titles(ask(words, reader=code)) for code, rows in QUERIES.items() for words in rows}
    missed = {(code, words): found[code, words] for code, rows in QUERIES.items() for words, title in rows.items()
              if not any(one.startswith(title) for one in found[code, words])}  # fmt: skip
    assert missed == {}
    assert {code: len(rows) for code, rows in QUERIES.items()} == {"en": 20, "fr": 20, "ar": 20}
