"""`manage.py doctor` from outside, as an operator starts it: planted faults are named, and how to mend them."""

from datetime import timedelta

from tests.core.sink import Sink


def test_a_healthy_installation_says_so(installation):
    with Sink() as sink:
        code, said = installation.doctor(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
    assert (code, [line for line in said.splitlines() if "!" in line]) == (0, [])
    assert "This installation is healthy" in said
    assert "mail server: The mail server takes our mail." in said


def test_faults_of_the_surroundings_are_named(installation):
    installation.write("DELETE FROM django_migrations WHERE app = 'institution'")
    (installation.folder / "private").write_text("a file where a folder should be")
    dead = "127.0.0.1:9"  # the port of nobody (RFC 863)
    code, found = installation.findings(
        REDIS_URL=f"redis://ann:geheim@{dead}/0", ELASTICSEARCH_URL=f"http://ann:geheim@{dead}",
        EMAIL_URL=f"smtp://ann:geheim@{dead}", TRUSTED_PROXIES="0.0.0.0/0", ALLOWED_HOSTS="other.parliament",
    )  # fmt: skip
    assert code == 2
    broken = {name: row["mend"] for name, row in found.items() if row["severity"] == "error"}
    assert {name: mend.split(",")[0][:40] for name, mend in broken.items()} == {
        "migrations": "Run `manage.py migrate`.",
        "redis": "Start it",
        "elasticsearch": "Start it",
        "allowed hosts": "Add rostra.parliament to ALLOWED_HOSTS.",
        "proxies": "List your own proxies in TRUSTED_PROXIES",
        "mail server": "Check EMAIL_URL: host",
        "folders": f"Give {installation.folder}"[:40],
    }
    assert "institution.0001_initial" in found["migrations"]["sentence"]
    assert "0.0.0.0/0" in found["proxies"]["sentence"]
    assert "private" in found["folders"]["sentence"]
    assert found["keys fit"]["severity"] == "not_checked"
    assert "geheim" not in str(found)


def test_faults_of_the_inside_are_named(installation):
    installation.add_event(mark="i1:" + "0" * 64, ahead=timedelta(hours=2))
    installation.key_file.chmod(0o644)
    installation.write("UPDATE jobs_scheduledjob SET due_at = '2020-01-01 00:00:00'")
    code, found = installation.findings(
        ROSTRA_TIME_ZONE="Europe/Aldermark", BEHIND_PROXY="", ROSTRA_BACKUP_FOLDER="/nowhere"
    )
    assert code == 2
    assert {name: row["severity"] for name, row in found.items() if row["severity"] in {"error", "warning"}} == {
        "keys fit": "error", "key file": "error", "clock": "error", "time zones": "error", "worker": "error",
        "backups": "error", "proxies": "warning", "mail server": "warning",
    }  # fmt: skip
    assert "not marked with these keys" in found["keys fit"]["sentence"]
    assert "Put back the keys" in found["keys fit"]["mend"]
    assert "set back" in found["clock"]["sentence"]
    assert "mode 644" in found["key file"]["sentence"]
    assert "manage.py worker" in found["worker"]["mend"]


def test_a_setting_that_cannot_work_is_said_in_one_line(installation):
    code, said, words = installation.run("doctor", DATABASE_URL="mysql://house")
    assert (code, said, words) == (
        2, "", "Rostra cannot start: DATABASE_URL must begin with postgresql:// or sqlite://, not “mysql://”.\n"
    )  # fmt: skip
