"""Signing from outside: page, mail, code, link; nobody learns whether an address is known."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.events.models import Event
from core.verification.models import Challenge
from petitions.links import thanks_path
from petitions.models import Petition, Signature, SignaturePersonal, TallyEntry
from tests.petitions.helpers import FORM, code_of, link_of, masked

pytestmark = pytest.mark.django_db


def sign(client, petition, **facts):
    return client.post(reverse("petitions:petition_sign", args=[petition.number]), {**FORM, **facts})


@pytest.fixture
def signed(client, open_petition, mails):
    """Sign once and confirm by code; gives the last answer."""
    answer = sign(client, open_petition)
    answer = client.post(answer.url, {"code": code_of(mails()[-1])})
    mails()
    return answer


def test_a_signature_waits_for_its_code_and_then_counts(client, open_petition, mails):
    answer = sign(client, open_petition)
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert page.status_code == 200
    mail = mails()[-1]
    assert (mail.kind, mail.to_address) == ("petitions/ask_to_confirm_signature", "ann@example.org")
    assert Petition.objects.get().signature_count == 0
    done = client.post(answer.url, {"code": f" {code_of(mail)[:3]} {code_of(mail)[3:]} "})
    assert done.url == thanks_path(Signature.objects.select_related("petition").get())
    kinds = [mail.kind for mail in mails()]
    assert kinds == ["petitions/ask_to_confirm_signature", "petitions/tell_signature_counted"]
    assert Petition.objects.get().signature_count == 1
    assert client.get(done.url).status_code == 200
    assert client.cookies == {}


def test_the_link_shows_a_button_and_only_the_button_counts(client, open_petition, mails):
    sign(client, open_petition)
    path = link_of(mails()[-1])
    before = (Challenge.objects.values().get(), Signature.objects.values().get(), Event.objects.count())
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert (Challenge.objects.values().get(), Signature.objects.values().get(), Event.objects.count()) == before
    assert client.post(path).url == thanks_path(Signature.objects.select_related("petition").get())
    mails()
    assert Petition.objects.get().signature_count == 1
    assert client.get(path).status_code == client.post(path).status_code == 404


def test_pages_are_the_same_for_known_and_unknown_addresses(client, open_petition, signed, mails):
    known, unknown = sign(client, open_petition), sign(client, open_petition, email="alf@example.org")
    assert (known.status_code, masked(known), len(known.url)) == (302, masked(unknown), len(unknown.url))
    assert masked(client.get(known.url)) == masked(client.get(unknown.url))
    wrong = {"code": "000000x"}
    assert masked(client.post(known.url, wrong)) == masked(client.post(unknown.url, wrong))
    last = [(mail.kind, mail.to_address) for mail in mails()[-2:]]
    assert last == [
        ("petitions/tell_already_signed", "ann@example.org"),
        ("petitions/ask_to_confirm_signature", "alf@example.org"),
    ]
    assert masked(client.post(known.url, wrong)) == masked(client.post(unknown.url, wrong))


@pytest.mark.parametrize("again", ["ann@example.org", "ANN@example.org", "Ann+petitions@example.org"])
def test_one_address_counts_once_however_it_is_spelt(client, open_petition, signed, mails, again):
    answer = sign(client, open_petition, email=again)
    mails()
    assert client.post(answer.url, {"code": "123456"}).status_code == 422
    assert (Petition.objects.get().signature_count, Signature.objects.count()) == (1, 1)


def test_signing_twice_before_confirming_counts_once(client, open_petition, mails):
    first, second = sign(client, open_petition), sign(client, open_petition)
    codes = [code_of(mail) for mail in mails()]
    assert client.post(first.url, {"code": codes[0]}).status_code == 302
    assert client.post(second.url, {"code": codes[1]}).status_code == 302
    mails()
    assert (Petition.objects.get().signature_count, TallyEntry.objects.count()) == (1, 1)


def test_the_sixth_try_is_refused_even_with_the_right_code(client, open_petition, mails):
    url = sign(client, open_petition).url
    code = code_of(mails()[-1])
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        assert client.post(url, {"code": wrong}).status_code == 422
    answer = client.post(url, {"code": code})
    assert answer.status_code == 422
    assert "Five wrong codes" in answer.content.decode()
    assert Signature.objects.get().state == "pending"


def test_the_fifth_try_may_be_the_right_one(client, open_petition, mails):
    url = sign(client, open_petition).url
    code = code_of(mails()[-1])
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(4):
        client.post(url, {"code": wrong})
    assert client.post(url, {"code": code}).status_code == 302


def test_a_new_code_replaces_the_old_one_and_comes_once_a_minute(client, open_petition, mails):
    url = sign(client, open_petition).url
    first = mails()[-1]
    assert client.post(url, {"resend": "1"}).status_code == 302
    assert len(mails()) == 1
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        client.post(url, {"resend": "1"})
        newest = mails()
        assert len(newest) == 2
        assert client.post(url, {"code": code_of(first)}).status_code == (
            302 if code_of(first) == code_of(newest[-1]) else 422
        )
        assert client.post(url, {"code": code_of(newest[-1])}).status_code == 302


def test_a_code_lives_ten_minutes_and_a_link_seven_days(client, open_petition, mails):
    url = sign(client, open_petition).url
    mail = mails()[-1]
    with clock.frozen(clock.now() + timedelta(minutes=10, seconds=5)):
        assert client.post(url, {"code": code_of(mail)}).status_code == 422
        assert client.get(link_of(mail)).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=7, seconds=5)):
        assert client.get(link_of(mail)).status_code == 404
        assert client.post(link_of(mail)).status_code == 404


def test_neither_code_nor_token_nor_address_is_kept_in_clear(client, open_petition, mails):
    from django.db import connection

    sign(client, open_petition)
    mail = mails()[-1]
    challenge = Challenge.objects.get()
    assert code_of(mail) not in str(vars(challenge))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, postcode FROM petitions_signaturepersonal")
        row = " ".join(cursor.fetchone())
        cursor.execute("SELECT subject, body, to_address FROM mail_mail")
        row += " ".join(cursor.fetchone())
    for word in ("Ann Lee", "ann@", "SL4 2AB", code_of(mail)):  # nothing that base64 could spell by chance
        assert word not in row
    assert SignaturePersonal.objects.get().name == "Ann Lee"
    assert "ann" not in str(list(Event.objects.values())).lower()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"name": ""}, "name"),
        ({"email": "ann"}, "email"),
        ({"postcode": ""}, "postcode"),
        ({"postcode": "ZZ9 9ZZ"}, "postcode"),
        ({"is_eligible": ""}, "is_eligible"),
    ],
)
def test_a_faulty_form_comes_back_with_everything_typed(client, open_petition, facts, name):
    answer = sign(client, open_petition, **facts)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert f'href="#id_{name}"' in page
    for key, value in {**FORM, **facts}.items():
        if value and value != "on":
            assert f'value="{value}"' in page, key
    assert Signature.objects.count() == 0


def test_all_faults_are_named_at_once(client, open_petition):
    page = sign(client, open_petition, name="", email="ann", is_eligible="").content.decode()
    assert [name for name in FORM if f'href="#id_{name}"' in page] == ["name", "email", "is_eligible"]


def test_an_unknown_postcode_leads_to_the_list_of_constituencies(client, open_petition, mails):
    page = sign(client, open_petition, postcode="ZZ9 9ZZ").content.decode()
    assert '<option value="OAK">Oakridge</option>' in page
    assert sign(client, open_petition, postcode="ZZ9 9ZZ", constituency="OAK").status_code == 302
    assert Signature.objects.get().area.code == "OAK"


def test_people_abroad_need_no_postcode(client, open_petition):
    assert sign(client, open_petition, postcode="", country="FR").status_code == 302
    assert (Signature.objects.get().area, Signature.objects.get().country) == (None, "FR")


@pytest.mark.parametrize("state", ["closed", "paused", "withdrawn"])
def test_a_petition_that_is_not_open_takes_no_signature(client, make_petition, state):
    answer = sign(client, make_petition(state=state))
    assert answer.status_code == 409
    assert "does not take signatures" in answer.content.decode()
    assert Signature.objects.count() == 0


def test_a_code_that_comes_after_the_close_counts_no_more(client, open_petition, mails):
    url = sign(client, open_petition).url
    code = code_of(mails()[-1])
    Petition.objects.update(state="closed", closes_at=clock.now() - timedelta(hours=25))  # the kind gives 24 of grace
    assert client.post(url, {"code": code}).status_code == 409
    mails()
    assert (Petition.objects.get().signature_count, Signature.objects.get().state) == (0, "pending")
    assert Challenge.objects.get().used_at is None


def test_a_planted_post_of_another_site_is_refused(client, open_petition):
    path = reverse("petitions:petition_sign", args=[open_petition.number])
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(path, FORM, headers=headers).status_code == 403
    assert Signature.objects.count() == 0


def test_the_mail_and_the_page_speak_the_signers_language(client, open_petition, mails):
    from django.utils.translation import override

    with override("ar"):
        answer = sign(client, open_petition)
    assert answer.url.startswith("/ar/")
    mail = mails()[-1]
    assert mail.language == "ar"
    assert link_of(mail).startswith("/ar/")
    assert 'dir="rtl"' in client.get(answer.url).content.decode()
