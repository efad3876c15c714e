"""One's own signature by the API: see it, take it back, stop the news, move it; nobody learns who signed."""

import pytest

from core.mail.models import Mail
from petitions.models import Petition, Signature, TallyEntry
from petitions.receipts import receipt_of
from tests.petitions.helpers import FORM, code_of

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def post(client):
    """Give a function that posts JSON to a door."""

    def run(path, **body):
        return client.post(f"{API}/{path}", body, content_type="application/json")

    return run


@pytest.fixture
def confirmed(post, open_petition, mails):
    """Sign and confirm by the API; gives what the confirmation said."""
    facts = {**{key: FORM[key] for key in ("name", "email", "postcode")}, "is_eligible": True, "wants_news": True}
    waiting = post(f"petitions/{open_petition.number}/signatures/", **facts).json()
    answer = post(f"confirmations/{waiting['handle']}/", code=code_of(mails()[-1]))
    mails()
    return answer.json()


def test_the_confirmation_gives_receipt_and_key(post, confirmed):
    row = Signature.objects.get()
    assert (confirmed["state"], confirmed["receipt"]) == ("confirmed", receipt_of(row.public_id))
    answer = post("my-signature/", key=confirmed["signature_key"])
    body = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert [body[name] for name in ("state", "constituency", "country", "counted_class", "wants_news", "receipt")] == [
        "confirmed", "SLT", "--", "online", True, confirmed["receipt"],
    ]  # fmt: skip
    assert "ann" not in answer.content.decode().lower()


def test_it_is_taken_back_by_the_key(post, confirmed, mails):
    for _turn in range(2):
        assert post("my-signature/withdraw/", key=confirmed["signature_key"]).json()["state"] == "withdrawn"
    mails()
    assert (Petition.objects.get().signature_count, TallyEntry.objects.count()) == (0, 2)


def test_news_and_area_are_changed_by_the_key(post, confirmed):
    key = confirmed["signature_key"]
    assert post("my-signature/news/", key=key, wants_news=False).json()["wants_news"] is False
    assert post("my-signature/area/", key=key, postcode="OR3 1AA").json()["constituency"] == "OAK"
    assert post("my-signature/area/", key=key, postcode="ZZ9 9ZZ").status_code == 400


@pytest.mark.parametrize("door", ["", "withdraw/", "news/", "area/"])
def test_a_key_that_is_none_is_not_found(post, confirmed, door):
    wrong = confirmed["signature_key"][:-1] + ("0" if confirmed["signature_key"][-1] != "0" else "1")
    assert post(f"my-signature/{door}", key=wrong, wants_news=False).status_code == 404
    assert Signature.objects.get().state == "confirmed"


def test_the_link_is_asked_for_with_the_same_answer_for_every_address(post, confirmed, open_petition, mails):
    had = len(mails())
    answers = [
        post(f"petitions/{open_petition.number}/signature-link/", email=email)
        for email in ("ann@example.org", "new@example.org")
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert [mail.kind for mail in mails()[had:]] == ["petitions/send_signature_link"]
    assert Mail.objects.filter(to_address="new@example.org").count() == 0
