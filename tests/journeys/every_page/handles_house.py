"""What stands in the addresses of the house's own pages: moderation, mail, accounts, and a page with every block."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from cms.models import HomePage, StandardPage
from consultations.hearings.models import Question
from core import clock
from core.accounts.models import User
from core.accounts.signing_in import ask_code
from core.actors import ANONYMOUS, actor_for
from core.events.models import Event, OutboxEntry
from core.jobs.models import Job
from core.mail.models import Mail, Suppression
from core.mail.stopping import token_of as stop_token
from core.moderation import actions as moderation
from core.moderation.links import token_of as appeal_token
from core.moderation.rules import author_of
from core.moderation.states import Rule
from core.parliament.models import Member
from core.privacy.actions import PURPOSE as DATA
from core.privacy.actions import ask_for_data, prove_request
from core.verification.actions import redeem_link, set_secrets
from petitions.models import Petition

PASSWORD = "a long enough phrase"  # noqa: S105 - of an account that lives as long as the test


def add_the_house() -> dict[str, object]:
    """Add a report, a decision one may appeal, somebody with second factors, a page with every block."""
    for home in HomePage.objects.all():
        home.add_child(instance=StandardPage(title="١٢", slug="every-block", summary="١٢", body=every_block()))
    moderator = User.objects.get(email="moderator@aldermark.example")
    TOTP.activate(moderator, generate_totp_secret())
    RecoveryCodes.activate(moderator)
    moderator.set_password(PASSWORD)
    moderator.save(update_fields=["password"])
    shown = list(Question.objects.filter(state="published").order_by("-pk")[:3])
    facts = {"rule": Rule.OTHER, "words": "It names a neighbour.", "language": "en", "by": ANONYMOUS}
    waiting, *decided = (moderation.file_report("question", row.public_id, **facts) for row in shown)
    decision, contested = (
        moderation.uphold_report(report, by=actor_for(moderator), rule=Rule.OTHER, reason="It names somebody.")
        for report in decided
    )
    appeal = moderation.file_appeal(contested, words="It names nobody.", language="en", by=author_of(contested, ""))
    asking = ask_for_data("ann@example.org", wish="see", language="en", by=ANONYMOUS)
    link = set_secrets(asking).token
    proven = set_secrets(ask_for_data("ann@example.org", wish="see", language="en", by=ANONYMOUS)).token
    _request, key = prove_request(lambda: redeem_link(DATA, proven))
    return {
        "passkey": add_passkey(moderator).pk, "mail": one_mail().public_id,
        "data_asking": asking.public_id, "data_asking_link": link, "my_data": key,
        "member": Member.objects.order_by("slug").values_list("slug", flat=True)[0],
        "reported": shown[0].public_id, "report": waiting.public_id, "appeal": appeal_token(decision),
        "item_reports": waiting.pk, "item_appeals": appeal.pk,
        "item_jobs": dead_job().pk, "item_deliveries": dead_delivery().pk, "person": moderator.public_id,
        "stop": stop_token("0" * 64, Suppression.Scope.NEWS),
        "sign_in": ask_code("ann@example.org", "en", by=ANONYMOUS).public_id,
    }  # fmt: skip


def add_passkey(user: User) -> Authenticator:
    """Give an account a passkey, as a browser would have handed it over; nobody holds the private part of it."""
    public = ES256.from_cryptography_key(generate_private_key(SECP256R1()).public_key())
    key = AttestedCredentialData.create(bytes(16), b"a passkey of nobody", public)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP, 0, key)
    handed = {
        "id": websafe_encode(key.credential_id), "rawId": websafe_encode(key.credential_id), "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }  # fmt: skip
    facts = {"name": "٩", "credential": handed}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=facts)


def one_mail() -> Mail:
    """Give a mail as it lies in the mail box of the demo."""
    now = clock.now()
    return Mail.objects.create(
        dedupe_key="one mail", kind="petitions.ask_to_confirm", language="en", to_address="ann@example.org",
        to_index="0", subject="Confirm your signature", body="Your code: 123456\n\nhttps://parliament.example/en/",
        created_at=now, due_at=now,
    )  # fmt: skip


def dead_job() -> Job:
    """Give a job that failed for good."""
    now = clock.now()
    return Job.objects.create(
        name="mail.send", function="core.mail.queue.send_due", state="dead", attempts=8, enqueued_at=now, due_at=now,
        last_error="builtins.OSError", error_trace="queue.py:71 send_due",
    )  # fmt: skip


def dead_delivery() -> OutboxEntry:
    """Give an event whose subscriber failed for good."""
    event = Event.objects.order_by("pk")[0]
    facts = {"state": "dead", "attempts": 8, "due_at": clock.now(), "last_error": "builtins.OSError"}
    return OutboxEntry.objects.update_or_create(event=event, defaults=facts)[0]


def every_block() -> list[tuple[str, object]]:
    """Give a body with every block that needs no file; its words are figures, the same in each language."""
    steps = [{"title": "١", "text": "٢", "state": "done"}, {"title": "٣", "text": "", "state": "now"}]
    return [
        ("text", "<p>١ <b>٢</b>.</p><ul><li>٣</li></ul>"),
        ("heading", "٤"),
        ("quote", {"text": "٥", "by": "٦"}),
        ("callout", {"kind": "warn", "title": "٧", "text": "<p>٨</p>"}),
        ("accordion", [{"question": "٩", "answer": "<p>١٠</p>"}]),
        ("steps", steps),
        ("table", {"caption": "١١", "rows": "١ | ٢\n٢٠٢٥ | ٣\n٢٠٢٦ | ٤"}),
        ("button", {"words": "١٣", "page": None, "url": "/en/terms/"}),
        (
            "contact",
            {"name": "١٤", "email": "desk@parliament.example", "phone": "0555 010", "hours": "", "address": ""},
        ),
        ("numbers", [{"value": "12", "words": "١٥"}, {"value": "3", "words": "١٦"}]),
        ("petition", str(Petition.objects.filter(state="open").first().pk)),
        ("petitions", {"title": "١٧", "which": "near", "count": 3, "committee": "", "area": ""}),
        ("news", {"topic": ""}),
    ]
