"""Every screen of the desk that shows personal data leaves a line in the audit trail; found by what the House holds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse

from cms.backoffice import (
    base,
    console,
    item,
    mail_texts,
    people,
    petition_held,
    petition_invalidations,
    petition_paper,
)
from consultations.bills.actions.moderating import hide_comment
from consultations.evidence.actions import attaching
from consultations.evidence.models import Submission
from core import clock
from core.accounts.invitations import invite
from core.accounts.models import Role
from core.actors import ANONYMOUS, actor_for
from core.events.models import Event
from core.moderation.actions import file_appeal
from core.moderation.models import Decision, Report
from core.privacy import registry
from petitions.actions.invalidating import InvalidationFacts, save_invalidation
from petitions.actions.paper import LineFacts, add_lines, open_batch
from petitions.models import Petition, Signature, SignaturePersonal

from .conftest import EMAIL

pytestmark = pytest.mark.django_db
# What is held -> the screens that show it. A holding or a screen that is new must be entered here.
SHOWN = {
    "petitions.petitions": ["petition", "petition on paper"],
    "petitions.notes": ["petition", "petition on paper"],
    "petitions.handovers": ["petition"],
    "petitions.signatures": ["held", "held group"],
    "petitions.paper": ["paper"],
    "petitions.invalidations": ["invalidation"],
    "comments.comments": ["comment"],
    "bills.annotations": ["comment"],
    "hearings.questions": ["question", "console"],
    "evidence.submissions": ["submission", "submission's file"],
    "moderation.reports": ["report"],
    "moderation.appeals": ["appeal"],
    "mail.suppressions": ["held back"],
    "accounts.users": ["people", "person"],
    "accounts.invitations": ["people"],
    "accounts.sessions": ["person"],
}
NOWHERE = {
    "petitions.drafts": "nobody of the house reads what was not sent; it is shown to who holds its link",
    "hearings.supports": "no screen lists who supported",
    "verification.participants": "shown with what they wrote, nowhere else",
    "verification.challenges": "digests that no screen shows",
    "mail.mails": "no screen lists mails",
    "mail.bounces": "digests that no screen shows",
    "privacy.requests": "a citizen's own page shows them to the citizen",
    "accounts.requests": "no screen lists requests to sign in",
}
NO_DATA_OF_PEOPLE = {
    # Numbers, domains and marks of networks; forms that begin a record.
    "backoffice_held_groups", "backoffice_petition_trends", "backoffice_defence", "backoffice_invalidation_new",
    "backoffice_paper_new",
    # Takes posts only, keeps the name of a filter; counts of a chamber's petitions and one form.
    "backoffice_filters", "backoffice_petition_terms",
    # The House's own words and mail boxes; messages to signers name figures, never a signer.
    "backoffice_petition_steps", "backoffice_petition_step", "backoffice_petition_correct_step",
    "backoffice_petition_outcomes", "backoffice_mailings", "backoffice_mailing", "backoffice_mailing_new",
    "backoffice_mailing_write", "backoffice_kinds", "backoffice_kind", "backoffice_kind_new", "backoffice_office",
    "backoffice_office_new",
    "backoffice_hearing_new", "backoffice_hearing_write", "backoffice_call_new", "backoffice_call_write",
    "backoffice_bill_facts",
    "backoffice_people_invite", "backoffice_mail_texts", "backoffice_mail_text", "backoffice_console_ticket",
    "backoffice_days_off",
    "backoffice_doctor", "backoffice_switch", "backoffice_switches",
    "backoffice_tokens",  # names of staff and what their programs may do; no secret of a token is kept
    "backoffice_audit",  # staff at work, by the names of their office; its file is recorded
}  # fmt: skip
BY_QUEUE = {"backoffice_list", "backoffice_results", "backoffice_item", "backoffice_csv", "backoffice_print"}
RECORDED = {
    "backoffice_held_group", "backoffice_invalidation", "backoffice_paper", "backoffice_paper_scan",
    "backoffice_petition_print",
    "backoffice_people", "backoffice_person", "backoffice_mail_held_back", "backoffice_console",
    "backoffice_evidence_file", "backoffice_audit_csv",
}  # fmt: skip


@pytest.fixture
def admin(client, staff):
    """Sign an administrator in."""
    client.force_login(staff["admin"])
    return staff["admin"]


def defence_records(petition, staff):
    """Give a held signature, a query that names an address, and a batch with a line."""
    by = actor_for(staff["clerk"])
    signature = Signature.objects.create(
        petition=petition, person_key="k", state="held", hold_rule="network", created_at=clock.now(),
        confirmed_at=clock.now(),
    )  # fmt: skip
    SignaturePersonal.objects.create(signature=signature, name="Held One", email="held@example.org")
    query = save_invalidation(InvalidationFacts("automated", email="nobody@example.org"), by=by)
    Petition.objects.filter(pk=petition.pk).update(state="open")
    petition.refresh_from_db()
    batch = open_batch(petition, by=by, reference="1", counted_by="Registry", counted_lines=1)
    add_lines(batch, [LineFacts(name="Ann Lee")], by=by)
    return signature, query, batch


@pytest.fixture
def screens(every_door, admin, staff, deliver):
    """Give the address of each screen by its name."""
    invite("new@parliament.example", name="Nia New", language="en", roles=[(Role.CLERK, None)], by=actor_for(admin))
    comment, question = every_door.hidden["comment"], every_door.hidden["question"]
    hide_comment(comment, by=actor_for(staff["moderator"]), public_reason="It names somebody.", rule="other")
    deliver()
    decision = Decision.objects.get(target_id=comment.public_id)
    appeal = file_appeal(decision, words="That was me myself.", language="en", by=ANONYMOUS)
    submission = Submission.objects.get(submitted_at__isnull=False)

    def one(queue, record):
        return reverse("backoffice_item", args=[queue, record.pk])

    console_url = reverse("backoffice_console", args=[every_door.hidden["hearing"].slug])
    held, query, batch = defence_records(every_door.petition, staff)
    return {
        "held": one("held", held), "invalidation": one("invalidations", query), "paper": one("paper", batch),
        "held group": reverse("backoffice_held_group", args=[held.petition_id, "network"]),
        "petition on paper": reverse("backoffice_petition_print", args=[every_door.petition.pk]),
        "petition": one("petitions", every_door.petition), "comment": one("comments", comment),
        "question": one("questions", question), "console": console_url,
        "submission": one("evidence", submission),
        "submission's file": reverse("backoffice_evidence_file", args=[submission.attachment.public_id]),
        "report": one("reports", Report.objects.get()), "appeal": one("appeals", appeal),
        "held back": reverse("backoffice_mail_held_back"), "people": reverse("backoffice_people"),
        "person": reverse("backoffice_person", args=[admin.public_id]),
    }  # fmt: skip


def silent(client, screens):
    """Give the screens that were opened and left no line of their own in the trail."""
    found = []
    for name, path in screens.items():
        before = Event.objects.filter(verb__endswith=".read_personal").count()
        answer = client.post(path, {"email": EMAIL}) if name == "held back" else client.get(path)
        assert answer.status_code == 200, name
        if Event.objects.filter(verb__endswith=".read_personal").count() != before + 1:
            found.append(name)
    return found


def test_each_screen_of_each_holding_leaves_a_line(client, screens, admin):
    assert sorted(screens) == sorted({name for names in SHOWN.values() for name in names})
    assert silent(client, screens) == []
    looks = Event.objects.filter(verb__endswith=".read_personal")
    assert set(looks.values_list("actor_id", flat=True)) == {str(admin.public_id)}
    assert all(event.data["kinds"] and not event.is_public for event in looks)
    assert "zwicky" not in str(list(looks.values())).casefold()


def test_the_console_reads_itself_anew_as_one_look_and_ten_minutes_later_as_another(client, screens):
    for _turn in range(3):
        client.get(screens["console"], headers={"X-Parts": "1"})
    looks = Event.objects.filter(verb="hearing.read_personal")
    assert looks.count() == 1
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        client.get(screens["console"])
    assert looks.count() == 2


def test_every_holding_is_shown_somewhere_or_has_a_reason():
    assert sorted([*SHOWN, *NOWHERE]) == sorted(holding.key for holding in registry.holdings())


def test_every_screen_of_the_desk_is_known_here():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("backoffice_")}
    assert names == NO_DATA_OF_PEOPLE | BY_QUEUE | RECORDED


def test_a_column_of_a_list_that_shows_personal_data_leaves_a_line_too(client, every_door, admin, monkeypatch):
    queue = base.find("petitions")
    shown = base.Shown("Started by", lambda petition: petition.petitioner_name, personal="name")
    monkeypatch.setitem(base._queues, "petitions", replace(queue, columns=(*queue.columns, shown)))
    for turn, screen in enumerate(("backoffice_list", "backoffice_print"), 1):
        client.get(reverse(screen, args=["petitions"]))
        looks = Event.objects.filter(verb="user.read_personal").order_by("pk")
        data = looks.last().data
        assert (looks.count(), data["list"], data["kinds"], data["rows"]) == (turn, "petitions", ["name"], 1)


def test_screens_that_record_nothing_would_be_seen(client, screens, monkeypatch):
    for module, name in (
        (item, "record_access"), (console, "record_access_once"), (people, "record_access"), (people, "record_look"),
        (mail_texts, "record_look"), (attaching, "record_access"), (petition_held, "record_look"),
        (petition_invalidations, "record_access"), (petition_paper, "record_access"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, lambda *_args, **_facts: None)
    assert silent(client, screens) == list(screens)
