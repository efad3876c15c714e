"""What the desk calls clauses, stances and the elements of a file: words, as the public pages say them."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/comments/"


def test_clause_and_stance_are_words(client, staff, say):
    say(state="pending", stance="question")
    client.force_login(staff["moderator"])
    html = client.get(DESK).content.decode()
    assert "<bdi>Clause 2</bdi>" in html and "section-2<" not in html
    assert "<bdi>Has a question</bdi>" in html


def test_elements_of_the_file_are_named(client, staff, say):
    version = say().annotation.version
    version.by_kind = {"subsection": 1150, "tuning": 2}
    version.save(update_fields=["by_kind"])
    client.force_login(staff["clerk"])
    html = client.get(reverse("backoffice_item", args=["versions", version.pk])).content.decode()
    assert "Subsection: 1,150" in html and "tuning: 2" in html
