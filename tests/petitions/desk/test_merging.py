"""Two petitions become one with the consent of the signers: each is asked once and counted once, here or there."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.actors import ANONYMOUS
from core.errors import Invalid, WrongState
from petitions import actions
from petitions.actions import merging
from petitions.actions.signing import confirm_signatures
from petitions.counting import enter_tally
from petitions.counting.reconciling import reconcile
from petitions.models import MergeAsk, Petition, Signature, TallyEntry
from petitions.states import MergeAnswer

pytestmark = pytest.mark.django_db
WHY = "Both ask for the same train."


def sign(petition, *names):
    """Let people sign and confirm, each from an address of their own."""
    people = [
        actions.SignatureFacts(name=name, email=f"{name.lower()}@example.org", postcode="SL4 2AB", is_eligible=True)
        for name in names
    ]
    known = set(petition.signatures.values_list("pk", flat=True))
    actions.sign_petition(petition, people, by=ANONYMOUS)
    rows = petition.signatures.exclude(pk__in=known)
    from core.actors import participant

    for row in rows:
        confirm_signatures([row.pk], by=participant(row.public_id))


def link_of(mail):
    """Give the path of the question's link."""
    return re.search(r"https?://[^/\s]+(/\S*/join/\S+)", mail.body).group(1)


@pytest.fixture
def merged(make_petition, ann, mails):
    """Merge a petition of four signers, one of whom signed the target too; gives (source, target, asked by address)."""
    source, target = make_petition(), make_petition()
    sign(source, "Ida", "Jon", "Kay", "Lea")
    sign(target, "Lea", "Max")
    mails()
    actions.merge_petition(source, by=ann, into=target.number, reason=WHY)
    asked = {mail.to_address: link_of(mail) for mail in mails("petitions/ask_signer_to_join")}
    return source, target, asked


def counts(*petitions):
    """Give confirmed rows, sum of the ledger and shown count of each; all three are one figure."""
    found = []
    for petition in petitions:
        rows = Signature.objects.filter(petition=petition, state="confirmed").count()
        ledger = sum(TallyEntry.objects.filter(petition=petition).values_list("delta", flat=True))
        shown = Petition.objects.get(pk=petition.pk).signature_count
        assert rows == ledger == shown
        found.append(shown)
    return found


def test_merge_keeps_each_consenting_signer_once(client, merged, mails, deliver):
    source, target, asked = merged
    assert sorted(asked) == ["ida@example.org", "jon@example.org", "kay@example.org"]  # Lea stands there already
    assert counts(source, target) == [4, 2]
    for address in ("ida@example.org", "jon@example.org"):
        for _again in range(3):
            assert client.post(asked[address]).status_code in {302, 303}
    deliver()
    assert counts(source, target) == [2, 4]
    entries = TallyEntry.objects.filter(reason="merged").order_by("petition", "delta")
    assert sorted(entries.values_list("petition", "delta")) == sorted([(source.pk, -1)] * 2 + [(target.pk, 1)] * 2)
    assert sorted(MergeAsk.objects.values_list("answer", flat=True)) == ["none", "yes", "yes"]
    assert len(mails("petitions/ask_signer_to_join")) == 3


def with_identity(petition, name):
    """Let somebody stand there as if signed with an electronic identity."""
    sign(petition, name)
    row = petition.signatures.latest("pk")
    Signature.objects.filter(pk=row.pk).update(counted_class="verified")
    TallyEntry.objects.filter(signature_id=row.pk).update(counted_class="verified")


def on_paper(petition):
    """Let one signature on paper be counted."""
    row = Signature.objects.create(
        petition=petition, person_key="paper", state="confirmed", counted_class="paper", created_at=clock.now(),
        confirmed_at=clock.now(),
    )  # fmt: skip
    enter_tally([row], delta=1, reason="paper")


@pytest.mark.parametrize(
    ("methods", "asked", "there"),
    [
        (["email", "eid"], ["ida@example.org", "jon@example.org"], "verified"),
        (["email"], ["ida@example.org", "jon@example.org"], "online"),
        (["eid"], ["jon@example.org"], "verified"),
    ],
)
def test_who_has_an_identity_is_asked_and_paper_stays(
    client, make_petition, ann, mails, deliver, methods, asked, there
):
    source, target = make_petition(), make_petition()
    kind = target.kind
    sign(source, "Ida")
    with_identity(source, "Jon")
    on_paper(source)
    deliver()
    kind.identity_methods = methods
    kind.save(update_fields=["identity_methods"])
    actions.merge_petition(source, by=ann, into=target.number, reason=WHY)
    found = {mail.to_address: link_of(mail) for mail in mails("petitions/ask_signer_to_join")}
    assert sorted(found) == asked
    assert client.post(found["jon@example.org"]).status_code in {302, 303}
    deliver()
    [moved] = Signature.objects.filter(petition=target, state="confirmed")
    assert moved.counted_class == there
    assert counts(source, target) == [2, 1]
    told = reconcile(Petition.objects.get(pk=source.pk))
    assert told["merged"] == {"into": target.number, "not_asked": {"paper": 1, "imported": 0}}
    assert (told["counted"]["by_class"]["verified"], "merged" in reconcile(target)) == (0, False)
    shown = client.get(source.get_absolute_url()).content.decode()
    assert "these signatures stay counted here" in shown


def test_planted_an_identity_alone_would_be_passed_by_a_mail(client, make_petition, ann, mails, deliver, monkeypatch):
    """Asked before the other kind took identities alone: the answer is refused. Without the check it would move."""
    source, target = make_petition(), make_petition()
    sign(source, "Ida")
    actions.merge_petition(source, by=ann, into=target.number, reason=WHY)
    [link] = [link_of(mail) for mail in mails("petitions/ask_signer_to_join")]
    target.kind.identity_methods = ["eid"]
    target.kind.save(update_fields=["identity_methods"])
    assert client.post(link).status_code == 409
    deliver()
    assert counts(source, target) == [1, 0]
    monkeypatch.setattr(merging, "takes_mail", lambda _petition: True)
    client.post(link)
    deliver()
    assert counts(source, target) == [0, 1]


def test_opening_the_link_changes_nothing(client, merged, deliver):
    source, target, asked = merged
    link = asked["ida@example.org"]
    for _time in range(3):
        page = client.get(link)
        assert (page.status_code, page.cookies) == (200, {})
        assert client.head(link).status_code == 200
    deliver()
    assert counts(source, target) == [4, 2]
    body = page.content.decode()
    assert source.action in body
    assert target.action in body
    client.post(link)
    assert "Your signature counts for the other petition" in client.get(link).content.decode()
    assert client.get(link[:-2] + "x/").status_code == 404


def test_who_signs_the_target_meanwhile_is_counted_once(client, merged, deliver):
    source, target, asked = merged
    sign(target, "Ida")
    deliver()
    assert counts(source, target) == [4, 3]
    client.post(asked["ida@example.org"])
    deliver()
    assert counts(source, target) == [3, 3]
    assert MergeAsk.objects.get(signature__personal__isnull=False, answer=MergeAnswer.THERE)


def test_who_does_not_answer_stays_and_late_is_too_late(client, merged, deliver):
    source, target, asked = merged
    with clock.frozen(clock.now() + timedelta(days=16)):
        assert "The time to answer is over" in client.get(asked["kay@example.org"]).content.decode()
        assert client.post(asked["kay@example.org"]).status_code == 409
    deliver()
    assert counts(source, target) == [4, 2]


def test_the_source_is_closed_and_names_its_successor_and_both_petitioners_are_told(client, merged, mails):
    source, target, _asked = merged
    source.refresh_from_db()
    assert (source.state, source.merged_into) == ("closed", target)
    page = client.get(source.get_absolute_url()).content.decode()
    assert target.get_absolute_url() in page
    assert target.action in page
    told = {mail.to_address for mail in mails("petitions/tell_petitioner_of_merge")}
    assert told == {source.petitioner.email, target.petitioner.email}


def test_a_merge_needs_another_open_petition_and_a_reason(make_petition, ann):
    source, closed = make_petition(), make_petition(state="closed")
    for facts in ({"into": source.number}, {"into": closed.number}, {"into": 999_999}, {"into": 1, "reason": " "}):
        with pytest.raises(Invalid):
            actions.merge_petition(source, by=ann, **{"reason": WHY, **facts})
    target = make_petition()
    actions.merge_petition(source, by=ann, into=target, reason=WHY)
    with pytest.raises(WrongState):  # its signers are asked to join this one: it cannot go on to a third
        actions.merge_petition(target, by=ann, into=make_petition(), reason=WHY)


def test_a_planted_fault_in_the_key_of_the_target_is_seen(client, merged, deliver, monkeypatch):
    """The digest is bound to each petition: with the source's own key Ida could stand in the target twice."""
    from petitions.actions import merging

    source, target, asked = merged
    sign(target, "Ida")
    monkeypatch.setattr(merging, "person_purpose", lambda _id: f"petition:{source.public_id}")
    client.post(asked["ida@example.org"])
    deliver()
    assert counts(source, target) == [3, 4]  # one too many: what the right key keeps from happening


def test_a_worker_that_dies_asks_nobody_twice_and_leaves_nobody_out(make_petition, ann, deliver, mails, monkeypatch):
    from petitions.emails import desk

    source, target = make_petition(), make_petition()
    sign(source, *(f"Person{turn}" for turn in range(7)))
    deliver()
    monkeypatch.setattr(desk.signers_to_ask, "__defaults__", (2,))
    real, calls = desk._ask_signer, []

    def dying(merge, ask):
        calls.append(ask.pk)
        if len(calls) in {2, 5}:
            raise MemoryError("killed")
        real(merge, ask)

    monkeypatch.setattr(desk, "_ask_signer", dying)
    merge = actions.merge_petition(source, by=ann, into=target, reason=WHY)
    for _life in range(3):
        try:
            desk.ask_signers.func(merge.pk)
        except MemoryError:
            merge.refresh_from_db()
            assert merge.asked_at is None
    merge.refresh_from_db()
    assert merge.asked_at is not None
    asked = [mail.to_address for mail in mails("petitions/ask_signer_to_join")]
    assert sorted(asked) == sorted(f"person{turn}@example.org" for turn in range(7))


def test_the_last_day_to_answer_is_that_of_the_house_however_far_west_it_sits(make_petition, ann, mails, settings):
    settings.PARLIAMENT_TIME_ZONE = "America/Lima"
    source, target = make_petition(), make_petition()
    sign(source, "Ida")
    mails()
    actions.merge_petition(source, by=ann, into=target.number, reason=WHY)
    last = (clock.today() + timedelta(days=merging.ANSWER_DAYS)).isoformat()
    found = mails("petitions/ask_signer_to_join") + mails("petitions/tell_petitioner_of_merge")
    assert [last in mail.body for mail in found] == [True] * 3


def test_nobody_is_asked_once_no_answer_would_count(make_petition, ann, mails):
    source, target = make_petition(), make_petition()
    sign(source, "Ida", "Jon")
    mails()
    merge = actions.merge_petition(source, by=ann, into=target.number, reason=WHY)
    actions.end_petition(target, by=ann, reason="It is done.")
    assert (mails("petitions/ask_signer_to_join"), MergeAsk.objects.count(), merge.asks.count()) == ([], 0, 0)


def test_two_merges_that_cross_see_each_other(make_petition, ann):
    """The second of them has read its petition before the first one asked that petition's new signers."""
    first, second, third = make_petition(), make_petition(), make_petition()
    stale = Petition.objects.get(pk=second.pk)
    actions.merge_petition(first, by=ann, into=second.number, reason=WHY)
    with pytest.raises(WrongState):
        actions.merge_petition(stale, by=ann, into=third.number, reason=WHY)
    assert Petition.objects.get(pk=second.pk).state == "open"
