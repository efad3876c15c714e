"""What Wagtail enqueues goes through our job table."""

import pytest

from core.jobs.models import Job
from core.jobs.running import run_jobs

pytestmark = pytest.mark.django_db


def test_wagtail_enqueues_here_and_a_page_that_is_gone_leaves_no_dead_letter(homes):
    run_jobs()
    Job.objects.all().delete()
    home = homes["en"]
    home.save()
    assert sorted(Job.objects.values_list("name", flat=True)) == [
        "modelsearch.insert_or_update_object",
        "wagtail.update_reference_index",
    ]
    Job.objects.update(args=["cms", "homepage", "999999"])
    assert run_jobs() == 0
    assert list(Job.objects.values_list("state", flat=True)) == ["discarded", "discarded"]
