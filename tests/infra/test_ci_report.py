"""The count of a CI run: what passed, and no skip outside the list."""

import pytest

from .helpers import INFRA, load_script

ci_report = load_script("ci_report")

JUNIT = """<testsuites><testsuite>
<testcase classname="tests.petitions.test_sign" name="test_signs"/>
<testcase classname="tests.petitions.test_sign" name="test_counts"/>
<testcase classname="tests.search.test_engine" name="test_stems">
  <skipped type="pytest.skip" message="needs Elasticsearch"/></testcase>
<testcase classname="tests.browser.test_sign" name="test_page">
  <skipped type="pytest.skip" message="no Chromium found"/></testcase>
<testcase classname="tests.bills.test_import" name="test_bill"><failure message="boom"/></testcase>
</testsuite></testsuites>"""


def run(tmp_path, junit, engines="memory"):
    """Report on a JUnit text; give the exit code and the counts line."""
    (tmp_path / "junit.xml").write_text(junit)
    code = ci_report.main(engines, str(tmp_path / "junit.xml"), str(tmp_path / "counts"))
    return code, (tmp_path / "counts").read_text()


def test_failures_and_unlisted_skips_fail_the_run(tmp_path, capsys):
    assert run(tmp_path, JUNIT) == (1, "2 2\n")
    assert capsys.readouterr().out.splitlines() == [
        "  failed: tests/bills/test_import::test_bill",
        "  skipped, and not listed: tests/browser/test_sign::test_page (no Chromium found)",
        "memory engines: 2 passed, 2 failed, 1 listed skips",
    ]


def test_a_skip_listed_for_one_set_of_engines_is_refused_on_the_other(tmp_path):
    assert run(tmp_path, JUNIT, engines="real") == (1, "2 3\n")


def test_a_clean_run_passes(tmp_path):
    assert run(tmp_path, '<testsuite><testcase classname="a" name="b"/></testsuite>') == (0, "1 0\n")


def test_what_no_other_set_repeats_is_counted(tmp_path, capsys):
    mark = '<properties><property name="once" value="yes"/></properties>'
    cases = f'<testcase classname="a" name="b">{mark}</testcase><testcase classname="a" name="c"/>'
    assert run(tmp_path, f"<testsuite>{cases}</testsuite>") == (0, "2 0\n")
    assert capsys.readouterr().out.splitlines() == [
        "memory engines: 2 passed, 0 failed, 0 listed skips",
        "  of them 1 on this set alone: they touch no engine (tests/fixtures/once.py)",
    ]


def test_a_run_in_which_nothing_ran_fails(tmp_path):
    assert run(tmp_path, "<testsuite/>") == (1, "0 0\n")


def test_a_suite_that_died_without_a_report_fails(tmp_path):
    assert ci_report.main("memory", str(tmp_path / "none.xml"), str(tmp_path / "counts")) == 1
    assert (tmp_path / "counts").read_text() == "0 1\n"


def test_rules_compare_node_ids_and_reasons():
    by_id, by_reason = ci_report.read_rules("# comment\n\nany id tests/browser/\nreal reason ^needs SQLite")
    assert by_id.allows("memory", "tests/browser/test_sign::test_page", "") is True
    assert by_id.allows("memory", "tests/search/test_engine::test_stems", "") is False
    assert by_reason.allows("real", "x", "needs SQLite") is True
    assert by_reason.allows("memory", "x", "needs SQLite") is False


@pytest.mark.parametrize("line", ["tests/browser/", "memory because x", "sometimes id x"])
def test_a_line_that_is_no_rule_is_refused(line):
    with pytest.raises(ValueError, match="not a rule"):
        ci_report.read_rules(line)


def test_the_list_of_the_project_is_readable():
    assert ci_report.read_rules((INFRA / "ci_allowed_skips.txt").read_text()) != []
