"""How quickly a search answers over many documents, on the engines that are switched on.

Method: fills a throw-away index with made texts in three languages (words drawn by Zipf's law, about 70 a text; the
seed is fixed, so every run and engine has the same), then asks each question 15 times in this process and prints the
median and the slowest. A question is what the page asks: facets, one page of hits, highlights. Elasticsearch is asked
where ELASTICSEARCH_URL is set, in indices of its own prefix that are deleted at the end; the database of DATABASE_URL
must be one that may be written (the made rows are deleted at the end), without it a new SQLite file.

    .venv/bin/python infra/bench/search.py [--documents 100000] [--keep]
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
LANGUAGES = ("en", "en", "fr", "ar")
TYPES = ("petition", "petition", "petition", "bill", "hearing")
ROUNDS = 15
BATCH = 500


def main() -> None:
    """Fill, ask, print, clear."""
    options = parse()
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    backends = engines()
    began = time.monotonic()
    for name, backend in backends.items():
        for batch in batches(options.documents):
            backend.save(batch)
        print(f"{name}: {options.documents} documents in {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()
    if settings.ELASTICSEARCH_URL:
        backends["elasticsearch"].refresh()
    for name, backend in backends.items():
        for words, ask in questions().items():
            print(f"{name:14} {words:42} {measure(lambda ask=ask, backend=backend: ask(backend))}", flush=True)
    if not options.keep:
        clear(backends)


def parse() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true", help="leave the documents where they are")
    return parser.parse_args()


def start_django() -> None:
    """Set Django up with indices of our own; without DATABASE_URL in a new SQLite file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    os.environ["ELASTICSEARCH_PREFIX"] = f"rostra-bench-{os.getpid()}"
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3"
    import django

    django.setup()


def engines() -> dict[str, Any]:
    """Give the engines by name."""
    from django.conf import settings
    from django.db import connection

    from core.search.database import DatabaseBackend

    settings.ELASTICSEARCH_SECONDS = 60
    found: dict[str, Any] = {connection.vendor: DatabaseBackend()}
    if settings.ELASTICSEARCH_URL:
        from core.search.elastic import ElasticBackend

        found["elasticsearch"] = ElasticBackend()
    return found


def batches(how_many: int) -> Iterator[list[Any]]:
    """Give the same documents at every run."""
    from core.search.documents import SearchDocument

    draw = random.Random(7)
    letters = "abcdefghilmnoprstuv"
    lexicon = ["".join(draw.choices(letters, k=draw.randint(4, 9))) for _word in range(6_000)]
    weights = [1 / (place + 1) for place in range(len(lexicon))]
    lexicon[0], lexicon[1], lexicon[40], lexicon[5000] = "parliament", "water", "harbour", "quagmire"
    batch = []
    for number in range(how_many):
        words = draw.choices(lexicon, weights, k=70)
        language = draw.choice(LANGUAGES)
        batch.append(
            SearchDocument(
                draw.choice(TYPES), UUID(int=draw.getrandbits(128)), language, " ".join(words[:8]),
                f"made/{number}/", summary=" ".join(words[8:25]), body=" ".join(words[25:]), number=str(number),
                state=draw.choice(("open", "closed")), is_open=draw.random() < 0.2, version=1,
                date=date(2012, 1, 1) + timedelta(days=draw.randrange(5000)),
                committee=f"committee-{draw.randrange(20)}", audience=(language,),
            )
        )  # fmt: skip
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def questions() -> dict[str, Callable[[Any], str]]:
    """Give what is asked; each function gives how much was found."""
    from core.search.backend import Asked

    def search(text: str, **filters: Any) -> Callable[[Any], str]:
        return lambda backend: shown(backend.search(Asked(text, reader="en", **filters)))

    return {
        "very common word": search("parliament"),
        "common word": search("water"),
        "two common words": search("parliament water"),
        "common word, one kind, one year": search("water", types=("petition",), year=2015),
        "common word, page 20": search("water", page=20),
        "rather rare word": search("harbour"),
        "rare word": search("quagmire"),
        "nothing": search("zyzzyva"),
        "suggestions, common beginning": lambda backend: f"{len(backend.suggest(['parl'], 'en', 8))} titles",
        "suggestions, two words": lambda backend: f"{len(backend.suggest(['wat', 'par'], 'en', 8))} titles",
    }


def shown(results: Any) -> str:
    """Say how much was found."""
    return f"{results.total} hits of {sum(cell.count for cell in results.cells)} in {len(results.cells)} cells"


def measure(ask: Callable[[], str]) -> str:
    """Ask and give median and slowest."""
    found, times = ask(), []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return f"p50 {statistics.median(times):7.1f} ms  slowest {max(times):7.1f} ms  {found}"


def clear(backends: dict[str, Any]) -> None:
    """Take out what was made."""
    from core.search.models import SearchRow

    SearchRow.objects.filter(path__startswith="made/").delete()
    if elastic := backends.get("elasticsearch"):
        for name in elastic.writer.indices.get(index=f"{elastic.prefix}-*", allow_no_indices=True):
            elastic.writer.indices.delete(index=name)


if __name__ == "__main__":
    main()
