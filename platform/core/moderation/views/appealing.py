"""The page behind the link in an author's mail: read the decision, say why it is wrong, see what became of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from core.moderation import actions
from core.moderation.forms import AppealForm
from core.moderation.links import decision_by_token
from core.moderation.rules import author_of
from core.moderation.targets import kind_label, rule_labels, target_of
from core.web.doors import FormDoor


class AppealDecision(FormDoor):
    """GET changes nothing; a second appeal finds the first one's state."""

    form_class = AppealForm
    template_name = "moderation/appeal.html"
    limits = "report"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the decision; raises NotFound for a changed or too old link. Nobody keeps a copy of the page."""
        self.decision = decision_by_token(kwargs["token"])
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the decision with its rule and words, and the appeal where there is one."""
        target = target_of(self.decision.kind)
        appeal = getattr(self.decision, "appealed", None)
        answer = appeal.outcomes.first() if appeal else None
        return super().get_context_data(
            decision=self.decision, thing=target.describe(target.find(self.decision.target_id)), appeal=appeal,
            kind=kind_label(self.decision.kind), answer=answer,
            rule=rule_labels().get(self.decision.rule, self.decision.rule), **context,
        )  # fmt: skip

    def act(self, form: AppealForm) -> str:
        """Keep the appeal; the same address then shows where it stands."""
        by = author_of(self.decision, getattr(self.request, "request_id", ""))
        actions.file_appeal(self.decision, by=by, language=get_language() or "en", **form.cleaned_data)
        return self.request.path
