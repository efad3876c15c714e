"""What mail servers send back: believed only where it names a mail of ours; the address is that of the mail."""

import io
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from core import clock
from core.events.models import Event
from core.mail import bounces
from core.mail.models import Mail, SoftBounce, Suppression
from core.mail.queue import send_due

pytestmark = pytest.mark.django_db


def notification(message_id, *, action="failed", status="5.1.1", who="ann@example.org", whole=True):
    """Write a delivery status notification as Postfix does (RFC 3464)."""
    original = "\r\n".join(
        [f"Message-ID: {message_id}", "From: noreply@parliament.example", f"To: {who}", "Subject: Your code", "", "…"]
    )
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: noreply@parliament.example\r\nSubject: Undelivered\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\nArrival-Date: Sun, 22 Nov 2026 20:00:00 +0000\r\n\r\n"
        f"Final-Recipient: rfc822; {who}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def read_all(folder: Path) -> str:
    out = io.StringIO()
    call_command("mail_bounces", "--maildir", str(folder), stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()

    def drop(*messages):
        for message in messages:
            (tmp_path / "new" / f"{uuid4().hex}.mx").write_bytes(message)
        return tmp_path

    return drop


@pytest.mark.parametrize("whole", [True, False])
def test_a_hard_bounce_holds_back_everything(ask, tell, sent, maildir, whole):
    mail = ask()
    send_due()
    folder = maildir(notification(mail.message_id, whole=whole))
    assert read_all(folder) == "hard 1, soft 0, unknown 0, other 0"
    assert read_all(folder) == "hard 0, soft 0, unknown 0, other 0"
    assert len(list((folder / "cur").iterdir())) == 1
    row = Suppression.objects.get()
    assert (row.scope, row.reason, row.to_index) == ("all", "hard_bounce", mail.to_index)
    later = [ask(), tell()]
    assert send_due() == 0
    assert {Mail.objects.get(pk=one.pk).why_not for one in later} == {"hard_bounce"}
    assert Event.objects.get(verb="mail.suppress").data == {"scope": "all", "reason": "hard_bounce"}


def test_soft_bounces_are_counted_once_a_mail_and_the_fifth_holds_back(ask, sent, maildir):
    mails = [ask() for _turn in range(5)]
    for mail in mails[:4]:
        maildir(*[notification(mail.message_id, action="delayed", status="4.4.1")] * 2)
    assert read_all(maildir()) == "hard 0, soft 8, unknown 0, other 0"
    assert (SoftBounce.objects.count(), Suppression.objects.count()) == (4, 0)
    read_all(maildir(notification(mails[4].message_id, status="5.2.2")))
    assert Suppression.objects.get().reason == "soft_bounces"


def test_old_soft_bounces_are_forgotten(ask, sent, maildir):
    mails = [ask() for _turn in range(5)]
    for mail in mails[:4]:
        read_all(maildir(notification(mail.message_id, status="4.2.0")))
    with clock.frozen(clock.now() + timedelta(days=31)):
        read_all(maildir(notification(mails[4].message_id, status="4.2.0")))
    assert Suppression.objects.count() == 0


def test_a_forged_notification_suppresses_nobody(ask, sent, maildir):
    mail = ask("victim@example.org")
    send_due()
    forged = [
        notification(f"<{uuid4()}@parliament.example>", who="victim@example.org"),
        notification("<made-up@parliament.example>", who="victim@example.org"),
        notification("", who="victim@example.org"),
    ]
    assert read_all(maildir(*forged)) == "hard 0, soft 0, unknown 1, other 2"
    read_all(maildir(notification(ask("own@attacker.example").message_id, who="victim@example.org")))
    assert not Suppression.objects.filter(to_index=mail.to_index).exists()


def test_a_reader_that_believes_the_recipient_would_be_seen(ask, sent):
    """The planted fault: take the address from the notification instead of from our own mail."""
    mine = ask("own@attacker.example")
    report = bounces.read(notification(mine.message_id, who="victim@example.org"))
    assert report == bounces.Report(mine.public_id, is_hard=True)
    assert not hasattr(report, "address")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 rubbish",
        b"Subject: holiday\r\n\r\nI am away.",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        b'Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n',
        b"x" * 2_000_001,
    ],
)
def test_what_is_no_notification_is_left_alone(raw):
    assert bounces.read(raw) is None


@pytest.mark.parametrize(("status", "hard"), [("5.1.1", True), ("5.0.0", True), ("5.2.2", False), ("5.7.1", False)])
def test_only_what_is_said_about_the_address_is_for_good(status, hard):
    report = bounces.read(notification(f"<{uuid4()}@parliament.example>", status=status))
    assert report.is_hard is hard


def test_one_message_from_standard_input(ask, sent, monkeypatch):
    mail = ask()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(notification(mail.message_id))))
    out = io.StringIO()
    call_command("mail_bounces", stdout=out)
    assert out.getvalue().startswith("hard 1")
    assert "ann@" not in out.getvalue()


def test_a_folder_that_is_no_maildir_is_refused(tmp_path):
    with pytest.raises(CommandError, match="maildir"):
        call_command("mail_bounces", "--maildir", str(tmp_path / "nothing"))
