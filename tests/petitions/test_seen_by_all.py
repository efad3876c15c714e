"""What everybody may see of petitions that ended before a moderator opened them: nothing, whatever number they bear."""

import pytest
from django.urls import reverse

from petitions import actions, rules, search
from petitions.links import manage_signature_key
from petitions.models import Petition
from petitions.selectors import public_petitions, state_counts
from petitions.states import PetitionState
from tests.petitions.helpers import FORM, code_of, who
from tests.petitions.starting import prove

pytestmark = pytest.mark.django_db
UNREAD = {"action": "Call the neighbours names", "background": "Nobody has read this.", "details": ""}


def unread(client, mails, staff, end):
    """Let a petition be rejected, sent again with another text, and end before anybody has read that."""
    status = prove(client, mails)
    clerk = who("clerk", Petition.objects.get(), staff)
    actions.reject_petition(Petition.objects.get(), by=clerk, reason_code="duplicate")
    assert client.get(reverse("petitions:petition_detail", args=[Petition.objects.get().number])).status_code == 200
    assert client.post(f"{status}change/", UNREAD).url == status
    if end == "withdraw":
        client.post(f"{status}withdraw/")
    else:
        actions.stop_petition(Petition.objects.get(), by=clerk, reason="The House is dissolved.")
    return Petition.objects.get()


@pytest.mark.parametrize("end", ["withdraw", "stop"])
def test_a_text_that_nobody_has_read_is_not_public_by_its_end(client, parliament, mails, staff, deliver, end):
    petition = unread(client, mails, staff, end)
    deliver()
    assert (petition.action, petition.number is not None) == (UNREAD["action"], True)
    for name in ("petition_detail", "petition_text", "petition_count", "feed_petition", "share_card"):
        assert client.get(reverse(f"petitions:{name}", args=[petition.number])).status_code == 404, name
    for address in ("api_petition", "api_petition_versions", "api_petition_count"):
        assert client.get(reverse(address, args=[petition.number])).status_code == 404, address
    lists = [reverse("petitions:petition_list") + "?state=all", reverse("api_petitions")]
    assert [UNREAD["action"] in client.get(url).content.decode() for url in lists] == [False, False]
    assert (search.documents_of(petition.public_id), list(public_petitions()), sum(state_counts().values())) == (
        [], [], 0,
    )  # fmt: skip
    assert client.get(reverse("petitions:petition_supported", args=[petition.support_key])).status_code == 404


@pytest.mark.parametrize("is_numbered", [True, False])
@pytest.mark.parametrize("is_opened", [True, False])
@pytest.mark.parametrize("state", PetitionState.values)
def test_predicate_and_query_are_one_rule(make_petition, state, is_opened, is_numbered):
    facts = {} if is_opened else {"opened_at": None}
    petition = make_petition(state=state, **facts, **({} if is_numbered else {"number": None}))
    assert rules.is_public(petition) == public_petitions().filter(pk=petition.pk).exists()


@pytest.mark.parametrize("end", ["lapse", "withdraw"])
def test_a_supporter_of_a_petition_that_ended_unseen_keeps_the_own_page(client, parliament, mails, end):
    parliament.kind.supporters_needed = 5
    parliament.kind.save()
    status = prove(client, mails)
    petition = Petition.objects.get()
    waiting = client.post(reverse("petitions:petition_support", args=[petition.support_key]), FORM).url
    client.post(waiting, {"code": code_of(mails("petitions/ask_to_confirm_signature")[-1])})
    if end == "withdraw":
        client.post(f"{status}withdraw/")
    else:
        Petition.objects.update(gathers_until=petition.created_at)
        assert actions.lapse_petitions() == 1
    key = manage_signature_key(petition.signatures.get())
    own = reverse("petitions:signature_manage", args=[key])
    assert client.get(own).status_code == 200
    assert client.get(reverse("petitions:signature_thanks", args=[key])).url == own
