"""Reading the JSON of petition.parliament.uk in its shapes of 2016, 2019, 2024 and as a list item."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

UNKNOWN_COUNTRY = "ZZ"  # ISO 3166-1: user-assigned, here "not said"
HOME = "GB"
# That site's own codes for places that ISO 3166-1 counts elsewhere.
OTHER_CODES = {"BAT": "AQ"}  # British Antarctic Territory


@dataclass(frozen=True)
class Opening:
    """One line of an opening balance: a count by constituency (code, name) or by country."""

    count: int
    country: str
    area_code: str = ""
    area_name: str = ""


@dataclass(frozen=True)
class PetitionFile:
    """What a file says, in our words; `balance` adds up to `count` exactly."""

    number: int
    state: str
    count: int
    action: str
    background: str
    details: str
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    rejected_at: datetime | None
    rejection: dict[str, str] | None
    reached: dict[str, datetime]
    balance: list[Opening] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)


def read_petition(document: Any) -> PetitionFile:
    """Read one document. Raises Invalid, naming the field, where it is none of the known shapes."""
    found = document.get("data", document) if isinstance(document, dict) else None
    item: dict[str, Any] = found if isinstance(found, dict) else {}
    facts = item.get("attributes")
    if not isinstance(facts, dict) or item.get("type") != "petition":
        raise Invalid(
            _("This is not a petition's document."), fields={"data": _("A petition with attributes is expected.")}
        )
    try:
        return PetitionFile(
            number=int(item["id"]),
            state=facts["state"],
            count=int(facts["signature_count"]),
            action=facts["action"],
            background=facts.get("background") or "",
            details=facts.get("additional_details") or "",
            created_at=_moment(facts["created_at"]) or _missing("created_at"),
            opened_at=_moment(facts.get("opened_at") or facts.get("open_at")),
            closed_at=_moment(facts.get("closed_at")),
            rejected_at=_moment(facts.get("rejected_at")),
            rejection=facts.get("rejection"),
            reached=_reached(facts),
            balance=_balance(facts),
            document=document,
        )
    except KeyError as error:
        _missing(str(error.args[0]))
        raise
    except (TypeError, ValueError) as error:
        raise Invalid(_("A field of the document cannot be read: %(why)s") % {"why": error}) from error


def _missing(name: str) -> Any:
    raise Invalid(fields={name: _("This field is missing.")})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def _reached(facts: dict[str, Any]) -> dict[str, datetime]:
    found = {key: _moment(facts.get(f"{key}_threshold_reached_at")) for key in ("response", "debate")}
    return {key: moment for key, moment in found.items() if moment}


def _balance(facts: dict[str, Any]) -> list[Opening]:
    """Split the count: constituencies, the home country's rest without one, other countries, what is said nowhere."""
    areas = [
        Opening(row["signature_count"], HOME, row["ons_code"], row["name"])
        for row in facts.get("signatures_by_constituency", [])
    ]
    countries = {row["code"]: row["signature_count"] for row in facts.get("signatures_by_country", [])}
    lines = areas + [Opening(count, _country(code)) for code, count in countries.items() if code != HOME]
    lines.append(Opening(countries.get(HOME, 0) - sum(line.count for line in areas), HOME))
    lines.append(Opening(facts["signature_count"] - sum(line.count for line in lines), UNKNOWN_COUNTRY))
    return [line for line in lines if line.count]


def _country(code: str) -> str:
    """Give the ISO code of a place; what has none counts as not said."""
    code = OTHER_CODES.get(code, code)
    return code if len(code) == len(HOME) else UNKNOWN_COUNTRY
