"""A comment stays with the words it was made on, whatever is put in before them; it never moves silently."""

import pytest

from consultations.bills import akomantoso
from consultations.bills.actions.versions import import_bill, publish_version
from core.actors import IMPORT

from .data import needs_real_bills, real_bill, small_bill

pytestmark = pytest.mark.django_db
SECTION = "<section><num>{}</num><heading>{}</heading><content><p>{}</p></content></section>"
PURPOSE = (1, "Purpose", "Rivers are to be clean for those who live beside them.")
LIST = (3, "The list", "The Minister draws up a list of the worst outfalls of the country.")
COSTS = (4, "Costs", "The owner of an outfall bears the costs of its repair.")


def public(*sections):
    """Publish a text of sections, each with number, heading and words."""
    body = "".join(SECTION.format(*section) for section in sections)
    return publish_version(import_bill(small_bill(body), by=IMPORT), by=IMPORT)


def kept(old, new):
    """Give the headings of the new version by the headings that they continue; None for a new one."""
    was = {row.clause_id: row.heading for row in old.provisions.all()}
    return {row.heading: was.get(row.clause_id) for row in new.provisions.all()}


def relations(version):
    """Give how each clause of a version came to be, by its heading."""
    rows = version.links.select_related("old", "new")
    return {(link.new or link.old).heading: link.relation for link in rows}


def test_an_inserted_clause_takes_no_comments_from_the_one_behind_it():
    first = public(PURPOSE, LIST, COSTS)
    second = public(
        PURPOSE,
        (3, "Bees", "Whoever keeps bees beside a river tells the mayor."),
        (4, "The list", "By the end of each year the Minister publishes where water is let in."),
        (5, *COSTS[1:]),
    )

    assert kept(first, second) == {"Purpose": "Purpose", "Bees": None, "The list": "The list", "Costs": "Costs"}
    assert relations(second) == {"Purpose": "same", "Bees": "new", "The list": "reworded", "Costs": "moved"}


def test_the_number_alone_carries_nothing_over():
    second = public(PURPOSE, LIST, COSTS) and public(PURPOSE, (3, "Bees", "Whoever keeps bees tells the mayor."), COSTS)

    assert relations(second) == {"Purpose": "same", "Bees": "new", "The list": "deleted", "Costs": "same"}


def test_words_that_were_changed_a_little_are_found_under_a_new_heading_and_number():
    first = public(PURPOSE, LIST, COSTS)
    words = LIST[2].replace("worst", "ten worst")
    second = public(PURPOSE, (3, "Bees", "Whoever keeps bees tells the mayor."), (4, "The outfalls", words))

    assert kept(first, second)["The outfalls"] == "The list"


def test_the_same_words_go_before_the_same_heading():
    first = public(PURPOSE, LIST, COSTS)
    second = public(PURPOSE, (3, "The list", "Whoever keeps bees tells the mayor."), (4, "Outfalls", LIST[2]))

    assert kept(first, second) == {"Purpose": "Purpose", "The list": None, "Outfalls": "The list"}


def test_of_many_clauses_with_the_same_words_each_continues_the_one_at_its_place():
    same = [(n, "Repealed", "Omitted.") for n in range(1, 6)]
    first = public(*same[:3], COSTS, *same[3:])
    second = public(*same[:3], (4, "Bees", "Whoever keeps bees tells the mayor."), (5, *COSTS[1:]), *same[3:])

    was = {row.clause_id: row.order for row in first.provisions.all()}
    assert [was.get(row.clause_id) for row in second.provisions.order_by("order")] == [1, 2, 3, None, 4, 5, 6]


@needs_real_bills
def test_a_long_law_with_a_section_put_in_at_its_head_is_carried_over_whole():
    law = real_bill("akn/uk-ukpga-1998-29.xml.gz")
    plain = akomantoso.unpack(law).decode()
    at = plain.index("<section ")
    bees = '<section eId="bees"><num>1</num><heading>Bees</heading><content><p>Bees live.</p></content></section>'
    old = publish_version(import_bill(law, by=IMPORT), by=IMPORT)
    new = publish_version(import_bill(f"{plain[:at]}{bees}{plain[at:]}".encode(), by=IMPORT), by=IMPORT)

    was = dict(old.provisions.values_list("clause_id", "text_hash"))
    rows = list(new.provisions.all())
    assert [row.heading for row in rows if row.clause_id not in was] == ["Bees"]
    assert all(was[row.clause_id] == row.text_hash for row in rows if row.clause_id in was)
