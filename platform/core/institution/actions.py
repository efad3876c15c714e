"""Setting it: each action saves a part of the row and records its event. For administrators."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import events
from core.actors import Actor
from core.errors import Forbidden, Invalid
from core.institution import facts
from core.institution.models import ONLY, Institution
from core.institution.rules import may_set_up

DONE, SKIPPED = "done", "skipped"
Texts = dict[str, str]


def institution() -> Institution:
    """Give the one row; an empty one where nothing was set yet."""
    return Institution.objects.filter(pk=ONLY).first() or Institution(pk=ONLY)


def rename(*, name: Texts, description: Texts, address: Texts, help_email: str, by: Actor) -> Institution:
    """Set name, description, postal address and help address. Raises Forbidden, Invalid without a name."""
    found = {code: text.strip() for code, text in name.items() if text.strip()}
    if not found.get(facts.default_language()):
        raise Invalid(fields={f"name_{facts.default_language()}": _("Enter the parliament’s name.")})
    row = institution()
    return _save(
        "institution.rename", by, name=_kept(row.name, name), description=_kept(row.description, description),
        address=_kept(row.address, address), help_email=help_email,
    )  # fmt: skip


def choose_languages(codes: list[str], *, default: str, by: Actor) -> Institution:
    """Offer languages, one of them as the default. Raises Forbidden, Invalid (unknown, or a default not on offer)."""
    known = [code for code, _name in settings.LANGUAGES]
    if default not in codes or set(codes) - set(known):
        raise Invalid(fields={"languages": _("The first language must be among those on offer.")})
    ordered = [default, *(code for code in known if code in codes and code != default)]
    return _save("institution.choose_languages", by, languages=ordered)


def set_sender(*, name: str, email: str, by: Actor) -> Institution:
    """Set who mail comes from. Raises Forbidden, Invalid for a name that could forge a header."""
    if any(sign in name for sign in "\r\n<>@"):
        raise Invalid(fields={"sender_name": _("Write the name without < > @ and in one line.")})
    return _save("institution.set_sender", by, sender_name=name.strip(), sender_email=email.strip())


def finish_step(step: str, *, by: Actor, is_skipped: bool = False) -> Institution:
    """Note that a step of the set-up was done or skipped. Raises Forbidden."""
    _refuse_strangers(by)
    with transaction.atomic():
        row = _locked()
        state = SKIPPED if is_skipped else DONE
        if row.steps.get(step) == state or (is_skipped and row.steps.get(step) == DONE):
            return row  # a step that was done stays done
        return _write(row, "institution.skip_step" if is_skipped else "institution.finish_step", by,
                      {"step": step}, steps={**row.steps, step: state})  # fmt: skip


def record(verb: str, *, by: Actor, data: dict[str, Any] | None = None) -> Institution:
    """Record what was set elsewhere (colours, seats, pages) as an event of the institution. Raises Forbidden."""
    _refuse_strangers(by)
    with transaction.atomic():
        return _write(_locked(), verb, by, data or {})


def _save(verb: str, by: Actor, **columns: Any) -> Institution:
    _refuse_strangers(by)
    with transaction.atomic():
        row = _locked()
        changed = sorted(name for name, value in columns.items() if getattr(row, name) != value)
        return _write(row, verb, by, {"changed": changed}, **columns)


def _write(row: Institution, verb: str, by: Actor, data: dict[str, Any], **columns: Any) -> Institution:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns)) if columns else None
    events.record(verb, row, actor=by, public=False, data=data)
    facts.forget()
    transaction.on_commit(facts.forget)
    return row


def _locked() -> Institution:
    Institution.objects.get_or_create(pk=ONLY)
    return Institution.objects.select_for_update().get(pk=ONLY)


def _kept(before: Texts, texts: Texts) -> Texts:
    """Give the texts as they were written; what stands in a language that is not on offer now stays."""
    others = {code: text for code, text in before.items() if code not in texts}
    return {**others, **{code: text.strip() for code, text in texts.items() if text.strip()}}


def _refuse_strangers(by: Actor) -> None:
    if not may_set_up(by, None):
        raise Forbidden
