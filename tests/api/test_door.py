"""What holds for every address of the API: problem documents, the cross-site rule, its own description."""

import pytest
from django.core.management import call_command
from django.urls import get_resolver
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from api.words import WORDS
from core.parliament.models import Member

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"


def check_problem(answer, status, code):
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    body = answer.json()
    assert (body["type"], body["status"], body["code"]) == (f"urn:rostra:problem:{code}", status, code)
    assert body["detail"]


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing/", "/api/v1/petitions/99999/", "/api/v1/members/nobody/", "/api/v1/bills/no-bill/"]
)
def test_what_is_not_there_is_a_problem_document(api, parliament, path):
    check_problem(api.get(path), 404, "not_found")


def test_a_method_nobody_takes(api, open_petition):
    check_problem(api.delete(f"/api/v1/petitions/{open_petition.number}/"), 405, "method_not_allowed")


def test_a_body_nobody_can_read(api, open_petition):
    path = f"/api/v1/petitions/{open_petition.number}/signatures/"
    check_problem(api.post(path, "{", content_type="application/json"), 400, "parse_error")
    check_problem(api.post(path, "x", content_type="text/csv"), 415, "unsupported_media_type")
    check_problem(api.post(path, "[1]", content_type="application/json"), 400, "invalid")


def test_a_type_nobody_speaks(api, open_petition):
    check_problem(api.get("/api/v1/petitions/", headers={"accept": "application/xml"}), 406, "not_acceptable")


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_a_planted_post_of_another_site_is_refused(api, open_petition, sign_facts, headers):
    path = f"/api/v1/petitions/{open_petition.number}/signatures/"
    check_problem(api.post(path, sign_facts(), headers=headers), 403, "cross_site")
    assert open_petition.signatures.count() == 0
    assert api.post(path, sign_facts(), headers={"Sec-Fetch-Site": "same-origin"}).status_code == 202


def test_a_signed_in_post_needs_the_token(open_petition, sign_facts, staff):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(staff["clerk"])
    path = f"/api/v1/petitions/{open_petition.number}/signatures/"
    check_problem(client.post(path, sign_facts()), 403, "permission_denied")


def test_anonymous_answers_set_no_cookie(api, open_petition, sign_facts):
    answer = api.post(f"/api/v1/petitions/{open_petition.number}/signatures/", sign_facts())
    assert answer.cookies == {}


def test_the_description_is_made_without_a_warning(capsys):
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_the_description_names_every_route(api):
    schema = api.get("/api/v1/schema/?format=json").json()
    described = {path.replace("/api/v1/", "") for path in schema["paths"]}
    assert described == routes() - {"", "schema/"}


def routes() -> set[str]:
    """Give the routes below /api/v1/ as the resolver knows them, in the description's way of writing."""
    found = set()

    def walk(patterns, prefix):
        for row in patterns:
            path = prefix + plain(str(row.pattern))
            if hasattr(row, "url_patterns"):
                walk(row.url_patterns, path)
            else:
                found.add(path)

    door = next(row for row in get_resolver().url_patterns if str(row.pattern) == "api/v1/")
    walk(door.url_patterns, "")
    return found


def plain(route: str) -> str:
    import re

    route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    route = re.sub(r"\(\?P\{(\w+)\}(?:\[[^\]]*\]|\(\?:[^)]*\)|\\w)[+*]?(?:\{\d+\})?\)", r"{\1}", route)
    return route.strip("^$").removesuffix("\\Z")


def test_every_operation_is_described_for_those_who_write_programs():
    with override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
    operations = [row for methods in schema["paths"].values() for row in methods.values()]
    assert {row["operationId"] for row in operations} == WORDS.keys()
    assert all(row["description"].startswith(row["summary"]) for row in operations)


def test_the_reference_is_one_english_block_whose_addresses_break_after_a_slash(client):
    page = client.get("/api/v1/").content.decode()
    block = page.split('<div lang="en" dir="ltr">')[1]
    assert '<th scope="col">Parameter</th>' in block
    assert "<code>/<wbr>api/<wbr>v1/<wbr>bills/<wbr>{slug}/<wbr>" in block
    assert 'send it in <code dir="ltr">X-Hearing-Pass</code>' in block
    assert "`" not in block.split("<footer")[0]


def test_people_read_the_description_without_a_script(client):
    answer = client.get("/api/v1/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "<script" not in page.split("<main")[1].split("</main>")[0]
    for path in ("/api/v1/petitions/{number}/signatures/", "/api/v1/search/", "/api/v1/bills/{slug}/provisions/"):
        assert f"<code>{path}</code>" in page.replace("<wbr>", "")


def test_members_and_committees(api, parliament):
    Member.objects.filter(slug="ida-north").update(names={"ar": "إيدا نورث"})
    members = api.get("/api/v1/members/").json()["results"]
    assert (members[0]["name"], members[0]["names"]) == ("Ida North", {"en": "Ida North", "ar": "إيدا نورث"})
    assert [row["slug"] for row in members] == ["ida-north", "sam-salt"]
    assert members[0]["seats"] == [{"committee": "transport", "is_chair": True}]
    assert api.get("/api/v1/members/sam-salt/").json()["constituency"] == "SLT"
    for words in ("north", "إيدا"):
        assert [row["slug"] for row in api.get("/api/v1/members/", {"q": words}).json()["results"]] == ["ida-north"]
    committees = api.get("/api/v1/committees/").json()["results"]
    assert [row["slug"] for row in committees] == ["environment", "health", "transport"]
    one = api.get("/api/v1/committees/transport/").json()
    assert one["seats"] == [
        {"member": "ida-north", "name": "Ida North", "names": members[0]["names"], "is_chair": True}
    ]
    assert one["name"]["ar"] == "لجنة النقل"


@pytest.mark.parametrize("path", ["/api/v1/petitions/?committee=%00", "/api/v1/evidence/submissions/?call=a%00"])
def test_an_address_with_nul_is_refused(api, path):
    check_problem(api.get(path), 400, "bad_request")


def test_a_page_with_nul_in_its_address_is_refused(client):
    for path in ("/en/petitions/?committee=%00", "/en/petitions/support/a%00b/"):
        assert client.get(path).status_code == 400
