"""The desk's first panels: a count that is wrong, where one is; my work today, with one figure for each queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from laces.components import Component

from cms.backoffice import base
from core.actors import actor_of
from core.institution.rules import may_set_up
from core.web.numbers import number
from petitions.counting.checking import faulty_petitions
from petitions.models import Petition
from petitions.rules import is_petitions_clerk


class WorkToday(Component):
    """Counts what waits in every queue that the reader may see."""

    name = "work-today"
    template_name = "cms/backoffice/work_today.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Count each queue once."""
        actor = actor_of(parent_context["request"])
        counts = [(queue, queue.count_waiting(actor)) for queue in base.queues_of(actor)]
        return {
            "work": [
                {
                    "label": queue.label,
                    "icon": queue.office.icon,
                    "count": number(count),
                    "is_empty": count == 0,
                    "url": reverse("backoffice_list", args=[queue.key]),
                }
                for queue, count in counts
            ]
        }


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
