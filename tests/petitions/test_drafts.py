"""A draft while it is written: nothing typed is lost, nobody else reads it, sent twice it is one petition."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from core import clock
from core.mail.models import Mail
from core.privacy.erasing import erase
from core.privacy.registry import holdings
from core.search.indexing import index_now
from petitions.drafts import old_drafts
from petitions.models import DraftLink, Petition, PetitionDraft
from petitions.similar import similar_petitions
from tests.petitions.helpers import START, code_of, masked
from tests.petitions.starting import PAGES, begin, fill, page_of, prove, start

pytestmark = pytest.mark.django_db


def mailed_link(mail):
    return re.search(r"https?://[^/\s]+(/\S*/draft/\S+)", mail.body).group(1)


def test_each_page_leads_to_the_next_and_the_last_shows_everything(client, parliament):
    token = begin(client)
    for page, following in zip(PAGES[:-1], PAGES[1:], strict=True):
        assert fill(client, token, (page,)) == page_of(token, following)
    text = client.get(page_of(token, "check")).content.decode()
    for name in ("action", "background", "name", "email", "postcode"):
        assert START[name] in text, name
    for page in ("what", "why", "more", "standards", "you"):
        assert f'href="{page_of(token, page)}"' in text, page
    assert fill(client, token, ("why",), background="Changed.") == page_of(token, "check")
    assert "Changed." in client.get(page_of(token, "check")).content.decode()


def test_the_way_back_leads_to_the_first_page_that_is_not_done(client, parliament):
    token = begin(client)
    back = reverse("petitions:draft", args=[token])
    for page in PAGES:
        assert client.get(back).url == page_of(token, page)
        if page == "more":
            fill(client, token, ("more",), details="See the report of 2024.")
        elif page != "check":
            fill(client, token, (page,))


def test_a_draft_with_a_hole_cannot_be_sent(client, parliament):
    token = begin(client)
    fill(client, token, ("similar", "why", "standards"))
    answer = client.post(page_of(token, "check"), {})
    assert (answer.status_code, Petition.objects.count()) == (422, 0)
    assert page_of(token, "you") in client.get(page_of(token, "check")).content.decode()


def test_what_is_typed_is_kept_encrypted_and_no_address_holds_it(client, parliament):
    token = begin(client)
    url = fill(client, token)
    draft = PetitionDraft.objects.get()
    raw = PetitionDraft.objects.values_list("action", "email", "name", "postcode")
    assert list(raw) == [(START["action"], START["email"], START["name"], START["postcode"])]
    with connection.cursor() as cursor:
        cursor.execute("SELECT action, email, name, postcode FROM petitions_petitiondraft")
        stored = " ".join(cursor.fetchone())
    for name in ("action", "email", "name", "postcode"):
        assert START[name] not in stored
        assert START[name] not in url
    assert not DraftLink.objects.filter(token_hash=token).exists()
    assert str(draft) == str(draft.public_id)


def test_no_page_of_a_draft_is_cached_or_found(client, parliament):
    token = begin(client)
    for page in ("what", *PAGES, "saved", "explained"):
        answer = client.get(page_of(token, page))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store"), page
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert client.get(page_of("guess", page)).status_code == 404


def test_a_mailed_link_leads_back_and_proves_the_address(client, parliament, mails):
    token = begin(client)
    saved = client.post(page_of(token, "why"), {"background": "Many work at night.", "later": "1"})
    assert saved.url == page_of(token, "saved")
    sent = client.post(saved.url, {"email": START["email"]})
    assert sent.url == f"{saved.url}?sent"
    mail = mails("petitions/send_draft_link")[0]
    assert (mail.to_address, START["action"] in mail.body) == (START["email"], True)
    mine = mailed_link(mail)
    own = mine.split("/")[-2]
    assert own != token
    assert client.get(mine).url == page_of(own, "similar")
    fill(client, own)
    status = client.post(page_of(own, "check"), {}).url
    petition = Petition.objects.get()
    assert (petition.state, "/petitions/mine/" in status) == ("in_moderation", True)
    assert mails("petitions/ask_to_confirm_petition") == []
    # The link that came by mail leads on; the other one says no more than that it was sent.
    assert client.get(mine).url == status
    assert client.get(page_of(own, "why")).url == status
    assert client.get(page_of(token, "why")).url == page_of(token, "sent")
    assert client.get(page_of(token, "sent")).status_code == 200
    assert client.post(page_of(token, "why"), {"background": "Another."}).status_code == 302
    assert Petition.objects.get().background == START["background"]


def test_a_link_mailed_to_one_address_does_not_prove_another(client, parliament, mails):
    token = begin(client)
    client.post(page_of(token, "saved"), {"email": START["email"]})
    own = mailed_link(mails("petitions/send_draft_link")[0]).split("/")[-2]
    fill(client, own, email="other@example.org")
    answer = client.post(page_of(own, "check"), {})
    assert "/petitions/start/" in answer.url
    assert mails("petitions/ask_to_confirm_petition")[0].to_address == "other@example.org"
    assert Petition.objects.get().state == "draft"


def test_sent_twice_it_is_one_petition_and_changed_it_is_still_one(client, parliament, mails):
    token = begin(client)
    fill(client, token)
    pages = {client.post(page_of(token, "check"), {}).url for _press in range(3)}
    assert (len(pages), Petition.objects.count()) == (1, 1)
    assert len(mails("petitions/ask_to_confirm_petition")) == 1
    fill(client, token, ("what",), action="Bring back every night train")
    second = client.post(page_of(token, "check"), {}).url
    assert second not in pages
    assert [row.action for row in Petition.objects.all()] == ["Bring back every night train"]
    old = code_of(mails("petitions/ask_to_confirm_petition")[0])
    assert client.post(pages.pop(), {"code": old}).status_code == 404
    status = client.post(second, {"code": code_of(mails("petitions/ask_to_confirm_petition")[1])}).url
    assert "/petitions/mine/" in status
    draft = PetitionDraft.objects.get()
    assert {draft.action, draft.background, draft.name, draft.email, draft.postcode, draft.email_index} == {""}


def test_a_no_is_explained_before_anybody_reads_it(client, parliament):
    token = begin(client)
    assert fill(client, token, ("standards",), private="no", polite="no") == page_of(token, "explained")
    page = client.get(page_of(token, "explained"))
    assert [one["title"] for one in page.context["explained"]] == [
        "It is not polite, or it says something that may be false",
        "It names a private person, or a case before a court",
    ]
    assert page_of(token, "you") in page.content.decode()
    assert fill(client, token, ("standards",)) == page_of(token, "you")


def test_each_question_without_an_answer_is_named(client, parliament):
    token = begin(client)
    html = client.post(page_of(token, "standards"), {}).content.decode()
    summary = html.partition("data-problem")[2].partition("</ul>")[0]
    faults = re.findall(r"<a [^>]*>([^<]*)</a>", summary)
    assert len(faults) == len(set(faults)) == 3


def test_similar_ones_are_shown_and_the_difference_reaches_the_petition(client, make_petition, deliver, searchable):
    near = make_petition(state="open", action="Bring back the night train to the coast", background="Night train.")
    make_petition(state="open", action="Plant trees in every street", background="Shade.")
    make_petition(state="hidden", action="Bring back the night train now", background="Hidden.")
    for place, row in enumerate(Petition.objects.all(), start=1):
        index_now("petition", row.public_id, place)
    deliver()
    found = similar_petitions("Bring back the night train", language="en")
    assert [(one.petition.pk, one.can_sign) for one in found] == [(near.pk, True)]
    assert similar_petitions("Bring back the night train", language="en", without=near) == []
    piece = client.post(reverse("petitions:petition_similar"), {"action": "Bring back the night train"})
    assert (piece.status_code, piece["Cache-Control"]) == (200, "no-store")
    assert f"/petitions/{near.number}/sign/" in piece.content.decode()
    asked = {"text": "Bring back the night train"}
    rows = client.post("/api/v1/petitions/similar/", asked, content_type="application/json").json()
    assert [(row["number"], row["can_sign"], row["signatures"]) for row in rows] == [(near.number, True, 0)]
    token = begin(client)
    page = client.get(page_of(token, "similar")).content.decode()
    assert f"/petitions/{near.number}/sign/" in page
    assert "Plant trees" not in page
    silent = client.post(page_of(token, "similar"), {"nearest": str(near.number), "because": " "})
    assert (silent.status_code, 'href="#id_because"' in silent.content.decode()) == (422, True)
    fill(client, token, nearest=str(near.number), because="Mine is for the mountains.")
    client.post(page_of(token, "check"), {})
    petition = Petition.objects.latest("id")
    assert (petition.differs_from, petition.differs_because) == (near, "Mine is for the mountains.")
    assert petition.petitioner_area.code == "SLT"


def test_known_and_unknown_addresses_get_the_same_answers(client, parliament, mails):
    prove(client, mails)
    before = len(mails())
    answers = [
        client.post(reverse("petitions:petition_lost"), {"email": email})
        for email in (START["email"], "nobody@example.org")
    ]
    assert [(a.status_code, a.url) for a in answers] == [(302, reverse("petitions:petition_links_sent"))] * 2
    pages = {masked(client.get(answer.url)) for answer in answers}
    assert len(pages) == 1
    found = mails("petitions/send_petition_links")
    assert ([mail.to_address for mail in found], Mail.objects.count() - before) == ([START["email"]], 1)
    link = re.search(r"https?://[^/\s]+(/\S*/mine/\S+)", found[0].body).group(1)
    assert client.get(link).status_code == 200
    # The form itself: an address that has a petition, and one that has none.
    starts = [
        start(client, email=email, action=f"Bring back night train {turn}")
        for turn, email in enumerate((START["email"], "nobody@example.org"))
    ]
    assert [answer.status_code for answer in starts] == [302, 302]
    assert len({masked(client.get(answer.url)) for answer in starts}) == 1


def test_drafts_go_after_ninety_days_and_with_their_writer(client, parliament):
    token = begin(client)
    fill(client, token)
    assert not old_drafts(clock.now() + timedelta(days=89)).exists()
    later = clock.now() + timedelta(days=91)
    with clock.frozen(later):
        assert client.get(page_of(token, "why")).status_code == 404
        holding = next(one for one in holdings() if one.key == "petitions.drafts")
        keys = list(holding.retention[0].due(later).values_list("pk", flat=True))
        assert holding.retention[0].settle(keys) == 1
    assert PetitionDraft.objects.count() == 0


def test_nothing_of_the_writer_stays_in_a_draft_that_is_proven_and_nothing_at_all_after_an_erasure(
    client, parliament, mails
):
    prove(client, mails, postcode="", constituency="SLT")
    draft = PetitionDraft.objects.get()
    assert (draft.constituency, draft.country, draft.name, draft.email) == ("", "", "", "")
    erase(START["email"])
    assert not PetitionDraft.objects.exists()


def test_a_draft_sent_twice_is_one_petition_in_whichever_spelling_its_address_is_known(client, parliament, mails):
    prove(client, mails)
    token = begin(client)
    fill(client, token, email="Marta+trains@Example.org")
    first, second = (client.post(page_of(token, "check"), {"turn": turn}).url for turn in ("1", "2"))
    assert (first, Petition.objects.count()) == (second, 2)
    assert len(mails("petitions/ask_to_confirm_petition")) == 2
