"""A draft as its writer sees it: the steps beside each page, the similar petitions, what is checked before sending."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.parliament.models import Area
from core.web.countries import country_choices
from petitions.drafts import PAGES, finished_pages
from petitions.models import PetitionDraft
from petitions.models.signatures import HOME_COUNTRY
from petitions.presenting.lists import list_entry
from petitions.similar import Similar
from petitions.states import Standard

Plain = dict[str, Any]


def step_names() -> dict[str, str]:
    """Name the pages of a draft, in their order."""
    return {
        "what": _("What should happen"), "similar": _("Similar petitions"), "why": _("Why"), "more": _("More"),
        "standards": _("The standards"), "you": _("You"), "check": _("Check your answers"),
    }  # fmt: skip


def steps(current: str, token: str, draft: PetitionDraft | None = None) -> Plain:
    """Give the list of steps with the current one, its place and their number, and the way back."""
    done = finished_pages(draft) if draft else frozenset[str]()
    place = PAGES.index(current)
    items = []
    for page, name in step_names().items():
        state = "now" if page == current else ("done" if page in done else "")
        items.append({"name": name, "url": page_url(page, token), "state": state})
    items.append({"name": _("Code"), "url": "", "state": ""})
    back = PAGES[place - 1] if place else ""
    return {
        "steps": items, "step": place + 1, "step_count": len(items),
        "back_url": page_url(back, token) if back and token else reverse("petitions:petition_list"),
        "back_name": step_names()[back] if back else _("Petitions"),
    }  # fmt: skip


def tasks(draft: PetitionDraft, token: str) -> list[Plain]:
    """Give the task list: each page with whether it is done."""
    done = finished_pages(draft)
    return [
        {
            "name": name, "url": page_url(page, token),
            "tag": "done" if page in done else ("plain" if page == "more" else "open"),
            "tag_words": _("Done") if page in done else (_("Optional") if page == "more" else _("To do")),
        }
        for page, name in step_names().items()
    ]  # fmt: skip


def page_url(page: str, token: str) -> str:
    """Give the address of one page of a draft."""
    if not token:
        return ""
    return reverse(f"petitions:draft_{page}", args=[token])


def similar_entries(found: list[Similar]) -> list[Plain]:
    """Show petitions that ask for something like it, each with its count and the way to sign it instead."""
    return [
        {
            **list_entry(one.petition), "number": one.petition.number, "can_sign": one.can_sign,
            "sign_url": reverse("petitions:petition_sign", args=[one.petition.number]) if one.can_sign else "",
        }
        for one in found
    ]  # fmt: skip


def check_groups(draft: PetitionDraft, token: str) -> list[Plain]:
    """Show everything that would be sent, each answer with its way back."""
    missing = _("Still missing")

    def row(page: str, label: str, value: str, note: str = "", lang: str = "") -> Plain:
        return {"label": label, "value": value, "note": note, "url": page_url(page, token), "lang": lang}

    text = [
        row("what", _("What should happen"), draft.action or missing, lang=draft.action and draft.language),
        row("why", _("Why it matters"), draft.background or missing, lang=draft.background and draft.language),
        row(
            "more", _("More details and sources"), draft.details or _("Nothing more"),
            lang=draft.details and draft.language,
        ),
    ]  # fmt: skip
    if draft.differs_because:
        near = _("Nearest: petition %(number)s") % {"number": draft.differs_from.number} if draft.differs_from else ""
        text.insert(1, row("similar", _("How it differs"), draft.differs_because, near))
    standards = [
        row("standards", str(standard.label), _yes_or_no(draft.standards.get(standard.value)))
        for standard in Standard
    ]  # fmt: skip
    you = [
        row("you", _("Name"), draft.name or missing, _("shown on the petition")),
        row("you", _("E-mail"), draft.email or missing, _("never shown")),
        row("you", _("Where you live"), _place(draft) or missing, _("never shown")),
    ]
    if draft.committee:
        you.append(row("you", _("Committee"), str(draft.committee)))
    return [
        {"name": _("Your petition"), "rows": text}, {"name": _("The standards"), "rows": standards},
        {"name": _("You"), "rows": you},
    ]  # fmt: skip


def broken_standards(draft: PetitionDraft) -> list[Plain]:
    """Explain each standard to which the writer said no: what it means, and what happens otherwise."""
    why = {
        Standard.ASKS: _(
            "A petition must ask for something that Parliament or the Government decides. For a bus line or a school "
            "ask your council; for a wrong done to you by an office ask the ombudsman."
        ),
        Standard.POLITE: _(
            "We cannot publish insults, or claims about people or firms that may be false. Say what you know, and "
            "where it can be read."
        ),
        Standard.PRIVATE: _(
            "We cannot publish the name of a private person, or what a court has to decide. Leave out the name and "
            "the case, and ask for the rule that you want for everybody."
        ),
    }  # fmt: skip
    problem = {
        Standard.ASKS: _("It asks for something that Parliament and the Government cannot do"),
        Standard.POLITE: _("It is not polite, or it says something that may be false"),
        Standard.PRIVATE: _("It names a private person, or a case before a court"),
    }
    answered = [standard for standard in Standard if draft.standards.get(standard.value) is False]
    return [{"title": problem[standard], "text": why[standard]} for standard in answered]


def _yes_or_no(answer: bool | None) -> str:
    return _("Still missing") if answer is None else (_("Yes") if answer else _("No"))


def _place(draft: PetitionDraft) -> str:
    if draft.country not in {"", HOME_COUNTRY}:
        return str(dict(country_choices()).get(draft.country, draft.country))
    if draft.constituency:
        area = Area.objects.filter(scheme="own", code=draft.constituency).first()
        return str(area or draft.constituency)
    return draft.postcode or (_("In this country") if draft.country else "")
