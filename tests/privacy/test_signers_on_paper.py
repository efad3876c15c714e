"""Who signed on paper: found by the address in whichever key the line stands, and met again after a rotation."""

import base64

import pytest

from core.privacy.erasing import erase
from petitions.counting import fold
from petitions.models import PaperLine, Signature, SignaturePersonal
from petitions.models import Petition as Petitions
from tests.petitions.defence.helpers import crowd, facts, figures, sign
from tests.petitions.defence.test_counted_once import on_paper
from tests.petitions.defence.test_paper import line

pytestmark = pytest.mark.django_db


def test_erasing_finds_a_paper_signature_whose_place_somebody_else_held(open_petition, staff):
    """Somebody typed the address online and never proved it, so that the sheet's line stands under name and place."""
    sign(open_petition, [facts(7, email="p1@example.org")])
    assert on_paper(open_petition, staff, line(1, email="p1@example.org")) == 1
    paper = Signature.objects.get(counted_class="paper")
    assert paper.person_key.startswith("paper:")
    erase("p1@example.org")
    fold(open_petition.pk)
    paper.refresh_from_db()
    assert (SignaturePersonal.objects.count(), paper.person_key.startswith("gone:"), paper.state) == (
        0, True, "withdrawn",
    )  # fmt: skip
    assert set(PaperLine.objects.values_list("person_key", "name_key").get()) == {""}
    assert set(figures(open_petition).values()) == {0}


def test_erasing_asks_for_pairs_of_petition_and_digest(open_petition, make_petitions, django_assert_max_num_queries):
    make_petitions(300)
    crowd(open_petition, [facts(1)])
    from core.privacy.person import Person
    from petitions.holdings import HOLDINGS

    [holding] = [one for one in HOLDINGS if one.key == "petitions.signatures"]
    assert Petitions.objects.count() == 301
    with django_assert_max_num_queries(5):
        assert [row.petition_id for row in holding.find(Person("p1@example.org"))] == [open_petition.pk]


def test_name_and_postcode_meet_after_the_keys_were_rotated(open_petition, staff, settings):
    from django.core.management import call_command

    crowd(open_petition, [facts(1)])
    on_paper(open_petition, staff, line(2))
    settings.INDEX_KEYS = {"i2": base64.b64encode(b"m" * 32).decode(), **settings.INDEX_KEYS}
    call_command("rotate_keys")
    keys = [*SignaturePersonal.objects.values_list("name_key", flat=True), *PaperLine.objects.values_list("name_key")]
    assert {str(key if isinstance(key, str) else key[0]).partition(":")[0] for key in keys} == {"i2"}
    assert on_paper(open_petition, staff, line(1), line(2), reference="after") == 0
    crowd(open_petition, [facts(2)])
    fold(open_petition.pk)
    assert set(figures(open_petition).values()) == {2}
