"""From petitions to plain data for components: words and figures, no markup."""

from petitions.presenting.charts import curve, hex_map
from petitions.presenting.counts import came_in, made_up_of
from petitions.presenting.lists import facet_groups, list_entry, order_tabs, page_url
from petitions.presenting.page import glance, thread, way_to_publication, where_it_stands

__all__ = [
    "came_in",
    "curve",
    "facet_groups",
    "glance",
    "hex_map",
    "list_entry",
    "made_up_of",
    "order_tabs",
    "page_url",
    "thread",
    "way_to_publication",
    "where_it_stands",
]
