"""How the desk reads: each value with its head, patterns the right way round, one current tab, one order."""

import re

import pytest

from cms.templatetags.desk import about
from core import clock
from core.accounts.models import Role
from core.jobs.models import Job
from core.web.code import coded
from tests.cms.conftest import staff

pytestmark = pytest.mark.django_db
MOST_MAILS = 5


@pytest.fixture
def sign_in(client):
    """Sign somebody in who has a role."""

    def as_one(role):
        client.force_login(staff(f"{role.value}@parliament.example", role))
        return client

    return as_one


def html_of(client, path, language="en"):
    """Give the page in a language."""
    client.cookies["django_language"] = language
    answer = client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_cell_of_the_mail_texts_names_its_language(sign_in):
    html = html_of(sign_in(Role.COMMS), "/admin/desk/mail/")
    for name in ("English", "Français", "العربية"):
        assert html.count(f'<td data-head="{name}">') > MOST_MAILS
    assert '<span lang="fr">Français</span>)' in html


@pytest.mark.parametrize(
    ("path", "patterns"),
    [
        ("/admin/desk/held/figures/", ["20/m 200/h", "off", "/24", "/64"]),
        ("/admin/desk/invalidations/new/", ["example.org", "*.example.org", "*smith", "SL4*"]),
    ],
)
def test_patterns_stand_apart_from_the_words_around_them(sign_in, path, patterns):
    html = html_of(sign_in(Role.CLERK), path)
    assert [text for text in patterns if f"\u2066{text}\u2069" not in html] == []


def test_a_hint_says_what_its_short_form_means(sign_in):
    assert "no more than 20 in a minute and 200 in an hour" in html_of(sign_in(Role.CLERK), "/admin/desk/held/figures/")


def test_one_tab_is_current_and_the_state_has_its_own_words(sign_in):
    Job.objects.all().delete()
    now = clock.now()
    for state in ("waiting", "dead"):
        Job.objects.create(name="audit.verify", function="x", state=state, enqueued_at=now, due_at=now)
    client = sign_in(Role.ADMIN)
    for query, tab in (("", "Waiting for a decision"), ("?state=only-waiting", "In the queue")):
        page = client.get(f"/admin/desk/jobs/{query}")
        current = re.findall(r'aria-current="page">(.*?) <b>', page.content.decode())
        assert (current, len(page.context["object_list"])) == ([tab], 1)


def test_one_column_says_by_what_the_list_is_sorted(sign_in):
    Job.objects.all().delete()
    client = sign_in(Role.MODERATOR)
    for path in ("/admin/desk/reports/?state=all", "/admin/desk/appeals/?state=all"):
        columns = client.get(path).context["table"].columns.values()
        assert len({column.sort_key for column in columns if column.sort_key}) == len(
            [column for column in columns if column.sort_key]
        )


def test_a_row_on_paper_carries_its_heads(sign_in):
    now = clock.now()
    Job.objects.create(name="audit.verify", function="x", state="dead", enqueued_at=now, due_at=now)
    html = html_of(sign_in(Role.ADMIN), "/admin/desk/jobs/print/")
    assert '<td role="cell" data-head="Tries"><bdi>0</bdi></td>' in html


def test_a_value_stands_apart_inside_its_line(sign_in):
    now = clock.now()
    job = Job.objects.create(
        name="audit.verify", function="core.x", state="dead", enqueued_at=now, due_at=now, last_error="builtins.OSError"
    )
    assert "<dd><bdi>core.x</bdi></dd>" in html_of(sign_in(Role.ADMIN), f"/admin/desk/jobs/{job.pk}/")


def test_the_audit_trail_says_where_one_is(sign_in):
    html = html_of(sign_in(Role.AUDITOR), "/admin/desk/audit/")
    assert re.search(r"w-font-bold(?:(?!</li>).)*Audit trail", html, re.DOTALL)
    assert "Code of the event, or how it begins" in html


def test_commands_of_the_doctor_are_set_as_code():
    words = coded("Run `manage.py migrate` & wait.")
    assert words == 'Run <code dir="ltr">manage.py migrate</code> &amp; wait.'


def test_an_error_stands_behind_its_label():
    joined = [about("Choose one.", label) for label in ("Which rule?", "أي قاعدة؟", "Day")]
    assert joined == ["Which rule? Choose one.", "أي قاعدة؟ Choose one.", "Day: Choose one."]


def test_the_whole_site_is_no_door_that_is_open_or_read_only_at_once(sign_in):
    html = html_of(sign_in(Role.ADMIN), "/admin/desk/switches/")
    assert "The whole site</a>" in html and "Everything: read only" not in html
