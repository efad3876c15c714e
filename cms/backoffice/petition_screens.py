"""What the screens about one petition share: who gets in, the tabs, the way back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.backoffice.petition_tabs import tabs_of
from core.actors import Actor, actor_of
from petitions.models import Petition
from petitions.rules import may_record_steps


class PetitionScreen(WagtailAdminTemplateMixin):
    """One screen of a petition; `here` is the URL name under which it stands among the tabs."""

    _show_breadcrumbs = True
    header_icon = "edit"
    here = ""
    request: HttpRequest
    actor: Actor
    petition: Petition

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let the petitions' clerks in; 404 where there is no such petition."""
        self.actor = actor_of(request)
        if not may_record_steps(self.actor, None):
            raise PermissionDenied
        rows = Petition.objects.select_related("kind", "committee")
        self.petition = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue and to the petition."""
        desk = {"url": reverse("backoffice_list", args=["petitions"]), "label": _("Petitions")}
        item = {
            "url": reverse("backoffice_item", args=["petitions", self.petition.pk]),
            "label": self.petition.words().action,
        }
        return [*self.breadcrumbs_items, desk, item, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the petition and its tabs."""
        tabs = tabs_of(self.actor, self.petition, self.here)
        return super().get_context_data(petition=self.petition, tabs=tabs, **kwargs)  # type: ignore[misc]
