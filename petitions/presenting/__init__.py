"""From petitions to plain data for components: words and figures, no markup."""

from petitions.presenting.charts import axis_of, curve, hex_map
from petitions.presenting.counts import came_in, made_up_of
from petitions.presenting.lists import (
    chips,
    data_links,
    facet_groups,
    feed_link,
    known_words,
    list_entry,
    list_url,
    order_tabs,
    reason_rows,
    rejected_entry,
)
from petitions.presenting.page import glance, thread, way_to_publication, where_it_stands
from petitions.presenting.places import milestone_entry, rows_of_place
from petitions.presenting.timeline import timeline

__all__ = [
    "axis_of",
    "came_in",
    "chips",
    "curve",
    "data_links",
    "facet_groups",
    "feed_link",
    "glance",
    "hex_map",
    "known_words",
    "list_entry",
    "list_url",
    "made_up_of",
    "milestone_entry",
    "order_tabs",
    "reason_rows",
    "rejected_entry",
    "rows_of_place",
    "thread",
    "timeline",
    "way_to_publication",
    "where_it_stands",
]
