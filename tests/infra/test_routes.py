"""One route table (infra/routes.json), followed by nginx and compose; image and compose start the same processes."""

import json
import re
import shlex

import yaml

from petitions.lane.door import PATHS

from .helpers import INFRA

ROUTES = json.loads((INFRA / "routes.json").read_text())
COMPOSE = yaml.safe_load((INFRA / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
NGINX = (INFRA / "nginx/rostra.conf").read_text()

COMMANDS = {
    "web": (
        "granian --interface wsgi config.wsgi:application --host 0.0.0.0 --port 8000 --workers 2 --blocking-threads 2"
    ),
    # What the words mean: config.serving.SOCKET_OPTIONS, compared in tests/realtime/test_serving.py.
    "sockets": (
        "uvicorn config.asgi:application --host 0.0.0.0 --port 8001 --log-level warning --ws websockets-sansio"
        " --ws-max-size 16384 --ws-per-message-deflate false --ws-ping-interval 25 --no-proxy-headers"
    ),
    "worker": "python manage.py worker",
}


def nginx_routes(text):
    """Read from the server's file which paths go to which processes; an alias is the kind `files`."""
    routes = {}
    for path, body in re.findall(r"location (\S+|~ \S+) \{(.*?)\n    \}", text, re.DOTALL):
        passed = re.search(r"proxy_pass http://\$?(\w+);", body)
        routes.setdefault(passed[1] if passed else "files", []).append(path)
    return routes


def test_nginx_follows_the_route_table():
    assert nginx_routes(NGINX) == ROUTES


def test_a_planted_difference_is_seen():
    assert nginx_routes(NGINX.replace("location /ws/ {", "location /socket/ {")) != ROUTES


def test_nginx_reaches_the_processes_that_compose_starts():
    upstreams = dict(re.findall(r"upstream (\w+) \{ server ([\w:]+);", NGINX))
    ports = {name: shlex.split(SERVICES[name]["command"]) for name in upstreams}
    assert upstreams == {name: f"{name}:{words[words.index('--port') + 1]}" for name, words in ports.items()}
    assert sorted(upstreams) == sorted(kind for kind in ROUTES if kind not in {"files", "signing"})


def hot_paths(routes):
    """Give, for each path of a crowd that signs, whether the table sends it to the lane's process."""
    [pattern] = [path.removeprefix("~ ") for path in routes["signing"]]
    handle = "5a1f43c8-93a5-4c0e-8d67-0a9a2b4f8f11"
    paths = ("/en/petitions/7/sign/", f"/ar/petitions/signing/{handle}/", "/fr/petitions/confirm/Zm9vYmFyYmF6cXV4MTIz/")
    others = ("/en/petitions/7/", "/en/petitions/", "/en/petitions/7/signed/", "/api/v1/petitions/7/signatures/")
    assert [bool(PATHS.fullmatch(path)) for path in (*paths, *others)] == [True] * 3 + [False] * 4
    return [bool(re.search(pattern, path)) for path in (*paths, *others)]


def test_the_table_sends_to_the_lane_what_the_lane_takes():
    assert hot_paths(ROUTES) == [True] * 3 + [False] * 4
    methods = re.search(r"map \$request_method \$signing \{(.*?)\}", NGINX, re.DOTALL)[1].split()
    assert methods == ["default", "web;", "POST", "sockets;"]


def test_a_planted_hole_in_the_table_is_seen():
    assert hot_paths({"signing": [ROUTES["signing"][0].replace("confirm", "confirmation")]}) != [True] * 3 + [False] * 4


def test_nginx_serves_files_from_the_volume_that_the_processes_fill():
    [mounted] = [entry for entry in SERVICES["nginx"]["volumes"] if entry.startswith("media:")]
    assert mounted == "media:/var/lib/rostra/media:ro"
    assert "media:/var/lib/rostra/media" in SERVICES["web"]["volumes"]
    assert "alias /var/lib/rostra/media/;" in NGINX


def test_private_files_are_out_of_nginx_reach():
    assert [entry for entry in SERVICES["nginx"]["volumes"] if entry.startswith("private:")] == []


def test_compose_starts_the_processes_by_their_command_lines():
    assert {name: SERVICES[name]["command"] for name in COMMANDS} == COMMANDS


def test_the_image_starts_the_web_process_as_compose_does():
    dockerfile = (INFRA / "Dockerfile").read_text()
    assert json.loads(re.search(r"^CMD (\[.*\])$", dockerfile, re.MULTILINE)[1]) == shlex.split(COMMANDS["web"])


def test_the_image_does_not_run_as_root():
    assert re.findall(r"^USER (\w+)$", (INFRA / "Dockerfile").read_text(), re.MULTILINE) == ["rostra"]


def test_compose_uses_the_official_images_at_the_versions_of_the_bare_services():
    images = {name: SERVICES[name]["image"] for name in ("postgres", "redis", "elasticsearch")}
    version = re.search(r"^es_version=(.+)$", (INFRA / "services.d/elasticsearch.sh").read_text(), re.MULTILINE)[1]
    assert images == {
        "postgres": "postgres:15",
        "redis": "redis:7",
        "elasticsearch": f"docker.elastic.co/elasticsearch/elasticsearch:{version}",
    }


def test_only_nginx_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_two_web_containers_and_one_count_of_processes():
    """2 web containers of 2 workers, sockets and worker: without Redis that is refused (decision 4)."""
    assert SERVICES["web"]["deploy"] == {"replicas": 2}
    assert SERVICES["web"]["environment"]["ROSTRA_PROCESSES"] == str(2 * 2 + 1 + 1)
