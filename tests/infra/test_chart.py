"""The Helm chart: its values are checked everywhere; where helm is found it is rendered, and read by a schema.

The schema (tests/vendor/kubernetes-kinds.json) is that of Kubernetes 1.34 for the kinds that the chart uses, as
kubernetes-validate 1.37.0 ships it (Apache-2.0), strict and without its descriptions.
"""

import copy
import json
import re
import shlex
import shutil
import subprocess

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from .helpers import INFRA, ROOT

CHART = INFRA / "helm/rostra"
SCHEMA = json.loads((CHART / "values.schema.json").read_text())
DEFAULTS = yaml.safe_load((CHART / "values.yaml").read_text())
EXAMPLE = yaml.safe_load((INFRA / "helm/example-values.yaml").read_text())
COMPOSE = yaml.safe_load((INFRA / "compose.yaml").read_text())["services"]
TEMPLATES = {path.name: path.read_text() for path in (CHART / "templates").iterdir()}


def merged(*layers):
    """Lay values over each other as helm does: maps by key, everything else whole."""
    found = {}
    for layer in copy.deepcopy(layers):
        for key, value in layer.items():
            both = isinstance(value, dict) and isinstance(found.get(key), dict)
            found[key] = merged(found[key], value) if both else value
    return found


def refused(values):
    """Give the places that the chart's own schema refuses."""
    return sorted("/".join(map(str, fault.absolute_path)) for fault in Draft7Validator(SCHEMA).iter_errors(values))


def test_the_chart_names_itself():
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    assert (chart["apiVersion"], chart["name"], chart["type"]) == ("v2", "rostra", "application")


def test_the_example_is_accepted_and_what_a_parliament_must_say_is_not_left_empty():
    assert refused(merged(DEFAULTS, EXAMPLE)) == []
    assert refused(DEFAULTS) == [
        "existingSecret", "image/repository", "image/tag", "site/hosts", "site/url", "trustedProxies",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("planted", "place"),
    [
        ({"web": {"replica": 3}}, "web"),
        ({"web": {"replicas": 0}}, "web/replicas"),
        ({"site": {"url": "http://participate.parliament.example"}}, "site/url"),
        ({"env": {"ROSTRA_FIELD_KEYS": "f1:x"}}, "env"),
        ({"trustedProxies": ["everybody"]}, "trustedProxies/0"),
    ],
)
def test_planted_values_are_refused(planted, place):
    assert refused(merged(DEFAULTS, EXAMPLE, planted)) == [place]


def test_every_value_that_a_template_reads_is_there():
    read = {word for text in TEMPLATES.values() for word in re.findall(r"\.Values\.([\w.]+)", text)}
    missing = []
    for word in read:
        place = merged(DEFAULTS, EXAMPLE)
        for key in word.split("."):
            place = place.get(key) if isinstance(place, dict) else None
        missing += [word] if place is None else []
    assert missing == []


def test_nginx_in_the_chart_is_the_shipped_file():
    assert (CHART / "files/rostra.conf").resolve() == (INFRA / "nginx/rostra.conf").resolve()
    conf = (CHART / "files/rostra.conf").read_text()
    assert [conf.count(word) for word in re.findall(r'replace "([^"]+)"', TEMPLATES["nginx.yaml"])] == [1, 1]


KINDS = json.loads((ROOT / "tests/vendor/kubernetes-kinds.json").read_text())
GROUPS = {
    "v1": "core.v1", "apps/v1": "apps.v1", "batch/v1": "batch.v1", "networking.k8s.io/v1": "networking.v1",
    "policy/v1": "policy.v1",
}  # fmt: skip


def misread(document):
    """Give what Kubernetes' schema refuses in one document, by place."""
    kind = f"io.k8s.api.{GROUPS[document['apiVersion']]}.{document['kind']}"
    faults = Draft202012Validator({**KINDS, "$ref": f"#/$defs/{kind}"}).iter_errors(document)
    return sorted("/".join(map(str, fault.absolute_path)) for fault in faults)


def rendered(values=()):
    """Render the chart with helm; gives the documents."""
    helm = shutil.which("helm")
    if helm is None:
        pytest.skip("needs helm: the chart is rendered where it is found")
    words = [
        helm,
        "template",
        "rostra",
        CHART,
        "--kube-version",
        "1.34",
        "--values",
        INFRA / "helm/example-values.yaml",
        *values,
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [document for document in yaml.safe_load_all(done.stdout) if document]


def pods(documents):
    """Give the pod of each workload by its component."""
    found = {}
    for document in documents:
        spec = document["spec"] if document["kind"] in {"Deployment", "Job", "CronJob"} else {}
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            found[document["metadata"]["labels"]["app.kubernetes.io/component"]] = spec["template"]["spec"]
    return found


def lax(found):
    """Give the pods that run as root, gain rights, or can change their own programs."""
    wrong = []
    for name, pod in found.items():
        held = [one.get("securityContext", {}) for one in pod["containers"]]
        is_locked = all(
            one.get("readOnlyRootFilesystem") and one.get("allowPrivilegeEscalation") is False
            and one.get("capabilities") == {"drop": ["ALL"]}
            for one in held
        )  # fmt: skip
        facts = pod.get("securityContext", {})
        is_nobody = (
            facts.get("runAsNonRoot") and facts.get("runAsUser", 0) > 0 and not pod["automountServiceAccountToken"]
        )
        if not is_locked or not is_nobody or facts.get("seccompProfile") != {"type": "RuntimeDefault"}:
            wrong.append(name)
    return wrong


def test_what_is_rendered_starts_the_processes_of_compose_and_locks_them():
    found = pods(rendered())
    assert sorted(found) == ["backup", "migrate", "nginx", "sockets", "web", "worker"]
    assert lax(found) == []
    own = {name: found[name]["containers"][0] for name in ("web", "sockets", "worker", "migrate")}
    commands = {name: one["command"] + one.get("args", []) for name, one in own.items()}
    assert commands == {name: shlex.split(COMPOSE[name]["command"]) for name in commands}
    environment = {one["name"]: one["value"] for one in found["web"]["containers"][0]["env"]}
    assert environment["ROSTRA_PROCESSES"] == str(2 * 2 + 2 + 2)
    probes = found["web"]["containers"][0]
    assert probes["livenessProbe"]["httpGet"]["path"] == "/health/live"
    assert probes["readinessProbe"]["httpGet"]["path"] == "/health/ready"


def test_what_is_rendered_is_valid_by_the_schema_of_kubernetes():
    documents = rendered()
    assert len(documents) == 24
    found = {f"{one['kind']} {one['metadata']['name']}": misread(one) for one in documents}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("planted", "place"),
    [({"spec": {"prots": []}}, "spec"), ({"spec": {"ports": [{"port": "eight"}]}}, "spec/ports/0/port")],
)
def test_a_planted_fault_is_seen_by_the_schema_of_kubernetes(planted, place):
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"ports": [{"port": 8000}]}}
    assert misread(service) == []
    assert misread(merged(service, planted)) == [place]


def test_a_planted_laxity_is_seen():
    locked = {
        "automountServiceAccountToken": False,
        "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [{
            "securityContext": {
                "readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
            },
        }],
    }  # fmt: skip
    assert lax({"web": locked}) == []
    assert lax({"web": merged(locked, {"securityContext": {"runAsUser": 0}})}) == ["web"]
    assert lax({"web": merged(locked, {"containers": [{"securityContext": {}}]})}) == ["web"]


def test_only_the_proxy_reaches_web_and_sockets():
    documents = {one["metadata"]["name"]: one for one in rendered() if one["kind"] == "NetworkPolicy"}
    for part in ("web", "sockets"):
        [rule] = documents[f"rostra-{part}"]["spec"]["ingress"]
        [who] = rule["from"]
        assert who["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "nginx"
    assert [documents[f"rostra-{part}"]["spec"].get("ingress") for part in ("worker", "migrate", "backup")] == [
        None
    ] * 3
