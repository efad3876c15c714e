"""What saves and readers feel while Elasticsearch refuses, hangs, or answers 500, and how it catches up.

Method: a save records an event and commits it; then the outbox delivers it to the search and to a second subscriber
that stands for mail. For each fault, 500 saves with Elasticsearch in order and 500 with the fault, which a TCP proxy
before the real cluster plants. They take turns in blocks of 250, each begun with a closed circuit, so that a busy
machine burdens both alike. After every tenth save a reader searches. Printed: p50 and p95 of the save, of its
delivery and of the searches; events lost. Then the proxy passes everything on, the pushing thread is woken every 10 s
as the schedule does, and the seconds until `check` finds no drift are printed. Timeouts and pauses are the shipped
ones (a hung push is given up after 10 s, a reader's question after 2 s). Last comes a hang of a fixed length
(`hang30`): 500 saves spread evenly over 30 s without a fault, then 500 over 30 s while the cluster hangs for exactly
that time, which is longer than any timeout; the seconds until nothing drifts count from its return. Needs
ELASTICSEARCH_URL; without DATABASE_URL a new SQLite file.

    ELASTICSEARCH_URL=http://127.0.0.1:9200 .venv/bin/python infra/bench/search_faults.py [--saves 500]
        [--faults refuse,hang,500,hang30]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform"), str(ROOT / "infra" / "bench")]
BLOCK = 250
WARM = 30
Times = list[tuple[str, float]]
WAKE_SECONDS = 10
PATIENCE_SECONDS = 120
HANG_SECONDS = 30


def main() -> None:
    """Run every fault and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--saves", type=int, default=500)
    parser.add_argument("--faults", default="", help="only these, by commas")
    options = parser.parse_args()
    saves = options.saves
    from search import start_django

    start_django()
    from django.conf import settings
    from django.core.management import call_command

    if not settings.ELASTICSEARCH_URL:
        sys.exit("ELASTICSEARCH_URL is not set.")
    call_command("migrate", verbosity=0)
    settings.SEARCH_PUSH_THREAD = True
    from tests.search.faulty import FAULTS, faulty

    with faulty(settings.ELASTICSEARCH_URL) as proxy:
        settings.ELASTICSEARCH_URL = proxy.url
        house = House()
        run(house, proxy, "pass", WARM)
        for fault in options.faults.split(",") if options.faults else [*FAULTS, "hang30"]:
            (hang_for_a_while if fault == "hang30" else compare)(house, proxy, fault, saves)
        proxy.turn("pass")
        house.clear()


class House:
    """Things to save, a type for the search, and a second subscriber."""

    def __init__(self) -> None:
        """Make the ground."""
        from core.events import subscribers as table
        from core.events.models import OutboxEntry
        from core.parliament.models import Chamber
        from core.search import documents, follow

        documents._types.clear()
        table._table.clear()
        OutboxEntry.objects.all().delete()
        self.titles: dict[UUID, str] = {}
        self.mailed: set[int] = set()
        self.chamber = Chamber.objects.create(key=f"bench-{uuid4().hex[:8]}", name={"en": "House"})
        documents.register("petition", "Petition", build=self.build, ids=lambda: list(self.titles))
        table.subscribe({"bench.save": [follow("petition"), lambda event: self.mailed.add(event.pk)]})

    def build(self, uuid: UUID) -> list[Any]:
        """Give the document of a thing."""
        from core.search.documents import SearchDocument

        return [SearchDocument("petition", uuid, "en", self.titles[uuid], f"petitions/{uuid}/", body="river " * 60)]

    def save(self, number: int) -> tuple[float, float]:
        """Save one thing; gives the seconds of the save and of its delivery."""
        from django.db import transaction

        from core.actors import CLOCK
        from core.events import record
        from core.events.outbox import drain
        from core.parliament.models import Committee

        began = time.perf_counter()
        with transaction.atomic():
            slug = f"b-{uuid4().hex[:12]}"
            thing = Committee.objects.create(chamber=self.chamber, slug=slug, name={"en": f"Train {number}"})
            self.titles[thing.public_id] = f"Train {number} {slug}"
            record("bench.save", thing, actor=CLOCK)
        saved = time.perf_counter()
        while drain():
            pass
        return saved - began, time.perf_counter() - saved

    def clear(self) -> None:
        """Take the rows out of the index; the events stay, as events do."""
        from core.search.elastic import ElasticBackend
        from core.search.models import SearchRow

        SearchRow.objects.filter(uuid__in=list(self.titles)).delete()
        backend = ElasticBackend()
        for name in backend.writer.indices.get(index=f"{backend.prefix}-*", allow_no_indices=True):
            backend.writer.indices.delete(index=name)


def run(house: House, proxy: Any, mode: str, saves: int, seconds: float = 0) -> Times:
    """Save so many things in one mode, spread over so many seconds; gives what was done and how long it took."""
    from core.search.backend import Asked
    from core.search.breaker import breaker_of
    from core.search.searching import find

    if proxy.mode != mode:
        proxy.turn(mode)
        breaker_of(proxy.url).reset()
    times: Times = []
    began_all = time.monotonic()
    for number in range(saves):
        time.sleep(max(0.0, began_all + seconds * number / saves - time.monotonic()))
        saved, delivered = house.save(number)
        times += [("save", saved), ("deliver", delivered)]
        if number % 10 == 0:
            began = time.perf_counter()
            find(Asked("train", reader="en"))
            times.append(("search", time.perf_counter() - began))
    time.sleep(max(0.0, began_all + seconds - time.monotonic()))
    return times


def compare(house: House, proxy: Any, fault: str, saves: int) -> None:
    """Let blocks with and without the fault take turns; print both, then the time until nothing drifts."""
    normal: Times = []
    faulty: Times = []
    before = len(house.mailed), len(house.titles)
    for _block in range(max(1, saves // BLOCK)):
        normal += run(house, proxy, "pass", min(BLOCK, saves))
        faulty += run(house, proxy, fault, min(BLOCK, saves))
    tell(house, proxy, fault, (normal, faulty), before)


def hang_for_a_while(house: House, proxy: Any, fault: str, saves: int) -> None:
    """Save over 30 s in order, then over 30 s in which the cluster hangs; print both, and the time after its return."""
    before = len(house.mailed), len(house.titles)
    normal = run(house, proxy, "pass", saves, HANG_SECONDS)
    faulty = run(house, proxy, "hang", saves, HANG_SECONDS)
    tell(house, proxy, fault, (normal, faulty), before)


def tell(house: House, proxy: Any, fault: str, runs: tuple[Times, Times], before: tuple[int, int]) -> None:
    """Let the cluster come back and print what was felt, what was lost, and when nothing drifts."""
    normal, faulty = runs
    lost = (len(house.titles) - before[1]) - (len(house.mailed) - before[0])
    from core.search.models import SearchRow

    waiting = SearchRow.objects.filter(is_pending=True).count()
    proxy.turn("pass")
    seconds = until_no_drift()
    print(f"normal   {figures(normal)}")
    print(f"{fault:8} {figures(faulty)}  lost {lost}")
    ratio = percentile(normal, "save", 95) and percentile(faulty, "save", 95) / percentile(normal, "save", 95)
    load = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    print(f"         save p95 x{ratio:.2f}; {waiting} waited; drift 0 after {seconds:.1f} s; load {load}", flush=True)


def figures(times: Times) -> str:
    """Give the percentiles."""
    parts = [
        f"{kind} p50 {percentile(times, kind, 50) * 1000:6.1f} p95 {percentile(times, kind, 95) * 1000:6.1f} ms"
        for kind in ("save", "deliver", "search")
    ]
    slowest = max(took for kind, took in times if kind == "search")
    return f"{'  '.join(parts)}  slowest search {slowest * 1000:.0f} ms"


def percentile(times: Times, kind: str, share: int) -> float:
    """Give one percentile of one kind."""
    sorted_times = sorted(took for name, took in times if name == kind)
    return sorted_times[min(len(sorted_times) - 1, len(sorted_times) * share // 100)]


def until_no_drift() -> float:
    """Wake the pushing thread as the schedule does; gives the seconds until the check finds nothing."""
    from core.search.checking import check
    from core.search.models import SearchRow
    from core.search.pushing import push_soon

    began, woken = time.monotonic(), time.monotonic()
    while time.monotonic() - began < PATIENCE_SECONDS:
        if time.monotonic() - woken > WAKE_SECONDS:
            woken = time.monotonic()
            push_soon()
        if not SearchRow.objects.filter(is_pending=True).exists() and not sum(
            row.total for row in check(is_quick=True)
        ):
            return time.monotonic() - began
        time.sleep(0.2)
    return float("inf")


if __name__ == "__main__":
    main()
