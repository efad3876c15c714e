"""From the idea to the open petition: start, prove, moderate; or be rejected, or withdraw."""

import pytest
from django.urls import reverse

from petitions.actions import publish_petition, reject_petition
from petitions.models import Petition
from tests.petitions.helpers import FORM, START, code_of, link_of, who
from tests.petitions.starting import begin, page_of, start, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(client, parliament, mails):
    """Give a petition that waits for its moderator, and its status page."""
    answer = start(client)
    status = client.post(answer.url, {"code": code_of(mails()[-1])}).url
    mails()
    return Petition.objects.get(), status


def test_start_prove_publish(client, submitted, staff, mails):
    petition, status = submitted
    assert petition.state == "in_moderation"
    assert "Bring back the night train" in client.get(status).content.decode()
    assert "Bring back the night train" not in client.get(reverse("petitions:petition_list")).content.decode()
    publish_petition(petition, by=who("clerk", petition, staff))
    kinds = [mail.kind for mail in mails()]
    assert kinds == ["petitions/ask_to_confirm_petition", "petitions/tell_petitioner", "petitions/tell_petitioner"]
    assert all(status in mail.body for mail in mails("petitions/tell_petitioner"))
    assert petition.get_absolute_url() in mails()[-1].body
    page = client.get(petition.get_absolute_url())
    assert page.status_code == 200
    assert "Bring back the night train" in client.get(reverse("petitions:petition_list")).content.decode()
    assert client.get(status).status_code == 200


def test_the_link_proves_the_address_too(client, parliament, mails):
    start(client)
    path = link_of(mails()[-1])
    assert client.get(path).status_code == 200
    assert Petition.objects.get().state == "draft"
    assert client.post(path).status_code == 302
    assert Petition.objects.get().state == "in_moderation"


def test_a_rejected_petition_shows_the_rule_and_the_words(client, submitted, staff, mails):
    petition, status = submitted
    words = "Petition 1001 asks for the same."
    reject_petition(petition, by=who("clerk", petition, staff), reason_code="duplicate", reason=words)
    mail = mails()[-1]
    assert (mail.kind, mail.to_address) == ("petitions/tell_petitioner", "marta@example.org")
    page = client.get(petition.get_absolute_url()).content.decode()
    for text in ("There is one already", "Another petition asks for the same.", words):
        assert text in page
    assert 'id="sign"' not in page
    assert "Marta Lind" not in page
    assert client.get(status).status_code == 200


def test_supporters_carry_a_petition_to_the_moderators(client, parliament, mails):
    parliament.kind.supporters_needed = 2
    parliament.kind.save()
    status = client.post(start(client).url, {"code": code_of(mails()[-1])}).url
    petition = Petition.objects.get()
    assert petition.state == "gathering_supporters"
    assert status in mails("petitions/tell_petitioner")[0].body
    support = reverse("petitions:petition_support", args=[petition.support_key])
    assert support in client.get(status).content.decode()
    for turn in range(2):
        answer = client.post(support, {**FORM, "email": f"s{turn}@example.org"})
        thanks = client.post(answer.url, {"code": code_of(mails()[-1])})
        assert (thanks.status_code, thanks.url) == (302, f"{support}thanks/")
        mails()
        page = client.get(thanks.url)
        assert (page.status_code, page.context["supporters"], page.context["needed"]) == (200, turn + 1, 2)
        assert page.context["is_gathering"] is (turn == 0)
        assert "Your support counts" in page.content.decode()
    assert Petition.objects.get().state == "in_moderation"
    assert client.get(support).status_code == 404
    assert "There are enough supporters." in client.get(f"{support}thanks/").content.decode()
    Petition.objects.update(state="open", number=1234)
    assert client.get(f"{support}thanks/").url == "/en/petitions/1234/"
    Petition.objects.update(state="withdrawn", number=None)
    assert client.get(f"{support}thanks/").status_code == 404
    assert client.get(reverse("petitions:petition_supported", args=["guess"])).status_code == 404


def test_a_petitioner_withdraws_by_the_secret_page(client, submitted, mails):
    petition, status = submitted
    ask = f"{status}withdraw/"
    assert ask in client.get(status).content.decode()
    assert "This cannot be undone." in client.get(ask).content.decode()
    assert Petition.objects.get().state == "in_moderation"
    assert [client.post(ask).url for _press in range(2)] == [status, status]
    assert Petition.objects.get().state == "withdrawn"
    assert client.get(ask).url == status
    assert client.get(reverse("petitions:petition_status", args=["guess"])).status_code == 404
    assert client.get(status).status_code == 200


@pytest.mark.parametrize(
    ("page", "facts", "name"),
    [
        ("what", {"action": ""}, "action"),
        ("what", {"action": "Trains"}, "action"),
        ("what", {"action": "x" * 121}, "action"),
        ("why", {"background": ""}, "background"),
        ("why", {"background": "x" * 501}, "background"),
        ("more", {"details": "x" * 3001}, "details"),
        ("standards", {"polite": ""}, "polite_0"),
        ("standards", {"asks": "perhaps"}, "asks_0"),
        ("you", {"name": ""}, "name"),
        ("you", {"email": "marta"}, "email"),
        ("you", {"postcode": ""}, "postcode"),
        ("you", {"postcode": "ZZ9 9ZZ"}, "postcode"),
        ("you", {"committee": "none-such"}, "committee"),
    ],
)
def test_a_faulty_page_comes_back_with_everything_typed(client, parliament, page, facts, name):
    token = begin(client)
    given = typed(page, {**START, **facts})
    answer = client.post(page_of(token, page), given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in text
    assert f'href="#id_{name}"' in text
    for key, value in given.items():
        if value and value not in {"yes", "perhaps", "none-such"}:
            assert value in text, key
    assert Petition.objects.count() == 0


def test_clerks_see_what_is_hidden_and_nobody_else_does(client, make_petition, staff):
    hidden = make_petition(state="hidden")
    for who_, status in ((None, 404), ("comms", 404), ("member", 404), ("clerk", 200), ("moderator", 200)):
        if who_:
            client.force_login(staff[who_])
        assert client.get(hidden.get_absolute_url()).status_code == status, who_


def test_every_public_state_has_its_page_in_every_language(client, make_petition):
    for state in ("open", "closed", "rejected", "paused", "withdrawn"):
        number = make_petition(state=state).number
        for language in ("en", "fr", "ar"):
            page = client.get(f"/{language}/petitions/{number}/")
            assert page.status_code == 200
            assert (b'id="sign"' in page.content) == (state == "open")
        assert client.get(f"/petitions/{number}").status_code in {301, 302}
