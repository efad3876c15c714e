"""Which row of Wagtail's locales a language is: asked for with every page, and the same for years.

Kept in the process for as long as the site's stamp stands (`core.pagecache.stamp`), so that a change made in the back
office of any process is seen by all of them within the time that a kept page would be. Without a stamp nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from core.pagecache import stamp

Ask = Callable[[Any, str], Any]


class Memo:
    """What `LocaleManager.get_for_language` gave, by language."""

    def __init__(self, ask: Ask) -> None:
        """Take Wagtail's own look-up."""
        self._ask = ask
        self._held: tuple[int, dict[str, Any]] = (-1, {})

    def get(self, manager: Any, code: str) -> Any:
        """Give the locale of a language. Raises what Wagtail raises where there is none; that is not kept."""
        now = stamp.current().now()
        if now is None:
            return self._ask(manager, code)
        since, known = self._held
        if since != now:
            self._held = (now, known := {})
        if code not in known:
            known[code] = self._ask(manager, code)  # asked after the stamp was read: never older than it
        return copy(known[code])


def keep_locales() -> None:
    """Put the memo in front of Wagtail's look-up."""
    from wagtail.models.i18n import LocaleManager  # noqa: PLC0415 - models must be ready

    memo = Memo(LocaleManager.get_for_language)

    def get_for_language(manager: Any, language_code: str) -> Any:
        """See wagtail.models.i18n.LocaleManager."""
        return memo.get(manager, language_code)

    LocaleManager.get_for_language = get_for_language
