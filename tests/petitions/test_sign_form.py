"""The sign form from outside: slips in addresses, the page for the code, sessions and electronic identities."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.urls import reverse

from core import clock
from core.accounts import assurance
from core.accounts.models import User
from core.mail.models import Mail
from core.web.typos import meant_address
from petitions.links import thanks_path
from petitions.models import Petition, PetitionKind, Signature, SignaturePersonal, Tally
from tests.people.test_eid import issuer, journey, plan
from tests.petitions.helpers import FORM, code_of

__all__ = ["issuer", "plan"]
pytestmark = pytest.mark.django_db


def sign(client, petition, **facts):
    return client.post(reverse("petitions:petition_sign", args=[petition.number]), {**FORM, **facts})


SLIPS = {
    "ann@gmial.com": "ann@gmail.com", "ann@gmail.con": "ann@gmail.com", "Ann.Lee@GMAI.com": "Ann.Lee@gmail.com",
    "ann@hotmial.com": "ann@hotmail.com", "ann@yahooo.com": "ann@yahoo.com", "ann@iclod.com": "ann@icloud.com",
    "ann@gmail.com": "", "ann@mail.com": "", "ann@email.com": "", "ann@example.org": "", "ann@gmx.net": "",
    "ann@parliament.example": "", "ann": "", "": "", "@gmial.com": "",
}  # fmt: skip


@pytest.mark.parametrize("typed", SLIPS)
def test_a_slip_near_a_large_provider_is_seen_and_a_real_one_is_left(typed):
    assert meant_address(typed) == SLIPS[typed]


def test_a_slip_is_asked_about_once_and_may_be_kept(client, open_petition):
    answer = sign(client, open_petition, email="ann@gmial.com", ask_typo="1")
    page = answer.content.decode()
    assert (answer.status_code, "Did you mean gmail.com?" in page) == (422, True)
    assert 'name="use_email" value="ann@gmail.com"' in page
    assert 'value="ann@gmial.com"' in page
    assert 'name="ask_typo"' not in page
    assert Signature.objects.count() == 0
    assert sign(client, open_petition, email="ann@gmial.com").status_code == 302
    assert SignaturePersonal.objects.get().email == "ann@gmial.com"


def test_the_button_under_the_hint_signs_with_what_was_meant(client, open_petition):
    assert sign(client, open_petition, email="ann@gmial.com", use_email="ann@gmail.com").status_code == 302
    assert SignaturePersonal.objects.get().email == "ann@gmail.com"


def test_the_form_asks_and_other_doors_need_not(client, open_petition):
    assert 'name="ask_typo" value="1"' in client.get(open_petition.get_absolute_url()).content.decode()


def test_the_page_for_the_code_says_where_the_mail_went_and_how_to_change_it(client, open_petition):
    page = client.get(sign(client, open_petition).url).content.decode()
    assert "a…@example.org" in page
    assert "ann@" not in page
    assert f'href="{reverse("petitions:petition_sign", args=[open_petition.number])}"' in page
    for words in ('autocomplete="one-time-code"', 'inputmode="numeric"', "a minute after the last mail"):
        assert words in page


@pytest.mark.parametrize("again", ["ANN@Example.org", "ann+x@example.org", "Ann@EXAMPLE.ORG"])
def test_the_page_for_the_code_is_the_same_however_a_known_address_is_spelt(client, open_petition, mails, again):
    answer = sign(client, open_petition)
    client.post(answer.url, {"code": code_of(mails()[-1])})
    known, unknown = sign(client, open_petition, email=again), sign(client, open_petition, email="alf@example.org")
    texts = [client.get(one.url).content.decode() for one in (known, unknown)]
    assert ["a…@example.org" in text for text in texts] == [True, True]


def test_asking_again_for_a_known_address_sends_no_code(client, open_petition, mails):
    answer = sign(client, open_petition)
    client.post(answer.url, {"code": code_of(mails()[-1])})
    again = sign(client, open_petition)
    had = len(mails())
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert client.post(again.url, {"resend": "1"}).status_code == 302
        assert [mail.kind for mail in mails()[had:]] == ["petitions/tell_already_signed"]


@pytest.fixture
def lena(parliament):
    """Give a citizen with an account and a constituency."""
    return User.objects.create_user("lena@post.example", name="Lena Vogt", area=parliament.areas["OAK"])


def age(client, seconds):
    """Let the proof in the session be older."""
    session = client.session
    session[RECORDS] = [{**record, "at": record["at"] - seconds} for record in session[RECORDS]]
    session.save()


def test_who_has_just_proven_the_address_signs_by_one_press(client, open_petition, lena, mails):
    client.force_login(lena)
    page = client.get(open_petition.get_absolute_url()).content.decode()
    for value in ("Lena Vogt", "lena@post.example"):
        assert f'value="{value}"' in page
    assert '<option value="OAK" selected>' in page
    shown = {"name": "Lena Vogt", "email": "lena@post.example", "constituency": "OAK", "is_eligible": "on"}
    answer = client.post(reverse("petitions:petition_sign", args=[open_petition.number]), shown)
    signature = Signature.objects.select_related("petition", "area").get()
    assert answer.url == thanks_path(signature)
    assert (signature.state, signature.counted_class, signature.area.code) == ("confirmed", "online", "OAK")
    assert [mail.kind for mail in mails()] == ["petitions/tell_signature_counted"]
    assert Petition.objects.get().signature_count == 1


@pytest.mark.parametrize("how", ["stale session", "another address"])
def test_a_stale_session_or_another_address_is_proven_by_a_code(client, open_petition, lena, mails, how):
    client.force_login(lena)
    if how == "stale session":
        age(client, assurance.FRESH_SECONDS + 5)
    email = "lena@post.example" if how == "stale session" else "other@post.example"
    answer = sign(client, open_petition, name="Lena Vogt", email=email)
    assert "/signing/" in answer.url
    assert (Signature.objects.get().state, mails()[-1].kind) == ("pending", "petitions/ask_to_confirm_signature")


def test_what_another_typed_before_with_the_address_does_not_stand(client, open_petition, lena, make_client):
    sign(make_client(), open_petition, name="Mallory", email="lena@post.example", postcode="SL4 2AB")
    client.force_login(lena)
    shown = {"name": "Lena Vogt", "email": "lena@post.example", "constituency": "OAK", "is_eligible": "on"}
    client.post(reverse("petitions:petition_sign", args=[open_petition.number]), shown)
    row = Signature.objects.select_related("area", "personal").get()
    assert (row.state, row.area.code, row.personal.name) == ("confirmed", "OAK", "Lena Vogt")


def test_who_signed_already_is_not_counted_twice(client, open_petition, lena, mails):
    client.force_login(lena)
    for _turn in range(2):
        assert "/thanks/" in sign(client, open_petition, email="lena@post.example").url
        mails()
    assert (Petition.objects.get().signature_count, Signature.objects.count()) == (1, 1)


@pytest.fixture
def with_eid(open_petition):
    """Give a function that says how people prove themselves on the petition's kind."""

    def run(*methods):
        PetitionKind.objects.filter(pk=open_petition.kind_id).update(identity_methods=list(methods))
        return open_petition

    return run


def test_an_electronic_identity_confirms_at_once_and_counts_in_its_class(client, with_eid, plan, mails):
    petition = with_eid("email", "eid")
    journey(client)
    page = client.get(petition.get_absolute_url()).content.decode()
    assert "You sign as" in page
    assert 'name="email"' not in page
    answer = client.post(
        reverse("petitions:petition_sign", args=[petition.number]),
        {"is_eligible": "on", "name": "Somebody Else", "email": "else@example.org"},
    )
    row = Signature.objects.select_related("petition", "area", "personal").get()
    assert answer.url == thanks_path(row)
    assert (row.state, row.counted_class, row.area.code) == ("confirmed", "verified", "SLT")
    assert (row.personal.name, row.personal.email) == ("Lena Vogt", "lena@example.org")
    assert [mail.kind for mail in mails()] == ["petitions/tell_signature_counted"]
    assert list(Tally.objects.values_list("counted_class", "count")) == [("verified", 1)]


def test_an_identity_without_a_mail_box_signs_and_gets_no_mail(client, with_eid, plan, mails):
    plan(claims={"email": None})
    petition = with_eid("eid")
    journey(client)
    client.post(reverse("petitions:petition_sign", args=[petition.number]), {"is_eligible": "on"})
    mails()
    assert (Petition.objects.get().signature_count, Mail.objects.count()) == (1, 0)


def test_where_the_kind_does_not_name_it_an_identity_is_a_session_like_any_other(client, open_petition, plan):
    journey(client)
    answer = sign(client, open_petition, email="lena@example.org")
    assert ("/signing/" in answer.url, Signature.objects.get().counted_class) == (True, "online")


def test_a_kind_that_asks_for_an_identity_shows_the_way_and_refuses_others(client, with_eid, lena):
    petition = with_eid("eid")
    page = client.get(petition.get_absolute_url()).content.decode()
    assert "Sign in with your electronic identity" in page
    assert 'name="is_eligible"' not in page
    answer = sign(client, petition)
    assert (answer.status_code, "asks for an electronic identity" in answer.content.decode()) == (422, True)
    machine = {**{key: FORM[key] for key in ("name", "email", "postcode")}, "is_eligible": True}
    path = f"/api/v1/petitions/{petition.number}/signatures/"
    assert client.post(path, machine, content_type="application/json").status_code == 400
    client.force_login(lena)
    assert sign(client, petition, email="lena@post.example").status_code == 422
    assert Signature.objects.count() == 0


def test_planted_without_the_check_a_mail_would_do(client, with_eid, monkeypatch):
    monkeypatch.setattr("petitions.actions.signing.check_identity", lambda petition, actor: None)
    assert sign(client, with_eid("eid")).status_code == 302


def test_several_people_on_one_address_see_the_same_form_and_the_mail_says_who(client, open_petition, mails):
    PetitionKind.objects.update(people_per_address=2)
    for name in ("Ann Lee", "Bob Lee"):
        assert sign(client, open_petition, name=name).status_code == 302
    bodies = [mail.body for mail in mails("petitions/ask_to_confirm_signature")]
    assert [("Ann Lee" in body, "Bob Lee" in body) for body in bodies] == [(True, False), (False, True)]
