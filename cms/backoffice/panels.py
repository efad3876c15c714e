"""The desk's first panel: my work today, with one count for each queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from laces.components import Component

from cms.backoffice import base
from core.actors import actor_of
from core.web.numbers import number


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
