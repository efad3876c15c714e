"""Typed errors: what an action refuses, with a stable code, an HTTP status and words for the person."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """An action refused. `code` is stable, `status` the HTTP status, `message` for people, `fields` by field name."""

    code = "refused"
    status = 400
    message: Any = _("This is not possible.")

    def __init__(self, message: object = None, *, fields: dict[str, object] | None = None, **data: object) -> None:
        """Take the words shown, the faulty fields (name -> words) and facts for machines."""
        self.message = message or type(self).message
        self.fields = fields or {}
        self.data = data
        super().__init__(str(self.message))


class Invalid(DomainError):
    """The input breaks a rule; nothing was changed."""

    code = "invalid"
    status = 422
    message = _("There is a problem with what you entered.")


class Forbidden(DomainError):
    """The actor may not do this."""

    code = "forbidden"
    status = 403
    message = _("You may not do this.")


class NotFound(DomainError):
    """There is no such thing, or it is not public."""

    code = "not_found"
    status = 404
    message = _("We cannot find this.")


class Gone(NotFound):
    """It was public and was taken away for good; the words say why, and nothing of what it held."""

    code = "gone"
    status = 410
    message = _("This is no longer here.")


class WrongState(DomainError):
    """The record's state does not allow this move."""

    code = "wrong_state"
    status = 409
    message = _("This is not possible at this stage.")


class Conflict(DomainError):
    """Somebody else was first; `data` says what won and when."""

    code = "conflict"
    status = 409
    message = _("Somebody else was faster. The page shows the new state.")


class TooMany(DomainError):
    """A limit was reached; `data["retry_at"]` is the moment when one may try again."""

    code = "too_many"
    status = 429
    message = _("Too many tries. Please wait a little.")


class Stopped(DomainError):
    """The house has stopped this door for a while; `data` says door, reason, expected_end and `retry_at`."""

    code = "stopped"
    status = 503
    message = _("This is stopped at the moment.")
