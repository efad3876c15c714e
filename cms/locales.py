"""Which locale a language is and which site a host name: asked for with every page, and the same for years.

Kept in the process for as long as the site's stamp stands (`core.pagecache.stamp`), so that a change made in the back
office of any process is seen by all of them within the time that a kept page would be. Without a stamp nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db.models import Manager

from core.pagecache import stamp

Ask = Callable[..., Any]
MOST = 100  # a stranger may name any host: what is kept stays small


class Memo:
    """What a look-up of Wagtail's gave, by its last argument."""

    def __init__(self, ask: Ask) -> None:
        """Take Wagtail's own look-up."""
        self._ask = ask
        self._held: tuple[int, dict[Any, Any]] = (-1, {})

    def get(self, *where: Any) -> Any:
        """Give what the look-up gives for these arguments, as a copy. What it raises passes and is not kept."""
        now = stamp.current().now()
        if now is None:
            return self._ask(*where)
        since, known = self._held
        if since != now or len(known) > MOST:
            self._held = (now, known := {})
        key = where[-1] if isinstance(where[0], Manager) else where
        if key not in known:
            known[key] = self._ask(*where)  # asked after the stamp was read: never older than it
        return copy(known[key])


def keep_locales() -> None:
    """Put the memo in front of Wagtail's look-up."""
    from wagtail.models.i18n import LocaleManager  # noqa: PLC0415 - models must be ready

    memo = Memo(LocaleManager.get_for_language)

    def get_for_language(manager: Any, language_code: str) -> Any:
        """See wagtail.models.i18n.LocaleManager."""
        return memo.get(manager, language_code)

    LocaleManager.get_for_language = get_for_language


def keep_sites() -> None:
    """Put a memo in front of Wagtail's look-up of the site; each request gets its own first page to walk from."""
    from wagtail.models import sites  # noqa: PLC0415 - models must be ready

    memo = Memo(sites.get_site_for_hostname)

    def get_site_for_hostname(hostname: str, port: str) -> Any:
        """See wagtail.models.sites."""
        site = memo.get(hostname, port)
        site.root_page = copy(site.root_page)
        return site

    sites.get_site_for_hostname = get_site_for_hostname
