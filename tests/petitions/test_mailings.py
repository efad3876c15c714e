"""Messages to signers: each once, whoever is killed; none to who left; told once of each kind of step."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from core import clock, crypto
from core.errors import Forbidden, Invalid, WrongState
from core.mail import envelope
from core.mail.models import Mail
from core.mail.queue import send_due
from petitions import actions, letters
from petitions.actions import MailingFacts, StepFacts
from petitions.actions.telling import tell_signers
from petitions.letters import KIND, write_batch, write_on
from petitions.models import Signature, SignaturePersonal, SignerMailing
from petitions.readers import share_done
from tests.petitions.helpers import who

pytestmark = pytest.mark.django_db
FACTS = MailingFacts({"en": "News", "fr": "Nouvelles"}, {"en": "It was debated.", "fr": "On en a débattu."})


@pytest.fixture
def clerk(open_petition, staff):
    """Give the clerk at the desk."""
    return who("clerk", open_petition, staff)


def signers(petition, how_many, *, start=0, **facts):
    """Give confirmed signatures whose signers want news."""
    now = clock.now()
    same = {"state": "confirmed", "wants_news": True, "created_at": now, "confirmed_at": now, **facts}
    rows = Signature.objects.bulk_create(
        Signature(petition=petition, person_key=f"k{n}", **same) for n in range(start, start + how_many)
    )
    SignaturePersonal.objects.bulk_create(
        SignaturePersonal(signature=row, name="Ann", email=f"{row.person_key}@example.org") for row in rows
    )
    return rows


def addresses():
    """Give who was written to, sorted; a double stands twice."""
    return sorted(mail.to_address for mail in Mail.objects.filter(kind=KIND))


def started(petition, clerk, facts=FACTS):
    """Give a message that is being sent."""
    mailing = actions.write_mailing(petition, facts, by=clerk)
    actions.preview_mailing(mailing, by=clerk)
    return actions.start_mailing(mailing, by=clerk)


class Killed(Exception):
    """The worker's end."""


def test_each_signer_once_although_the_worker_is_killed_twice(open_petition, make_petition, clerk, monkeypatch):
    mine = signers(open_petition, 130)
    signers(make_petition(), 20, start=500)
    mailing = started(open_petition, clerk)
    monkeypatch.setattr(letters, "BATCH", 25)
    write_batch(mailing.pk)

    def die(*_args, **_facts):
        raise Killed

    real = letters.queue_crowd
    for _time in range(2):
        # Killed after the letters are written and before the transaction holds: nothing of the batch may stay.
        monkeypatch.setattr(letters, "queue_crowd", lambda *given: (real(*given), die()))
        with pytest.raises(Killed), transaction.atomic():
            write_on()
        monkeypatch.setattr(letters, "queue_crowd", real)
        write_batch(mailing.pk)
    write_on()
    mailing.refresh_from_db()
    assert addresses() == sorted(f"{row.person_key}@example.org" for row in mine)
    assert (mailing.state, mailing.written, mailing.readers, share_done(mailing)) == ("done", 130, 130, 100)
    assert write_on() == 0


def test_a_cursor_that_was_set_back_writes_to_nobody_twice(open_petition, clerk):
    signers(open_petition, 12)
    mailing = started(open_petition, clerk)
    write_on()
    SignerMailing.objects.filter(pk=mailing.pk).update(state="running", cursor=0)
    write_on()
    assert len(addresses()) == len(set(addresses())) == 12


def test_who_left_gets_nothing(open_petition, clerk, deliver):
    signers(open_petition, 3)
    signers(open_petition, 2, start=10, wants_news=False)
    signers(open_petition, 2, start=20, state="withdrawn")
    signers(open_petition, 2, start=30, state="invalidated")
    forgotten = signers(open_petition, 2, start=40)
    SignaturePersonal.objects.filter(signature__in=forgotten).delete()
    mailing = started(open_petition, clerk)
    left = Signature.objects.get(person_key="k1")
    Signature.objects.filter(pk=left.pk).update(wants_news=False)
    signers(open_petition, 1, start=50)
    write_on()
    mailing.refresh_from_db()
    assert addresses() == ["k0@example.org", "k2@example.org"]
    assert (mailing.readers, mailing.written, mailing.state) == (3, 2, "done")


def test_chosen_constituencies_alone(open_petition, parliament, clerk):
    areas = parliament.areas
    for place, area in enumerate((areas["SLT"], areas["NHV"], None)):
        signers(open_petition, 2, start=place * 10, area=area)
    started(open_petition, clerk, replace(FACTS, areas=(areas["NHV"],)))
    write_on()
    assert addresses() == ["k10@example.org", "k11@example.org"]


def test_a_letter_stands_in_the_readers_language_with_a_way_out_of_its_own(open_petition, clerk):
    (one,) = signers(open_petition, 1, language="fr")
    started(open_petition, clerk)
    write_on()
    mail = Mail.objects.get(kind=KIND)
    assert (mail.language, mail.subject, mail.stream) == ("fr", "Nouvelles", "news")
    assert f"/fr/petitions/signature/{one.public_id.hex}" in mail.body
    headers = envelope.headers(mail)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one.public_id.hex in headers["List-Unsubscribe"]
    assert crypto.email_index("k0@example.org", "mail") not in headers["List-Unsubscribe"]


def test_the_one_click_ends_the_news_of_this_petition(open_petition, clerk, client):
    (one,) = signers(open_petition, 1)
    started(open_petition, clerk)
    write_on()
    path = Mail.objects.get(kind=KIND).stop_url.split("/", 3)[3]
    assert client.get(f"/{path}").status_code == 200
    assert Signature.objects.get(pk=one.pk).wants_news
    assert client.post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Signature.objects.get(pk=one.pk).wants_news


def test_it_is_looked_at_before_it_leaves_and_again_after_a_change(open_petition, clerk, staff):
    signers(open_petition, 1)
    mailing = actions.write_mailing(open_petition, FACTS, by=clerk)
    with pytest.raises(WrongState):
        actions.start_mailing(mailing, by=clerk)
    actions.preview_mailing(mailing, by=clerk)
    actions.write_mailing(open_petition, replace(FACTS, subject={"en": "B", "fr": "B"}), by=clerk, mailing=mailing)
    with pytest.raises(WrongState):
        actions.start_mailing(mailing, by=clerk)
    with pytest.raises(Forbidden):
        actions.preview_mailing(mailing, by=who("comms", open_petition, staff))
    with pytest.raises(Invalid) as refused:
        actions.write_mailing(open_petition, MailingFacts({"en": "A\nB"}, {}), by=clerk)
    assert set(refused.value.fields) == {"subject", "body"}


def test_stopped_it_writes_to_nobody_more_and_goes_on_where_it_stood(open_petition, clerk, monkeypatch):
    signers(open_petition, 10)
    monkeypatch.setattr(letters, "BATCH", 4)
    mailing = started(open_petition, clerk)
    write_batch(mailing.pk)
    mailing.refresh_from_db()
    actions.stop_mailing(mailing, by=clerk)
    assert (write_on(), len(addresses()), share_done(mailing)) == (0, 4, 40)
    actions.resume_mailing(mailing, by=clerk)
    write_on()
    assert len(addresses()) == len(set(addresses())) == 10


def test_codes_never_wait_behind_a_crowd(open_petition, clerk, monkeypatch, mailoutbox):
    signers(open_petition, 120)
    started(open_petition, clerk)
    write_on()
    actions.sign_petition(
        open_petition, [actions.SignatureFacts("Bo", "bo@example.org", "SL4 1AA", is_eligible=True)], by=clerk
    )
    from core.events.outbox import drain  # noqa: PLC0415 - here the worker alone delivers

    drain()
    send_due()
    assert mailoutbox[0].to == ["bo@example.org"]
    assert Mail.objects.filter(state="queued").count() == 120 - 50


def test_the_line_is_never_longer_than_a_moments_work(open_petition, clerk, monkeypatch):
    signers(open_petition, 30)
    monkeypatch.setattr(letters, "BATCH", 5)
    monkeypatch.setattr(letters, "MOST_WAITING", 10)
    started(open_petition, clerk)
    assert (write_on(), write_on()) == (10, 0)
    while Mail.objects.filter(state="queued").exists():
        send_due()
        write_on()
    assert len(addresses()) == 30


def test_signers_are_told_once_of_each_kind_of_step_and_of_a_days_steps_together(open_petition, clerk):
    signers(open_petition, 2)
    today = StepFacts(on=clock.today(), words={"en": "Said."}, to_whom={"en": "The Speaker"})
    actions.present_petition(open_petition, today, by=clerk)
    wrong = actions.answer_petition(open_petition, replace(today, words={"en": "Wrong."}), by=clerk)
    actions.correct_step(wrong, replace(today, words={"en": "Right."}), by=clerk)
    assert (tell_signers(), tell_signers()) == (1, 0)
    write_on()
    first = Mail.objects.filter(kind=KIND).order_by("pk")[0]
    assert all(word in first.body for word in ("Presented", "The Speaker", "Right."))
    assert "Wrong." not in first.body
    assert len(addresses()) == 2
    actions.answer_petition(open_petition, today, by=clerk)
    assert tell_signers() == 0
    actions.schedule_debate(open_petition, StepFacts(on=clock.today() + timedelta(days=9)), by=clerk)
    assert tell_signers() == 1
    write_on()
    assert addresses() == ["k0@example.org"] * 2 + ["k1@example.org"] * 2


def test_where_nobody_wants_news_the_telling_is_done_at_once(open_petition, clerk):
    actions.answer_petition(open_petition, StepFacts(on=clock.today(), words={"en": "Said."}), by=clerk)
    assert (tell_signers(), tell_signers(), addresses()) == (1, 0, [])
    assert SignerMailing.objects.get().state == "done"


def test_the_screens_write_look_start_and_stop(client, staff, open_petition):
    signers(open_petition, 3)
    client.force_login(staff["clerk"])
    base = f"/admin/desk/petitions/{open_petition.pk}/mailings/"
    refused = client.post(f"{base}write/", {"subject_en": "News"})
    assert (refused.status_code, SignerMailing.objects.count()) == (422, 0)
    answer = client.post(f"{base}write/", {"subject_en": "News", "body_en": "It was debated."})
    mailing = SignerMailing.objects.get()
    assert (answer.status_code, mailing.state, mailing.readers) == (302, "previewed", 3)
    item = f"{base}{mailing.pk}/"
    assert "It was debated." in client.get(item).content.decode()
    assert client.post(item, {"verb": "start"}).status_code == 302
    assert client.post(item, {"verb": "start"}).status_code == 409
    assert client.post(item, {"verb": "sing"}).status_code == 422
    assert client.post(item, {"verb": "stop"}).status_code == 302
    assert SignerMailing.objects.get().state == "stopped"
    assert client.get(base).status_code == 200
