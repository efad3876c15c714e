"""The signer's own page, behind its secret address: see, take back, stop the news, move, find it again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from core import clock
from core.events.models import Event
from core.mail.models import Mail
from petitions.links import find_signature, manage_signature_key, thanks_path
from petitions.models import Petition, Signature, Tally, TallyEntry
from petitions.receipts import receipt_of
from tests.petitions.helpers import FORM, code_of, masked

pytestmark = pytest.mark.django_db


def sign(client, petition, **facts):
    return client.post(reverse("petitions:petition_sign", args=[petition.number]), {**FORM, **facts})


@pytest.fixture
def signature(client, open_petition, mails):
    """Sign with a wish for news and confirm by code; gives the signature."""
    answer = sign(client, open_petition, wants_news="on")
    client.post(answer.url, {"code": code_of(mails()[-1])})
    mails()
    return Signature.objects.select_related("petition").get()


def page(signature, name="manage"):
    return reverse(f"petitions:signature_{name}", args=[manage_signature_key(signature)])


def state_of_everything():
    rows = (Signature, Petition, TallyEntry, Event, Mail, Tally)
    return [list(model.objects.order_by("pk").values()) for model in rows]


def cells():
    rows = Tally.objects.exclude(count=0).order_by("area__code").values_list("area__code", "country", "count")
    return list(rows)


def test_a_key_names_one_signature_and_no_other_key_does(signature):
    key = manage_signature_key(signature)
    assert find_signature(key).pk == signature.pk
    assert (len(key), key.isalnum()) == (64, True)
    assert "ann" not in key


@pytest.mark.parametrize("change", ["last", "first", "short", "long", "other id", "no key"])
def test_a_key_that_we_did_not_make_opens_nothing(client, signature, change):
    key = manage_signature_key(signature)
    flip = {"0": "1"}
    wrong = {
        "last": key[:-1] + flip.get(key[-1], "0"), "first": flip.get(key[0], "0") + key[1:], "short": key[:-1],
        "long": key + "0", "other id": uuid4().hex + key[32:], "no key": "signature",
    }[change]  # fmt: skip
    for name in ("manage", "thanks", "withdraw", "stop_news", "area"):
        path = reverse(f"petitions:signature_{name}", args=[wrong])
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in {404, 405}


def test_planted_a_key_without_its_digest_would_open_the_page(client, signature, monkeypatch):
    wrong = signature.public_id.hex + "0" * 32
    path = reverse("petitions:signature_manage", args=[wrong])
    assert client.get(path).status_code == 404
    monkeypatch.setattr("petitions.links.constant_time_compare", lambda one, other: True)
    assert client.get(path).status_code == 200


def test_a_key_is_the_one_of_earlier_versions_and_its_path_that_of_the_running_language(signature):
    digest = salted_hmac("petitions.signature", signature.public_id.hex, algorithm="sha256").hexdigest()
    key = manage_signature_key(signature)
    assert key == signature.public_id.hex + digest[:32]
    for language in ("en", "ar", "en"):
        with translation.override(language):
            assert thanks_path(signature) == reverse("petitions:signature_thanks", args=[key])


def test_a_key_made_with_the_secret_before_still_opens(client, signature, settings):
    path = page(signature)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-fifty-letters-for-this-one-test-alone"
    assert client.get(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(path).status_code == 404


def test_the_page_shows_the_signature_and_is_kept_by_nobody(client, signature):
    answer = client.get(page(signature))
    text = answer.content.decode()
    for words in ("Ann Lee", "Confirmed", "Saltmarsh", receipt_of(signature.public_id), signature.petition.action):
        assert words in text
    assert "ann@example.org" not in text
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert (answer["X-Robots-Tag"], client.cookies) == ("noindex, nofollow", {})
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_thanks_say_a_number_only_where_it_is_true(client, open_petition, mails):
    for turn in range(3):
        answer = sign(client, open_petition, email=f"signer{turn}@example.org")
        done = client.post(answer.url, {"code": code_of(mails("petitions/ask_to_confirm_signature")[-1])})
        before = client.get(done.url).content.decode()
        assert f"Your signature is about number {turn + 1}<" in before
        mails()
        assert f"You are signature {turn + 1}<" in client.get(done.url).content.decode()
    first = Signature.objects.order_by("pk").first()
    assert "You are signature 1<" in client.get(page(first, "thanks")).content.decode()


def test_the_thanks_hold_receipt_next_step_ways_to_share_and_three_others(client, signature, make_petitions):
    others = make_petitions(4)
    text = client.get(page(signature, "thanks")).content.decode()
    assert receipt_of(signature.public_id) in text
    assert "Signatures are taken until" in text
    assert 'href="mailto:?' in text
    assert 'href="sms:?' in text
    assert page(signature) in text
    assert sum(row.get_absolute_url() in text for row in others) == 3


def test_the_mail_that_it_counts_holds_the_same_receipt_and_the_way_here(signature):
    mail = Mail.objects.get(kind="petitions/tell_signature_counted")
    assert receipt_of(signature.public_id) in mail.body
    assert page(signature) in mail.body
    assert f"/petitions/{signature.petition.number}/count/" in mail.body


@pytest.mark.parametrize("name", ["manage", "thanks", "withdraw", "stop_news", "area"])
def test_get_and_head_change_nothing(client, signature, name):
    before = state_of_everything()
    for _turn in range(2):
        assert client.get(page(signature, name)).status_code == 200
        assert client.head(page(signature, name)).status_code == 200
    assert state_of_everything() == before


def test_who_takes_it_back_counts_no_more(client, signature, mails):
    assert Petition.objects.get().signature_count == 1
    answer = client.post(page(signature, "withdraw"))
    assert answer.url == f"{page(signature)}?done=withdrawn"
    mails()
    assert (Petition.objects.get().signature_count, Signature.objects.get().state) == (0, "withdrawn")
    assert list(TallyEntry.objects.order_by("pk").values_list("delta", "reason")) == [(1, "confirm"), (-1, "withdraw")]
    assert mails()[-1].kind == "petitions/tell_signature_withdrawn"
    assert "Withdrawn" in client.get(answer.url).content.decode()
    assert client.post(page(signature, "withdraw")).status_code == 302
    mails()
    assert (TallyEntry.objects.count(), Petition.objects.get().signature_count) == (2, 0)


def test_who_took_it_back_may_sign_again_with_one_press(client, signature, mails):
    client.post(page(signature, "withdraw"))
    assert "Sign again" in client.get(page(signature)).content.decode()
    assert client.get(page(signature, "return")).status_code == 405
    assert client.post(page(signature, "return")).url == page(signature, "thanks")
    mails()
    assert (Petition.objects.get().signature_count, Signature.objects.get().state) == (1, "confirmed")
    assert list(TallyEntry.objects.order_by("pk").values_list("delta", flat=True)) == [1, -1, 1]
    assert client.post(page(signature, "return")).status_code == 409
    assert TallyEntry.objects.count() == 3


@pytest.mark.parametrize("why_not", ["it was held", "the petition is closed"])
def test_what_was_held_or_is_closed_comes_not_back(client, signature, why_not):
    client.post(page(signature, "withdraw"))
    if why_not == "it was held":
        Signature.objects.update(hold_rule="network")
    else:
        Petition.objects.update(state="closed", closed_at=clock.now())
    assert "Sign again" not in client.get(page(signature)).content.decode()
    assert (client.post(page(signature, "return")).status_code, Signature.objects.get().state) == (409, "withdrawn")


def test_once_the_petition_is_closed_the_count_is_final(client, signature, mails):
    Petition.objects.update(state="closed", closed_at=clock.now())
    assert client.post(page(signature, "withdraw")).status_code == 409
    assert client.post(page(signature, "area"), {"postcode": "OR3 1AA"}).status_code == 409
    mails()
    assert (Petition.objects.get().signature_count, TallyEntry.objects.count()) == (1, 1)


def test_a_petition_that_was_taken_from_the_public_shows_its_words_to_nobody(client, signature):
    Petition.objects.update(state="hidden")
    text = client.get(page(signature)).content.decode()
    assert (signature.petition.action in text, "not public any more" in text) == (False, True)
    assert client.get(page(signature, "thanks")).url == page(signature)
    for name in ("withdraw", "stop_news", "area"):
        assert signature.petition.action not in client.get(page(signature, name)).content.decode()


def test_a_supporter_has_a_page_too_before_the_petition_is_public(client, make_petition, mails):
    petition = make_petition(state="gathering_supporters")
    path = reverse("petitions:petition_support", args=[petition.support_key])
    answer = client.post(client.post(path, FORM).url, {"code": code_of(mails()[-1])})
    mails()
    assert client.get(answer.url).status_code == 200
    row = Signature.objects.get()
    assert petition.action in client.get(page(row)).content.decode()
    assert client.get(page(row, "thanks")).url == page(row)


def test_a_held_signature_says_so_and_may_be_taken_back(client, signature):
    Signature.objects.update(state="held")
    assert "It is held" in client.get(page(signature)).content.decode()
    assert "waits for a look" in client.get(page(signature, "thanks")).content.decode()
    entries = TallyEntry.objects.count()
    assert client.post(page(signature, "withdraw")).status_code == 302
    assert (Signature.objects.get().state, TallyEntry.objects.count()) == ("withdrawn", entries)


def test_one_click_stops_the_news_of_this_petition_alone(client, signature):
    path = page(signature, "stop_news")
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})  # as a mail program does: RFC 8058, section 3.1
    assert (answer.status_code, Signature.objects.get().wants_news) == (200, False)
    assert client.post(path).status_code == 200
    assert Event.objects.filter(verb="signature.stop_news").count() == 1
    assert client.post(path, {"again": "1"}).status_code == 200
    assert (Signature.objects.get().wants_news, Signature.objects.get().state) == (True, "confirmed")


@pytest.mark.parametrize("facts", [{"postcode": "OR3 1AA"}, {"postcode": "ZZ9 9ZZ", "constituency": "OAK"}])
def test_a_signature_moves_from_area_to_area(client, signature, mails, facts):
    assert cells() == [("SLT", "--", 1)]
    assert client.post(page(signature, "area"), facts).url == f"{page(signature)}?done=moved"
    mails()
    assert cells() == [("OAK", "--", 1)]
    assert list(TallyEntry.objects.order_by("pk").values_list("delta", "area__code")) == [
        (1, "SLT"), (-1, "SLT"), (1, "OAK"),
    ]  # fmt: skip
    row = Signature.objects.select_related("personal", "area").get()
    assert (row.area.code, row.personal.postcode) == ("OAK", facts["postcode"])
    assert Petition.objects.get().signature_count == 1


def test_who_moves_abroad_counts_for_the_country(client, signature, mails):
    assert client.post(page(signature, "area"), {"country": "FR"}).status_code == 302
    mails()
    assert cells() == [(None, "FR", 1)]


def test_the_same_area_writes_nothing_in_the_ledger(client, signature):
    client.post(page(signature, "area"), {"postcode": "SL4 9ZZ"})
    assert TallyEntry.objects.count() == 1


def test_an_unknown_postcode_keeps_what_was_typed_and_offers_the_list(client, signature):
    answer = client.post(page(signature, "area"), {"postcode": "ZZ9 9ZZ"})
    text = answer.content.decode()
    assert (answer.status_code, 'value="ZZ9 9ZZ"' in text, '<option value="OAK">' in text) == (422, True, True)


def test_the_lost_link_is_mailed_and_the_page_tells_nobody_who_signed(client, signature, mails):
    path = reverse("petitions:signature_lost", args=[signature.petition.number])
    had = len(mails())
    known = client.post(path, {"email": "ANN@example.org"})
    unknown = client.post(path, {"email": "new@example.org"})
    assert (known.status_code, known.url) == (302, unknown.url)
    assert masked(client.get(known.url)) == masked(client.get(unknown.url))
    assert Event.objects.filter(verb="petition.ask_for_signature").count() == 2
    new = mails()[had:]
    assert [(mail.kind, mail.to_address) for mail in new] == [("petitions/send_signature_link", "ann@example.org")]
    assert page(signature) in new[0].body


def test_who_has_not_confirmed_is_sent_no_way_in(client, open_petition, mails):
    sign(client, open_petition)
    had = len(mails())
    client.post(reverse("petitions:signature_lost", args=[open_petition.number]), {"email": "ann@example.org"})
    assert len(mails()) == had


@pytest.mark.parametrize("name", ["withdraw", "stop_news", "area"])
def test_a_planted_post_of_another_site_is_refused(client, signature, name):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(page(signature, name), {"postcode": "OR3 1AA"}, headers=headers).status_code == 403
    row = Signature.objects.get()
    assert (row.state, row.wants_news, row.area.code) == ("confirmed", True, "SLT")


def test_events_of_a_signer_hold_no_personal_data(client, signature, mails):
    client.post(page(signature, "area"), {"postcode": "OR3 1AA"})
    client.post(page(signature, "stop_news"))
    client.post(page(signature, "withdraw"))
    mails()
    text = str(list(Event.objects.values())).lower()
    assert [word for word in ("ann", "or3", "@", manage_signature_key(signature)) if word in text] == []


def test_a_mail_after_a_month_still_leads_here(client, signature):
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert client.get(page(signature)).status_code == 200
