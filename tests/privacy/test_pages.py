"""The citizen's own way: ask, prove, see, take the file once, delete; and nobody learns who is known."""

import json
import re

import pytest

from core.events.models import Event
from core.mail.models import Mail
from core.privacy.actions import OPEN
from core.privacy.models import DataRequest
from core.privacy.retaining import run_retention
from core.verification.actions import meet_participant
from core.verification.models import Challenge
from tests.privacy.conftest import EMAIL, NAME, PHONE, canaries, traces
from tests.privacy.test_erasing import LIMITS

pytestmark = pytest.mark.django_db
ASK = "/en/my-data/"
HANDLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def ask(client, email=EMAIL, wish="see"):
    """Fill the form in; give the address of the page for the code."""
    answer = client.post(ASK, {"email": email, "wish": wish})
    assert answer.status_code == 302
    return answer["Location"]


def masked(html):
    """Leave out what is random on every page: the handle, the nonce, the form's own number."""
    return re.sub(r'nonce="[^"]+"|value="[\w-]{16,}"', "…", HANDLE.sub("…", html))


def code_in(mail):
    return re.search(r"\b(\d{6})\b", mail.body)[1]


def prove(client, mails, email=EMAIL, wish="see"):
    """Ask, take the code from the mail, enter it; give the address of the page that follows."""
    page = ask(client, email, wish)
    mail = mails("privacy/ask_to_prove")[-1]
    assert mail.to_address == email
    return client.post(page, {"code": code_in(mail)})["Location"]


def test_the_form_holds_the_contract(client):
    assert client.get(ASK).status_code == 200
    answer = client.post(ASK, {"email": "nothing", "wish": "see"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter an e-mail address" in page
    assert 'value="nothing"' in page
    assert client.post(ASK, {"email": EMAIL, "wish": "eat"}).status_code == 422
    assert DataRequest.objects.count() == 0


def test_somebody_sees_what_is_held_and_takes_it_once(client, every_door, mails):
    page = prove(client, mails)
    shown = client.get(page)
    html = shown.content.decode()
    assert (shown.status_code, shown["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert shown["Cache-Control"].startswith("no-store")
    assert "Petitions that you signed" in html
    assert [one for one in (EMAIL, NAME, PHONE) if one in html] == []  # figures; the data is in the file
    file = client.post(page)
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "application/json", 'attachment; filename="my-data.json"'
    )  # fmt: skip
    text = file.content.decode()
    assert [one for one in (EMAIL, PHONE, NAME) if one not in text] == []
    assert "Olga" not in text
    assert len(json.loads(text)) >= 10
    again = client.post(page)
    assert (again.status_code, "my-data.json" in str(again.headers)) == (409, False)
    assert Event.objects.filter(verb="privacy.export").count() == 1


def test_a_get_changes_nothing_and_a_post_deletes(client, every_door, mails, django_capture_on_commit_callbacks):
    wanted = canaries()
    page = prove(client, mails, wish="delete")
    assert page.endswith("/delete/")
    before = traces(wanted)
    html = client.get(page).content.decode()
    assert "What stays:" in html
    assert traces(wanted) == before
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page)["Location"] == "/en/my-data/deleted/"
    assert client.get("/en/my-data/deleted/").status_code == 200
    assert client.post(page).status_code == 404
    last = mails("privacy/tell_erased")
    assert [mail.to_address for mail in last] == [EMAIL]
    run_retention()
    assert Mail.objects.filter(kind="privacy/tell_erased").count() == 0
    assert traces(wanted) - LIMITS == set()


def test_the_mailed_link_needs_a_click(client, every_door, mails):
    ask(client)
    link = re.search(r"https?://[^/\s]+(/\S+)", mails("privacy/ask_to_prove")[-1].body)[1]
    for method in (client.get, client.head):
        assert method(link).status_code == 200
    assert DataRequest.objects.exclude(key_hash="").count() == 0
    page = client.post(link)["Location"]
    assert client.get(page).status_code == 200
    assert client.post(link).status_code == 404


def test_known_and_unknown_addresses_get_the_same(client, every_door, mails, make_client):
    answers = []
    for email in (EMAIL, "nobody@post.example"):
        browser = make_client()
        page = ask(browser, email)
        mail = mails("privacy/ask_to_prove")[-1]
        follow = browser.get(page)
        answers.append((
            HANDLE.sub("…", page), masked(follow.content.decode()), dict(browser.cookies),
            re.sub(r"\b\d{6}\b|link/\S+|stop/\S+", "…", mail.body), mail.subject,
        ))  # fmt: skip
    assert answers[0] == answers[1]
    nothing = prove(client, mails, "nobody@post.example")
    assert "We hold nothing about this address" not in client.get(nothing).content.decode()  # its own mail is held


def test_a_key_closes_after_half_an_hour_and_fits_nobody_else(client, every_door, mails):
    from core import clock

    page = prove(client, mails)
    assert client.get(page.replace("mine/", "mine/x")).status_code == 404
    with clock.frozen(clock.now() + OPEN):
        assert client.get(page).status_code == 404


def test_a_wrong_code_opens_nothing(client, mails):
    meet_participant(EMAIL, name=NAME)
    page = ask(client)
    right = code_in(mails("privacy/ask_to_prove")[-1])
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert client.post(page, {"code": wrong}).status_code == 422
    assert DataRequest.objects.exclude(key_hash="").count() == 0
    assert Challenge.objects.get(purpose="privacy.data").tries == 1


def test_another_site_cannot_ask(client):
    answer = client.post(ASK, {"email": EMAIL, "wish": "see"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert DataRequest.objects.count() == 0


def test_the_footer_leads_there(client):
    assert f'href="{ASK}"' in client.get("/en/petitions/").content.decode()
    assert 'href="/fr/my-data/"' in client.get("/fr/petitions/").content.decode()


def test_the_pages_set_no_cookie(client, mails):
    page = prove(client, mails)
    client.get(page)
    assert dict(client.cookies) == {}
