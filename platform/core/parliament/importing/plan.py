"""The plan of an import: rows without a database, and the faults found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

Names = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: the line of a CSV, or the place in a JSON file, and the field."""

    place: str
    field: str
    words: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place}, {self.field}: {self.words}"


@dataclass
class AreaRow:
    """A constituency, region or country."""

    place: str
    kind: str
    code: str
    name: Names
    parent: str = ""
    electorate: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass
class PrefixRow:
    """A postcode prefix and the code of its constituency."""

    place: str
    prefix: str
    area: str


@dataclass
class DayRow:
    """A day off."""

    place: str
    day: date
    name: Names


@dataclass
class MemberRow:
    """A member: the id of the source, where there is one, else the name, tells who it is."""

    place: str
    source_id: str
    name: str
    names: Names = field(default_factory=dict)
    group: Names = field(default_factory=dict)
    area: str = ""
    bio: Names = field(default_factory=dict)


@dataclass
class CommitteeRow:
    """A committee."""

    place: str
    slug: str
    name: Names


@dataclass
class SeatRow:
    """A member's place in a committee."""

    place: str
    committee: str
    member: str
    is_chair: bool = False


@dataclass
class Plan:
    """All that a file says."""

    areas: list[AreaRow] = field(default_factory=list)
    prefixes: list[PrefixRow] = field(default_factory=list)
    days: list[DayRow] = field(default_factory=list)
    members: list[MemberRow] = field(default_factory=list)
    committees: list[CommitteeRow] = field(default_factory=list)
    seats: list[SeatRow] = field(default_factory=list)
    has_all_seats: bool = False  # a file that says who sits in a committee says it of all its members
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, name: str, words: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, name, words))


class Refused(Exception):
    """The file has faults; nothing was changed."""

    def __init__(self, faults: list[Fault]) -> None:
        """Take the faults."""
        self.faults = faults
        super().__init__(f"{len(faults)} faults")
