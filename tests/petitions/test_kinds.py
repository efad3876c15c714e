"""Kinds in versions: a change makes the next one, bad figures are refused by field, no open petition changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.forms.models import model_to_dict

from core import clock
from core.errors import Forbidden, Invalid, NotFound
from core.events.models import Event
from core.privacy.retaining import carry_out, plan
from petitions import actions
from petitions.actions.kinds import Figures, current_figures, retire_kind, revise_kind, set_up_kind
from petitions.actions.offices import OfficeFacts, save_office
from petitions.duties import current_kinds
from petitions.holdings import old_signatures
from petitions.kind_facts import ReasonFacts, ThresholdFacts, facts_of
from petitions.models import DutyOffice, PetitionKind, RejectionReason, Signature, Threshold
from petitions.selectors import current_kind
from tests.petitions.helpers import who

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(open_petition, staff):
    """Give who sets the parliament up."""
    return who("admin", open_petition, staff)


def everything(kind):
    """Give all that a version says, row by row, as the database holds it."""
    rows = [*kind.thresholds.order_by("pk"), *kind.rejection_reasons.order_by("pk")]
    return [model_to_dict(PetitionKind.objects.get(pk=kind.pk), exclude=["is_current"]), *map(model_to_dict, rows)]


def test_a_kind_edited_in_mid_life_changes_no_open_petition(open_petition, admin):
    old = open_petition.kind
    before = everything(old)
    facts = facts_of(old)
    shorter = replace(
        facts, duration_days=7, thresholds=(ThresholdFacts("once", 5, {"en": "Once"}, "respond", {"en": "All"}),),
        reasons=(ReasonFacts("other", {"en": "Other"}, {"en": "Other"}),),
    )  # fmt: skip
    new = revise_kind(shorter, by=admin)
    open_petition.refresh_from_db()
    assert (open_petition.kind_id, everything(open_petition.kind)) == (old.pk, before)
    assert (new.version, new.is_current, new.duration_days) == (old.version + 1, True, 7)
    assert [row.code for row in new.rejection_reasons.all()] == ["other"]
    assert list(current_kinds()) == [new]
    assert facts_of(new) == shorter


def test_the_same_facts_make_no_version(open_petition, admin):
    kind = open_petition.kind
    assert revise_kind(facts_of(kind), by=admin) == kind
    assert PetitionKind.objects.count() == 1


def test_a_second_kind_stands_beside_the_first_and_can_go(open_petition, admin):
    first = open_petition.kind
    second = revise_kind(replace(facts_of(first), key="committee-petition", name={"en": "To a committee"}), by=admin)
    assert (second.version, list(current_kinds())) == (1, [first, second])
    retire_kind("committee-petition", by=admin)
    assert list(current_kinds()) == [first]
    with pytest.raises(Invalid):
        retire_kind(first.key, by=admin)
    with pytest.raises(NotFound):
        retire_kind("committee-petition", by=admin)


def test_bad_figures_are_refused_by_field(open_petition, admin):
    facts = facts_of(open_petition.kind)
    row = ThresholdFacts("debate", 100, {"en": "A debate"}, "debate", {"en": "The House"})
    bad = replace(
        facts, duration_days=0, identity_methods=("stamp",), languages=("xx",),
        thresholds=(row, replace(row, count=100), replace(row, key="Bad key", count=50, title={}, duty="sing",
                                                          owner={}, days_allowed=5, remind_days=5)),
        reasons=(ReasonFacts("a", {"en": "A"}, {"en": "A"}), ReasonFacts("a", {}, {})),
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        revise_kind(bad, by=admin)
    assert set(refused.value.fields) == {
        "duration_days", "identity_methods", "languages", "thresholds-1-key", "thresholds-1-count", "thresholds-2-key",
        "thresholds-2-count", "thresholds-2-title", "thresholds-2-duty", "thresholds-2-owner",
        "thresholds-2-remind_days",
        "reasons-1-code", "reasons-1-title", "reasons-1-wording",
    }  # fmt: skip
    assert PetitionKind.objects.count() == 1


def test_only_administrators_change_kinds_and_offices(open_petition, staff):
    for role in ("clerk", "comms", "moderator"):
        by = who(role, open_petition, staff)
        with pytest.raises(Forbidden):
            revise_kind(facts_of(open_petition.kind), by=by)
        with pytest.raises(Forbidden):
            retire_kind(open_petition.kind.key, by=by)
        with pytest.raises(Forbidden):
            save_office(None, OfficeFacts("a", {"en": "A"}), by=by)


def test_the_set_up_changes_its_figures_and_keeps_the_rest(open_petition, admin):
    facts = replace(facts_of(open_petition.kind), people_per_address=2, thresholds=())
    revise_kind(facts, by=admin)
    set_up_kind(Figures(3, 5, 90, 1000, 5000), by=admin)
    (kind,) = current_kinds()
    assert (kind.people_per_address, current_figures()) == (2, Figures(3, 5, 90, 1000, 5000))
    assert [row.pk for row in current_kinds()] == [set_up_kind(Figures(3, 5, 90, 1000, 5000), by=admin).pk]
    with pytest.raises(Invalid):
        set_up_kind(Figures(3, 5, 90, 1000, 1000), by=admin)


def test_a_new_mail_box_serves_duties_that_are_open(open_petition, admin):
    office = save_office(None, OfficeFacts("house", {"en": "House"}, "old@parliament.example"), by=admin)
    Threshold.objects.filter(kind=open_petition.kind).update(office=office)
    save_office(office, OfficeFacts("house", {"en": "House"}, "new@parliament.example"), by=admin)
    assert open_petition.kind.thresholds.first().office.mailbox == "new@parliament.example"
    for wrong in (OfficeFacts("house", {"en": "x"}), OfficeFacts("B b", {}, "no")):
        with pytest.raises(Invalid):
            save_office(None, wrong, by=admin)
    assert DutyOffice.objects.count() == 1
    assert Event.objects.filter(verb="institution.save_office").count() == 2


def form_of(page):
    """Give what the kind's form would send, as the browser reads it from the page."""
    found = {}
    for form in page.context["forms"].all():
        for field in form:
            value = field.value()
            if value is None or value is False or value == "":
                continue
            found[field.html_name] = "on" if value is True else value
    return found


def test_the_screen_makes_the_next_version_and_keeps_what_was_typed(client, staff, open_petition):
    client.force_login(staff["admin"])
    old = open_petition.kind
    url = f"/admin/desk/petitions/kinds/{old.key}/write/"
    sent = form_of(client.get(url))
    refused = client.post(url, {**sent, "thresholds-1-count": "5"})
    assert refused.status_code == 422
    assert "Each threshold must need more than the one before." in refused.content.decode()
    assert refused.context["forms"].thresholds[1]["count"].value() == "5"
    assert PetitionKind.objects.count() == 1
    saved = client.post(url, {**sent, "duration_days": "60", "thresholds-3-key": "last", "thresholds-3-count": "999",
                              "thresholds-3-title_en": "A law", "thresholds-3-owner_en": "All",
                              "thresholds-3-duty": "respond", "thresholds-3-counted": "here"})  # fmt: skip
    assert saved.status_code == 302
    new = current_kinds().get()
    assert (new.version, new.duration_days, new.thresholds.count()) == (2, 60, old.thresholds.count() + 1)
    assert new.thresholds.get(key="last").counted == "here"
    assert new.rejection_reasons.count() == RejectionReason.objects.filter(kind=old).count()
    assert client.get("/admin/desk/petitions/kinds/").context["kinds"].count() == 2


def test_nobody_else_opens_the_screens(client, staff, open_petition):
    client.force_login(staff["clerk"])
    for path in ("", "new/", f"{open_petition.kind.key}/write/", "offices/new/"):
        assert client.get(f"/admin/desk/petitions/kinds/{path}").status_code == 302


def test_signers_are_forgotten_as_soon_as_their_kind_says(make_petition, admin):
    now = clock.now()
    kept = make_petition(state="closed", closed_at=now - timedelta(days=100))
    quick = revise_kind(replace(facts_of(kept.kind), retention_days=30), by=admin)
    gone = make_petition(state="closed", closed_at=now - timedelta(days=100), kind=quick)
    rows = [
        Signature.objects.create(petition=one, person_key=f"k{one.pk}", state="confirmed", created_at=now)
        for one in (kept, gone)
    ]
    assert list(old_signatures(now)) == [rows[1]]
    with pytest.raises(Invalid) as refused:
        revise_kind(replace(facts_of(quick), retention_days=184), by=admin)
    assert set(refused.value.fields) == {"retention_days"}


@pytest.mark.parametrize("verb", ["hide", "remove", "stop"])
def test_signers_of_what_was_hidden_removed_or_stopped_are_forgotten_too(
    open_petition, make_petition, staff, admin, verb
):
    """From the day of the second person's word; the plan names just what the run forgets."""
    day = clock.now()
    petition = make_petition(state="in_moderation") if verb == "stop" else open_petition
    row = Signature.objects.create(petition=petition, person_key="known", state="confirmed", created_at=day)
    other = make_petition()
    Signature.objects.create(petition=other, person_key="other", state="confirmed", created_at=day)
    clerk = who("clerk", petition, staff)
    if verb == "stop":
        actions.stop_petition(petition, by=clerk, reason="The term is over.")
    else:
        facts = {"rule": "hate"} if verb == "hide" else {"reference": "Court, 4 K 17/27"}
        propose = {"hide": actions.hide_petition, "remove": actions.remove_petition}[verb]
        actions.confirm_proposal(propose(petition, by=clerk, reason="So.", **facts), by=admin)
    days = timedelta(days=petition.kind.retention_days)
    assert list(old_signatures(day + days)) == []
    with clock.frozen(clock.now() + days + timedelta(minutes=1)):
        planned = [one for one in plan() if one.key == "petitions.signatures.ended"]
        assert [one.ids for one in planned] == [[row.pk]]
        carry_out(planned)
        assert list(old_signatures(clock.now())) == []
    assert Signature.objects.get(pk=row.pk).person_key.startswith("gone:")
    assert Signature.objects.get(petition=other).person_key == "other"


def test_of_several_kinds_the_first_one_is_usual(open_petition, admin):
    second = revise_kind(replace(facts_of(open_petition.kind), key="other"), by=admin)
    revise_kind(replace(facts_of(second), duration_days=9), by=admin)
    assert current_kind() == open_petition.kind
