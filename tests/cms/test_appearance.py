"""Appearance: pairs of colours that do not stand apart are refused; the theme is one cached sheet."""

import gzip
import re
from itertools import islice
from random import Random

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from cms.appearance import contrast, palette
from cms.appearance.palette import SHIPPED, breaches
from cms.appearance.sheet import css
from cms.models import Appearance, CmsImage
from core.accounts.models import Role
from tests.cms.conftest import staff

EDIT = "/admin/settings/cms/appearance/"
SEED, PALETTES, FEW = 20261122, 1000, 120

# The test's own list and its own formula: nothing here reads the code that is tested.
TEXT_PAIRS = [("ink", "paper"), ("ink", "sheet"), ("link", "paper"), ("link", "sheet")]
OURS = {
    False: [*TEXT_PAIRS, ("brand_ink", "brand"), ("brand", "paper"), ("brand", "sheet")],
    True: TEXT_PAIRS,
}
NEVER_THEMED = {
    False: {"visited": "5a3a78", "error": "a8211b", "done": "1c6a45"},
    True: {"visited": "cdb6e6", "error": "ff9e92", "done": "84d3a6"},
}
NOW = {False: "fdf1d3", True: "382c0e"}


def brightness(colour):
    total = 0.0
    for weight, pair in zip((0.2126, 0.7152, 0.0722), re.findall("..", colour.lstrip("#")), strict=True):
        share = int(pair, 16) / 255
        total += weight * (share / 12.92 if share <= 0.04045 else pow((share + 0.055) / 1.055, 2.4))
    return total + 0.05


def apart(one, other):
    first, second = brightness(one), brightness(other)
    return first / second if first > second else second / first


def expected(colours):
    """Give (front, ground, dark) of every set pair under its bound."""
    wrong = set()
    for is_dark in (False, True):
        read = {
            name: colours[f"{name}_dark" if is_dark else name] for name in ("ink", "link", "focus", "paper", "sheet")
        }
        read |= {} if is_dark else {"brand": colours["brand"], "brand_ink": colours["brand_ink"]}
        read |= NEVER_THEMED[is_dark] | {"now_wash": NOW[is_dark]}
        pairs = [(one, other, 4.5) for one, other in [*OURS[is_dark], ("ink", "now_wash")]]
        pairs += [(name, ground, 4.5) for name in NEVER_THEMED[is_dark] for ground in ("paper", "sheet")]
        pairs += [("focus", "paper", 3.0), ("focus", "sheet", 3.0)]
        wrong |= {(one, other, is_dark) for one, other, bound in pairs if apart(read[one], read[other]) < bound}
    return wrong


def named(found):
    """Give the breaches of set pairs in the test's words; what follows from them (wash, greys) is left out."""
    words = {"mark": "brand", "action_ink": "brand_ink", "action": "brand"}
    rows = {(words.get(one.front, one.front), words.get(one.ground, one.ground), one.is_dark) for one in found}
    derived = {"wash", "soft", "edge"}
    return {
        row for row in rows if not derived & set(row[:2]) and not (row[2] and {"brand", "brand_ink"} & set(row[:2]))
    }


def random_palettes():
    rng = Random(SEED)
    for place in range(PALETTES):
        if place % 2:
            yield {name: f"#{rng.randrange(1 << 24):06x}" for name in SHIPPED}
            continue
        near = {}
        for name, colour in SHIPPED.items():
            reach = rng.choice((4, 12, 40))
            values = [int(pair, 16) + rng.randint(-reach, reach) for pair in re.findall("..", colour[1:])]
            near[name] = "#" + "".join(f"{min(255, max(0, value)):02x}" for value in values)
        yield near


def faults_over(palettes):
    """Compare what is refused with the test's own sums; gives (disagreements, accepted, refused)."""
    wrong, accepted, refused = [], 0, 0
    for colours in palettes:
        found = breaches(colours)
        accepted, refused = accepted + (not found), refused + bool(found)
        if named(found) != expected(colours) or (found and not expected(colours) and not _only_dark_papers(found)):
            wrong.append(colours)
        if not found:
            wrong += [colours for fault in unreadable(colours) if fault]
    return wrong, accepted, refused


def _only_dark_papers(found):
    return all(one.is_dark and {one.front, one.ground} & {"mark", "wash", "soft", "action_ink"} for one in found)


def unreadable(colours):
    """Read the served sheet of an accepted palette and give every pair in it that falls short."""
    text = css(colours, "3px", "house")
    brand, light, dark, _more = re.findall(r":root\{([^}]*)\}", text)
    for block, is_dark in ((light, False), (dark, True)):
        read = {one.split(":")[0][2:]: one.split(":")[1] for one in block.split(";")}
        read |= NEVER_THEMED[is_dark] | {"now-wash": NOW[is_dark]}
        fronts = [
            ("ink", 4.5),
            ("soft", 4.5),
            ("link", 4.5),
            ("mark", 4.5),
            ("visited", 4.5),
            ("focus", 3),
            ("edge", 3),
        ]
        for ground in ("paper", "sheet"):
            yield from [(name, ground) for name, bound in fronts if apart(read[name], read[ground]) < bound]
        yield from [(name, "wash") for name in ("ink", "soft", "mark") if apart(read[name], read["wash"]) < 4.5]
        yield from [("action", "")] * (apart(read["action-ink"], read["action"]) < 4.5)
    assert brand == f"--brand:{colours['brand']};--brand-ink:{colours['brand_ink']}"


def test_a_thousand_palettes_are_judged_as_wcag_says():
    wrong, accepted, refused = faults_over(random_palettes())
    assert wrong == []
    assert accepted + refused == PALETTES
    assert min(accepted, refused) >= 150  # both answers are asked for


@pytest.mark.parametrize(
    "plant",
    [
        lambda patch: patch.setattr(palette, "PAIRS", palette.PAIRS[1:]),
        lambda patch: patch.setattr(palette, "PAIRS", tuple((one, two, 4.4) for one, two, _n in palette.PAIRS)),
        lambda patch: patch.setattr(contrast, "KNEE", 0.4),
        lambda patch: patch.setattr(contrast, "WEIGHTS", (0.3, 0.59, 0.11)),
    ],
    ids=["a pair left out", "another bound", "another curve", "other weights"],
)
def test_a_planted_fault_in_the_check_is_seen(monkeypatch, plant):
    plant(monkeypatch)
    assert faults_over(islice(random_palettes(), FEW))[0] != []


def test_the_shipped_palette_stands_and_needs_no_sheet():
    assert breaches(SHIPPED) == []
    assert css(SHIPPED, "3px", "house") == ""


def test_a_page_with_a_theme_of_its_own_stays_within_ten_kilobytes_of_css():
    from frontend import styles

    def packed(text):
        return len(gzip.compress(text.encode(), 9))

    theme = css({name: f"#{place * 99991 % (1 << 24):06x}" for place, name in enumerate(SHIPPED, 1)}, "8px", "clear")
    domain = max(packed(styles.joined(name)) for name in styles.SHEETS if name not in {"site", "library"})
    assert packed(styles.joined("site")) + domain + packed(theme) <= 10_240


@pytest.fixture
def comms_at_work(client, db):
    cache.clear()
    from cms.ground import lay_ground

    lay_ground()
    client.force_login(staff("comms@parliament.example", Role.COMMS))
    yield client
    cache.clear()


def form(**changed):
    return {**SHIPPED, "radius": "3px", "faces": "house", "logo": "", "header_image": "", **changed}


def edit_address(client):
    return client.get(EDIT, follow=True).redirect_chain[-1][0]


def test_comms_sets_the_accent_and_readers_get_a_sheet_of_its_own(comms_at_work, client):
    before = client.get("/en/search/").content.decode()
    assert "/theme-" not in before
    answer = client.post(edit_address(client), form(brand="#5b1a6e", link="#5b1a6e", radius="8px"))
    assert answer.status_code == 302
    address = re.search(r'<link rel="stylesheet" href="(/theme-[0-9a-f]{16}\.css)">', _page(client))[1]
    sheet = client.get(address)
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--brand:#5b1a6e" in sheet.content.decode()
    assert "--radius:8px" in sheet.content.decode()
    assert len(gzip.compress(sheet.content, 9)) <= 600
    cache.clear()  # another process, another day: the address still answers
    assert client.get(address).content == sheet.content
    client.post(edit_address(client), form(brand="#1a3f6e"))
    assert address not in _page(client)
    assert client.get("/theme-0000000000000000.css").status_code == 404


def _page(client):
    from django.db import transaction

    from cms.appearance.now import forget

    assert transaction.get_connection().in_atomic_block  # the commit that would forget never comes in this test
    forget()
    return client.get("/en/search/").content.decode()


def test_a_poor_pair_is_refused_at_its_field_with_its_ratio(comms_at_work, client):
    answer = client.post(edit_address(client), form(link="#9a9a9a", ink_dark="#444444"))
    errors = answer.context["form"].errors
    has = {name: int(apart("#9a9a9a", SHIPPED[name]) * 100) / 100 for name in ("paper", "sheet")}
    assert errors["link"] == [
        f"links on page has {has['paper']:.2f}:1; it needs 4.5:1.",
        f"links on tinted surface has {has['sheet']:.2f}:1; it needs 4.5:1.",
    ]
    dark = int(apart("#444444", SHIPPED["paper_dark"]) * 100) / 100
    assert errors["ink_dark"][0] == f"In the dark, text on page has {dark:.2f}:1; it needs 4.5:1."
    assert not Appearance.objects.exclude(link=SHIPPED["link"]).exists()


def test_what_is_no_colour_is_refused(db):
    with pytest.raises(ValidationError) as refused:
        Appearance(brand="red;}").full_clean()
    assert refused.value.message_dict == {"brand": ["Write the colour as # and six figures, for instance #10392f."]}


def test_a_logo_takes_the_place_of_the_emblem(comms_at_work, client):
    from wagtail.images.tests.utils import get_test_image_file

    image = CmsImage.objects.create(title="Arms", description="The arms of the House", file=get_test_image_file())
    assert client.post(edit_address(client), form(logo=image.pk, header_image=image.pk)).status_code == 302
    page = _page(client)
    brand = re.search(r'<a class="brand".*?</a>', page, re.S)[0]
    assert re.search(r'<img src="/media/images/[^"]+" width="\d+" height="\d+" alt="">', brand)
    assert "<svg" not in brand
    assert 'alt="The arms of the House"' in client.get("/en/").content.decode()


def test_the_preview_shows_what_is_not_saved(comms_at_work, client):
    address = edit_address(client) + "preview/"
    assert client.post(address, form(brand="#5b1a6e")).json()["is_valid"]
    shown = client.get(address)
    theme = re.findall(r'href="(/theme-[0-9a-f]{16}\.css)"', shown.content.decode())
    assert "--brand:#5b1a6e" in client.get(theme[0]).content.decode()
    assert (len(theme), "/theme-" in _page(client)) == (1, False)


def test_no_other_office_sets_the_appearance(client, db):
    for place, role in enumerate((Role.CLERK, Role.MODERATOR, Role.APPROVER)):
        client.force_login(staff(f"other{place}@parliament.example", role))
        assert client.get(EDIT, follow=True).redirect_chain[-1][0] == "/admin/"
