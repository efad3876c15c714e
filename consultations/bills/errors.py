"""What this slice refuses, with codes of its own."""

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, WrongState


class CommentsClosed(WrongState):
    """The deadline has passed or the version is not published."""

    code = "comments_closed"
    message = _("Comments on this bill are closed.")


class UnreadableFile(Invalid):
    """The file is not a bill that we can read; `data["file_code"]` says why."""

    code = "unreadable_file"
    message = _("We cannot read this file as a bill.")
