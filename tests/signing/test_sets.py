"""What follows a crowd: delivered by the set, mailed by the set, and never otherwise than one by one."""

import pytest
from django.db import IntegrityError

from core.actors import ANONYMOUS
from core.events import subscribers
from core.events.models import Event, OutboxEntry
from core.events.outbox import drain
from core.events.recording import Happening, record_set
from core.events.subscribers import together
from core.mail.copies import Copy, queue_copies
from core.mail.models import Mail, Suppression
from core.mail.queue import queue_mail
from petitions.actions import SignatureFacts, sign_petition
from petitions.actions.confirming import confirm_many
from petitions.models import Petition, Signature

pytestmark = pytest.mark.django_db
VERB = "bench.happen"


@pytest.fixture
def followed(monkeypatch):
    """Give what a set subscriber was handed; it fails for a set that holds a subject named bad."""
    seen, bad = [], set()

    @together
    def follow(events):
        seen.append([event.subject_id for event in events])
        if bad & {event.subject_id for event in events}:
            raise RuntimeError

    monkeypatch.setattr(subscribers, "_table", {VERB: [follow]})
    return seen, bad


def happen(count):
    from uuid import uuid4

    ids = [uuid4() for _turn in range(count)]
    record_set(VERB, [Happening(one, ANONYMOUS) for one in ids], subject_type="bench.subject", public=False)
    return ids


def test_a_verb_whose_subscriber_takes_sets_is_delivered_at_once(followed):
    seen, _bad = followed
    ids = happen(5)
    assert drain() == 5
    assert [sorted(one) for one in seen] == [sorted(ids)]
    assert OutboxEntry.objects.count() == 0


def test_one_that_cannot_be_delivered_holds_up_no_other(followed):
    seen, bad = followed
    ids = happen(4)
    bad.add(ids[2])
    assert drain() == 3
    assert [len(one) for one in seen] == [4, 1, 1, 1, 1]
    assert [row.event.subject_id for row in OutboxEntry.objects.select_related("event")] == [ids[2]]


def test_events_of_a_set_carry_the_mark_of_this_house():
    from core.events.marks import is_marked

    happen(2)
    assert [is_marked(event) for event in Event.objects.filter(verb=VERB)] == [True, True]


KIND = "petitions/ask_to_confirm_signature"


def own(n):
    return {"code": f"12345{n}", "link": f"https://parliament.example/{n}/", "name": f"Ann <{n}> & Söhne"}


def test_copies_say_what_one_mail_says(open_petition):
    one = queue_mail(KIND, "a@example.org", language="fr", dedupe="event 1", petition=open_petition, **own(1))
    queue_copies(
        KIND, [Copy("a@example.org", "event 2", own(1)), Copy("b@example.org", "event 3", own(2))], language="fr",
        petition=open_petition,
    )  # fmt: skip
    same, other = Mail.objects.exclude(pk=one.pk).order_by("id")
    facts = ("kind", "stream", "language", "to_address", "to_index", "subject", "body", "state", "why_not", "attempts")
    assert [getattr(same, name) for name in facts] == [getattr(one, name) for name in facts]
    assert "123452" in other.body
    assert "Ann <2> & Söhne" in other.body
    assert len({row.message_id for row in Mail.objects.all()}) == 3


def test_copies_keep_dedupe_keys_suppressions_and_limits(open_petition, tight):
    Suppression.objects.create(
        to_index=queue_mail(KIND, "no@example.org", language="en", dedupe="x", petition=open_petition, **own(0)).to_index,  # noqa: E501
        scope="all", reason="stopped", since=open_petition.created_at,
    )  # fmt: skip
    tight(**{"mail.proof": "2/h", "mail.sign": "9/d"})
    copies = [Copy("no@example.org", "e1", own(1))] + [Copy("a@example.org", f"e{n}", own(n)) for n in range(2, 5)]
    assert queue_copies(KIND, copies, language="en", petition=open_petition) == [False, True, True, False]
    reasons = list(Mail.objects.order_by("id").values_list("state", "why_not"))[1:]
    assert reasons == [("not_sent", "stopped"), ("queued", ""), ("queued", ""), ("not_sent", "too_many")]
    with pytest.raises(IntegrityError):
        queue_copies(KIND, copies[:1], language="en", petition=open_petition)


def people(count):
    return [
        SignatureFacts(name=f"Ann {n}", email=f"ann{n}@example.org", postcode="SL4 2AB", is_eligible=True)
        for n in range(count)
    ]


def test_a_set_signs_is_mailed_and_counts_once_each(open_petition, mails, monkeypatch):
    from core.verification import mailing

    codes, keep = {}, mailing.keep_all

    def tell(pairs):
        keep(pairs)
        codes.update({one.public_id: proof.code for one, proof in pairs})

    monkeypatch.setattr(mailing, "keep_all", tell)
    handles = [one.public_id for one in sign_petition(open_petition, people(8), by=ANONYMOUS)]
    mails()
    assert sorted(codes) == sorted(handles)
    assert len(confirm_many(list(codes.items()), may=set)) == 8
    assert confirm_many(list(codes.items()), may=set) == {}
    told = [mail.kind.rpartition("/")[2] for mail in mails()]
    assert sorted(told) == ["ask_to_confirm_signature"] * 8 + ["tell_signature_counted"] * 8
    assert (Petition.objects.get().signature_count, Signature.objects.filter(state="confirmed").count()) == (8, 8)
