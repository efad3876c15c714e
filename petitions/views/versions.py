"""The public versions of a petition's text, with what was corrected."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from petitions.presenting.versions import corrections
from petitions.versions import public_versions
from petitions.views.pages import petition_context, visible


class PetitionText(TemplateView):
    """Every text that stood in public: the corrections with their notes, and the first text."""

    template_name = "petitions/petition_text.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Gather the page; raises NotFound for a petition that is not public."""
        petition = visible(self.request, self.kwargs["number"])
        versions = public_versions(petition)
        return super().get_context_data(
            **petition_context(petition), corrections=corrections(versions), versions=versions, **context
        )
