"""Which version people read and comment on: one at a time, in one language, the newest that is right."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from consultations.bills.actions.versions import (
    discard_version,
    import_bill,
    publish_version,
    reopen_version,
)
from consultations.bills.errors import NewerVersion, OtherLanguage
from consultations.bills.models import Version
from consultations.bills.selectors import public_version
from core.actors import IMPORT, actor_for
from core.errors import WrongState

from .data import BODY, small_bill

pytestmark = pytest.mark.django_db
FRENCH = small_bill(BODY.replace("Rivers are to be clean.", "Que les rivières soient propres.")).replace(
    b'"eng"', b'"fra"'
)
CUT = BODY[: BODY.index('<section eId="sec_2">')] + "</part>"
THIRD = BODY.replace("It states the place.", "It states the place and the hour.")


@pytest.fixture
def clerk(staff):
    """Give a clerk of the whole House."""
    return actor_for(staff["clerk"])


def brought(body, public=True):
    """Bring a text in, and publish it."""
    made = import_bill(small_bill(body), by=IMPORT)
    return publish_version(made, by=IMPORT) if public else made


def states():
    """Give the state of every version by its number."""
    return dict(Version.objects.order_by("number").values_list("number", "state"))


def test_a_file_in_another_language_is_refused_and_changes_nothing(client, version, say, tmp_path):
    say("section-1")
    with pytest.raises(OtherLanguage, match="English.*French"):
        import_bill(FRENCH, by=IMPORT)
    file = tmp_path / "fr.xml"
    file.write_bytes(FRENCH)
    with pytest.raises(CommandError, match="other_language.*French"):
        call_command("bill_import", str(file), "--publish", stdout=StringIO())

    assert Version.objects.count() == 1
    assert "Clean rivers, please." in client.get("/en/bills/rivers-bill/section-1/").content.decode()


def test_a_wrong_draft_does_not_break_what_the_right_file_continues(client, version, say):
    say("section-2-2", text="On the old words.")
    brought(CUT, public=False)
    right = brought(THIRD)

    assert (right.number, right.continues) == (3, version)
    assert [row.code for row in right.bill.clauses.filter(provisions__version=right)] == [
        row.code for row in version.bill.clauses.filter(provisions__version=version)
    ]
    [row] = client.get("/en/bills/rivers-bill/section-2/").context["comments"]
    assert row["text"] == "On the old words."


def test_two_drafts_published_in_turn_carry_the_comments_on(client, version, say):
    new = '<section eId="sec_4"><num>4</num><heading>Bees</heading><content><p>Bees are kept near rivers.</p></content>'
    drafts = [import_bill(small_bill(f"{text}{new}</section>"), by=IMPORT) for text in (BODY, THIRD)]
    second = publish_version(drafts[0], by=IMPORT)
    code = second.provisions.get(heading="Bees").clause.code
    third = publish_version(Version.objects.get(pk=drafts[1].pk), by=IMPORT)

    assert (third.continues, third.provisions.get(heading="Bees").clause.code) == (second, code)
    assert {link.relation for link in third.links.all()} == {"same", "reworded"}


def test_codes_of_a_draft_are_free_for_the_right_file(version):
    new = '<section eId="sec_4"><num>4</num><heading>{}</heading><content><p>{}</p></content></section>'
    brought(BODY + new.format("Bees", "Bees are kept near rivers."), public=False)
    right = brought(BODY + new.format("Costs", "The House bears the costs of all this."))

    assert right.provisions.get(heading="Costs").clause.code == "section-4"


def test_an_older_draft_is_not_published_over_a_newer_text(client, staff, version):
    older, newer = brought(THIRD, public=False), brought(BODY.replace("clean", "very clean"))

    with pytest.raises(NewerVersion):
        publish_version(older, by=IMPORT)
    assert states() == {1: "closed", 2: "draft", 3: "published"}
    assert public_version("rivers-bill") == newer
    client.force_login(staff["clerk"])
    answer = client.post(f"/admin/desk/versions/{older.pk}/", {"verb": "publish"})
    assert (answer.status_code, states()[2]) == (409, "draft")


def test_an_older_version_is_not_opened_again(version, clerk):
    brought(THIRD)
    version.refresh_from_db()

    with pytest.raises(NewerVersion):
        reopen_version(version, by=clerk)
    assert states() == {1: "closed", 2: "published"}


def test_a_clerk_discards_a_wrong_draft_whose_file_may_come_again(version, clerk):
    draft = discard_version(brought(CUT, public=False), by=clerk)

    with pytest.raises(WrongState):
        publish_version(draft, by=clerk)
    again = brought(CUT, public=False)
    assert (again.number, states()) == (3, {1: "published", 2: "discarded", 3: "draft"})


def test_a_discarded_first_file_does_not_choose_the_language(db, clerk):
    discard_version(import_bill(FRENCH, by=IMPORT), by=clerk)

    assert brought(BODY).language == "en"
