"""The bill and its versions; the text and its clauses; what people say of them."""

from .bill import Bill, Stage, Version, VersionSource
from .text import Clause, ClauseLink, Provision
from .voice import Anchor, Annotation, ClauseCounter, OfficialAnswer

__all__ = [
    "Anchor",
    "Annotation",
    "Bill",
    "Clause",
    "ClauseCounter",
    "ClauseLink",
    "OfficialAnswer",
    "Provision",
    "Stage",
    "Version",
    "VersionSource",
]
