"""What must hold of the demo's merged petitions; asked by the one test that seeds the demo, for seeding is dear."""

from __future__ import annotations

from typing import Any

from core.events.models import Event
from core.parliament.models import Area, Committee, Member
from petitions.counting.verifying import verify
from petitions.demo_merge import AGREED, SOURCE, TARGET
from petitions.models import MergeAsk, Petition, Signature, Tally


def figures() -> dict[str, int]:
    """Give how much of each the seeded demo holds, and what was counted by each of the three ways."""
    return {
        "members": Member.objects.count(),
        "committees": Committee.objects.count(),
        "constituencies": Area.objects.filter(kind="constituency").count(),
        "petitions": Petition.objects.count(),
        "shown": sum(Petition.objects.values_list("signature_count", flat=True)),
        "signed": Signature.objects.filter(state="confirmed").count(),
        "tallied": sum(Tally.objects.values_list("count", flat=True)),
    }


def carried_over_stands(client: Any) -> None:
    """The petition of the earlier term is counted whole; its page says when it stopped and in which term it went on."""
    petition = Petition.objects.get(number=871)
    assert (petition.state, str(petition.term), petition.signature_count) == ("closed", "Ninth term", 214 + 398)
    assert verify(petition).faults == []
    verbs = Event.objects.filter(subject_id=petition.public_id, to_state__gt="").order_by("id")
    assert [event.verb.partition(".")[2] for event in verbs] == ["publish", "pause", "carry_over", "close"]
    html = client.get(petition.get_absolute_url()).content.decode()
    said = [
        "Carried over into the <bdi>Ninth term</bdi>.",
        "The last day moved by 51 days.",
        "dissolved for the election",
    ]
    assert [words for words in said if words not in html] == []


def merge_counts_once(client: Any) -> None:
    """Both pages stand, the one leads to the other, and every signer is counted once, here or there."""
    source, target = Petition.objects.get(action=SOURCE), Petition.objects.get(action=TARGET)
    assert (source.state, source.merged_into, target.state) == ("closed", target, "open")
    for petition in (source, target):
        rows = Signature.objects.filter(petition=petition, state="confirmed")
        assert (rows.count(), verify(petition).faults) == (petition.signature_count, [])
    assert (source.signature_count, target.signature_count) == (96 - AGREED, 241 + AGREED)
    asks = MergeAsk.objects.filter(merge__source=source)
    assert list(asks.values_list("answer", flat=True).distinct()) == ["yes"]
    assert TARGET in client.get(source.get_absolute_url()).content.decode()
    assert client.get(target.get_absolute_url()).status_code == 200
