"""Every metric of the house. No personal data, no label that a visitor could choose.

Those read from the database have `FROM_DATABASE` in their help; only the process that works off the jobs fills them.
"""

from __future__ import annotations

from threading import Lock

from core.operations.metrics.kinds import Counter, Gauge, Histogram

# Requests. Pages from memory have the route KEPT, so that one figure holds all of them.
KEPT = "(kept page)"
REQUESTS = Counter("rostra_http_requests_total", "Requests answered.", ("route", "method", "status"))
REQUEST_SECONDS = Histogram("rostra_http_request_seconds", "Seconds that an answer took.", ("route",))
PAGE_CACHE = Counter("rostra_page_cache_total", "Anonymous pages: from memory (hit) or made (miss).", ("result",))
QUERIES = Counter("rostra_database_queries_total", "Queries made for requests.")
QUERY_SECONDS = Counter("rostra_database_seconds_total", "Seconds that requests waited for the database.")

# What people do.
EVENTS = Counter("rostra_events_total", "Events delivered to their subscribers, by verb.", ("verb",))
SIGNATURES = Counter("rostra_signatures_confirmed_total", "Signatures confirmed.")
THRESHOLDS = Counter("rostra_thresholds_reached_total", "Thresholds that petitions reached.")
COUNT_FAULTS = Counter("rostra_count_faults_total", "Petitions whose count the nightly check found wrong.")
LIMIT_REFUSALS = Counter("rostra_limit_refusals_total", "Requests refused by a limit.", ("rule",))
SIGN_IN_FAILURES = Counter("rostra_sign_in_failures_total", "Failed tries to sign in.", ("way",))
STOPPED_REQUESTS = Counter("rostra_stopped_requests_total", "Requests refused by a switch.", ("door",))

# Sockets.
CONNECTIONS = Gauge("rostra_socket_connections", "Sockets open now.")
DELIVERIES = Counter("rostra_socket_deliveries_total", "Frames handed to sockets.")
STALLS = Counter("rostra_socket_stalls_total", "Sockets that stopped reading and were told to read the page again.")

# Work.
JOB_SECONDS = Histogram("rostra_job_seconds", "Seconds that a job ran.", ("queue",))
JOB_RUNS = Counter("rostra_job_runs_total", "Tries of jobs, by how they ended.", ("queue", "outcome"))
MAILS = Counter("rostra_mails_total", "Mails closed: sent, not_sent (held back) or failed.", ("outcome",))
JOBS = Gauge("rostra_jobs", "Jobs in the table.", ("queue", "state"), is_sum=False)
JOB_AGE = Gauge("rostra_job_oldest_seconds", "How long the oldest due job has waited.", ("queue",), is_sum=False)
OUTBOX = Gauge("rostra_outbox", "Events whose subscribers have not run yet.", ("state",), is_sum=False)
OUTBOX_AGE = Gauge("rostra_outbox_oldest_seconds", "How long the oldest due event has waited.", is_sum=False)
MAIL_WAITING = Gauge("rostra_mails_waiting", "Mails that wait to be sent.", is_sum=False)
MAIL_AGE = Gauge("rostra_mail_oldest_seconds", "How long the oldest due mail has waited.", is_sum=False)
UNSEALED_AGE = Gauge("rostra_audit_unsealed_seconds", "Age of the oldest event without a seal.", is_sum=False)
HEAD_AGE = Gauge("rostra_audit_head_age_seconds", "Age of the audit chain's newest link.", is_sum=False)
SEARCH_WAITING = Gauge("rostra_search_waiting", "Documents not handed to Elasticsearch yet.", is_sum=False)
SEARCH_DRIFT = Gauge("rostra_search_drift", "Documents found wrong by the last check of the index.", is_sum=False)
STOPPED = Gauge("rostra_switch_stopped", "1 for a door that is stopped.", ("door",), is_sum=False)
COLLECTED = Gauge("rostra_collected_timestamp_seconds", "When the database was last asked for these.", is_sum=False)
BREAKER = Gauge("rostra_search_breaker_open", "1 while a process leaves Elasticsearch alone.", is_sum=False)
PROCESSES = Gauge("rostra_processes", "Processes that are alive.", ("kind",))


_settling = Lock()
_settled = 0.0


def count_kept(seconds: float) -> None:
    """Count one page that came from memory: one addition; what follows from it is added when somebody asks."""
    REQUEST_SECONDS.add(seconds, KEPT)


def settle() -> None:
    """Let the counters follow the pages from memory; before they are read."""
    global _settled
    with _settling:
        row = REQUEST_SECONDS.values().get((KEPT,), [0.0])
        new, _settled = sum(row[:-1]) - _settled, sum(row[:-1])
    if new:
        PAGE_CACHE.add("hit", by=new)
        REQUESTS.add(KEPT, "GET", "200", by=new)
