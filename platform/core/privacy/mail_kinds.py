"""The mails about personal data: what may stand in their texts."""

from django.utils.translation import gettext_lazy as _

from core.mail.kinds import Fact, Kind
from core.mail.models import Stream

CODE = Fact("code", "code", _("the six digits"), "123456")
LINK = Fact("link", "link", _("the address to open"), "https://parliament.example/…")
KINDS = (
    Kind("privacy/ask_to_prove", _("Your data: the code"), Stream.PROOF, (CODE, LINK), needs=("code", "link")),
    Kind("privacy/tell_erased", _("Your data: deleted")),
)
