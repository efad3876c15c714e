"""The count on an open petition's page is read again as often as the server says, under a clock that the test moves."""

import pytest

pytestmark = pytest.mark.browser


def test_the_page_asks_again_no_sooner_than_poll_after(open_page, open_petition):
    asked = []

    def answer(route):
        asked.append(route.request.headers.get("cookie"))
        told = {"data": {"attributes": {"signature_count": 1_234 + len(asked)}}}
        route.fulfill(json=told, headers={"Poll-After": "40"})

    path = open_petition.get_absolute_url()
    page = open_page(path)
    page.clock.install()
    page.route("**/count.json", answer)
    page.reload()
    figure = page.locator("#next .count b")
    for wait, count in ((9_000, 0), (1_500, 1), (38_000, 1), (2_500, 2), (38_000, 2)):
        page.clock.run_for(wait)
        if count:
            figure.filter(has_text=f"1,23{4 + count}").wait_for()
        assert len(asked) == count
    assert asked == [None, None]  # nobody is known by asking
