"""From bills to plain data for components: words and figures, no markup of its own."""

from consultations.bills.naming import clause_name, heading_of, kind_words
from consultations.bills.presenting.bill import (
    bill_glance,
    clause_cards,
    contents_tree,
    list_entry,
    removed_rows,
    stages,
)
from consultations.bills.presenting.clause import (
    clause_glance,
    law_tree,
    places_to_comment,
    stance_tabs,
    way_of_a_comment,
)
from consultations.bills.presenting.heat import heat_of
from consultations.bills.presenting.talk import comment_row, comment_rows, preview_row, typed_rows

__all__ = [
    "bill_glance",
    "clause_cards",
    "clause_glance",
    "clause_name",
    "comment_row",
    "comment_rows",
    "contents_tree",
    "heading_of",
    "heat_of",
    "kind_words",
    "law_tree",
    "list_entry",
    "places_to_comment",
    "preview_row",
    "removed_rows",
    "stages",
    "stance_tabs",
    "typed_rows",
    "way_of_a_comment",
]
