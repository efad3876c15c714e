"""The list of a queue: oldest first, tabs by state, search, pages, CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from cms.backoffice import base
from cms.backoffice.columns import NOTHING, DeskTable, age_in_days, columns_of, said, state_of
from cms.backoffice.history import state_words
from cms.saved.actions import saved_filters
from core import clock
from core.accounts.assurance import require_fresh_factor
from core.actors import Actor, actor_of
from core.audit.access import record_export, record_look
from core.moderation.selectors import claims_on
from core.web.numbers import number

WAITING, ALL = "waiting", "all"
# A state that is called like a tab has a tab under another name: jobs wait for a worker, dead ones for a decision.
ALONE = "only-"
MOST_PRINTED = 1000


def tab_of(state: str) -> str:
    """Name the tab of one state."""
    return f"{ALONE}{state}" if state in {WAITING, ALL} else state


class QueueDoor:
    """What list and item share: the queue of the address, and who may see it."""

    queue: base.Queue
    actor: Actor
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the queue; 404 where there is none, 403 for those it is not for."""
        queue = base.find(kwargs["queue"])
        if queue is None:
            raise Http404
        self.actor = actor_of(request)
        if not queue.may(self.actor, None):
            raise PermissionDenied
        self.queue = queue
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Give the filters in use, by field; a value that is not offered is none."""
        asked = {one.field: self.request.GET.get(one.field, "") for one in self.queue.filters}
        offered = {
            one.field: {str(value) for value, _words in one.choices()} for one in self.queue.filters if asked[one.field]
        }
        return {field: asked[field] for field, values in offered.items() if asked[field] in values}

    def chosen_records(self) -> QuerySet[Any]:
        """Give the records that the chosen filters keep."""
        rows = self.queue.records_of(self.actor)
        for one in self.queue.filters:
            if one.field in self.chosen:
                rows = one.keep(self.actor, rows, self.chosen[one.field])
        return rows

    def item_address(self, record: Any) -> str:
        """Give the address of a record's screen; the chosen filters go with it, so that one comes back to them."""
        path = reverse("backoffice_item", args=[self.queue.key, record.pk])
        return f"{path}?{urlencode(self.chosen)}" if self.chosen else path

    def list_address(self) -> str:
        """Give the address of the list, within the chosen filters."""
        path = reverse("backoffice_list", args=[self.queue.key])
        return f"{path}?{urlencode({'state': WAITING, **self.chosen})}" if self.chosen else path


class QueueList(QueueDoor, BaseListingView):
    """One queue as a table. `?state=` chooses a tab: what waits (first), one state, or all."""

    table_class = DeskTable
    template_name = "cms/backoffice/list.html"
    results_template_name = "cms/backoffice/list_results.html"
    paginate_by: int | None = 50
    claims: Mapping[Any, Any] = {}

    @property
    def page_title(self) -> str:
        """Name the queue."""
        return str(self.queue.label)

    @property
    def header_icon(self) -> str:
        """Give the office's icon."""
        return self.queue.office.icon

    @property
    def columns(self) -> list[Any]:
        """Give the table's columns."""
        return columns_of(self.queue, self.claims, self.states, self.item_address)

    @property
    def states(self) -> tuple[str, ...]:
        """Give the states that the tab holds."""
        tabs = {ALL: tuple(self.queue.lifecycle.states.values), WAITING: self.queue.waiting}
        return tabs.get(self.state, (self.state.removeprefix(ALONE),))

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the table; personal data in its columns leaves a line in the audit trail."""
        if kinds := self.personal:
            record_look(self.queue.key, by=self.actor, kinds=kinds, rows=len(context["object_list"]))
        return super().render_to_response(context, **kwargs)

    @property
    def personal(self) -> set[str]:
        """Name the kinds of personal data in the columns."""
        return {one.personal for one in self.queue.columns if one.personal}

    def get_table(self, object_list: Any) -> Any:
        """Read the claim marks of the rows on this page, in one query."""
        self.claims = claims_on(row.public_id for row in object_list if hasattr(row, "public_id"))
        return super().get_table(object_list)

    @property
    def is_searchable(self) -> bool:
        """Offer a search where the queue names fields for it."""
        return bool(self.queue.look_up)

    @property
    def search_fields(self) -> tuple[str, ...]:
        """Give the fields that the search reads."""
        return self.queue.look_up

    search_backend_name = None

    @property
    def default_ordering(self) -> str:
        """Put the oldest first."""
        return self.queue.age

    @property
    def state(self) -> str:
        """Give the tab asked for; an unknown one is the first."""
        asked = self.request.GET.get("state", WAITING)
        return asked if asked in {ALL, *map(tab_of, self.queue.lifecycle.states.values)} else WAITING

    def _query(self, state: str) -> str:
        """Give the query string of a tab within the chosen filters."""
        return urlencode({"state": state, **self.chosen})

    def get_base_queryset(self) -> QuerySet[Any]:
        """Give the tab's records, with what their columns say of this person."""
        records = self.chosen_records()
        if self.queue.mark:
            records = self.queue.mark(self.actor, records)
        if self.state == ALL:
            return records
        return records.filter(state__in=self.states)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Order by what was asked; ties by id, so that pages never overlap."""
        return queryset.order_by(self.ordering, "pk")

    def get_index_url(self) -> str:
        """Give the list's own address."""
        return reverse("backoffice_list", args=[self.queue.key])

    def get_index_results_url(self) -> str:
        """Give the address of the results alone, within the chosen tab."""
        return f"{reverse('backoffice_results', args=[self.queue.key])}?{self._query(self.state)}"

    def get_header_buttons(self) -> list[HeaderButton]:
        """Offer a new record, where the queue has a form for it."""
        new = self.queue.new
        return [HeaderButton(new.label, url=new.url(None), icon_name="plus")] if new else []

    def _tools(self) -> list[dict[str, Any]]:
        """Offer the tab as CSV and on paper, and the queue's other screens."""
        query = self._query(self.state)
        return [
            {"label": _("Download CSV"), "url": f"{self._address('csv')}?{query}"},
            {"label": _("Print view"), "url": f"{self._address('print')}?{query}"},
            *({"label": tool.label, "url": tool.url(None)} for tool in self.queue.tools),
        ]

    def _address(self, name: str) -> str:
        return reverse(f"backoffice_{name}", args=[self.queue.key])

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs with their counts, in one query."""
        filters = [
            {"one": one, "choices": list(one.choices()), "value": self.chosen.get(one.field, "")}
            for one in self.queue.filters
        ]
        own = list(saved_filters(self.actor, self.queue.key))
        query = self._query(self.state)
        return super().get_context_data(
            *args, **kwargs, tabs=self._tabs(), tab=self.state, narrowing=filters, saved=own, query=query,
            is_saved=any(one.query == query for one in own), queue=self.queue, tools=self._tools(),
            figures=self.queue.figures(self.actor, self.queue.records_of(self.actor)) if self.queue.figures else [],
        )  # fmt: skip

    def _tabs(self) -> list[dict[str, Any]]:
        queue = self.queue
        known = list(queue.lifecycle.states.choices)
        sums = {state: Count("pk", filter=Q(state=state)) for state, _label in known}
        counts = self.chosen_records().order_by().aggregate(**{f"n_{state}": total for state, total in sums.items()})
        counts = {state: counts[f"n_{state}"] for state, _label in known}
        first = {"key": WAITING, "label": _("Waiting for a decision"), "count": sum(counts[s] for s in queue.waiting)}
        states = [
            {"key": tab_of(state), "label": state_words(queue.lifecycle, state), "count": counts[state]}
            for state, _label in known if counts[state]
        ]  # fmt: skip
        tabs = [first, *states, {"key": ALL, "label": _("All"), "count": sum(counts.values())}]
        return [{**tab, "query": self._query(tab["key"])} for tab in tabs]


class QueuePrint(QueueList):
    """The tab on paper: the table alone, with the filters in words, who printed it and when."""

    paginate_by = None
    template_name = "cms/backoffice/print.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give the rows as plain cells; no more than a person can carry."""
        context = super().get_context_data(*args, **kwargs)
        shown = [one for one in self.queue.columns if one.stands_in(self.states)]
        rows = list(self.object_list[:MOST_PRINTED])
        words = {one["value"]: dict(one["choices"]).get(one["value"]) for one in context["narrowing"] if one["value"]}
        tab = [] if len(self.states) > 1 else [state_of(self.queue, row)["state"] for row in rows[:1]]
        cells = [
            [self.queue.full_title(row), state_of(self.queue, row)["state"], *(said(one.tell(row)) for one in shown),
             number(age_in_days(self.queue, row))]
            for row in rows
        ]  # fmt: skip
        heads = [_("Title"), _("State"), *(one.label for one in shown), _("Days")]
        told = [place for place in range(len(heads)) if not (tab and place == 1) and _says(cells, place)]
        return {
            **context, "heads": [heads[place] for place in told], "words": [*tab, *words.values()],
            "cells": [[(heads[place], row[place]) for place in told] for row in cells], "now": clock.now(),
        }  # fmt: skip


def _says(cells: list[list[Any]], place: int) -> bool:
    """Tell whether a column has anything to say on this sheet; paper is narrow. An empty sheet keeps its heads."""
    return not cells or any(str(row[place]) not in {"", NOTHING} for row in cells)


class QueueCsv(QueueList):
    """The tab as CSV in UTF-8; cells that a spreadsheet would run as a formula are disarmed."""

    paginate_by = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Ask for the second factor anew: what citizens wrote leaves the house with this file."""
        require_fresh_factor(request)
        return super().dispatch(request, *args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Write the rows, and the line that says who took them."""
        record_export(self.queue.key, by=self.actor, kinds=self.personal, rows=len(self.object_list))
        name = f"{slugify(self.queue.key)}-{self.state}.csv"
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        writer = csv.writer(response)
        shown = self.queue.columns
        writer.writerow([_("Title"), _("State"), *(str(one.label) for one in shown), _("Days")])
        for record in self.object_list:
            row = [self.queue.full_title(record), record.state, *(said(one.tell(record)) for one in shown)]
            writer.writerow([harmless(cell) for cell in row] + [age_in_days(self.queue, record)])
        return response


def harmless(cell: Any) -> str:
    """Give a cell as text that no spreadsheet runs as a formula."""
    text = str(cell)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
