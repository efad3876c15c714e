"""The page "Check this count", its files, and the program that reads them over the wire."""

import csv
import io
import json
import re

import pytest
from django.core.cache import cache

from core.actors import participant
from petitions.actions.signing import settle_signatures
from petitions.counting import fold
from petitions.counting.publishing import PROGRAM
from petitions.counting.verify_count import Replay, compare_shown, read_checkpoints, read_entries
from petitions.models import Signature
from petitions.receipts import receipt_of
from tests.petitions.count_world import fill
from tests.petitions.test_counting import crowd

pytestmark = pytest.mark.django_db
FILES = ("entries.csv", "checkpoints.txt", "key.txt", "reconciliation.json")


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


@pytest.fixture
def counted(open_petition, parliament):
    fill(open_petition, parliament.areas, steps=2, each=20)
    return open_petition


def test_the_files_alone_prove_the_count(client, counted):
    files = {name: body(client.get(f"/petitions/{counted.number}/count/{name}")).decode() for name in FILES}
    shown = json.loads(files["reconciliation.json"])
    replay = Replay(
        shown["petition"]["id"], read_checkpoints(files["checkpoints.txt"]), files["key.txt"].split(),
        frozenset([shown["log"]["size"]]),
    )  # fmt: skip
    replay.read(read_entries(files["entries.csv"]))
    compare_shown(replay, shown)
    assert (replay.end(), replay.total) == ([], 1038)
    rows = list(csv.DictReader(io.StringIO(files["entries.csv"])))
    assert list(rows[0]) == ["sequence", "delta", "reason", "hour", "class", "commitment"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\dZ", rows[0]["hour"])
    assert shown["log"]["keys"] == files["key.txt"].split()


def test_the_program_is_published_as_it_stands(client):
    assert client.get("/petitions/verify_count.py").content == PROGRAM.read_bytes()


def test_entries_are_not_sent_again_to_who_has_them(client, counted):
    path = f"/petitions/{counted.number}/count/entries.csv"
    tag = client.get(path)["ETag"]
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 304
    crowd(counted, 1, start=900)
    fold(counted.pk)
    assert client.get(path, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.mark.parametrize("state", ["hidden", "in_moderation"])
def test_what_is_not_public_has_no_files_and_no_page(client, make_petition, state):
    petition = make_petition(state, number=9_999)
    paths = [f"/petitions/9999/count/{name}" for name in FILES] + [f"/en/petitions/{petition.number}/count/"]
    assert [client.get(path).status_code for path in paths] == [404] * 5


def test_files_name_no_area_no_country_and_nobody(client, counted):
    text = body(client.get(f"/petitions/{counted.number}/count/entries.csv")).decode()
    assert not re.search(r"Saltmarsh|SLT|\bFR\b|@|Ann", text)


def test_the_page_shows_figures_checkpoint_key_and_how(client, counted):
    page = client.get(f"/en/petitions/{counted.number}/count/").content.decode()
    newest = counted.checkpoints.order_by("-size").first()
    told = [newest.note.splitlines()[0], newest.note.splitlines()[2], "verify_count.py", "1,038", "1,000"]
    assert [word for word in told if word not in page] == []
    detail = client.get(f"/en/petitions/{counted.number}/").content.decode()
    assert f'href="/en/petitions/{counted.number}/count/"' in detail


def test_a_receipt_is_looked_up_by_post_and_finds_its_own_entries_only(client, open_petition, make_petition, deliver):
    path = f"/en/petitions/{open_petition.number}/count/"
    [row] = crowd(open_petition, 1)
    receipt = receipt_of(row.public_id)
    assert "No entry belongs to this receipt." in client.post(path, {"receipt": receipt}).content.decode()
    fold(open_petition.pk)
    found = client.post(path, {"receipt": f" {receipt[:8].lower()} {receipt[8:]}"}).content.decode()
    assert "Your signature is in the log." in found
    assert receipt not in found.partition("<form")[0]
    other = make_petition()
    answer = client.post(f"/en/petitions/{other.number}/count/", {"receipt": receipt}).content.decode()
    assert "No entry belongs to this receipt." in answer
    settle_signatures("withdraw", Signature.objects.filter(pk=row.pk), by=participant("x"))
    fold(open_petition.pk)
    assert client.post(path, {"receipt": receipt}).content.decode().count("<li>Entry") == 2


def test_what_is_no_receipt_is_a_fault_of_the_form(client, open_petition):
    answer = client.post(f"/en/petitions/{open_petition.number}/count/", {"receipt": "ann@example.org"})
    assert answer.status_code == 422
    assert "A receipt has 26 letters" in answer.content.decode()


def test_the_page_asks_as_much_of_a_large_log_as_of_a_small_one(
    client, open_petition, parliament, django_assert_max_num_queries
):
    fill(open_petition, parliament.areas, steps=3, each=30)
    with django_assert_max_num_queries(8):
        client.get(f"/en/petitions/{open_petition.number}/count/")


def test_the_page_says_why_its_two_figures_differ_for_a_moment(client, counted):
    path = f"/en/petitions/{counted.number}/count/"
    words = "8 confirmed signatures have just come in; the count shows them within seconds."
    assert words not in client.get(path).content.decode()
    crowd(counted, 1, start=900)  # and the seven that waited
    cache.clear()
    assert words in client.get(path).content.decode()


def test_long_lines_of_the_log_wrap(client, counted):
    html = client.get(f"/en/petitions/{counted.number}/count/").content.decode()
    assert "<pre" not in html
    assert html.count('<p class="receipt" dir="ltr"><code>') == 3
