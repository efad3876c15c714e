"""Kinds of pages in a reader's own colours (forced-colors: active): focus, buttons, bars and drawings stay visible."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.fixtures.browsers import PATIENCE

pytestmark = pytest.mark.browser
KINDS = {
    "home": "/en/",
    "petitions": "/en/petitions/",
    "petition": "/en/petitions/{petition_open}/",
    "petition's form": "/en/petitions/{petition_open}/sign/",
    "clause": "/en/bills/{bill}/section-4/",
    "hearing": "/ar/hearings/{hearing_live}/",
    "call": "/ar/evidence/calls/{call}/",
    "a step of evidence": "/en/evidence/mine/{draft}/publication/",
    "search": "/en/search/?q=night",
    "sign-in": "/en/account/sign-in/",
}
IS_PART = "element => element.position === undefined || (element.position > .05 && element.position < .95)"
TABS = 12  # past the masthead, into the page
LINE = 3.0  # WCAG 2.2, 1.4.11: parts of the interface against what is beside them
TEXT = 4.5  # WCAG 2.2, 1.4.3
# What every check needs: a colour as it is painted, the contrast of two, and the ground of the page.
TOOLS = """() => {
  const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = (part) => (part /= 255) <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
  const parts = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const brightness = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const probe = document.body.appendChild(document.createElement('div'));
  probe.style.backgroundColor = 'Canvas';
  const ground = parts(getComputedStyle(probe).backgroundColor);
  probe.remove();
  const under = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return ground;
  };
  const contrast = (colour, other) => {
    const [low, high] = [brightness(parts(colour)), brightness(other)].sort((a, b) => a - b);
    return (high + .05) / (low + .05);
  };
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length
    && !element.closest('.sr');
  Object.assign(window, {forced: {contrast, under, seen}});
}"""
BUTTONS = """([line, text]) => [...document.querySelectorAll('.button, button')].filter(forced.seen).flatMap(button => {
  const style = getComputedStyle(button), around = forced.under(button.parentElement);
  const sides = ['Top', 'Right', 'Bottom', 'Left'];
  const framed = sides.every((side) => style[`border${side}Style`] !== 'none'
    && parseFloat(style[`border${side}Width`]) >= 1 && forced.contrast(style[`border${side}Color`], around) >= line);
  const name = button.textContent.trim().slice(0, 40);
  return [
    !framed && !style.textDecorationLine.includes('underline') && `no frame: ${name}`,
    forced.contrast(style.color, forced.under(button)) < text && `pale words: ${name}`,
  ].filter(Boolean);
})"""
FOCUS = """(line) => {
  const element = document.activeElement, style = getComputedStyle(element);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    && forced.contrast(style.outlineColor, forced.under(element.parentElement)) >= line;
  return ring || element === document.body ? '' : `no ring: ${element.outerHTML.slice(0, 80)}`;
}"""


@pytest.fixture(scope="module")
def chosen_colours(browser, demo_live):
    """Give a page of somebody who reads in colours of their own, light on dark."""
    context = browser.new_context(
        base_url=demo_live.url, viewport={"width": 1280, "height": 900}, forced_colors="active", color_scheme="dark",
        reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def visit(page, path):
    """Open a page; the reader's colours are on."""
    page.goto(path)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    page.evaluate(TOOLS)
    return page


def lost_focus(page):
    """Walk by Tab; give what has the focus and shows no ring."""
    found = []
    for _turn in range(TABS):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUS, LINE))
    return [fault for fault in found if fault]


def blank(page, selector):
    """Give how many drawings of a kind, in sight, are of one colour: nothing can be read from them.

    A bar that is empty or full has one colour by right.
    """
    return sum(is_blank(part.screenshot()) for part in parts_in_sight(page, selector))


def parts_in_sight(page, selector):
    """Give the drawings of a kind that are seen, and the bars that are neither empty nor full."""
    return [part for part in page.locator(selector).all() if part.is_visible() and part.evaluate(IS_PART)]


def is_blank(png):
    """Tell whether all but the frame of a picture has one colour; a bar that is a quarter full has two."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    width, height = picture.size
    inner = picture.crop((4, height // 3, width - 4, height - height // 3))
    return len(inner.getcolors(inner.width * inner.height)) < 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_its_shape_in_the_readers_own_colours(chosen_colours, demo_world, kind):
    page = visit(chosen_colours, KINDS[kind].format(**demo_world))
    faults = [*page.evaluate(BUTTONS, [LINE, TEXT]), *lost_focus(page)]
    assert faults == []
    assert (blank(page, "main progress"), blank(page, "main svg[role=img]")) == (0, 0)


def test_a_planted_fault_is_seen(chosen_colours):
    page = visit(chosen_colours, KINDS["petitions"])
    bars = len(parts_in_sight(page, "main progress"))
    assert bars > 0
    page.evaluate("for (const one of document.querySelectorAll('.button')) one.style.border = 'none'")
    page.evaluate("for (const one of document.querySelectorAll('a')) one.style.outline = 'none'")
    page.evaluate("for (const one of document.querySelectorAll('main progress')) one.style.opacity = 0")
    assert any(fault.startswith("no frame: ") for fault in page.evaluate(BUTTONS, [LINE, TEXT]))
    assert any(fault.startswith("no ring: <a") for fault in lost_focus(page))
    assert blank(page, "main progress") == bars
