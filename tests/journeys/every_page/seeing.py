"""How a page is looked at: axe, its width, its weight, what it asks for, and what the browser complains of."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from core.accounts.models import User
from tests.fixtures.browsers import AXE, PATIENCE, RUN_AXE, Live, sign_in, watch
from tests.journeys.every_page.handles_house import PASSWORD
from tests.journeys.every_page.table import HALF, KB, Sample

MOST_STYLE = 10 * KB
ASKED = "() => performance.getEntriesByType('resource').map(entry => entry.name)"
TOO_WIDE = "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"
# What a person does who presses the button with nothing filled in.
PRESS = """form => {
  for (const field of form.elements) {
    if (['checkbox', 'radio'].includes(field.type)) field.checked = false;
    else if (!['hidden', 'submit', 'button', 'fieldset', 'file'].includes(field.type)) field.value = '';
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector('button:not([type=button]):not([name=resend]):not([name=later])'));
}"""


@dataclass(frozen=True)
class Way:
    """How a page is seen: language, width, scheme."""

    language: str
    width: int
    dark: bool


NARROW, WIDE = Way("en", 320, dark=False), Way("ar", 1280, dark=True)


class Eye:
    """One Chromium that looks at pages; keeps one open page for each person and way."""

    def __init__(self, browser: Any, live: Live, names: dict[str, str]) -> None:
        """Take the browser, the server and the names in addresses."""
        self.browser, self.live, self.names = browser, live, names
        self.open: dict[tuple[str, Way], Any] = {}
        self.weights: dict[str, int] = {}

    def see(self, sample: Sample, way: Way) -> list[str]:
        """Look at one sample; gives its faults."""
        page = self._page(sample.who, way)
        self.live.problems.clear()
        status = self._go(page, sample, way.language)
        faults = [f"status {status}"] if status != (422 if sample.refuse else sample.status) else []
        if sample.refuse and not sample.is_desk and not page.locator("[data-problem]").count():
            faults.append("no error summary")
        faults += self._budget(page, sample)
        faults += [fault for fault in self._axe(page) if not excepted(sample, fault)]
        faults += self._widths(page, way)
        faults += self.live.problems
        return [f"{way.language} {sample}: {fault}" for fault in faults]

    def close(self) -> None:
        """Close every page."""
        for page in self.open.values():
            page.context.close()

    def _go(self, page: Any, sample: Sample, language: str) -> int:
        answer = page.goto(sample.path(self.names, language))
        if not sample.refuse:
            return int(answer.status)
        form = page.locator(sample.refuse).first
        with page.expect_navigation() as posted:
            form.evaluate(PRESS)
        return int(posted.value.status)

    def _page(self, who: str, way: Way) -> Any:
        if (who, way) not in self.open:
            context = self.browser.new_context(
                base_url=self.live.url, viewport={"width": way.width, "height": 900}, reduced_motion="reduce",
                color_scheme="dark" if way.dark else "light", locale=way.language,
            )  # fmt: skip
            context.set_default_timeout(PATIENCE)
            self._know(context, who, way)
            context.add_init_script(path=AXE)  # half a megabyte: handed over once, not for each page
            page = context.new_page()
            watch(page, self.live)
            page.on("console", self._hear)
            self.open[who, way] = page
        return self.open[who, way]

    def _know(self, context: Any, who: str, way: Way) -> None:
        if who == "asker":
            cookie = {"name": f"hearing-pass-{way.language}", "value": self.names["hearing_pass"], "url": self.live.url}
            context.add_cookies([cookie])
        elif who == HALF:
            self._begin_sign_in(context, way)
        elif who:
            sign_in(context, self.live.url, User.objects.get(email=f"{who}@aldermark.example"))

    def _begin_sign_in(self, context: Any, way: Way) -> None:
        page = context.new_page()
        page.goto(f"/{way.language}/account/sign-in/password/")
        page.locator("[name=login]").fill("moderator@aldermark.example")
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("[name=password]").press("Enter")
        page.close()

    def _hear(self, message: Any) -> None:
        # A page that is meant to be refused, or not found, is noted by the browser as an error.
        if message.type == "error" and "Failed to load resource: the server responded with a status of 4" not in (
            message.text
        ):
            self.live.problems.append(f"console: {message.text}")

    def _axe(self, page: Any) -> list[str]:
        return [
            f"{fault['id']}: {node['html'][:160]}" for fault in page.evaluate(RUN_AXE, False) for node in fault["nodes"]
        ]

    def _widths(self, page: Any, way: Way) -> list[str]:
        other = NARROW.width if way == WIDE else WIDE.width
        found = {way.width: page.evaluate(TOO_WIDE)}
        page.set_viewport_size({"width": other, "height": 900})
        found[other] = page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": way.width, "height": 900})
        return [f"{wide} px too wide for {width} px" for width, wide in found.items() if wide]

    def _budget(self, page: Any, sample: Sample) -> list[str]:
        if sample.is_desk or sample.is_ours:
            return []
        asked = [address for address in page.evaluate(ASKED) if urlsplit(address).path != "/csp-report/"]
        styles, scripts = (sum(self._weight(one) for one in asked if urlsplit(one).path.endswith(end))
                           for end in (".css", ".js"))  # fmt: skip
        faults = []
        for words, figure, most in (
            ("bytes of style", styles, MOST_STYLE), ("bytes of script", scripts, sample.script),
            ("requests", len(asked) + 1, sample.requests),
        ):  # fmt: skip
            if figure > most:
                faults.append(f"{figure} {words}, at most {most}")
        return faults

    def _weight(self, address: str) -> int:
        """Give the packed size of a file of ours; each is fetched once."""
        if address not in self.weights:
            with urlopen(address) as answer:
                self.weights[address] = len(gzip.compress(answer.read(), 9))
        return self.weights[address]


# Faults in Wagtail's own markup, by rule and by a piece of the markup, with the reason; ours never stand here.
WAGTAILS_OWN: dict[str, tuple[str, str]] = {
    "landmark-unique": (
        'action="/admin/pages/search/"',
        "the menu's search of pages and the list's own search are two search landmarks without names",
    ),
}


def excepted(sample: Sample, fault: str) -> bool:
    """Tell whether a fault is one of Wagtail's own markup, on a screen of the desk."""
    rule, _colon, markup = fault.partition(": ")
    return sample.is_desk and rule in WAGTAILS_OWN and WAGTAILS_OWN[rule][0] in markup
