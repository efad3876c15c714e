"""Count one run of the suite from its JUnit file, and refuse a skip that infra/ci_allowed_skips.txt does not list.

Usage: ci_report.py ENGINES JUNIT_FILE [COUNTS_FILE]. ENGINES is `memory` or `real`. Ends with 1 where a test failed, a
skip is not listed, or nothing passed. COUNTS_FILE gets a line "passed failed" added, for the closing line of .ci/run.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree  # our own pytest wrote the file

ALLOWED = Path(__file__).parent / "ci_allowed_skips.txt"


@dataclass
class Outcome:
    """What one run of the suite came to; skips are pairs of node id and reason."""

    passed: int = 0
    once: int = 0  # of those, the tests that no other set of engines repeats
    failed: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Rule:
    """One listed skip: for which engines, compared with the node id or the reason, and the pattern."""

    engines: str
    compared: str
    pattern: str

    def allows(self, engines: str, node_id: str, reason: str) -> bool:
        """Tell whether this rule covers a skip of that test, for that reason, on those engines."""
        if self.engines not in (engines, "any"):
            return False
        if self.compared == "id":
            return node_id.startswith(self.pattern)
        return re.search(self.pattern, reason) is not None


def read_rules(text: str) -> list[Rule]:
    """Read the list of allowed skips. Raises ValueError on a line that is not a rule."""
    rules = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split(None, 2)
        if len(words) != 3 or words[0] not in ("memory", "real", "any") or words[1] not in ("id", "reason"):
            raise ValueError(f"not a rule: {line}")
        rules.append(Rule(*words))
    return rules


def read_outcome(junit: str) -> Outcome:
    """Count the test cases of a JUnit document as pytest writes it; an expected failure counts as a skip."""
    outcome = Outcome()
    for case in ElementTree.fromstring(junit).iter("testcase"):
        node_id = f"{case.get('classname', '').replace('.', '/')}::{case.get('name', '')}"
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed.append(node_id)
        elif skip is not None:
            outcome.skipped.append((node_id, skip.get("message", "")))
        else:
            outcome.passed += 1
            outcome.once += case.find("properties/property[@name='once']") is not None
    return outcome


def unlisted(outcome: Outcome, rules: list[Rule], engines: str) -> list[tuple[str, str]]:
    """Give the skips that no rule allows on these engines."""
    return [skip for skip in outcome.skipped if not any(rule.allows(engines, *skip) for rule in rules)]


def main(engines: str, junit_file: str, counts_file: str | None = None) -> int:
    """Print the report and give the exit code."""
    path = Path(junit_file)
    outcome = read_outcome(path.read_text()) if path.exists() else Outcome(failed=["the suite ended without a report"])
    refused = unlisted(outcome, read_rules(ALLOWED.read_text()), engines)
    failed = len(outcome.failed) + len(refused)
    for node_id in outcome.failed:
        print(f"  failed: {node_id}")
    for node_id, reason in refused:
        print(f"  skipped, and not listed: {node_id} ({reason})")
    listed = len(outcome.skipped) - len(refused)
    print(f"{engines} engines: {outcome.passed} passed, {failed} failed, {listed} listed skips")
    if outcome.once:
        print(f"  of them {outcome.once} on this set alone: they touch no engine (tests/fixtures/once.py)")
    if counts_file:
        with Path(counts_file).open("a") as counts:
            counts.write(f"{outcome.passed} {failed}\n")
    return 1 if failed or not outcome.passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
