"""Mail: a server that takes it, a sender who is ours, and what the sender's domain says in the DNS."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.utils.translation import gettext as _

from config.doctor import names
from config.doctor.findings import ERROR, WARNING, Fault, NotChecked
from core import clock
from core.institution import facts
from core.mail.models import Mail
from core.web.numbers import number

PATIENCE = 8
LATE = timedelta(hours=1)
# RFC 2606 and RFC 6761: names that nobody owns.
NOBODYS = (".example", ".invalid", ".test", ".localhost", "example.com", "example.org", "example.net")


def server() -> Iterator[Fault]:
    """Knock at the mail server and sign in; send nothing."""
    if "OutboxOnly" in settings.EMAIL_BACKEND:
        yield Fault(
            _("No mail leaves this installation: codes and links reach nobody."),
            _("Set EMAIL_URL, for instance smtp+tls://user:password@mail.parliament.example:587."),
            WARNING,
        )
        return
    if "smtp" not in settings.EMAIL_BACKEND:
        raise NotChecked(_("Mail goes out by another way than SMTP: %(name)s.") % {"name": settings.EMAIL_BACKEND})
    line: Any = get_connection(timeout=PATIENCE)
    place = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        line.open()
    except smtplib.SMTPAuthenticationError:
        yield Fault(
            _("The mail server %(place)s refuses our user and password.") % {"place": place},
            _("Correct them in EMAIL_URL; write special characters in %xx."),
        )
    except (OSError, smtplib.SMTPException) as error:
        yield Fault(
            _("The mail server %(place)s cannot be reached: %(error)s.") % {"place": place, "error": _plain(error)},
            _("Check EMAIL_URL: host, port, smtp:// or smtp+tls:// or smtps://, and the firewall."),
        )
    finally:
        if line.connection is not None:
            line.close()


def sender() -> Iterator[Fault]:
    """Look at the address our mail comes from."""
    domain = sender_domain()
    if not domain or domain.endswith(NOBODYS):
        yield Fault(
            _("Mail is sent from “%(address)s”, which is nobody’s address.") % {"address": facts.sender_address()},
            _("Set the sender in the set-up (step “Outgoing mail”), or DEFAULT_FROM_EMAIL."),
            WARNING,
        )


def takes_mail() -> Iterator[Fault]:
    """See whether answers and bounces find a server."""
    domain = _checkable()
    if not names.servers_of(domain):
        yield Fault(
            _("%(domain)s names no mail server (MX): bounces are lost, and many servers refuse such a sender.")
            % {"domain": domain},
            _("Add an MX record for %(domain)s.") % {"domain": domain},
            WARNING,
        )


def spf() -> Iterator[Fault]:
    """See whether the domain names its senders (RFC 7208)."""
    domain = _checkable()
    found = [text for text in names.texts_of(domain) if text.lower().startswith("v=spf1")]
    mend = _("Add one TXT record to %(domain)s: v=spf1 mx a:your.mail.server -all") % {"domain": domain}
    if len(found) != 1:
        words = _("%(domain)s has no SPF record.") if not found else _("%(domain)s has more than one SPF record.")
        yield Fault(words % {"domain": domain}, mend)
    elif "+all" in found[0].split() or "all" in found[0].split():
        yield Fault(_("The SPF record of %(domain)s lets everybody send.") % {"domain": domain}, mend)


def dkim() -> Iterator[Fault]:
    """See whether the key that signs our mail is published (RFC 6376)."""
    domain, selector = _checkable(), settings.MAIL_DKIM_SELECTOR
    if not selector:
        raise NotChecked(_("MAIL_DKIM_SELECTOR is not set: ask whoever runs the mail server for the selector’s name."))
    place = f"{selector}._domainkey.{domain}"
    found = [text for text in names.texts_of(place) if "p=" in text.replace(" ", "")]
    if not found or found[0].replace(" ", "").split("p=")[1][:1] in {"", ";"}:
        yield Fault(
            _("There is no DKIM key at %(place)s.") % {"place": place},
            _("Publish the key of the mail server there, and let the server sign."),
        )


def dmarc() -> Iterator[Fault]:
    """See whether the domain says what to do with forged mail (RFC 7489)."""
    domain = _checkable()
    place = f"_dmarc.{domain}"
    found = [text.replace(" ", "").lower() for text in names.texts_of(place) if text.lower().startswith("v=dmarc1")]
    if not found:
        yield Fault(
            _("%(domain)s has no DMARC record: anybody can write in your name.") % {"domain": domain},
            _("Add a TXT record at %(place)s: v=DMARC1; p=quarantine; rua=mailto:postmaster@%(domain)s")
            % {"place": place, "domain": domain},
        )
    elif ";p=none" in found[0]:
        yield Fault(
            _("The DMARC record of %(domain)s only watches (p=none).") % {"domain": domain},
            _("Once the reports look right, set p=quarantine or p=reject."),
        )


def waiting() -> Iterator[Fault]:
    """See whether mail goes out in time."""
    late = Mail.objects.filter(state=Mail.State.QUEUED, created_at__lt=clock.now() - LATE).count()
    if late:
        yield Fault(
            _("Mails that have waited for more than an hour: %(count)s.") % {"count": number(late)},
            _("See whether the worker runs and the mail server takes mail."),
            ERROR,
        )


def sender_domain() -> str:
    """Give the domain our mail comes from."""
    return parseaddr(facts.sender_address())[1].rpartition("@")[2].lower()


def _checkable() -> str:
    domain = sender_domain()
    if not domain or domain.endswith(NOBODYS):
        raise NotChecked(_("The sender’s domain is not set yet."))
    if not names.can_ask():
        raise NotChecked(
            _("The DNS was not asked: the library dnspython is not installed. Look with `dig` at %(domain)s.")
            % {"domain": domain}
        )
    return domain


def _plain(error: BaseException) -> str:
    text = str(getattr(error, "strerror", "") or error or "")
    return f"{type(error).__name__} {text}"[:120].strip().rstrip(".")
