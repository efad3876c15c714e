"""Feeds are valid and keep their ids; a share card is a picture of ours, drawn once."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from core import clock
from frontend.drawing import card
from tests.petitions.public_world import areas, reach, whole

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, path):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def assert_valid(root):
    """Hold a feed against RFC 4287, 4.1.1 and 4.1.2: one id, title, updated each; an author; absolute links."""
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
        UUID(element.findtext(f"{ATOM}id").removeprefix("urn:uuid:"))
        assert all(link.get("href").startswith("http") for link in element.findall(f"{ATOM}link"))
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    return [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]


def test_the_feeds_are_valid_atom_with_ids_that_stay_and_nobodys_name(client, open_petition):
    whole(open_petition)
    code, number = areas()[0].code, open_petition.number
    paths = {
        "new": "/en/petitions/new.atom", "duties": "/en/petitions/duties.atom",
        "in": f"/en/petitions/in/{code}/new.atom", "events": f"/en/petitions/{number}/events.atom",
    }  # fmt: skip
    before = {name: assert_valid(feed(client, path)) for name, path in paths.items()}
    step, duty = open_petition.steps.get(), open_petition.milestones.get()
    assert before["new"] == before["in"] == [f"urn:uuid:{open_petition.public_id}"]
    assert before["duties"] == [f"urn:uuid:{duty.public_id}"]
    assert {f"urn:uuid:{step.public_id}", f"urn:uuid:{duty.public_id}"} < set(before["events"])
    assert len(before["events"]) == 3
    open_petition.action = "Another title"
    open_petition.save(update_fields=["action"])
    assert {name: assert_valid(feed(client, path)) for name, path in paths.items()} == before
    assert "Marta Lind" not in "".join(client.get(path).content.decode() for path in paths.values())


def test_an_entry_changes_when_its_duty_is_done(client, open_petition):
    row = reach(open_petition)
    was = feed(client, "/en/petitions/duties.atom").findtext(f"{ATOM}entry/{ATOM}updated")
    row.state, row.done_at = "done", clock.now() + timedelta(days=1)
    row.save()
    now = feed(client, "/en/petitions/duties.atom").findtext(f"{ATOM}entry/{ATOM}updated")
    assert datetime.fromisoformat(now) > datetime.fromisoformat(was)


def test_pages_name_their_feeds(client, open_petition):
    for path, found in {
        "/en/petitions/": "/en/petitions/new.atom", "/en/petitions/duties/": "/en/petitions/duties.atom",
        f"/en/petitions/{open_petition.number}/": f"/en/petitions/{open_petition.number}/events.atom",
    }.items():  # fmt: skip
        html = client.get(path).content.decode()
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="{found}">', html)


def test_the_share_card_is_a_picture_of_ours(client, open_petition, settings):
    html = client.get(f"/en/petitions/{open_petition.number}/").content.decode()
    address = re.search(r'<meta property="og:image" content="([^"]+)">', html)[1]
    assert address == f"{settings.SITE_URL}/en/petitions/{open_petition.number}/card.png"
    answer = client.get(f"/en/petitions/{open_petition.number}/card.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    assert len(answer.content) < 100_000


def test_a_card_is_drawn_once_for_what_stands_on_it(client, open_petition, monkeypatch):
    drawn = []
    monkeypatch.setattr(card, "draw", lambda shown: drawn.append(shown) or b"png")
    for signed in (1234, 1239, 1300):
        open_petition.signature_count = signed
        open_petition.save(update_fields=["signature_count"])
        client.get(f"/en/petitions/{open_petition.number}/card.png")
    assert [line.words for shown in drawn for line in shown.lines if "signatures" in line.words][:2] == [
        "More than 1,200 signatures", "1,300 signatures",
    ]  # fmt: skip
    assert len(drawn) == 2


def test_words_without_their_letters_or_joins_are_left_out(monkeypatch):
    monkeypatch.setattr(card, "FACES", ())  # Pillow's own face has ASCII only
    assert card.face_for("Petition 1042", 30, is_bold=False, is_rtl=False) is not None
    assert card.face_for("Pétition", 30, is_bold=False, is_rtl=False) is None
    monkeypatch.setattr(card.features, "check", lambda name: False)
    assert card.face_for("عريضة", 30, is_bold=False, is_rtl=True) is None
