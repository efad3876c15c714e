"""The mails of the set-up."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Kind

KINDS = (Kind("setup/tell_test", _("Set-up: the test mail")),)
