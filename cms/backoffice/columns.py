"""The cells of a queue: values in the reader's language, states as words with a shape."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, Table, TitleColumn

from cms.backoffice.base import Queue, Shown
from cms.backoffice.history import state_words
from core import clock
from core.moderation.models import Claim
from core.web.numbers import number
from core.web.times import clock as clock_time
from core.web.times import in_house_zone, when

NOTHING = "–"
# A cell in which there is nothing to read.
EMPTY = ("", f"<bdi>{NOTHING}</bdi>")


def said(value: Any) -> Any:
    """Give a value as people read it: dates, instants and figures in the language of the screen."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return value
    if isinstance(value, date):
        return when(value)
    return number(value) if isinstance(value, int | float) else value


class DeskTable(Table):
    """The table of a queue: on a phone each row is an entry, with the heads of the columns beside its values."""

    template_name = "cms/backoffice/table.html"


class DeskColumn(Column):
    """A column whose cells know their head; one that has nothing to say takes no room on a phone."""

    header_template_name = "cms/backoffice/column_head.html"
    cell_template_name = "cms/backoffice/cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add whether there is nothing in the cell."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "is_nothing": context["value"] in EMPTY}


class DeskTitle(TitleColumn):
    """The title of a record: the head of its row, and the way to its screen."""

    header_template_name = "cms/backoffice/column_head.html"
    cell_template_name = "cms/backoffice/title_cell.html"

    def __init__(self, queue: Queue, address: Callable[[Any], str]) -> None:
        """Take the queue and the way to a record's screen."""
        super().__init__(
            "title", label=_("Title"), accessor=lambda record: format_html("<bdi>{}</bdi>", queue.title(record)),
            get_url=address,
        )  # fmt: skip
        self.queue = queue

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add what a program calls the record."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "code": self.queue.code_of(instance)}


class StateColumn(DeskColumn):
    """The state as a word; the ones that wait for a decision carry a filled dot."""

    cell_template_name = "cms/backoffice/state_cell.html"

    def __init__(self, queue: Queue, **kwargs: Any) -> None:
        """Take the queue, whose life cycle names the states."""
        super().__init__("state", **kwargs)
        self.queue = queue

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the word and whether it is work."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, **state_of(self.queue, instance)}


def state_of(queue: Queue, record: Any) -> dict[str, Any]:
    """Give the label of a record's state and whether it waits for a decision."""
    return {"state": state_words(queue.lifecycle, record.state), "is_waiting": record.state in queue.waiting}


class ShownColumn(DeskColumn):
    """One value of the record in the reader's language; a person's text keeps its own direction."""

    def __init__(self, place: int, shown: Shown) -> None:
        """Take the declaration and its place, which names the column."""
        super().__init__(f"c{place}", label=shown.label, sort_key=shown.sort or None)
        self.shown = shown

    def get_value(self, instance: Any) -> Any:
        """Read the value from the record."""
        return format_html("<bdi>{}</bdi>", said(self.shown.tell(instance)))


class ClaimColumn(DeskColumn):
    """Who is on it now, and since when; empty where nobody is."""

    def __init__(self, claims: Mapping[Any, Claim], **kwargs: Any) -> None:
        """Take the marks of the rows shown, by public id."""
        super().__init__("claim", **kwargs)
        self.claims = claims

    def get_value(self, instance: Any) -> Any:
        """Give the words."""
        claim = self.claims.get(getattr(instance, "public_id", None))
        return format_html("<bdi>{}</bdi>", claim_words(claim)) if claim else ""


def claim_words(claim: Claim) -> str:
    """Say who is on a record and since when."""
    facts = {"name": claim.user.name, "time": clock_time(claim.claimed_at)}
    return str(_("%(name)s since %(time)s") % facts)


def age_in_days(queue: Queue, record: Any) -> int:
    """Give how many days a record has waited; none for one that was never handed in, or whose day is to come."""
    return days_since(getattr(record, queue.age, None))


def days_since(moment: datetime | date | None) -> int:
    """Give the whole days since a day or an instant on the House's calendar; none where there is none, or to come."""
    if moment is None:
        return 0
    day = in_house_zone(moment).date() if isinstance(moment, datetime) else moment
    return max((clock.today() - day).days, 0)


def columns_of(
    queue: Queue, claims: Mapping[Any, Claim], states: Collection[str], address: Callable[[Any], str]
) -> list[BaseColumn]:
    """Give the columns of a tab: title (it leads to `address(record)`), state, the domain's own, age, who is on it.

    Where a column of the domain sorts by the age already, the days do not: one order has one mark.
    """
    shown = [one for one in queue.columns if one.stands_in(states)]
    is_sorted = any(one.sort == queue.age for one in shown)
    return [
        DeskTitle(queue, address),
        StateColumn(queue, label=_("State")),
        *(ShownColumn(place, one) for place, one in enumerate(shown)),
        DeskColumn(
            "age",
            label=_("Days"),
            accessor=lambda record: number(age_in_days(queue, record)),
            sort_key=None if is_sorted else queue.age,
        ),
        ClaimColumn(claims, label=_("Who is on it")),
    ]
