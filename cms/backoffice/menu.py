"""The menu by office: shown to those who may, with one line for each queue."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.backoffice import base
from core.actors import actor_of


class QueueMenuItem(MenuItem):
    """A queue's line; hidden from those it is not for."""

    def __init__(self, queue: base.Queue, order: int) -> None:
        """Take the queue and its place."""
        url = reverse("backoffice_list", args=[queue.key])
        super().__init__(queue.label, url, name=queue.key, icon_name=queue.office.icon, order=order)
        self.queue = queue

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the queue's own predicate."""
        return self.queue.may(actor_of(request), None)


def office_items() -> list[MenuItem]:
    """Give one entry an office: the queue itself where there is one, else a submenu."""
    offices: dict[base.Office, list[base.Queue]] = {}
    for queue in base.queues():
        offices.setdefault(queue.office, []).append(queue)
    return [_entry(office, queues) for office, queues in offices.items()]


def _entry(office: base.Office, queues: list[base.Queue]) -> MenuItem:
    items = [QueueMenuItem(queue, office.order + place) for place, queue in enumerate(queues)]
    if len(items) == 1:
        return items[0]
    return SubmenuMenuItem(
        office.label, Menu(items=items), name=f"office-{office.key}", icon_name=office.icon, order=office.order
    )
