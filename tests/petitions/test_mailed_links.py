"""Every link in every mail that petitions send to signers and petitioners: GET and HEAD change nothing at all."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from core import clock
from core.actors import ANONYMOUS
from core.mail.models import Mail
from petitions import actions
from petitions.links import manage_signature_key
from petitions.models import Petition, Signature
from tests.petitions.helpers import FORM, code_of, link_of

pytestmark = pytest.mark.django_db
KEPT = ("petitions", "verification", "mail", "events", "moderation", "accounts", "privacy")
KINDS = {
    "petitions/ask_to_confirm_signature", "petitions/tell_signature_counted", "petitions/tell_already_signed",
    "petitions/send_signature_link", "petitions/tell_signature_withdrawn", "petitions/tell_signatures_counted",
    "petitions/ask_to_confirm_petition",
}  # fmt: skip


def everything():
    """Give every row of every table that a mailed link could touch."""
    models = [model for label in KEPT for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


def links():
    """Give the paths of all links of ours in all mails."""
    bodies = "\n".join(mail.body for mail in Mail.objects.all())
    return sorted(set(re.findall(re.escape(settings.SITE_URL) + r"(/\S*)", bodies)))


@pytest.fixture
def mailed(client, make_petitions, mails):
    """Let somebody go every way that ends in a mail; gives the links."""

    def sign(petition):
        return client.post(reverse("petitions:petition_sign", args=[petition.number]), FORM).url

    one, two, three, four = make_petitions(4)
    first = sign(one)
    client.post(first, {"code": code_of(mails()[-1])})
    mails()
    sign(one)  # again
    sign(two)
    sign(three)
    mails()
    sign(four)
    listed = re.search(r"(/\S*/confirm-all/\S+)", mails("petitions/ask_to_confirm_signature")[-1].body).group(1)
    path = re.sub(r"^https?://[^/]+", "", listed)
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        third = Signature.objects.get(petition=three)
        client.post(path, {"signature": [str(third.public_id)]})
        client.post(reverse("petitions:signature_lost", args=[one.number]), {"email": FORM["email"]})
        signature = Signature.objects.get(petition=one)
        client.post(reverse("petitions:signature_withdraw", args=[manage_signature_key(signature)]))
        facts = actions.PetitionFacts(
            action="Plant a tree at every stop", background="Shade.", details="", name="Ann Lee", email="a@example.org"
        )
        actions.start_petition(facts, by=ANONYMOUS)
        mails()
    return links()


def test_every_kind_of_mail_was_sent(mailed):
    assert KINDS - set(Mail.objects.values_list("kind", flat=True)) == set()
    assert len(mailed) >= 10


def test_get_and_head_of_every_mailed_link_change_nothing(client, mailed):
    before = everything()
    for path in mailed:
        for method in (client.get, client.head, client.get):
            assert method(path).status_code in {200, 302, 404}
    assert everything() == before


def test_a_planted_page_that_confirms_by_get_is_seen(client, mailed, monkeypatch):
    from core.verification.views import ConfirmByLink

    monkeypatch.setattr(ConfirmByLink, "get", ConfirmByLink.post)
    before = everything()
    for path in mailed:
        client.get(path)
    assert everything() != before


def test_the_page_of_a_link_names_what_it_confirms_and_tells_nothing_of_a_used_one(client, make_petitions, mails):
    [petition] = make_petitions(1)
    client.post(reverse("petitions:petition_sign", args=[petition.number]), FORM)
    mail = mails("petitions/ask_to_confirm_signature")[-1]
    path = link_of(mail)
    assert petition.action in client.get(path).content.decode()
    Petition.objects.filter(pk=petition.pk).update(state="hidden")
    assert petition.action not in client.get(path).content.decode()
    Petition.objects.filter(pk=petition.pk).update(state="open")
    client.post(path)
    used = client.get(path)
    assert (used.status_code, petition.action in used.content.decode()) == (404, False)
