"""The administrators' desk of jobs and deliveries, and the auditors' desk of the audit trail."""

import csv
import inspect
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.backoffice import base
from core import clock, events
from core.accounts.models import Role
from core.actors import ANONYMOUS, actor_for
from core.audit.sealing import seal_pending
from core.events.models import Event, OutboxEntry
from core.jobs.models import Job
from core.jobs.running import run_jobs
from core.parliament.selectors import main_chamber
from petitions.models import Petition, PetitionKind
from tests.cms.conftest import staff
from tests.core import job_tasks
from tests.core.job_tasks import add_one

pytestmark = pytest.mark.django_db
TRAIL = "/admin/desk/audit/"


@pytest.fixture
def admin(db):
    return staff("admin@parliament.example", Role.ADMIN)


@pytest.fixture
def auditor(db):
    return staff("auditor@parliament.example", Role.AUDITOR)


@pytest.fixture
def kind_of_petition(db):
    return PetitionKind.objects.create(key="plain", name={"en": "Petition"}, chamber=main_chamber())


def dead_letters(count):
    now = clock.now()
    return Job.objects.bulk_create(
        Job(
            name=f"tests.job {place}", function=add_one.module_path, args=[place], state="dead", attempts=8,
            last_error="builtins.RuntimeError", enqueued_at=now - timedelta(hours=place), due_at=now,
        )
        for place in range(count)
    )  # fmt: skip


def test_dead_letters_stand_first_with_their_error_and_tries(client, admin):
    Job.objects.all().delete()
    dead_letters(2)
    add_one.enqueue(7)
    client.force_login(admin)
    page = client.get("/admin/desk/jobs/")
    assert [job.name for job in page.context["object_list"]] == ["tests.job 1", "tests.job 0"]
    assert [(tab["key"], tab["count"]) for tab in page.context["tabs"]] == [
        ("waiting", 2), ("only-waiting", 1), ("dead", 2), ("all", 3),
    ]  # fmt: skip
    assert "<bdi>RuntimeError</bdi>" in page.content.decode()


def test_a_job_is_called_by_plain_words_with_its_raw_name_in_small_print(client, admin):
    Job.objects.all().delete()
    now = clock.now()
    facts = {"function": "x", "state": "dead", "enqueued_at": now, "due_at": now}
    for name in ("audit.verify", "search.push"):
        Job.objects.create(name=name, **facts)
    client.force_login(admin)
    html = client.get("/admin/desk/jobs/").content.decode()
    shown = ["<bdi>Check the audit trail</bdi></a>", '<code class="desk-code" dir="ltr">audit.verify</code>']
    assert [words for words in shown if words not in html] == []
    chosen = client.get("/admin/desk/jobs/?name=search.push").context["object_list"]
    assert [job.name for job in chosen] == ["search.push"]
    item = client.get(reverse("backoffice_item", args=["jobs", chosen[0].pk])).content.decode()
    assert ("<bdi>Bring the search index up to date</bdi></h2>" in item, ">search.push</code>" in item) == (True, True)
    assert "Bring the search index up to date (search.push)" in client.get("/admin/desk/jobs/print/").content.decode()


def test_a_dead_job_is_tried_again_by_the_button(client, admin):
    Job.objects.all().delete()
    job_tasks.ran.clear()
    [job] = dead_letters(1)
    client.force_login(admin)
    item = reverse("backoffice_item", args=["jobs", job.pk])
    assert [one["move"].verb for one in client.get(item).context["decisions"]] == ["retry", "discard"]
    assert client.post(item, {"verb": "retry"}).status_code == 302
    assert (run_jobs(), job_tasks.ran) == (1, [0])
    event = Event.objects.get(verb="job.retry")
    assert (event.actor_id, event.subject_id, event.from_state, event.to_state) == (
        str(admin.public_id), job.public_id, "dead", "waiting",
    )  # fmt: skip


def test_a_dead_job_is_discarded_and_who_comes_late_is_told(client, admin):
    Job.objects.all().delete()
    [job] = dead_letters(1)
    client.force_login(admin)
    item = reverse("backoffice_item", args=["jobs", job.pk])
    assert client.post(item, {"verb": "discard"}).status_code == 302
    assert client.post(item, {"verb": "retry"}).status_code == 409
    assert (run_jobs(), Job.objects.get().state) == (0, "discarded")


def test_a_dead_delivery_is_tried_again(client, admin):
    event = events.record("thing.happen", admin, actor=ANONYMOUS)
    OutboxEntry.objects.filter(event=event).update(state="dead", attempts=8, last_error="RuntimeError")
    client.force_login(admin)
    item = reverse("backoffice_item", args=["deliveries", event.outbox.pk])
    assert client.post(item, {"verb": "retry"}).status_code == 302
    entry = OutboxEntry.objects.get(event=event)
    assert (entry.state, entry.attempts) == ("waiting", 0)
    assert Event.objects.get(verb="delivery.retry").subject_id == event.uuid


@pytest.mark.parametrize("role", [Role.CLERK, Role.MODERATOR, Role.COMMS, Role.AUDITOR])
def test_only_administrators_see_jobs(client, role):
    [job] = dead_letters(1)
    client.force_login(staff("other@parliament.example", role))
    for queue in ("jobs", "deliveries"):
        assert client.get(f"/admin/desk/{queue}/").status_code in {302, 403}
    assert client.post(f"/admin/desk/jobs/{job.pk}/", {"verb": "retry"}).status_code in {302, 403}
    job.refresh_from_db()
    assert job.state == "dead"


def happen(subject, count=1, verb="thing.happen"):
    return [events.record(verb, subject, actor=ANONYMOUS, reason=f"Reason {n}") for n in range(count)]


def test_the_trail_shows_and_narrows(client, auditor, admin):
    happen(admin, 3)
    happen(auditor, 2, "other.thing")
    mine = events.record("own.thing", admin, actor=actor_for(auditor))
    client.force_login(auditor)

    def verbs(query):
        return [row["event"].verb for row in client.get(f"{TRAIL}?{query}").context["rows"]]

    everything = len(verbs(""))
    assert everything == Event.objects.count()
    assert verbs("verb=other") == ["other.thing"] * 2
    assert verbs(f"subject={admin.public_id}&verb=thing") == ["thing.happen"] * 3
    assert verbs("actor=auditor@parliament.example") == [mine.verb]
    assert verbs("actor=anonymous") == ["other.thing"] * 2 + ["thing.happen"] * 3
    today = clock.today()
    assert len(verbs(f"since={today}&until={today}")) == everything
    assert verbs(f"since={today + timedelta(days=2)}") == []
    bad = client.get(f"{TRAIL}?since=yesterday")
    assert (bad.status_code, bad.context["rows"]) == (422, [])
    assert "There is a problem" in bad.content.decode()


def test_the_trail_shows_the_state_of_its_chain(client, auditor):
    seal_pending()
    happen(auditor, 2)
    client.force_login(auditor)
    chain = client.get(TRAIL).context["chain"]
    assert (chain["links"], chain["waiting"], chain["faults"]) == (Event.objects.count() - 2, 2, None)


def test_the_trail_takes_the_same_queries_for_one_and_for_a_hundred(client, auditor, admin):
    client.force_login(auditor)
    happen(admin, 1, "counted.thing")
    counts = []
    for more in (0, 99):
        happen(admin, more, "counted.thing")
        for address in ("/admin/desk/audit/?verb=counted", "/admin/desk/audit/csv/?verb=counted"):
            client.get(address)
            with CaptureQueriesContext(connection) as counter:
                assert client.get(address).status_code == 200
            counts.append(len(counter))
    assert counts[:2] == counts[2:]


def test_the_csv_is_disarmed_and_its_export_recorded(client, auditor, admin):
    events.record("thing.happen", admin, actor=ANONYMOUS, reason="=HYPERLINK(1)")
    client.force_login(auditor)
    answer = client.get(f"{TRAIL}csv/?verb=thing")
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))
    assert [(row["verb"], row["reason"]) for row in rows] == [("thing.happen", "'=HYPERLINK(1)")]
    export = Event.objects.get(verb="user.export_personal")
    assert (export.actor_id, export.data) == (str(auditor.public_id), {"kinds": ["events"], "list": "audit", "rows": 1})


@pytest.mark.parametrize("role", [Role.CLERK, Role.MODERATOR, Role.COMMS, Role.APPROVER, Role.MEMBER])
def test_nobody_else_reads_the_trail(client, role):
    client.force_login(staff("other@parliament.example", role))
    for address in (TRAIL, f"{TRAIL}csv/"):
        assert client.get(address).status_code in {302, 403}
    assert "Audit trail" not in client.get("/admin/").content.decode()


def test_the_auditor_reaches_nothing_that_changes(client, auditor, homes):
    """No queue, no page, no setting: every address of the desk and of Wagtail's editor refuses."""
    actor = actor_for(auditor)
    assert base.queues_of(actor) == []
    assert auditor.is_superuser is False
    assert auditor.get_all_permissions() == {"wagtailadmin.access_admin"}
    client.force_login(auditor)
    home = homes["en"]
    refused = [
        *(f"/admin/desk/{queue.key}/" for queue in base.queues()),
        *(f"/admin/desk/{queue.key}/csv/" for queue in base.queues()),
        f"/admin/pages/{home.pk}/edit/", f"/admin/pages/{home.pk}/delete/", "/admin/images/add/",
        "/admin/documents/add/", "/admin/users/", "/admin/sites/", "/admin/groups/", "/admin/redirects/add/",
        "/admin/desk/calls/write/", "/admin/desk/hearings/write/",
    ]  # fmt: skip
    before = Event.objects.count()
    for address in refused:
        for method in (client.get, client.post):
            assert method(address).status_code in {302, 403, 405}, address
    for address in (TRAIL, f"{TRAIL}csv/"):
        assert client.post(address).status_code == 405
    home.refresh_from_db()
    assert (home.live, Event.objects.count()) == (True, before)


def test_the_petitioners_name_at_the_desk_leaves_a_line(client, kind_of_petition):
    clerk = staff("clerk@parliament.example", Role.CLERK)
    petition = Petition.objects.create(
        kind=kind_of_petition, state="in_moderation", action="More trees", background="Because.",
        created_at=clock.now(), submitted_at=clock.now(), petitioner_name="Ann Archer",
    )  # fmt: skip
    client.force_login(clerk)
    client.get(f"/admin/desk/petitions/{petition.pk}/")
    client.get("/admin/desk/petitions/csv/")
    read, export = Event.objects.filter(verb__endswith="_personal").order_by("id")
    assert (read.verb, read.subject_id, read.data) == (
        "petition.read_personal", petition.public_id, {"kinds": ["name"]},
    )  # fmt: skip
    assert (export.verb, export.subject_id, export.data["list"], export.data["rows"]) == (
        "user.export_personal", clerk.public_id, "petitions", 1,
    )  # fmt: skip
    assert "Ann" not in str(list(Event.objects.values()))


def test_every_line_that_shows_personal_data_says_so():
    """The planted breach: a queue whose lines read an e-mail or a name without `personal` is found."""
    planted = 'Shown(_("E-mail"), lambda record: record.email),'
    assert unnamed([planted]) == [planted]
    for queue in base.queues():
        assert unnamed(inspect.getsource(inspect.getmodule(queue.title)).splitlines()) == []


def unnamed(lines):
    """Give the lines of source that show personal data and do not say which."""
    shows = re.compile(r"(?<!if )\b\w+\.(email|asker_name|petitioner_name|sender|author\.name)\b")
    shown = (line.strip() for line in lines if "Shown(" in line and shows.search(line))
    return [line for line in shown if "personal=" not in line]
