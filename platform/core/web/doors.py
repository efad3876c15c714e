"""The form contract as a view: 422 with every fault named and everything typed kept; success leads on by redirect."""

from typing import Any, ClassVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import FormView

from core.errors import Conflict, DomainError, TooMany
from core.limits.doors import Limited
from core.web.errors import retry_moment, retry_seconds
from core.web.once import Once
from core.web.times import clock as clock_time

# Refusals a person can mend in the form itself; every other one gets a page of its own.
MENDABLE = frozenset({400, 409, 422, 429})


def add_refusal(form: BaseForm, error: DomainError) -> None:
    """Show a refusal at the fields it names, else above the form."""
    named = {name: words for name, words in error.fields.items() if name in form.fields}
    for name, words in named.items():
        form.add_error(name, str(words))
    if not named:
        form.add_error(None, words_of(error))


def words_of(error: DomainError) -> str:
    """Give the words of a refusal; one that only asks for patience says until when."""
    if not isinstance(error, TooMany):
        return str(error.message)
    again = _("You can try again at %(time)s.") % {"time": clock_time(retry_moment(error))}
    return f"{error.message} {again}"


class FormDoor(Limited, FormView):
    """A form on a page. Give `form_class`, `template_name` and `act(form)`, which calls the action.

    `act` gives the address to go to (or a response of its own). A DomainError it raises comes back as the form's error:
    422, 409 for a lost race, or 429 with the moment to come again; other statuses become an error page
    (core.web.errors). `limits` names the rule that is taken before the action. A second, equal post is led to
    the first one's result. The template prints `{% form_start %}`, the fields and the button; base.html the rest.

    `gives_secret` says that the result is an address that opens something to whoever knows it (a draft's link): then
    no cache keeps the page, so that each reader has a `once` of his own and nobody else can be led to that result.
    """

    gives_secret: ClassVar[bool] = False
    http_method_names = ["get", "head", "post", "options"]

    def act(self, form: Any) -> str | HttpResponse:
        """Call the action with the cleaned data; give the address of the result."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        response = super().get(request, *args, **kwargs)
        if self.gives_secret:
            response["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form once."""
        once = Once(request)
        if not once.is_first:
            if url := once.result():
                return HttpResponseRedirect(url)
            once = Once(request)
            if not once.is_first:
                raise Conflict
        try:
            response = super().post(request, *args, **kwargs)
        except BaseException:
            once.forget()
            raise
        if isinstance(response, HttpResponseRedirect):
            once.done(response.url)
        else:
            once.forget()
        return response

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Act; turn a refusal into the form's error."""
        try:
            self.take_limits()
            result = self.act(form)
        except DomainError as error:
            if not error.fields and error.status not in MENDABLE:
                raise
            return self.refused_by(error, form)
        return result if isinstance(result, HttpResponse) else HttpResponseRedirect(str(result))

    def refused_by(self, error: DomainError, form: BaseForm) -> HttpResponse:
        """Show the form with a refusal in it; one that only asks for patience says when to come again."""
        add_refusal(form, error)
        if isinstance(error, TooMany) and not error.fields:
            response = self.refused(form, 429)
            response.headers["Retry-After"] = retry_seconds(error)
            return response
        return self.refused(form, 409 if error.status == 409 else 422)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again with its faults."""
        return self.refused(form, 422)

    def refused(self, form: BaseForm, status: int) -> HttpResponse:
        """Show the page again: title "Error:", summary in focus, everything typed kept."""
        return self.render_to_response(self.get_context_data(form=form, has_error=True), status=status)
