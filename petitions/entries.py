"""What one signer gives, and its rules: the one validator of page form, API and lane. No forms in here: it runs hot.

`read_entry` checks shape (what stands in each field), `area_of` what only the action decides (seat, eligibility).
A test compares the three doors on random inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.web.typos import meant_address
from petitions.models.signatures import HOME_COUNTRY

NAME_LENGTH, EMAIL_LENGTH, POSTCODE_LENGTH = 120, 320, 16
FIELDS = ("name", "email", "postcode", "constituency", "country", "is_eligible", "wants_news")
# The page's form says once that a slip may be pointed out; the second time what was typed is kept.
ASK_TYPO, USE_EMAIL = "ask_typo", "use_email"
DID_YOU_MEAN = _("Did you mean %(domain)s? Put it right, or send the form again to keep what you typed.")
NO_NAME = _("Enter your full name")
NO_EMAIL = _("Enter an e-mail address in the form name@example.org")
NO_POSTCODE = _("Enter your postcode")
NOT_TICKED = _("Tick the box if you are a citizen or resident")
NO_CHOICE = _("Choose one from the list.")
UNREADABLE = _("This text holds a character that we cannot keep.")
ONLY_HERE = _("Only people who live in this country can sign this petition.")
UNKNOWN_POSTCODE = _("We do not know this postcode. Check it, or choose your constituency below.")
NO_AREA = frozenset[str]()


@dataclass(frozen=True)
class SignatureFacts:
    """What one signer gives: name, e-mail, postcode (or constituency, or a country abroad), language, wish for news.

    `network` is where the request came from (core.web.address); only its keyed digest is kept.
    """

    name: str
    email: str
    postcode: str = ""
    country: str = HOME_COUNTRY
    constituency: str = ""
    language: str = "en"
    wants_news: bool = False
    is_eligible: bool = False
    network: str = ""


@dataclass(frozen=True)
class Ground:
    """What a signer can choose from: codes of the constituencies (none: they are not asked), codes of countries."""

    seats: frozenset[str]
    countries: frozenset[str]


@dataclass
class Reading:
    """What was read: the clean values by field, and for each field at fault its words, in the order of FIELDS."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[Any]] = field(default_factory=dict)


class Places(Protocol):
    """Where a postcode or a constituency's code lies; asked by `area_of`."""

    @property
    def has_seats(self) -> bool:
        """Tell whether there are constituencies at all."""

    def by_postcode(self, postcode: str) -> int | None:
        """Give the key of the constituency of a postcode."""

    def by_code(self, code: str) -> int | None:
        """Give the key of the constituency with a code."""


def read_entry(given: Mapping[str, Any], ground: Ground) -> Reading:
    """Read what was typed, field by field; nothing is looked up. Missing fields count as empty."""
    read = Reading()
    country = text_of(given, "country") or HOME_COUNTRY
    seat = text_of(given, "constituency")
    must_say_where = country == HOME_COUNTRY and not seat and bool(ground.seats)
    _take(read, "name", text_of(given, "name"), NAME_LENGTH, NO_NAME)
    _take(read, "email", text_of(given, USE_EMAIL) or text_of(given, "email"), EMAIL_LENGTH, NO_EMAIL)
    if read.values.get("email"):
        _check_email(read)
    if text_of(given, ASK_TYPO) and (meant := meant_address(read.values.get("email", ""))):
        del read.values["email"]
        read.faults["email"] = [DID_YOU_MEAN % {"domain": meant.rpartition("@")[2]}]
    _take(read, "postcode", text_of(given, "postcode"), POSTCODE_LENGTH, NO_POSTCODE if must_say_where else None)
    _choose(read, "constituency", seat, seat in ground.seats or not seat)
    _choose(read, "country", country, country == HOME_COUNTRY or country in ground.countries)
    if is_ticked(given, "is_eligible"):
        read.values["is_eligible"] = True
    else:
        read.faults["is_eligible"] = [NOT_TICKED]
    read.values["wants_news"] = is_ticked(given, "wants_news")
    return read


def area_of(facts: SignatureFacts, places: Places, eligibility: Mapping[str, Any] | None = None) -> int | None:
    """Give the key of the signer's constituency (None abroad). Raises Invalid with the field and the rule it breaks.

    `eligibility` are the rules of the petition's kind: {"abroad": false} keeps it to people who live here.
    """
    if not facts.is_eligible:
        raise Invalid(fields={"is_eligible": NOT_TICKED})
    if facts.country != HOME_COUNTRY:
        if (eligibility or {}).get("abroad") is False:
            raise Invalid(fields={"country": ONLY_HERE})
        return None
    area = places.by_postcode(facts.postcode) if facts.postcode else None
    if area is None and facts.constituency:
        area = places.by_code(facts.constituency)
    if area is None and places.has_seats:
        raise Invalid(fields={"postcode": UNKNOWN_POSTCODE})
    return area


def text_of(given: Mapping[str, Any], name: str) -> str:
    """Give what was typed without the white space around it."""
    value = given.get(name)
    return "" if value is None else str(value).strip()


def is_ticked(given: Mapping[str, Any], name: str) -> bool:
    """Tell whether a box was ticked: a browser sends any word, a machine true or false."""
    value = given.get(name, False)
    return value.lower() != "false" and bool(value) if isinstance(value, str) else bool(value)


def _take(read: Reading, name: str, value: str, longest: int, missing: Any) -> None:
    faults: list[Any] = [missing] if not value and missing is not None else []
    if len(value) > longest:
        faults += _said_by(MaxLengthValidator(longest), value)
    if not is_readable(value):
        faults.append(UNREADABLE)
    if faults:
        read.faults[name] = faults
    else:
        read.values[name] = value


def _check_email(read: Reading) -> None:
    try:
        validate_email(read.values["email"])
    except ValidationError:
        del read.values["email"]
        read.faults["email"] = [NO_EMAIL]


def _choose(read: Reading, name: str, value: str, is_known: bool) -> None:
    if is_known:
        read.values[name] = value
    else:
        read.faults[name] = [NO_CHOICE]


def is_readable(text: str) -> bool:
    """Tell whether a text can be kept: no NUL, and no half of a surrogate pair."""
    if "\x00" in text:
        return False
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)


def _said_by(validator: Any, value: str) -> list[Any]:
    try:
        validator(value)
    except ValidationError as error:
        return list(error.messages)
    return []
