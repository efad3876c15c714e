"""The desk's first panels: a count that is wrong, where one is; my work today, with one figure for each queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from laces.components import Component

from cms.backoffice import base
from cms.backoffice.columns import days_since
from core.actors import actor_of
from core.institution.rules import may_set_up
from petitions.counting.checking import faulty_petitions
from petitions.models import Petition
from petitions.rules import is_petitions_clerk


class WorkToday(Component):
    """Counts what waits in every queue that the reader may see."""

    name = "work-today"
    template_name = "cms/backoffice/work_today.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Count each queue once; what waits stands first, what is done is only named."""
        actor = actor_of(parent_context["request"])
        rows = [self._row(queue, *queue.waiting_of(actor)) for queue in base.queues_of(actor)]
        return {"work": [row for row in rows if row["count"]], "done": [row for row in rows if not row["count"]]}

    @staticmethod
    def _row(queue: base.Queue, count: int, since: datetime | date | None) -> dict[str, Any]:
        days = 0 if queue.stays else days_since(since)
        return {
            "label": queue.label, "office": queue.office.label, "count": count, "days": days,
            "url": reverse("backoffice_list", args=[queue.key]),
        }  # fmt: skip


class WrongCounts(Component):
    """Says that the nightly check found a count wrong. Only a check that finds it sound takes the notice away."""

    name = "wrong-counts"
    template_name = "cms/backoffice/wrong_counts.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Give the petitions, to those who decide about petitions and to administrators."""
        actor = actor_of(parent_context["request"])
        if not (is_petitions_clerk(actor, None) or may_set_up(actor, None)):
            return {"wrong": []}
        keys = faulty_petitions()
        rows = Petition.objects.filter(public_id__in=keys).order_by("number") if keys else ()
        return {"wrong": [(row, reverse("backoffice_item", args=["petitions", row.pk])) for row in rows]}
