"""The step of the mail: the sender, a test mail to oneself, and what the DNS should say."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from config.doctor.findings import Finding
from config.doctor.mail import NOBODYS, sender_domain
from config.doctor.running import examine
from config.setup_site.actions import TEST_MAIL, send_test_mail
from config.setup_site.forms import MailForm
from config.setup_site.gate import StepDoor
from core import crypto
from core.institution import actions, facts
from core.mail.models import Mail

STATES = {
    Mail.State.QUEUED: ("open", _("on its way")), Mail.State.SENT: ("done", _("handed to the mail server")),
    Mail.State.NOT_SENT: ("shut", _("not sent")), Mail.State.FAILED: ("no", _("refused")),
}  # fmt: skip


class MailStep(StepDoor):
    """Set the sender; try; look."""

    key = "mail"
    form_class = MailForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the sender in force, unless it is the one that is shipped."""
        name, email = parseaddr(facts.sender_address())
        return {"sender_name": name, "sender_email": "" if email.endswith("@parliament.example") else email}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a test, look at the DNS, or take the form."""
        verb = request.POST.get("verb", "")
        if verb == "test":
            send_test_mail(by=self.actor)
            return HttpResponseRedirect(f"{request.path}#test")
        if verb == "look":
            return self.render_to_response(self.get_context_data(form=self.form_class(initial=self.get_initial()),
                                                                 findings=examine("mail")))  # fmt: skip
        return super().post(request, *args, **kwargs)

    def save(self, form: MailForm) -> None:
        """Set the sender."""
        actions.set_sender(name=form.cleaned_data["sender_name"], email=form.cleaned_data["sender_email"],
                           by=self.actor)  # fmt: skip

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Give the server in use, the last test, and the records."""
        last = Mail.objects.filter(kind=TEST_MAIL, to_index=crypto.email_index(self.actor.user.email, "mail"))
        mail = last.order_by("-id").first()
        findings: list[Finding] = context.pop("findings", [])
        return super().get_context_data(
            server="" if "OutboxOnly" in settings.EMAIL_BACKEND else f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
            test={"at": mail.created_at, "state": STATES[Mail.State(mail.state)]} if mail else None,
            records=records(sender_domain()), findings=findings, own_address=self.actor.user.email, **context,
        )  # fmt: skip


def records(domain: str) -> list[dict[str, Any]]:
    """Give what the DNS of the sender's domain should say (RFC 7208, 6376, 7489); nothing for a domain of nobody's."""
    if not domain or domain.endswith(NOBODYS):
        return []
    selector = settings.MAIL_DKIM_SELECTOR or "selector"
    server = settings.EMAIL_HOST if "OutboxOnly" not in settings.EMAIL_BACKEND else "mail." + domain
    return [
        {"kind": "MX", "name": domain, "value": f"10 {server}.", "why": _("Answers and bounces find a server.")},
        {"kind": "TXT", "name": domain, "value": f"v=spf1 mx a:{server} -all", "why": _("SPF: who may send.")},
        {"kind": "TXT", "name": f"{selector}._domainkey.{domain}", "value": "v=DKIM1; k=rsa; p=…",
         "why": _("DKIM: the key of the mail server’s signature; whoever runs it knows the selector and the key.")},
        {"kind": "TXT", "name": f"_dmarc.{domain}", "value": f"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}",
         "why": _("DMARC: what others do with mail that forges your name.")},
    ]  # fmt: skip
