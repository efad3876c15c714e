"""What every template may ask about the site: `site.name`, `site.nav` and the like, worked out only when asked."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from core.institution import facts
from core.operations import switches
from core.operations.doors import HOUSE
from core.web import look, navigation
from core.web.numbers import browser_tag


def in_language(value: object) -> str:
    """Give the words of a setting that is one text, or a dict from language to text."""
    if isinstance(value, dict):
        return str(value.get(get_language()) or value.get(settings.LANGUAGE_CODE) or next(iter(value.values()), ""))
    return str(value or "")


def path_in(language: str, path: str) -> str:
    """Give the same page's address in another language: /en/x becomes /fr/x; other addresses get the home page."""
    _empty, first, *rest = path.split("/") if path.startswith("/") else ["", "", ""]
    codes = {code for code, _name in settings.LANGUAGES}
    return "/".join(["", language, *rest]) if first in codes else f"/{language}/"


def direction_of(code: str) -> str:
    """Give `rtl` or `ltr`; a language that Django does not know runs from the left."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


class Site:
    """The site as templates see it, for one request."""

    def __init__(self, request: HttpRequest | None) -> None:
        """Keep the request; nothing else is worked out yet."""
        self.request = request

    @cached_property
    def name(self) -> str:
        """The parliament's name in the language of the page."""
        return facts.site_name(self.language) or _("Parliament")

    @cached_property
    def tagline(self) -> str:
        """The line under the name; may be empty."""
        return facts.description(self.language)

    @property
    def language(self) -> str:
        """The code of the page's language."""
        return get_language() or settings.LANGUAGE_CODE

    @cached_property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction_of(self.language)

    @cached_property
    def browser_tag(self) -> str:
        """The full language tag for the browser's own number and date words."""
        return browser_tag(self.language)

    @cached_property
    def look(self) -> look.Look:
        """The theme, logo and header image that the parliament has set."""
        return look.current()

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo parliament."""
        return bool(getattr(settings, "DEMO", False))

    @property
    def home_url(self) -> str:
        """The home page in the language of the page."""
        return f"/{self.language}/"

    @cached_property
    def search_url(self) -> str:
        """The search page; empty where there is none."""
        try:
            return reverse("search:results")
        except NoReverseMatch:
            return ""

    @property
    def origin(self) -> str:
        """Where the site stands, without a slash at the end."""
        return str(settings.SITE_URL)

    @property
    def own_url(self) -> str:
        """The full address of this page: without its query, but for the number of a list's page."""
        number = self.request.GET.get("page", "") if self.request else ""
        return f"{self.origin}{self.path}" + (f"?page={number}" if number.isdecimal() and number != "1" else "")

    @property
    def path(self) -> str:
        """The path of the page, without its query."""
        return self.request.path if self.request else ""

    @cached_property
    def nav(self) -> list[navigation.Link]:
        """The main navigation."""
        return navigation.links(navigation.MAIN, self.path)

    @cached_property
    def take_part(self) -> list[navigation.Link]:
        """The footer's lines on taking part: the main navigation's own, if none are registered."""
        return navigation.links(navigation.TAKE_PART) or self.nav

    @cached_property
    def open_house(self) -> list[navigation.Link]:
        """The footer's lines on open data, records and the like."""
        return navigation.links(navigation.OPEN)

    @cached_property
    def about(self) -> list[navigation.Link]:
        """The footer's lines on the site itself: privacy, accessibility, terms, contact."""
        return navigation.links(navigation.ABOUT)

    @cached_property
    def stops(self) -> list[switches.Stop]:
        """The doors that are stopped now; the whole house alone, where it is read only."""
        found = switches.current()
        return [found[HOUSE]] if HOUSE in found else list(found.values())

    @property
    def help_email(self) -> str:
        """Where people write for help; empty where the parliament has set none."""
        return facts.help_email()

    @property
    def address(self) -> str:
        """The postal address in the last line of each page."""
        return facts.address(self.language)

    def languages(self, alternates: dict[str, str] | None = None) -> list[dict[str, object]]:
        """Give the language switch: each language in its own name, leading to this very page where it can."""
        query = (
            f"?{self.request.META['QUERY_STRING']}" if self.request and self.request.META.get("QUERY_STRING") else ""
        )
        return [
            {
                "code": code,
                "name": name,
                "dir": direction_of(code),
                "url": (alternates or {}).get(code) or path_in(code, self.path) + query,
                "is_current": code == self.language,
            }
            for code, name in facts.languages()
        ]


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor: gives `site` to every template."""
    return {"site": Site(request)}
