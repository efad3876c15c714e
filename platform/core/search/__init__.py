"""One search over everything that is public, behind one protocol.

What a domain does, once a type, in its `search.py` and its `AppConfig.ready()`:

    register("petition", _("Petition"), plural=_("Petitions"), build=documents_of, ids=public_ids, order=10)
    subscribe({"petition.publish": [follow("petition")], "petition.close": [follow("petition")]})

- `build(uuid)` gives a list of `SearchDocument`, one a language, the original first, public fields only. It gives an
  empty list when the thing is not public (or gone): then it leaves the index.
- `ids()` gives the uuids of all that may be public; `manage.py search_rebuild` asks for it.
- `follow(type)` is the subscriber: the subject of the event is built anew, with the event's id as version. Where
  another thing must follow too, `follow("clause", subjects=function(event) -> uuids)`.
- `path` of a document is the page's path without a language ("petitions/1042/"); one that begins with "/" or "http" is
  taken as it is (CMS pages, whose address holds their language).

Reading: `core.search.searching.find(Asked("night train", reader="en"))` gives `Results`. The table SearchRow is always
kept, with our own stems beside the text; with ELASTICSEARCH_URL set Elasticsearch holds a copy and answers first.
"""

from collections.abc import Callable
from typing import Any

from core.search.documents import SearchDocument, register

__all__ = ["SearchDocument", "follow", "register"]


def follow(type_: str, **options: Any) -> Callable[[Any], None]:
    """See `core.search.indexing.follow` (models load late, so the import waits for the call)."""
    from core.search.indexing import follow as _follow  # noqa: PLC0415

    return _follow(type_, **options)
