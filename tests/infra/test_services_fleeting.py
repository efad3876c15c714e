"""The engines of a test run forget quickly; those of everybody else, and of tests that cut the power, never do."""

import subprocess

import pytest

from .helpers import INFRA

ASK = """here=$PWD; instance=ci-7
. services.d/common.sh; . services.d/postgres.sh; . services.d/elasticsearch.sh
instance=ci-7; printf '%s|%s' "$(postgres_forgetting)" "$(es_java_options)"
"""


def options(**environment):
    """Give what PostgreSQL and Java get beyond the usual, for the instance ci-7."""
    answer = subprocess.run(
        ["sh", "-euc", ASK], cwd=INFRA, env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **environment},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return answer.stdout.split("|")


@pytest.mark.parametrize("named", [{}, {"ROSTRA_SERVICES_FLEETING": ""}, {"ROSTRA_SERVICES_FLEETING": "crash-9"}])
def test_an_instance_that_is_not_named_is_durable(named):
    assert options(**named) == ["", "-Xms512m -Xmx512m"]


def test_the_named_instance_waits_for_no_disk():
    postgres, java = options(ROSTRA_SERVICES_FLEETING="ci-7")
    assert "-c fsync=off" in postgres
    assert java == "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"


def test_only_the_services_of_a_run_are_named_so():
    run = (INFRA.parent / ".ci/run").read_text()
    assert run.count("ROSTRA_SERVICES_FLEETING=$ROSTRA_SERVICES_INSTANCE infra/services start") == 1
    assert run.count("ROSTRA_SERVICES_FLEETING") == 1
