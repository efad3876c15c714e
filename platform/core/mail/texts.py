"""The words of a mail: those that staff wrote for its kind and language, else the shipped template."""

from __future__ import annotations

import logging
import re
from typing import Any

from django.conf import settings
from django.template import Context, Engine, engines
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.institution import facts as institution
from core.mail import stopping
from core.mail.kinds import Fact, Kind
from core.mail.models import MailText, Stream

log = logging.getLogger(__name__)
PLACEHOLDER = re.compile(r"\{\s*([^{}\n]{0,60}?)\s*\}")
HOUSE = ("site_name",)


class Standing(int):
    """A number that a text counts by, shown as its placeholder."""

    name: str

    def __new__(cls, fact: Fact) -> Standing:
        """Take a fact; its sample chooses between one and many."""
        number = super().__new__(cls, fact.sample)
        number.name = fact.name
        return number

    def __str__(self) -> str:
        """Give the placeholder."""
        return f"{{{self.name}}}"


def placeholders_in(text: str) -> list[str]:
    """Give the names in braces, in order."""
    return PLACEHOLDER.findall(text)


def words_of(kind: Kind, language: str, context: dict[str, Any], to_index: str) -> tuple[str, str]:
    """Give subject and body in a language, with the way out at the foot. The context is the mail's own."""
    facts = {"site_name": site_name(language), "site_url": settings.SITE_URL, "language": language, **context}
    with translation.override(language):
        own = MailText.objects.filter(kind=kind.name, language=language).first()
        subject, body = _written(own, kind, facts) if own else shipped(kind, facts)
        return subject, f"{body}\n{_foot(kind, language, to_index)}"


def words_for_all(kind: Kind, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Give subject and body of a mail that many get, in a language, without the foot that each of them has."""
    facts = {"site_name": site_name(language), "site_url": settings.SITE_URL, "language": language, **context}
    with translation.override(language):
        own = MailText.objects.filter(kind=kind.name, language=language).first()
        return _written(own, kind, facts) if own else shipped(kind, facts)


def shipped(kind: Kind, facts: dict[str, Any]) -> tuple[str, str]:
    """Give subject and body of the shipped template, in the running language."""
    subject, _newline, body = render_to_string(kind.template, facts).strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def shipped_with_placeholders(kind: Kind, language: str) -> tuple[str, str]:
    """Give the shipped words with `{name}` where a fact stands: what staff begin from."""
    facts: dict[str, Any] = {"site_name": "{site_name}", "language": language, "state": kind.state, **kind.fixed}
    for fact in kind.facts:
        *way, last = fact.path.split(".")
        place = facts
        for step in way:
            place = place.setdefault(step, {})
        place[last] = Standing(fact) if fact.is_number else f"{{{fact.name}}}"
    with translation.override(language):
        return shipped(kind, facts)


def filled(text: str, values: dict[str, str]) -> str:
    """Put values in for placeholders; a name that is not there stays as it is."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def sample_values(kind: Kind, language: str) -> dict[str, str]:
    """Give made-up values for a preview."""
    return {**{fact.name: fact.sample for fact in kind.facts}, "site_name": site_name(language)}


def site_name(language: str) -> str:
    """Give the parliament's name in a language."""
    return institution.site_name(language)


def _written(own: MailText, kind: Kind, facts: dict[str, Any]) -> tuple[str, str]:
    values = {fact.name: _value(fact.path, facts) for fact in kind.facts} | {"site_name": facts["site_name"]}
    return " ".join(filled(own.subject, values).split()), filled(own.body, values).strip() + "\n"


def _value(path: str, facts: dict[str, Any]) -> str:
    engine: Engine = engines["django"].engine  # type: ignore[attr-defined]
    template = engine.from_string("{% autoescape off %}{{ " + path + " }}{% endautoescape %}")
    return template.render(Context(facts))


def _foot(kind: Kind, language: str, to_index: str) -> str:
    """Give the way out: for news, and for what anybody could have asked for in another's name."""
    scope = stop_scope(kind)
    return _foot_with(kind, language, stopping.token_of(to_index, scope)) if scope else ""


def foot_for_all(kind: Kind, language: str, token: str) -> str:
    """Give the foot of a mail that many get, in a language, with `token` where each reader's own stands."""
    with translation.override(language):
        return _foot_with(kind, language, token) if stop_scope(kind) else ""


def stop_scope(kind: Kind) -> str:
    """Give what the way out of a kind of mail stops (all, news); nothing where it has none."""
    return {Stream.NEWS: "news", Stream.PROOF: "all"}.get(Stream(kind.stream), "")


def _foot_with(kind: Kind, language: str, token: str) -> str:
    is_news = kind.stream == Stream.NEWS
    words = _("No more news by e-mail:") if is_news else _("No mail from us to this address any more:")
    return f"--\n{words}\n{_stop_address(token, language)}\n"


def stop_link(to_index: str, scope: str, language: str) -> str:
    """Give the full address of the page that stops mail; its one click is a POST there."""
    return _stop_address(stopping.token_of(to_index, scope), language)


def _stop_address(token: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse("mail_stop", args=["TOKEN"]).replace("TOKEN", token)
