"""What is counted is shown, by one port for all processes of a service; alerts name metrics that exist."""

import json
import os
import re
import time
import urllib.request
from pathlib import Path

import pytest
import yaml
from django.conf import settings as house

from core.limits import rules
from core.operations.metrics import collecting, files, names, port
from core.operations.metrics.kinds import MOST_CHILDREN, OVERFLOW, REGISTRY, Counter, Gauge, Histogram, text_of
from core.operations.observing import method_of

ALERTS = house.ROOT / "infra" / "prometheus" / "alerts.yaml"


def sample(name, **labels):
    """Give one figure as the text shows it now; 0 where it is not there."""
    wanted = ",".join(f'{key}="{value}"' for key, value in labels.items())
    line = f"{name}{{{wanted}}}" if wanted else name
    found = re.search(rf"^{re.escape(line)} (\S+)$", text_of(files.own_values()), re.MULTILINE)
    return float(found[1]) if found else 0.0


@pytest.fixture
def own(monkeypatch):
    """Give a registry of the test's own."""
    monkeypatch.setattr("core.operations.metrics.kinds.REGISTRY", {})
    monkeypatch.setattr("core.operations.metrics.files.REGISTRY", registry := {})
    return registry


def test_the_text_is_as_prometheus_reads_it():
    made = [
        Counter("t_total", "Things.", ("kind",)), Histogram("t_seconds", "Seconds.", ("kind",), (0.1, 1.0)),
        Gauge("t_now", "Now."),
    ]  # fmt: skip
    try:
        made[0].add('a "b"\n\\')
        made[0].add("c", by=2.5)
        for seconds in (0.05, 0.1, 0.5, 3):
            made[1].add(seconds, "x")
        made[2].add(by=3)
        text = text_of({one.name: one.values() for one in made})
    finally:
        for one in made:
            REGISTRY.pop(one.name)
    start = text.index("# HELP t_now")
    assert text[start:].splitlines()[:12] == [
        "# HELP t_now Now.", "# TYPE t_now gauge", "t_now 3",
        "# HELP t_seconds Seconds.", "# TYPE t_seconds histogram",
        't_seconds_bucket{kind="x",le="0.1"} 2', 't_seconds_bucket{kind="x",le="1.0"} 3',
        't_seconds_bucket{kind="x",le="+Inf"} 4', 't_seconds_sum{kind="x"} 3.65', 't_seconds_count{kind="x"} 4',
        "# HELP t_total Things.", "# TYPE t_total counter",
    ]  # fmt: skip
    assert 't_total{kind="a \\"b\\"\\n\\\\"} 1' in text
    assert 't_total{kind="c"} 2.5' in text


def test_labels_are_bounded_whatever_comes():
    counter = Counter("t_many_total", "Many.", ("kind",))
    REGISTRY.pop("t_many_total")
    for turn in range(MOST_CHILDREN + 50):
        counter.add(str(turn))
    assert len(counter.values()) == MOST_CHILDREN + 1
    assert counter.values()[OVERFLOW,] == 50


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address(client, rf):
    before = sample("rostra_http_requests_total", route="petitions:petition_list", method="GET", status="200")
    client.get("/en/petitions/")
    client.get("/en/petitions/mine/a-very-secret-key-that-nobody-has/")
    client.generic("BREW", "/en/petitions/")
    after = sample("rostra_http_requests_total", route="petitions:petition_list", method="GET", status="200")
    assert after == before + 1
    assert sample("rostra_http_requests_total", route="petitions:petition_status", method="GET", status="404") >= 1
    assert "a-very-secret-key" not in text_of(files.own_values())
    assert "BREW" not in text_of(files.own_values())
    assert method_of(rf.generic("BREW", "/")) == "OTHER"


@pytest.mark.django_db
def test_refusals_sign_ins_and_stops_are_counted(client, settings, stop):
    settings.REDIS_URL, settings.LIMITS_FACTOR, settings.LIMITS = "", 1, {"search": "1/10m"}
    figures = [
        ("rostra_limit_refusals_total", {"rule": "search"}), ("rostra_sign_in_failures_total", {"way": "password"}),
        ("rostra_stopped_requests_total", {"door": "petitions"}),
    ]  # fmt: skip
    before = [sample(name, **labels) for name, labels in figures]
    for _turn in range(2):
        client.get("/en/search/?q=train")
    client.post("/en/account/sign-in/password/", {"login": "nobody@example.org", "password": "wrong"})
    stop("petitions")
    client.post("/en/petitions/start/", {})
    assert [sample(name, **labels) for name, labels in figures] == [one + 1 for one in before]


@pytest.mark.django_db
def test_events_signatures_and_mails_are_counted_once_their_work_holds(
    deliver, make_petition, django_capture_on_commit_callbacks, client
):
    from tests.petitions.helpers import FORM

    petition = make_petition(state="open")
    before = [sample("rostra_events_total", verb="signature.sign"), sample("rostra_mails_total", outcome="sent")]
    client.post(f"/en/petitions/{petition.number}/sign/", FORM)
    with django_capture_on_commit_callbacks(execute=True):
        deliver()
    after = [sample("rostra_events_total", verb="signature.sign"), sample("rostra_mails_total", outcome="sent")]
    assert after == [before[0] + 1, before[1] + 1]


@pytest.mark.django_db
def test_what_waits_in_the_database_is_told(make_petition):
    from datetime import timedelta

    from core import clock
    from core.jobs.models import Job

    now = clock.now()
    for state, late in (("waiting", 90), ("dead", 0), ("dead", 0)):
        moment = now - timedelta(seconds=late)
        Job.objects.create(name="x", function="x", state=state, enqueued_at=moment, due_at=moment)
    with clock.frozen(now):
        collecting.collect()
    assert sample("rostra_jobs", queue="default", state="dead") == 2
    assert sample("rostra_job_oldest_seconds", queue="default") == 90
    assert sample("rostra_switch_stopped", door="signing") == 0
    assert sample("rostra_collected_timestamp_seconds") == round(now.timestamp(), 6)


def test_processes_of_one_service_add_up_and_one_that_ended_is_not_forgotten(tmp_path):
    def other(name, pid, many, age=0):
        values = {"rostra_signatures_confirmed_total": [[[], many]], "rostra_socket_connections": [[[], 7]]}
        (tmp_path / name).write_text(json.dumps({"pid": pid, "values": values}))
        os.utime(tmp_path / name, (time.time() - age, time.time() - age))

    base = names.SIGNATURES.values()[()]
    sockets = names.CONNECTIONS.values().get((), 0)
    other("1-1.json", os.getpid(), 10)
    other("2-2.json", 2**22 + 1, 5, age=60)  # no such process
    (tmp_path / "own.json").write_text(json.dumps({"pid": os.getpid(), "values": {}}))
    for _turn in range(2):
        total = files.gather(tmp_path, "own.json")
        assert total["rostra_signatures_confirmed_total"][()] == base + 15
        assert total["rostra_socket_connections"][()] == sockets + 7
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1-1.json", "gone.json", "own.json"]


def test_a_folder_of_somebody_else_is_refused(tmp_path, monkeypatch):
    assert files.folder_for(9, str(tmp_path / "m")).stat().st_mode & 0o777 == 0o700
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    with pytest.raises(PermissionError):
        files.folder_for(9, str(tmp_path / "m"))


def ask(station, path):
    address = f"http://127.0.0.1:{station.server.server_port}{path}"
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, "", ""


@pytest.mark.django_db(transaction=True)
def test_the_port_shows_metrics_and_health_and_nothing_else(tmp_path):
    station = port.Station("worker", tmp_path, "127.0.0.1", 0)
    station.step()
    second = port.Station("worker", tmp_path, "127.0.0.1", station.server.server_port)
    second.name = "second.json"
    try:
        second.step()
        assert second.server is None
        status, kind, text = ask(station, "/metrics")
        assert (status, kind) == (200, port.CONTENT_TYPE)
        assert 'rostra_processes{kind="worker"} 2' in text
        assert json.loads(ask(station, "/health/live")[2]) == {"status": "ok"}
        assert ask(station, "/health/ready")[0] == 200
        assert ask(station, "/")[0] == 404
        station.server.shutdown()
        station.server.server_close()
        second.step()
        assert ask(second, "/metrics")[0] == 200
    finally:
        second.server.shutdown()
        second.server.server_close()


def test_nothing_listens_where_no_port_is_set():
    assert house.METRICS_PORT == 0
    assert port.start("web") is None


def named_in(rules_file):
    """Give the metrics that alert rules name, without the endings that histograms add."""
    found = yaml.safe_load(Path(rules_file).read_text(encoding="utf-8"))
    words = " ".join(rule["expr"] for group in found["groups"] for rule in group["rules"])
    return {re.sub(r"_(bucket|sum|count)$", "", name) for name in re.findall(r"\brostra_[a-z_]+", words)}


def test_every_metric_of_an_alert_exists():
    named = named_in(ALERTS)
    assert len(named) >= 12
    assert named - set(REGISTRY) == set()


def test_an_alert_on_nothing_is_seen(tmp_path):
    text = ALERTS.read_text(encoding="utf-8").replace("rostra_outbox_oldest_seconds", "rostra_outbox_lag")
    (tmp_path / "alerts.yaml").write_text(text, encoding="utf-8")
    assert named_in(tmp_path / "alerts.yaml") - set(REGISTRY) == {"rostra_outbox_lag"}


def test_every_alert_says_how_grave_it_is_and_what_to_do():
    found = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))
    rows = [rule for group in found["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in rows}) == len(rows)
    for rule in rows:
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
        assert rule["annotations"].keys() >= {"summary", "todo"}, rule["alert"]


def test_names_and_labels_are_what_prometheus_takes_and_none_names_a_person():
    personal = {"email", "name", "ip", "address", "user", "path", "token"}
    for name, metric in REGISTRY.items():
        assert re.fullmatch(r"rostra_[a-z][a-z_]*[a-z]", name)
        assert (metric.kind == "counter") == name.endswith("_total")
        assert personal & set(metric.labels) == set()
    assert {"search", "sign"} <= set(rules.RULES)


def test_pages_from_memory_are_counted_as_requests_too(monkeypatch):
    monkeypatch.setattr(names.REQUESTS, "_held", {})  # the tests before may have filled it to its last child
    figures = [
        ("rostra_page_cache_total", {"result": "hit"}),
        ("rostra_http_requests_total", {"route": names.KEPT, "method": "GET", "status": "200"}),
        ("rostra_http_request_seconds_count", {"route": names.KEPT}),
    ]
    before = [sample(name, **labels) for name, labels in figures]
    for _turn in range(3):
        names.count_kept(0.00005)
    assert [sample(name, **labels) for name, labels in figures] == [one + 3 for one in before]
    assert [sample(name, **labels) for name, labels in figures] == [one + 3 for one in before]
