"""A code stays good until another one goes out: neither the cap nor a wish for no mail locks anybody out."""

from datetime import timedelta
from pathlib import Path

import pytest

from core import clock
from core.actors import CLOCK
from core.mail import suppressions
from core.mail.models import Mail
from core.verification import mailing
from core.verification.actions import keep_secrets
from core.verification.models import Challenge
from petitions.emails import signers
from petitions.models import Signature
from tests.petitions.helpers import FORM, code_of, link_of

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=61)
FOLDERS = ("platform", "petitions", "consultations", "api", "cms")


@pytest.fixture
def one_mail(settings):
    """Let an address get one code an hour."""
    settings.REDIS_URL = ""
    settings.LIMITS_FACTOR, settings.LIMITS = 1, {"mail.proof": "1/h"}


@pytest.fixture
def signed(client, make_petition, mails, sent):
    """Sign, then ask for the code again; gives the page and the mails so far."""

    def run(between=lambda: None):
        petition = make_petition(state="open")
        page = client.post(f"/en/petitions/{petition.number}/sign/", FORM).url
        mails()
        between()
        with clock.frozen(clock.now() + LATER):
            assert client.post(page, {"resend": "1"}).status_code == 302
            return page, mails()

    return run


def test_a_code_that_the_cap_holds_back_leaves_the_older_one_good(one_mail, signed, client):
    page, (first, second) = signed()
    assert [first.state, second.state, second.why_not] == ["sent", "not_sent", "too_many"]
    assert client.post(page, {"code": code_of(second)}).status_code == 422
    assert client.post(page, {"code": code_of(first)}).status_code == 302
    assert Signature.objects.get().state == "confirmed"


def test_the_older_link_stays_good_too(one_mail, signed, client):
    _page, (first, second) = signed()
    assert client.get(link_of(second)).status_code == 404
    assert client.post(link_of(first)).status_code == 302
    assert Signature.objects.get().state == "confirmed"


def test_an_address_that_wants_no_mail_keeps_its_older_code(signed, client):
    def stop():
        key = Mail.objects.get().to_index
        suppressions.suppress(key, scope="all", reason="stopped", by=CLOCK)

    page, (first, second) = signed(stop)
    assert [first.state, second.state, second.why_not] == ["sent", "not_sent", "stopped"]
    assert client.post(page, {"code": code_of(first)}).status_code == 302


def test_a_code_that_goes_out_ends_the_older_one(signed, client):
    page, (first, second) = signed()
    assert [first.state, second.state] == ["sent", "sent"]
    if code_of(first) != code_of(second):
        assert client.post(page, {"code": code_of(first)}).status_code == 422
    assert client.post(page, {"code": code_of(second)}).status_code == 302


def test_a_code_kept_before_its_mail_is_refused_would_be_seen(one_mail, signed, client, monkeypatch):
    def too_early():
        secrets = mailing.new_secrets

        def run():
            proof = secrets()
            keep_secrets(Challenge.objects.get(), proof)
            return proof

        return run

    early = too_early()
    for place in (mailing, signers):  # the first mail of a day to an address, and those after it
        monkeypatch.setattr(place, "new_secrets", early)
    page, (first, second) = signed()
    if code_of(first) != code_of(second):
        assert client.post(page, {"code": code_of(first)}).status_code == 422


def test_every_proof_goes_this_way():
    root = Path(__file__).resolve().parents[2]
    sources = [path for folder in FOLDERS for path in (root / folder).rglob("*.py")]

    def callers(call):
        return {str(path.relative_to(root)) for path in sources if f"{call}(" in path.read_text()}

    home = "platform/core/verification/actions.py"
    on_a_page = "petitions/actions/confirming_together.py"  # a new challenge behind a used link; no mail carries it
    assert callers("set_secrets") == {home, on_a_page}
    mailers = {"platform/core/verification/mailing.py", "petitions/emails/signers.py"}  # only where the mail goes out
    assert callers("keep_secrets") == {home, *mailers}
