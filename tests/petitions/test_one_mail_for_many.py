"""An address that signs a hundred petitions: at most five mails a day, and all of them can still be confirmed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.actors import ANONYMOUS
from core.limits import counters
from core.mail.models import Mail
from core.verification.models import Challenge
from petitions.actions import SignatureFacts, sign_petition
from petitions.models import Petition, PetitionTranslation, Signature, TallyEntry
from tests.petitions.helpers import FORM, code_of, link_of

pytestmark = pytest.mark.django_db
ASK = "petitions/ask_to_confirm_signature"


@pytest.fixture
def as_they_stand(settings):
    """Let the limits hold as they stand in a parliament, counted in the database; the network's are another matter."""
    settings.REDIS_URL = ""
    settings.LIMITS_FACTOR = 1
    settings.LIMITS = {"sign": "off", "confirm": "off", "link": "off"}
    counters.breaker.reset()


def sign(client, petition, **facts):
    answer = client.post(reverse("petitions:petition_sign", args=[petition.number]), {**FORM, **facts})
    assert answer.status_code == 302
    return answer.url


def list_link(mail):
    found = re.search(r"https?://[^/\s]+(/\S*/confirm-all/\S+)", mail.body)
    return found and found.group(1)


def went_out(kinds=None):
    rows = Mail.objects.filter(state=Mail.State.SENT, carrier__isnull=True).order_by("pk")
    return list(rows.filter(kind__in=kinds) if kinds else rows)


def states():
    return sorted(Signature.objects.values_list("state", flat=True))


@pytest.mark.parametrize("worker", ["after each of the first dozen", "at the end"])
def test_a_hundred_petitions_five_mails_and_all_are_confirmed_by_their_links(
    client, make_petitions, mails, as_they_stand, worker
):
    facts = SignatureFacts("Ann Lee", "ann@example.org", postcode="SL4 2AB", is_eligible=True)
    for turn, petition in enumerate(make_petitions(100)):
        sign_petition(petition, [facts], by=ANONYMOUS)
        if worker == "after each of the first dozen" and turn < 12:
            mails()
    mails()
    sent = went_out()
    assert 1 <= len(sent) <= 5
    assert {mail.to_address for mail in sent} == {"ann@example.org"}
    asked = list(Mail.objects.filter(state=Mail.State.SENT).order_by("pk"))
    link = list_link(asked[-1])
    page = client.get(link).content.decode()
    assert page.count('name="signature"') == 100
    assert client.post(link, {"all": "1"}).status_code == 302
    assert states() == ["confirmed"] * 100
    if worker != "at the end":
        return  # what follows is the same both ways, and folds a hundred counts
    mails()
    assert set(Petition.objects.values_list("signature_count", flat=True)) == {1}
    assert len(went_out()) - len(sent) == 1
    thanks = went_out()[-1]
    assert (thanks.kind, thanks.body.count("/petitions/signature/")) == ("petitions/tell_signatures_counted", 100)


def test_planted_without_the_rule_every_signature_would_send_a_mail(
    client, make_petitions, mails, as_they_stand, settings
):
    settings.LIMITS = {**settings.LIMITS, "mail.sign": "off", "mail.proof": "off"}
    for petition in make_petitions(7):
        sign(client, petition)
        mails()
    assert len(went_out()) == 7


def test_the_day_after_there_are_five_again(client, make_petitions, mails, as_they_stand):
    petitions = make_petitions(8)
    for petition in petitions[:7]:
        sign(client, petition)
        mails()
    assert len(went_out()) == 5
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        sign(client, petitions[7])
        mails()
        assert len(went_out()) == 6


def test_the_first_mail_is_plain_the_second_lists_what_waits(client, make_petitions, mails):
    one, two = make_petitions(2)
    sign(client, one)
    first = mails()[-1]
    assert list_link(first) is None
    second_page = sign(client, two)
    second = mails()[-1]
    assert one.action in second.body
    assert list_link(second)
    assert client.post(second_page, {"code": code_of(second)}).status_code == 302
    assert client.post(link_of(first)).status_code == 302
    assert states() == ["confirmed", "confirmed"]


@pytest.fixture
def waiting(client, make_petitions, mails):
    """Sign three petitions with one address; gives the link to the list."""
    for petition in make_petitions(3):
        sign(client, petition)
        mails()
    return list_link(mails(ASK)[-1])


def test_get_and_head_of_the_list_change_nothing(client, waiting):
    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Signature, Challenge, Mail, TallyEntry)]

    before = everything()
    for method in (client.get, client.head, client.get):
        answer = method(waiting)
        assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert everything() == before


def test_only_what_is_ticked_is_confirmed_and_the_rest_stays_on_the_list(client, waiting, mails):
    ticked = Signature.objects.order_by("pk").first()
    answer = client.post(waiting, {"signature": [str(ticked.public_id)]})
    ticked.refresh_from_db()
    assert (ticked.state, states()) == ("confirmed", ["confirmed", "pending", "pending"])
    following = client.get(answer.url).content.decode()
    assert following.count('name="signature"') == 2
    assert "1 signature is confirmed" in following
    assert client.post(answer.url.partition("?")[0], {"all": "1"}).status_code == 302
    assert states() == ["confirmed"] * 3


def test_a_list_is_used_once(client, waiting):
    assert client.post(waiting, {"all": "1"}).status_code == 302
    assert [client.get(waiting).status_code, client.post(waiting, {"all": "1"}).status_code] == [404, 404]
    assert TallyEntry.objects.count() == 3


def test_nothing_ticked_confirms_nothing_and_the_link_stays_good(client, waiting):
    answer = client.post(waiting)
    assert (answer.status_code, "Tick the petitions" in answer.content.decode()) == (422, True)
    assert states() == ["pending"] * 3
    assert client.get(waiting).status_code == 200


def test_a_list_lives_seven_days(client, waiting):
    with clock.frozen(clock.now() + timedelta(days=7, seconds=5)):
        assert client.get(waiting).status_code == 404


def test_a_list_holds_nobody_elses_signature(client, waiting, open_petition, mails):
    sign(client, open_petition, email="bob@example.org")
    mails()
    other = Signature.objects.get(petition=open_petition)
    client.post(waiting, {"signature": [str(other.public_id)]})
    assert states() == ["pending"] * 4


def test_what_was_signed_after_the_mail_stands_on_its_list_too(client, waiting, open_petition):
    sign(client, open_petition)
    assert client.get(waiting).content.decode().count('name="signature"') == 4


def test_a_petition_that_ended_is_not_on_the_list(client, waiting):
    petition = Petition.objects.filter(signatures__isnull=False).first()
    Petition.objects.filter(pk=petition.pk).update(state="withdrawn")
    assert client.get(waiting).content.decode().count('name="signature"') == 2
    client.post(waiting, {"all": "1"})
    assert states() == ["confirmed", "confirmed", "pending"]


def test_a_planted_post_of_another_site_is_refused(client, waiting):
    assert client.post(waiting, {"all": "1"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert states() == ["pending"] * 3


def test_the_mail_says_in_whose_name_and_the_page_does_not(client, open_petition, mails):
    url = sign(client, open_petition, name="Ann Lee")
    assert "Ann Lee" in mails()[-1].body
    assert "Ann Lee" not in client.get(url).content.decode()


def test_what_waits_is_looked_up_only_for_a_mail_that_goes_out(make_petitions, mails, as_they_stand, monkeypatch):
    from petitions.emails import signers

    looked_up, real = [], signers.waiting_signatures
    monkeypatch.setattr(signers, "waiting_signatures", lambda to: looked_up.append(to) or real(to))
    facts = SignatureFacts("Ann Lee", "ann@example.org", postcode="SL4 2AB", is_eligible=True)
    for petition in make_petitions(9):
        sign_petition(petition, [facts], by=ANONYMOUS)
        mails()
    rows = list(Mail.objects.filter(kind=ASK).order_by("pk"))
    assert [row.state for row in rows] == ["sent"] * 5 + ["not_sent"] * 4
    assert len(looked_up) == 4  # of the second to the fifth mail
    assert ("4 more signatures wait" in rows[4].body, list_link(rows[4]) is not None) == (True, True)


def test_a_list_of_one_speaks_of_one_in_the_readers_language(client, waiting, mails):
    first, *rest = Signature.objects.order_by("pk")
    PetitionTranslation.objects.create(petition=first.petition, language="fr", action="Le train de nuit")
    left = client.post(waiting, {"signature": [str(row.public_id) for row in rest]}).url.partition("?")[0]
    html = client.get(left).content.decode()
    assert "This petition was signed with your address." in html
    assert (html.count('name="signature"'), 'name="all"' in html) == (1, False)
    french = client.get(left.replace("/en/", "/fr/")).content.decode()
    assert 'lang="fr">Le train de nuit<' in french
