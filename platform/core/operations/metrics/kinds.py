"""Counters, histograms and gauges. Counting takes a lock and an addition; everything else waits for the scrape.

Text format: Prometheus exposition format 0.0.4. No label ever holds what a visitor chose: values come from the routes,
rules and states of this code, and a metric keeps no more than MOST_CHILDREN of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

MOST_CHILDREN = 500
OVERFLOW = "(more)"
# Seconds: from a page out of memory (tens of microseconds) to the time-outs of proxies.
BUCKETS = (0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

Labels = tuple[str, ...]
Values = dict[Labels, Any]


class Metric:
    """What all kinds share: a name, words of help, names of labels."""

    kind = "untyped"

    def __init__(self, name: str, words: str, labels: Labels = ()) -> None:
        """Register it under its name. Raises ValueError for a name that is taken."""
        if name in REGISTRY:
            raise ValueError(name)
        self.name, self.words, self.labels = name, words, labels
        self._lock = Lock()
        REGISTRY[name] = self

    def _room_for(self, labels: Labels, held: Any) -> Labels:
        return labels if labels in held or len(held) < MOST_CHILDREN else (OVERFLOW,) * len(self.labels)

    def values(self) -> Values:
        """Give what was counted: label values -> a figure, or the list of a histogram."""
        raise NotImplementedError

    def merge(self, one: Any, other: Any) -> Any:
        """Join the figures of two processes."""
        return one + other

    def lines(self, values: Values) -> Iterable[str]:
        """Write the figures in the text format."""
        for labels, value in sorted(values.items()):
            yield f"{self.name}{_braces(self.labels, labels)} {_number(value)}"


REGISTRY: dict[str, Metric] = {}


class Counter(Metric):
    """A figure that only grows."""

    kind = "counter"

    def __init__(self, name: str, words: str, labels: Labels = ()) -> None:
        """Begin at nothing; one without labels begins at 0, so that its first step is seen."""
        super().__init__(name, words, labels)
        self._held: dict[Labels, float] = {} if labels else {(): 0.0}

    def add(self, *labels: str, by: float = 1) -> None:
        """Count."""
        with self._lock:
            key = self._room_for(labels, self._held)
            self._held[key] = self._held.get(key, 0.0) + by

    def values(self) -> Values:
        """Give the figures."""
        with self._lock:
            return dict(self._held)


class Histogram(Metric):
    """How often something took how long."""

    kind = "histogram"

    def __init__(self, name: str, words: str, labels: Labels = (), buckets: tuple[float, ...] = BUCKETS) -> None:
        """Take the upper ends of the buckets; the last one, without end, is added."""
        super().__init__(name, words, labels)
        self.buckets = buckets
        self._held: dict[Labels, list[float]] = {}

    def add(self, seconds: float, *labels: str) -> None:
        """Take one measurement."""
        with self._lock:
            row = self._held.get(labels)
            if row is None:
                key = self._room_for(labels, self._held)
                row = self._held.setdefault(key, [0.0] * (len(self.buckets) + 2))
            row[bisect_left(self.buckets, seconds)] += 1
            row[-1] += seconds

    def values(self) -> Values:
        """Give for each child: the count of each bucket, and last the sum."""
        with self._lock:
            return {labels: list(row) for labels, row in self._held.items()}

    def merge(self, one: Any, other: Any) -> Any:
        """Add bucket by bucket."""
        return [left + right for left, right in zip(one, other, strict=True)]

    def lines(self, values: Values) -> Iterable[str]:
        """Write cumulative buckets, sum and count."""
        for labels, row in sorted(values.items()):
            total = 0.0
            for end, count in zip([*map(str, self.buckets), "+Inf"], row, strict=False):
                total += count
                yield f"{self.name}_bucket{_braces((*self.labels, 'le'), (*labels, end))} {_number(total)}"
            yield f"{self.name}_sum{_braces(self.labels, labels)} {_number(row[-1])}"
            yield f"{self.name}_count{_braces(self.labels, labels)} {_number(total)}"


class Gauge(Metric):
    """A figure as it stands now: counted up and down here, or read when it is asked for."""

    kind = "gauge"

    def __init__(self, name: str, words: str, labels: Labels = (), *, read: Callable[[], Values] | None = None,
                 is_sum: bool = True) -> None:  # fmt: skip
        """Take the function that reads it, and how processes join: by sum, or by the highest."""
        super().__init__(name, words, labels)
        self._read, self._is_sum = read, is_sum
        self._held: dict[Labels, float] = {}

    def add(self, *labels: str, by: float = 1) -> None:
        """Count up, or down with a negative figure."""
        with self._lock:
            key = self._room_for(labels, self._held)
            self._held[key] = self._held.get(key, 0.0) + by

    def put(self, values: Values) -> None:
        """Take all figures at once."""
        with self._lock:
            self._held = dict(values)

    def values(self) -> Values:
        """Give the figures; none where they cannot be read now."""
        if self._read is not None:
            return self._read()
        with self._lock:
            return dict(self._held)

    def merge(self, one: Any, other: Any) -> Any:
        """Join by sum or by the highest."""
        return one + other if self._is_sum else max(one, other)


def text_of(gathered: dict[str, Values]) -> str:
    """Write all metrics, with what was gathered for them."""
    lines: list[str] = []
    for name, metric in sorted(REGISTRY.items()):
        lines += [f"# HELP {name} {metric.words}", f"# TYPE {name} {metric.kind}"]
        lines += metric.lines(gathered.get(name, {}))
    return "\n".join([*lines, ""])


def _braces(names: Labels, values: Labels) -> str:
    parts = [f'{name}="{_escaped(value)}"' for name, value in zip(names, values, strict=True)]
    return f"{{{','.join(parts)}}}" if parts else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
