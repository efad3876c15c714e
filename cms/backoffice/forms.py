"""The form that a move asks before it is made: one field for every fact it needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.backoffice.base import Queue
from core.lifecycle import Move


def ltr(text: str) -> str:
    """Set a pattern apart, so that a line from right to left does not turn it round ("*.example.org", "20/m 200/h")."""
    return f"\u2066{text}\u2069"


class DecisionForm(forms.Form):
    """Asks the facts of one move; without any it is only the button."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, files: Any = None, *, queue: Queue, move: Move, record: Any, auto_id: str = "id_%s"
    ) -> None:
        """Take the queue, the move and the record it is about."""
        super().__init__(data, files, prefix=move.verb, label_suffix="", auto_id=auto_id)
        for fact in move.needs:
            self.fields[fact] = queue.asks[fact](record) if fact in queue.asks else _plain(fact)

    def clean(self) -> dict[str, Any]:
        """Leave the facts as they are; the action checks the rules."""
        return self.cleaned_data

    def refuse(self, message: object, fields: dict[str, object]) -> None:
        """Show a refusal of the action at the fields it names, else above the form."""
        known = {name: words for name, words in fields.items() if name in self.fields}
        for name, words in known.items():
            self.add_error(name, str(words))
        if not known:
            self.add_error(None, str(message))


def _plain(fact: str) -> forms.Field:
    """Give a text area for a fact without a field of its own."""
    label = {"reason": _("Reason, in words the person can read")}.get(fact, fact.replace("_", " ").capitalize())
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))


def said_of(field: forms.BoundField) -> str:
    """Give what somebody typed or chose in a field, as the form showed it."""
    value = str(field.value())
    choices = getattr(field.field, "choices", ())
    return next((str(words) for key, words in choices if str(key) == value), value)
