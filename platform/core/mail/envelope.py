"""From rows to a message: text and HTML from the same words, headers, and several waiting codes in one mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from core.institution import facts
from core.mail import sheet, texts
from core.mail.models import Mail, Stream

FOOT = "--"  # the line before the way out
LINE = "\n" + "=" * 40 + "\n\n"
ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, section 2


def message_of(mail: Mail, carried: Sequence[Mail] = ()) -> EmailMultiAlternatives:
    """Give the message of a mail and of those that travel with it; the same at every try but for its date."""
    subject, body = words(mail, carried)
    message = EmailMultiAlternatives(subject, body, facts.bounce_address(), [mail.to_address], headers=headers(mail))
    message.attach_alternative(html_of(subject, body, mail.language), "text/html")
    return message


def words(mail: Mail, carried: Sequence[Mail]) -> tuple[str, str]:
    """Give subject and text; several are told apart by a line."""
    if not carried:
        return mail.subject, mail.body
    rows = [mail, *carried]
    with translation.override(mail.language):
        subject = _("%(count)d requests wait for you") % {"count": len(rows)}
    return subject, LINE.join(f"{row.subject}\n\n{row.body}" for row in rows)


def headers(mail: Mail) -> dict[str, str]:
    """Give the headers: one Message-ID for all tries, no automatic answers, one click out of news (RFC 8058)."""
    found = {
        "From": facts.sender_address(), "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }  # fmt: skip
    if mail.stream == Stream.NEWS:
        way_out = mail.stop_url or texts.stop_link(mail.to_index, "news", mail.language)
        found["List-Unsubscribe"] = f"<{way_out}>"
        found["List-Unsubscribe-Post"] = ONE_CLICK
    return found


def html_of(subject: str, body: str, language: str) -> str:
    """Give the HTML part: the same words under the parliament's name. Only our own addresses become links."""
    words, _line, way_out = body.strip("\n").partition(f"\n{FOOT}\n")
    info = get_language_info(language)
    return render_to_string(
        "emails/frame.html",
        {
            "subject": subject, "language": language, "direction": "rtl" if info["bidi"] else "ltr",
            "blocks": _blocks(words), "foot": _blocks(way_out), "name": texts.site_name(language),
            "style": sheet.style(),
        },
    )  # fmt: skip


def _blocks(text: str) -> list[dict[str, Any]]:
    """Give the paragraphs of a text; what is set in from the margin is a quotation."""
    found = [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]
    return [{"is_quote": block.startswith("  "), "html": _paragraph(block)} for block in found]


def _codes(text: str) -> str:
    """Escape a text; six digits alone are a code, and stand out."""
    return re.sub(r"(?<![\w&#])(\d{6})(?!\w)", r'<strong class="code">\1</strong>', escape(text))


def _paragraph(block: str) -> SafeString:
    """Escape a block; link what begins with our own address: a citizen's words must not become links."""
    own = re.compile(re.escape(settings.SITE_URL) + r"/[^\s<>\"]*")
    parts, at = [], 0
    for match in own.finditer(block):
        # An address reads from the left, whatever the language around it.
        link = f'<a href="{escape(match[0])}" dir="ltr">{escape(match[0])}</a>'
        parts += [_codes(block[at : match.start()]), link]
        at = match.end()
    html = "".join([*parts, _codes(block[at:])])
    return mark_safe("<br>".join(line.strip() for line in html.splitlines()))  # noqa: S308 - escaped above
