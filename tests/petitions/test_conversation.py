"""What clerk and petitioner say to each other: changes asked, a title, rejected and sent again, corrected."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.actors import participant
from core.errors import Forbidden, Invalid, WrongState
from petitions import actions
from petitions.actions.versions import text_digest
from petitions.models import Petition, PetitionDraft, PetitionVersion
from petitions.models.petitions import Words
from petitions.presenting.versions import changes_since
from petitions.versions import public_versions, supported_version, version_before
from tests.petitions.helpers import FORM, START, code_of, who
from tests.petitions.starting import prove

pytestmark = pytest.mark.django_db
BETTER = {"action": "Bring back two night trains", "background": "Many of us work at night.", "details": "See there."}


@pytest.fixture
def mine(client, parliament, mails):
    """Give a petition that waits for its moderator, and its petitioner's page."""
    status = prove(client, mails)
    return Petition.objects.get(), status


def texts(petition):
    rows = PetitionVersion.objects.filter(petition=petition).order_by("number")
    return [(row.number, row.action, row.published_at is not None) for row in rows]


def test_changes_asked_park_the_petition_until_the_petitioner_answers(client, mine, staff, mails):
    petition, status = mine
    clerk = who("clerk", petition, staff)
    with pytest.raises(Invalid):
        actions.ask_changes(petition, by=clerk, reason=" ")
    actions.ask_changes(petition, by=clerk, reason="Say how many trains.")
    assert (petition.state, petition.asked_at is not None) == ("in_moderation", True)
    with pytest.raises(WrongState):
        actions.publish_petition(petition, by=clerk)
    mail = mails("petitions/ask_petitioner")[0]
    assert ("Say how many trains." in mail.body, status in mail.body) == (True, True)
    page = client.get(status).content.decode()
    assert ("Changes asked" in page, "Say how many trains." in page, f"{status}change/" in page) == (True, True, True)
    same = client.post(f"{status}change/", {key: START.get(key, "") for key in BETTER})
    assert same.status_code == 422
    empty = client.post(f"{status}change/", {**BETTER, "background": ""})
    assert (empty.status_code, 'href="#id_background"' in empty.content.decode()) == (422, True)
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert client.post(f"{status}change/", BETTER).url == status
        begun = clock.now()
    petition.refresh_from_db()
    assert (petition.action, petition.text_version, petition.asked_at) == (BETTER["action"], 2, None)
    assert petition.submitted_at == begun
    assert texts(petition) == [(1, START["action"], False), (2, BETTER["action"], False)]
    changed = changes_since(petition, version_before(petition))
    assert [row["name"] for row in changed] == ["What should happen", "More details"]
    assert [(piece.kind, piece.words.strip()) for piece in changed[0]["pieces"]] == [
        ("same", "Bring back"), ("removed", "the"), ("added", "two"), ("same", "night"), ("removed", "train"),
        ("added", "trains"),
    ]  # fmt: skip
    assert client.post(f"{status}change/", {**BETTER, "action": "Bring back three trains"}).status_code == 409
    actions.publish_petition(Petition.objects.get(), by=clerk)
    assert texts(petition) == [(1, START["action"], False), (2, BETTER["action"], True)]


def test_a_title_of_a_clerk_needs_the_petitioners_yes(client, mine, staff, mails):
    petition, status = mine
    clerk = who("clerk", petition, staff)
    with pytest.raises(Invalid):
        actions.propose_title(petition, by=clerk, title=petition.action)
    actions.propose_title(petition, by=clerk, title="Run a night train to the coast", reason="It was not clear where.")
    mail = mails("petitions/ask_petitioner")[0]
    assert "Run a night train to the coast" in mail.body
    page = client.get(f"{status}title/").content.decode()
    assert (START["action"] in page, "Run a night train to the coast" in page) == (True, True)
    for nothing in ({}, {"answer": ""}, {"answer": "perhaps"}):
        assert client.post(f"{status}title/", nothing).status_code == 422
        assert Petition.objects.get().proposed_action == "Run a night train to the coast"
    assert client.post(f"{status}title/", {"answer": "no"}).url == status
    petition.refresh_from_db()
    assert (petition.action, petition.proposed_action, petition.asked_at) == (START["action"], "", None)
    actions.propose_title(petition, by=clerk, title="Run a night train to the coast")
    client.post(f"{status}title/", {"answer": "yes"})
    petition.refresh_from_db()
    assert (petition.action, petition.text_version) == ("Run a night train to the coast", 2)
    assert client.get(f"{status}title/").url == status
    actions.ask_changes(petition, by=clerk, reason="One more thing.")
    actions.take_back_question(petition, by=clerk)
    assert petition.asked_at is None
    for act in (actions.ask_changes, actions.propose_title):
        with pytest.raises(Forbidden):
            act(petition, by=participant(petition.petitioner.public_id), **{
                "reason" if act is actions.ask_changes else "title": "Anything at all here"})  # fmt: skip


def test_a_rejected_petition_is_sent_again_and_keeps_its_supporters(client, parliament, staff, mails):
    parliament.kind.supporters_needed = 1
    parliament.kind.save()
    status = prove(client, mails)
    petition = Petition.objects.get()
    support = reverse("petitions:petition_support", args=[petition.support_key])
    waiting = client.post(support, FORM).url
    client.post(waiting, {"code": code_of(mails("petitions/ask_to_confirm_signature")[-1])})
    mails()
    petition.refresh_from_db()
    clerk = who("clerk", petition, staff)
    with pytest.raises(Invalid):
        actions.reject_petition(petition, by=clerk, reason_code="duplicate", sentence="This stands nowhere.")
    actions.reject_petition(
        petition, by=clerk, reason_code="duplicate", reason="See petition 5.", sentence="Many of us work at night."
    )
    number = petition.number
    mails()
    page = client.get(status)
    text = page.content.decode()
    for words in ("There is one already", "Another petition asks for the same.", "See petition 5.", "<blockquote",
                  f"{status}change/"):  # fmt: skip
        assert words in text, words
    assert "duplicate" not in text  # a rule has words; its code is for programs
    appeal = page.context["refusal"]["appeal_url"]
    assert client.get(re.sub(r"^https?://[^/]+", "", appeal)).status_code == 200
    assert client.post(f"{status}change/", BETTER).url == status
    petition.refresh_from_db()
    assert (petition.state, petition.number, petition.rejection_reason, petition.rejected_at) == (
        "in_moderation", number, None, None,
    )  # fmt: skip
    assert petition.signatures.filter(state="confirmed").count() == 1
    assert petition.signatures.get().text_version == 1
    assert client.get(petition.get_absolute_url()).status_code == 404
    assert texts(petition) == [(1, START["action"], True), (2, BETTER["action"], False)]
    assert changes_since(petition, supported_version(petition)) == changes_since(petition, version_before(petition))
    actions.publish_petition(petition, by=clerk)
    assert (petition.number, petition.state) == (number, "open")


def test_a_hidden_reason_shows_the_text_to_the_petitioner_alone(client, mine, staff, mails, parliament):
    petition, status = mine
    reason = parliament.kind.rejection_reasons.get(code="duplicate")
    reason.is_hidden = True
    reason.save()
    proposal = actions.reject_petition(
        petition, by=who("clerk", petition, staff), reason_code="duplicate", reason="Why."
    )
    actions.confirm_proposal(proposal, by=who("moderator", petition, staff))
    mails()
    petition.refresh_from_db()
    assert petition.state == "hidden"
    page = client.get(status).content.decode()
    assert (START["action"] in page, "There is one already" in page) == (True, True)
    places = ["/en/petitions/?state=all", "/en/petitions/?state=rejected", "/en/search/?q=night+train",
              "/api/v1/petitions/", "/api/v1/petitions/?state=rejected", "/api/v1/search/?q=night+train"]  # fmt: skip
    for place in places:
        assert START["action"] not in client.get(place).content.decode(), place
    for place in (f"/en/petitions/{petition.number or 0}/", f"/api/v1/petitions/{petition.number or 0}/",
                  f"/en/petitions/{petition.number or 0}/text/"):  # fmt: skip
        assert client.get(place).status_code == 404, place


def test_a_correction_is_shown_with_its_note_and_both_texts(client, mine, staff, mails):
    petition, status = mine
    clerk = who("clerk", petition, staff)
    actions.publish_petition(petition, by=clerk)
    first = PetitionVersion.objects.get()
    assert first.digest == text_digest(Words("en", START["action"], START["background"], ""))
    address = f"/en/petitions/{petition.number}/text/"
    assert "Nothing was corrected" in client.get(address).content.decode()
    assert "Corrected on" not in client.get(petition.get_absolute_url()).content.decode()
    words = {"action": START["action"], "background": "Many of us work at night and on Sundays.", "details": ""}
    for facts in ({**words, "note": ""}, {**words, "background": START["background"], "note": "Nothing."}):
        with pytest.raises(Invalid):
            actions.correct_petition(petition, by=clerk, **facts)
    actions.correct_petition(petition, by=clerk, note="Sundays were missing.", **words)
    petition.refresh_from_db()
    assert (petition.text_version, petition.state) == (2, "open")
    assert [row.number for row in public_versions(petition)] == [1, 2]
    shown = client.get(petition.get_absolute_url()).content.decode()
    assert ("Sundays were missing." in shown, address in shown, "Corrected on" in shown) == (True, True, True)
    page = client.get(address).content.decode()
    assert ("Sundays were missing." in page, "<ins>" in page, first.digest in page) == (True, True, True)
    assert re.search(r"</del>\s", page)
    arabic = client.get(address.replace("/en/", "/ar/")).content.decode()
    assert '<p class="redline" lang="en" dir="ltr">' in arabic
    rows = client.get(f"/api/v1/petitions/{petition.number}/versions/").json()
    assert [(row["number"], row["digest"], row["note"]) for row in rows] == [
        (1, first.digest, ""), (2, text_digest(Words("en", *words.values())), "Sundays were missing."),
    ]  # fmt: skip
    assert "Sundays were missing." in mails("petitions/tell_petitioner_corrected")[0].body
    assert PetitionVersion.objects.get(number=1).background == START["background"]
    with pytest.raises(Forbidden):
        actions.correct_petition(petition, by=participant(petition.petitioner.public_id), note="Mine.", **{
            **words, "details": "More."})  # fmt: skip


def test_a_petition_without_its_supporters_ends_and_its_text_begins_anew(client, parliament, mails):
    parliament.kind.supporters_needed = 5
    parliament.kind.gathering_days = 14
    parliament.kind.save()
    status = prove(client, mails)
    page = client.get(status).content.decode()
    assert ("0 of 5 supporters" in page, "<svg" in page, "You have time until" in page) == (True, True, True)
    assert "/petitions/support/" in page
    assert actions.lapse_petitions() == 0
    with clock.frozen(clock.now() + timedelta(days=16)):
        assert actions.lapse_petitions() == 1
        assert actions.lapse_petitions() == 0
        assert len(mails("petitions/tell_petitioner_lapsed")) == 1
        page = client.get(status).content.decode()
        assert ("Not enough supporters in time" in page, "Start again with this text" in page) == (True, True)
        begun = client.post(f"{status}again/")
        assert START["action"] in client.get(begun.url).content.decode()
        assert PetitionDraft.objects.exclude(action="").get().email == START["email"]
    petition = Petition.objects.get()
    assert (petition.state, petition.number) == ("withdrawn", None)


def test_the_page_says_on_which_day_of_its_check_a_petition_is(client, mine):
    _petition, status = mine
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert "day 4. It usually takes 7 days" in client.get(status).content.decode()
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert "longer than the usual 7 days" in client.get(status).content.decode()


def test_withdrawing_says_what_becomes_of_the_signatures(client, mine, staff):
    petition, status = mine
    actions.publish_petition(petition, by=who("clerk", petition, staff))
    Petition.objects.update(signature_count=3)
    page = client.get(f"{status}withdraw/").content.decode()
    assert "3 signatures were given." in page
    assert client.post(f"{status}withdraw/").url == status
    assert Petition.objects.get().state == "withdrawn"


def test_withdrawing_speaks_of_supporters_only_where_there_are_some(client, mine):
    _petition, status = mine
    assert "supporters have confirmed" not in client.get(f"{status}withdraw/").content.decode()


def test_a_text_in_another_language_says_its_direction(client, mine):
    _petition, status = mine
    arabic = client.get(status.replace("/en/", "/ar/")).content.decode()
    assert re.search(rf'<dd lang="en" dir="ltr"><bdi>{re.escape(START["background"])}', arabic)
    assert 'dir="ltr"><bdi>' not in client.get(status).content.decode()
