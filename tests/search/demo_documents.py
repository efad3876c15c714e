"""The demo parliament's texts as search documents, straight from its JSON files: public fields only, key as number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from consultations.bills.akomantoso import Provision, read_document
from core.search.documents import SearchDocument

CONTENT = settings.ROOT / "platform" / "config" / "demo_content"
LANGUAGES = ("en", "fr", "ar")
KINDS = ("petition", "bill", "clause", "hearing", "call", "submission", "news", "event", "page", "member", "committee")


def content(name: str) -> Any:
    """Read one file of the demo."""
    return json.loads((CONTENT / f"{name}.json").read_text())


def queries() -> list[tuple[str, str, list[str]]]:
    """Give the stated queries: language, words, and the `kind/key` of what must be found."""
    rows = content("search_queries")["languages"]
    return [(code, row["query"], row["expects"]) for code in LANGUAGES for row in rows[code]]


def words(thing: Any, language: str) -> Iterator[str]:
    """Give all texts of a thing that are said in several languages, in one of them; plain values are no texts."""
    if isinstance(thing, dict):
        if thing and set(thing) <= set(LANGUAGES) and all(isinstance(text, str) for text in thing.values()):
            yield thing.get(language, "")
            return
        thing = list(thing.values())
    if isinstance(thing, list):
        for part in thing:
            yield from words(part, language)


def things() -> dict[UUID, list[SearchDocument]]:
    """Give every public thing of the demo with its documents."""
    found: dict[UUID, list[SearchDocument]] = {}
    for document in all_documents():
        found.setdefault(document.uuid, []).append(document)
    return found


def all_documents() -> Iterator[SearchDocument]:
    """Give the documents of all kinds."""
    for petition in content("petitions")["petitions"]:
        if petition["state"] in {"open", "closed", "rejected"}:
            yield from petition_documents(petition)
    for kind, things in titled():
        for thing in things:
            yield from (titled_document(kind, thing, code) for code in LANGUAGES)
    yield from clause_documents()
    for submission in content("evidence")["submissions"]:
        if submission["state"] == "published":
            yield from submission_documents(submission)
    yield from people()


def document(kind: str, key: str, language: str, title: str, *texts: str) -> SearchDocument:
    """Give a document of the demo; its uuid follows from its key."""
    uuid = uuid5(NAMESPACE_URL, f"{kind}/{key}")
    return SearchDocument(kind, uuid, language, title, f"{kind}/{key}/", body="\n".join(filter(None, texts)))


def petition_documents(petition: dict[str, Any]) -> Iterator[SearchDocument]:
    """Give a petition in its own language, then its translations."""
    said = {petition["language"]: petition, **petition.get("translations", {})}
    for code, text in said.items():
        yield document(
            "petition", petition["key"], code, text["title"], text.get("background", ""), text.get("details", "")
        )


def submission_documents(submission: dict[str, Any]) -> Iterator[SearchDocument]:
    """Give evidence in its own language; a translation has at least a title."""
    answers = "\n".join(submission["answers"].values())
    for code, text in {submission["language"]: submission, **submission.get("translations", {})}.items():
        name = submission.get("public_name", {}).get(code, "")
        yield document("submission", submission["key"], code, text["title"], answers, name)


def titled() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the kinds whose titles are said in every language."""
    yield "bill", [{key: part for key, part in content("bill").items() if key not in {"comments", "clauses", "stages"}}]
    yield "hearing", content("hearings")["hearings"]
    yield "call", content("evidence")["calls"]
    yield "news", content("news")["news"]
    yield "event", content("events")["events"]
    yield "page", content("pages")["pages"]


def titled_document(kind: str, thing: dict[str, Any], language: str) -> SearchDocument:
    """Give a thing in one language."""
    return document(kind, thing["key"], language, thing["title"][language], *words(thing, language))


def clause_documents() -> Iterator[SearchDocument]:
    """Give the clauses: heading and summary in every language, the law itself in English."""
    law = read_document((CONTENT / "bill.xml").read_bytes())
    texts = {provision.e_id: law_text(provision) for provision in flat(law.provisions)}
    for clause in content("bill")["clauses"]:
        for code in LANGUAGES:
            law_words = texts[clause["eid"]] if code == "en" else ""
            yield document("clause", clause["key"], code, clause["heading"][code], clause["summary"][code], law_words)


def flat(provisions: list[Provision]) -> Iterator[Provision]:
    """Give provisions and all that stand below them."""
    for provision in provisions:
        yield provision
        yield from flat(provision.children)


def law_text(provision: Provision) -> str:
    """Give the words of a provision with those below it."""
    return " ".join(part.text for part in flat([provision]))


def people() -> Iterator[SearchDocument]:
    """Give members and committees."""
    parliament = content("parliament")
    for member in parliament["members"]:
        for code in LANGUAGES:
            name = member["name_ar"] if code == "ar" else member["name"]
            yield document("member", member["key"], code, name, member["bio"][code])
    for committee in parliament["committees"]:
        for code in LANGUAGES:
            yield document("committee", committee["key"], code, committee["name"][code], committee["remit"][code])


def titles_of(row: str) -> set[str]:
    """Give the titles, in every language, of what a stated query expects ("petition/bring-back-the-night-train").

    For a seeded demo, whose uuids are its own.
    """
    uuid = uuid5(NAMESPACE_URL, row)
    return {document.title for document in all_documents() if document.uuid == uuid}
