"""Secret ways to a petition: what a mailed link proves, and what it opens no more."""

import re

import pytest
from django.urls import reverse

from core.actors import ANONYMOUS
from core.errors import WrongState
from core.verification.models import Participant
from petitions import actions
from petitions.actions import drafting
from petitions.actions.handing_over import hand_over_petition
from petitions.drafts import draft_link_by_token
from petitions.models import DraftLink, Petition
from tests.petitions.helpers import START, who
from tests.petitions.starting import begin, fill, page_of

pytestmark = pytest.mark.django_db


def mailed_link(client, mails, **facts):
    """Write a draft and have its way back mailed; gives the token of the mailed link."""
    token = begin(client, **facts)
    fill(client, token, **facts)
    client.post(page_of(token, "saved"), {"email": facts.get("email", START["email"])})
    return re.search(r"/draft/([^/\s]+)/", mails("petitions/send_draft_link")[-1].body).group(1)


def test_a_draft_leads_nobody_to_a_petition_that_another_has_taken_over(client, parliament, staff, mails):
    token = mailed_link(client, mails)
    first = client.post(page_of(token, "check"), {}).url
    draft = reverse("petitions:draft", args=[token])
    assert client.get(draft).url == first
    hand_over_petition(Petition.objects.get(), by=who("clerk", None, staff), email="new@example.org", name="Noa Blum")
    mail = mails("petitions/ask_new_petitioner")[-1]
    second = client.post(re.search(r"https?://[^/\s]+(/\S*/take-over/\S+)", mail.body).group(1)).url
    assert (second != first, client.get(second).status_code, client.get(first).status_code) == (True, 200, 404)
    answer = client.get(draft)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_a_link_proves_no_address_that_was_typed_after_it_was_read(client, parliament, mails):
    """Two requests at once: one sends by the link mailed to mine, the other types somebody else's address first."""
    link = draft_link_by_token(mailed_link(client, mails, email="mine@example.org"))
    drafting.save_writer(
        draft_link_by_token_again(link), drafting.Writer("Somebody", "other@example.org", "SL4 2AB"), by=ANONYMOUS
    )
    with pytest.raises(WrongState):
        actions.send_proven_draft(link, by=ANONYMOUS)
    assert (Petition.objects.count(), Participant.objects.filter(verified_at__isnull=False).count()) == (0, 0)


def draft_link_by_token_again(link):
    """Give the draft as another request reads it."""
    return DraftLink.objects.select_related("draft").get(pk=link.pk).draft


@pytest.mark.parametrize("way", ["writer", "later"])
def test_another_address_takes_the_proof_from_every_link_however_old_the_page(client, parliament, mails, way):
    """The page was read before the address in it: what is compared is what stands, not what was read."""
    token = begin(client)
    stale = draft_link_by_token(token).draft
    fill(client, token, email="mine@example.org")
    client.post(page_of(token, "saved"), {"email": "mine@example.org"})
    mails()
    assert DraftLink.objects.filter(mailed_at__isnull=False).count() == 1
    stale.email = "other@example.org"  # a page that another tab has filled in since
    if way == "writer":
        drafting.save_writer(stale, drafting.Writer("Somebody", "other@example.org", "SL4 2AB"), by=ANONYMOUS)
    else:
        drafting.ask_for_draft_link(stale, "other@example.org", by=ANONYMOUS)
    assert DraftLink.objects.filter(mailed_at__isnull=False).count() == 0
