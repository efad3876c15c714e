"""In whatever order people and clerks act, the count is that of a naive model: rows, ledger, tallies, shown and log.

The machine signs, confirms (by two links of one signature), resends, withdraws, returns, invalidates, restores, merges,
anonymises and folds, through the actions that the doors call. The model is a dictionary from signature to state.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core import clock
from core.actors import CLOCK, actor_for, participant
from core.errors import DomainError
from core.verification.actions import redeem_link, set_secrets
from petitions.actions import SignatureFacts, confirm_signature, merge_petition, sign_petition
from petitions.actions.holding_desk import put_back, take_out
from petitions.actions.merging import ask_key, join_target, open_asks, signers_to_ask
from petitions.actions.own_signature import return_signature, withdraw_signature
from petitions.actions.signing import PURPOSE
from petitions.counting import fold
from petitions.counting.verifying import verify
from petitions.holdings import forget
from petitions.models import CountLog, InvalidatedRow, Invalidation, Petition, Signature, SignaturePersonal, Tally

pytestmark = pytest.mark.django_db
PEOPLE = st.integers(0, 3)
SOME = st.sets(PEOPLE, min_size=1)
PLACE = st.sampled_from("ab")
POSTCODES = ("SL4 1AA", "NH1 1AA", "EV2 1AA")


class Counting(RuleBasedStateMachine):
    """Four people, two petitions; "a" may be merged into "b"."""

    clerk = None
    keys: dict[str, int] = {}

    def __init__(self) -> None:
        """Begin with nothing, in a transaction of this example's own."""
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.states: dict[str, str] = {}  # a signature's public id: its state
        self.places: dict[str, str] = {}  # a signature's public id: its petition
        self.known: dict[tuple[str, int], str] = {}  # who is known to have signed where
        self.is_merged = False

    def teardown(self) -> None:
        """Fold, verify, anonymise, verify; then undo it all."""
        try:
            for place in "ab":
                self.fold(place)
                log = CountLog.objects.filter(petition=self.keys[place]).values("size", "frontier", "total").first()
                forget(list(Signature.objects.values_list("pk", flat=True)))
                assert verify(self.petition(place)).faults == []
                after = CountLog.objects.filter(petition=self.keys[place]).values("size", "frontier", "total").first()
                assert after == log
            assert SignaturePersonal.objects.count() == 0
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def petition(self, place: str) -> Petition:
        return Petition.objects.select_related("kind").get(pk=self.keys[place])

    def row(self, place: str, who: int) -> Signature | None:
        found = self.known.get((place, who))
        return Signature.objects.select_related("petition__kind").get(public_id=found) if found else None

    def is_open(self, place: str) -> bool:
        return place == "b" or not self.is_merged

    def ask(self, place: str, who: int):
        facts = SignatureFacts(
            name=f"Person {who}", email=f"p{who}@example.org", is_eligible=True, postcode=POSTCODES[who % 3]
        )
        [challenge] = sign_petition(self.petition(place), [facts], by=participant("x"))
        subject = str(challenge.subject_id)
        standing = self.known.setdefault((place, who), subject)
        assert subject == standing  # one address has one signature, however often it signs
        self.states.setdefault(subject, "pending")
        self.places[subject] = place
        return challenge

    @rule(place=PLACE, who=PEOPLE)
    def sign(self, place: str, who: int) -> None:
        if self.is_open(place):
            self.ask(place, who)
        else:
            with pytest.raises(DomainError), transaction.atomic():
                self.ask(place, who)

    @rule(place=PLACE, who=PEOPLE)
    def sign_resend_and_confirm_by_both_links(self, place: str, who: int) -> None:
        if not self.is_open(place):
            return
        tokens = [set_secrets(self.ask(place, who)).token for _turn in range(2)]
        for token in tokens:
            confirm_signature(lambda token=token: redeem_link(PURPOSE, token))
            with pytest.raises(DomainError), transaction.atomic():
                confirm_signature(lambda token=token: redeem_link(PURPOSE, token))
        own = self.known[place, who]
        if self.states[own] == "pending":
            self.states[own] = "confirmed"

    @rule(place=PLACE, who=PEOPLE)
    def withdraw(self, place: str, who: int) -> None:
        row = self.row(place, who)
        if row is None or not self.is_open(place):
            return
        if self.states[str(row.public_id)] in {"confirmed", "withdrawn"}:
            withdraw_signature(row)
            self.states[str(row.public_id)] = "withdrawn"
        else:
            with pytest.raises(DomainError), transaction.atomic():
                withdraw_signature(row)

    @rule(place=PLACE, who=PEOPLE)
    def come_back(self, place: str, who: int) -> None:
        row = self.row(place, who)
        if row is None:
            return
        if self.states[str(row.public_id)] == "withdrawn" and self.is_open(place):
            return_signature(row)
            self.states[str(row.public_id)] = "confirmed"
        else:
            with pytest.raises(DomainError), transaction.atomic():
                return_signature(row)

    @rule(place=PLACE, people=SOME)
    def invalidate(self, place: str, people: set[int]) -> None:
        rows = [row for row in (self.row(place, who) for who in sorted(people)) if row]
        within = Invalidation.objects.create(reason="automated", created_at=clock.now())
        take_out(rows, reason="automated", within=within)
        for row in rows:
            if self.states[str(row.public_id)] == "confirmed":
                self.states[str(row.public_id)] = "invalidated"

    @rule(place=PLACE)
    def restore(self, place: str) -> None:
        rows = list(InvalidatedRow.objects.filter(signature__petition=self.keys[place], restored_at=None))
        put_back(rows, by=CLOCK)
        for own in self.known.values():
            if self.places[own] == place and self.states[own] == "invalidated":
                self.states[own] = "confirmed"

    @precondition(lambda self: not self.is_merged)
    @rule(consent=SOME)
    def merge(self, consent: set[int]) -> None:
        merge = merge_petition(self.petition("a"), by=self.clerk, into=self.petition("b"), reason="One matter.")
        self.is_merged = True
        rows = signers_to_ask(merge)
        asks = {str(ask.signature.public_id): ask for ask in open_asks(merge, rows)} if rows else {}
        for who in sorted(consent):
            ask = asks.get(self.known.get(("a", who), ""))
            if ask is not None:
                self.consent(who, ask_key(ask))

    def consent(self, who: int, key: str) -> None:
        there = self.known.get(("b", who))
        if there is not None and self.states[there] in {"withdrawn", "invalidated"}:
            with pytest.raises(DomainError), transaction.atomic():
                join_target(key)
            return
        join_target(key)
        join_target(key)
        self.states[self.known["a", who]] = "withdrawn"
        if there is None:
            found = Signature.objects.filter(petition=self.keys["b"]).order_by("-pk").first()
            there = self.known["b", who] = str(found.public_id)
            self.places[there] = "b"
        self.states[there] = "confirmed"

    @rule(people=SOME)
    def anonymise(self, people: set[int]) -> None:
        rows = {key: self.row(*key) for key in [(place, who) for place in "ab" for who in sorted(people)]}
        forget([row.pk for row in rows.values() if row])
        for key in rows:
            self.known.pop(key, None)

    @rule(place=PLACE)
    def fold(self, place: str) -> None:
        assert fold(self.keys[place]) == self.model(place)
        tallies = Tally.objects.filter(petition=self.keys[place]).aggregate(n=Sum("count"))["n"] or 0
        assert (tallies, self.petition(place).signature_count) == (self.model(place),) * 2

    def model(self, place: str) -> int:
        return sum(state == "confirmed" for own, state in self.states.items() if self.places[own] == place)

    @invariant()
    def the_rows_and_the_ledger_are_the_model(self) -> None:
        stored = {str(own): state for own, state in Signature.objects.values_list("public_id", "state")}
        assert stored == self.states
        for place in "ab":
            petition = self.petition(place)
            assert (petition.tally_entries.aggregate(n=Sum("delta"))["n"] or 0) == self.model(place)


def test_in_any_order_the_count_is_the_naive_one(make_petition, staff):
    Counting.keys = {place: make_petition().pk for place in "ab"}
    Counting.clerk = actor_for(staff["clerk"])
    run_state_machine_as_test(
        Counting,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_planted_fault_is_found_by_the_machine(make_petition, staff, monkeypatch):
    """A withdrawal that forgets the ledger turns the machine red."""
    from petitions.actions import signing

    Counting.keys = {place: make_petition().pk for place in "ab"}
    Counting.clerk = actor_for(staff["clerk"])
    monkeypatch.setattr(signing, "enter_tally", lambda *_rows, **_facts: None)
    machine = Counting()
    try:
        machine.sign_resend_and_confirm_by_both_links("b", 0)
        machine.withdraw("b", 0)
        with pytest.raises(AssertionError):
            machine.the_rows_and_the_ledger_are_the_model()
    finally:
        transaction.set_rollback(True)
        machine.block.__exit__(None, None, None)
