"""What the doors share that take a citizen's words: who comes too late gets the reason and the words back."""

from __future__ import annotations

from django.forms import BaseForm
from django.http import HttpResponse

from consultations.bills import presenting
from consultations.bills.errors import CommentsClosed
from consultations.bills.models import Version
from consultations.bills.rules import is_open
from core.errors import DomainError
from core.web.doors import FormDoor, add_refusal


class WritingDoor(FormDoor):
    """A form under a bill. The bill may close while somebody writes."""

    @property
    def version(self) -> Version:
        """The newest public version of the bill."""
        raise NotImplementedError

    def refused(self, form: BaseForm, status: int) -> HttpResponse:
        """Show the page again; once comments are closed, that is the one fault, and the words stand there to read."""
        if is_open(self.version):
            return super().refused(form, status)
        typed = presenting.typed_rows(form, self.own_words(form))
        # A fault of a field would ask for something that cannot be sent any more.
        form.errors.clear()
        error = self.why_closed()
        add_refusal(form, error)
        context = self.get_context_data(form=form, has_error=True, typed=typed)
        return self.render_to_response(context, status=error.status)

    def why_closed(self) -> DomainError:
        """Give what refuses new words here."""
        return CommentsClosed()

    def own_words(self, form: BaseForm) -> list[str]:
        """Name the fields that hold what the writer wrote."""
        return ["text"]
