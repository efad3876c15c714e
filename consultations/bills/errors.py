"""What this slice refuses, with codes of its own."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, Invalid, WrongState


class CommentsClosed(WrongState):
    """The deadline has passed or the version is not published."""

    code = "comments_closed"
    message = _("Comments on this bill are closed.")


class NewerVersion(WrongState):
    """A later version of the bill is public: this one is neither published nor opened again."""

    code = "newer_version"
    message = _("A newer version of this bill is public.")


class OtherLanguage(Invalid):
    """The file is in another language than the bill; `data` names both (`known`, `given`)."""

    code = "other_language"
    message = _("This file is in another language than the bill.")


class NewVersion(Conflict):
    """The writer has read a version that another one has followed."""

    code = "new_version"
    message = _("A new version of the bill came while you were writing. Read it, check what you wrote, and send again.")


class UnreadableFile(Invalid):
    """The file is not a bill that we can read; `data["file_code"]` says why."""

    code = "unreadable_file"
    message = _("We cannot read this file as a bill.")
