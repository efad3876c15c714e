"""Every limit of the site, in one table. Setting LIMITS changes figures by name; LIMITS_FACTOR multiplies all.

The figures by network must let a school, an office or a mobile carrier sign from one address. The busiest hours known
of a parliament's petitions saw about 2,000 signatures a minute in the whole country (press of March 2019): spread over
the few hundred addresses behind which carriers keep their customers, that is below 10 a minute each; two school
classes that sign in one lesson stay below 60. A person who is refused waits minutes.
Those by address are what keeps a mail box from being flooded (five an hour, twenty a day).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NETWORK, ADDRESS, TEXT = "network", "address", "text"
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
OFF = "off"
_WINDOW = re.compile(r"(\d+)/(\d*)([smhd])")


@dataclass(frozen=True)
class Window:
    """At most `limit` in `seconds`, counted from the first."""

    limit: int
    seconds: int


@dataclass(frozen=True)
class Rule:
    """One line of the table: its name, what is counted by (network, e-mail address, text), and its windows.

    `opens` says what holds when no counter can be reached at all: a door for reading stays open, one that writes or
    sends mail is shut.
    """

    name: str
    by: str
    figures: str
    opens: bool = False

    @property
    def windows(self) -> tuple[Window, ...]:
        """Give the windows in force; none where the rule is switched off. Raises ImproperlyConfigured."""
        figures = getattr(settings, "LIMITS", {}).get(self.name, self.figures)
        return windows_of(figures, int(getattr(settings, "LIMITS_FACTOR", 1)))


@lru_cache(maxsize=256)
def windows_of(figures: str, factor: int = 1) -> tuple[Window, ...]:
    """Read "60/m 600/h" or "5/10m" as windows; "off" gives none. Raises ImproperlyConfigured for anything else."""
    if figures.strip() == OFF:
        return ()
    found = [_WINDOW.fullmatch(part) for part in figures.split()]
    if not found or None in found:
        raise ImproperlyConfigured(f"A limit reads like “60/m 600/h”, “5/10m” or “off”, not “{figures}”.")
    parts = [match.groups() for match in found if match]
    return tuple(Window(int(limit) * factor, int(many or 1) * UNITS[unit]) for limit, many, unit in parts)


TABLE: tuple[Rule, ...] = (
    # What a citizen does, by network.
    Rule("sign", NETWORK, "60/m 600/h"),
    Rule("petition", NETWORK, "10/10m 60/d"),
    Rule("draft", NETWORK, "30/10m 200/d"),
    Rule("save", NETWORK, "120/m 1200/h"),  # a page of what one writes, behind one's own link: each keeps a line
    Rule("comment", NETWORK, "30/m 300/h"),
    Rule("ask", NETWORK, "30/m 300/h"),
    Rule("support", NETWORK, "240/m 3000/h"),
    Rule("join", NETWORK, "60/m 600/h"),
    Rule("evidence", NETWORK, "20/10m 200/d"),
    Rule("link", NETWORK, "10/10m 100/d"),
    Rule("confirm", NETWORK, "60/m 600/h"),
    Rule("search", NETWORK, "120/m 2000/h", opens=True),
    Rule("report", NETWORK, "10/10m 100/d"),
    # Staff sign in: a whole parliament may sit behind one address; one account is tried much less often.
    Rule("signin", NETWORK, "100/5m 600/h"),
    Rule("signin.address", ADDRESS, "10/5m 60/d"),
    # The API: one token, a network that shows keys which are none, and whole lists taken as a file.
    Rule("token", TEXT, "600/m 20000/h"),
    Rule("token.wrong", NETWORK, "60/m 600/h"),
    Rule("export", NETWORK, "30/m 300/h", opens=True),
    # Mail: what anybody can make us send to somebody (codes, links), over the whole site.
    Rule("mail.proof", ADDRESS, "5/h 20/d"),
    # Of these, what somebody's signatures cause, over all petitions: the newest mail leads to all that wait.
    Rule("mail.sign", ADDRESS, "5/d"),
    # Signatures that come too fast are held for a check, never refused (petitions.holding): by petition and /24 or /64,
    # by petition and domain of the address, by petition. The institution may set its own figures at the desk.
    Rule("hold.network", TEXT, "120/m 1200/h"),
    Rule("hold.domain", TEXT, "60/m 1000/h"),
    Rule("hold.petition", TEXT, "off"),
    # Mail servers slow down who sends too fast: by the domain of the recipient.
    Rule("mail.domain", TEXT, "1200/m"),
)
RULES: dict[str, Rule] = {rule.name: rule for rule in TABLE}


def problems() -> list[str]:
    """Say what is wrong with the figures that the settings give; empty where all is well. For `check` and `doctor`."""
    found = [f"LIMITS names no rule of ours: {name}." for name in getattr(settings, "LIMITS", {}) if name not in RULES]
    for rule in TABLE:
        try:
            rule.windows  # noqa: B018 - reading it checks it
        except ImproperlyConfigured as error:
            found.append(f"LIMITS, {rule.name}: {error}")
    return found
