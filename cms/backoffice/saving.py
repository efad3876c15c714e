"""The door for saved filters: keep what stands above a list, or drop it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from cms.backoffice.base import Queue
from cms.backoffice.listing import QueueDoor
from cms.saved.actions import drop_filter, keep_filter
from core.actors import Actor
from core.errors import Invalid


class SaveFilter(QueueDoor, View):
    """POST `name` and `query` keeps a filter; with `drop` it goes. Leads back to the list."""

    actor: Actor

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep or drop; a fault is said above the list."""
        query = known_part(self.queue, request.POST.get("query", ""))
        name = request.POST.get("name", "")
        if "drop" in request.POST:
            drop_filter(self.queue.key, by=self.actor, name=name)
        else:
            try:
                keep_filter(self.queue.key, by=self.actor, name=name, query=query)
            except Invalid as refused:
                messages.error(request, " ".join(str(words) for words in refused.fields.values()))
            else:
                messages.success(request, _("Saved: %(name)s") % {"name": name})
        return HttpResponseRedirect(f"{reverse('backoffice_list', args=[self.queue.key])}?{query}")


def known_part(queue: Queue, query: str) -> str:
    """Give what a list understands of a query string: the tab and the filters, in that order."""
    asked = dict(parse_qsl(query))
    names = ("state", *(one.field for one in queue.filters))
    return urlencode({name: asked[name] for name in names if asked.get(name)})
