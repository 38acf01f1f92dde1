"""How the desk looks where somebody needs it otherwise: enlarged, in forced colours, without motion; fields and bands.

The numbers are those of the findings: s33 twice the size, s34 forced colours, s35 no motion, s38 fields. One hub and
one console.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from dispatch import app
from dispatch.writer.clock import Clock, wall_ms
from tests.e2e.operator import ROW, Operator, sign_in
from tests.e2e.visitor import DESK, PATIENCE_MS, assert_nothing_clipped, visiting
from tests.hub import House

TWICE = {"width": 683, "height": 384}
"""1366 × 768 enlarged to 200 %."""

ROWS = 4
READABLE = 4.5
"""WCAG 2.2, 1.4.3: contrast of words that are not large."""

WHOLE_ROWS = """() => {
    const top = document.querySelector("header.frame").getBoundingClientRect().bottom;
    const bottom = document.querySelector("section.acts").getBoundingClientRect().top;
    return [...document.querySelectorAll(".list [role=option]")].filter((row) => {
        const box = row.getBoundingClientRect();
        return box.top >= top && box.bottom <= bottom;
    }).length;
}"""
"""How many rows stand whole between the header and the bar of acts, without a scroll."""

PLACEHOLDER = """(field) => {
    const shown = (colour) => {
        const pen = new OffscreenCanvas(1, 1).getContext("2d");
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const { color, opacity } = getComputedStyle(field, "::placeholder");
    const ground = shown(getComputedStyle(field).backgroundColor);
    return [shown(color).map((each, at) => each * opacity + ground[at] * (1 - opacity)), ground];
}"""

RINGS = """() => [...document.querySelectorAll(".list .glyph.fresh .urgency")].map((glyph) => {
    const style = getComputedStyle(glyph), box = glyph.getBoundingClientRect();
    const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const row = glyph.closest("[role=option]").getBoundingClientRect();
    const words = glyph.closest("[role=option]").querySelector(".what").getBoundingClientRect();
    return {
        animation: style.animationName, line: style.outlineStyle, radius: style.borderTopLeftRadius,
        offset: parseFloat(style.outlineOffset), width: box.width, height: box.height,
        inside: box.left - reach >= row.left && box.right + reach <= words.left
            && box.top - reach >= row.top && box.bottom + reach <= row.bottom,
    };
})"""

HEADROOM = "() => 48 - document.querySelector('header.frame').getBoundingClientRect().height"
"""A header of one line is not higher than 48 px."""

APART = """() => {
    const field = document.querySelector("#place"), style = getComputedStyle(field);
    const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const box = field.getBoundingClientRect();
    const label = document.querySelector("label[for=place]").getBoundingClientRect();
    const hint = document.querySelector("#place-hint").getBoundingClientRect();
    if (style.outlineStyle !== "solid") return -1;
    const sides = [box.left - reach, innerWidth - box.right - reach];
    return Math.min(box.top - reach - label.bottom, hint.top - reach - box.bottom, ...sides);
}"""
"""How far the focus ring of the place's field is from what is nearest to it, in pixels; -1 without a ring."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(tmp_path_factory: pytest.TempPathFactory, district: Path, browser: Browser) -> AsyncIterator[Operator]:
    """A console with six incidents and a drill that nobody has taken; the hub's time stands still."""
    began_ms = wall_ms()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "Clock", partial(Clock, wall=lambda: began_ms, monotonic=lambda: 0.0))
        async with (
            House(district, tmp_path_factory.mktemp("look") / "data").open() as hub,
            visiting(browser, hub, viewport=DESK) as person,
        ):
            operator = await sign_in(hub, person, "王示例")
            for number in range(6):
                await hub.alarm(device=f"d-{number}", place={"building": f"B{number + 1:05d}", "floor": 3})
            drill = {"device": "d-drill", "place": {"building": "B00008"}, "exercise": True}
            await hub.alarm("dispatcher", **drill)
            await expect(operator.page.locator(ROW)).to_have_count(7)
            yield operator


async def test_the_header_is_one_line_and_one_band_says_that_nothing_rings(desk: Operator) -> None:
    page = desk.page
    await expect(page.locator(".band.lost")).to_have_count(1)
    await expect(page.locator("[data-band]")).to_be_visible()
    await desk.begin_watch()
    await expect(page.locator(".band")).to_have_count(0)
    for _ in ("zh", "en"):
        await reaches(page, HEADROOM, 0)
        await assert_nothing_clipped(page)
        await desk.person.switch_language(page)


async def test_s33_enlarged_twice_four_rows_are_seen_and_a_call_is_sent_without_a_search(desk: Operator) -> None:
    page = desk.page
    if await page.locator("[data-armed=off]").count():
        await desk.begin_watch()
    await page.set_viewport_size(TWICE)  # type: ignore[arg-type]
    for _ in ("zh", "en"):
        await page.evaluate("scrollTo(0, 0)")
        await reaches(page, WHOLE_ROWS, ROWS)
        await assert_nothing_clipped(page)
        await desk.person.switch_language(page)
    await desk.press("F2")
    await page.keyboard.type("sll00009")
    await expect(page.locator("#places [role=option]").first).to_be_visible()
    await desk.press("Enter")
    await expect(page.locator(".recommended")).to_have_attribute("data-foreseen", "known")
    await expect(page.locator(".recommended h3")).to_be_in_viewport(ratio=1)
    await expect(page.locator(".recommended li[data-unit]").first).to_be_in_viewport(ratio=1)
    send = page.get_by_role("button", name="发出警情")
    await expect(send).to_be_in_viewport(ratio=1)
    await send.click(trial=True)  # nothing lies on it
    await assert_nothing_clipped(page)
    await page.get_by_role("button", name="不要了").click()
    await page.set_viewport_size(DESK)  # type: ignore[arg-type]


async def test_s34_in_forced_colours_bars_keep_a_frame_and_one_row_alone_is_pointed_at(desk: Operator) -> None:
    page = desk.page
    await page.emulate_media(forced_colors="active")
    await desk.press("Home")
    for look in ("light", "dark"):
        await page.emulate_media(forced_colors="active", color_scheme=look)
        await expect(page.locator(f"{ROW}[aria-selected=true] .pointer")).to_be_visible()
        await expect(page.locator(".list .pointer >> visible=true")).to_have_count(1)
        drawn = await page.locator(f"{ROW}[aria-selected=true]").evaluate(
            """(row) => {
                const style = (part) => getComputedStyle(row.querySelector(part));
                const ground = getComputedStyle(document.body).backgroundColor;
                return { pointer: style(".pointer").backgroundColor !== ground,
                    frame: [style(".bar").outlineStyle, style(".bar").outlineColor !== ground],
                    ring: getComputedStyle(row).outlineStyle, glyph: style(".urgency").backgroundColor };
            }"""
        )
        assert drawn["pointer"], drawn
        assert drawn["frame"] == ["solid", True], drawn
        assert drawn["ring"] == "solid", drawn
        assert drawn["glyph"] != "rgba(0, 0, 0, 0)", "a colour that means something stands on a ground of its own"
    await page.emulate_media(forced_colors="none")


async def test_s35_without_motion_a_steady_ring_is_round_and_cuts_nothing(desk: Operator) -> None:
    page = desk.page
    await page.emulate_media(reduced_motion="reduce")
    await expect(page.locator(".list .glyph.fresh .urgency").nth(5)).to_be_visible()
    rings = await page.evaluate(RINGS)
    assert len(rings) >= 6
    for ring in rings:
        assert (ring["animation"], ring["line"], ring["radius"]) == ("none", "solid", "50%"), ring
        assert ring["width"] == ring["height"], ring
        assert ring["offset"] >= 1, ring
        assert ring["inside"], ring
    await page.emulate_media(reduced_motion="no-preference")


async def test_s38_what_a_field_asks_is_readable_and_its_ring_touches_nothing(desk: Operator) -> None:
    page = desk.page
    for _ in ("dark", "light"):
        for field in await page.locator("input[placeholder]").element_handles():
            words, ground = await field.evaluate(PLACEHOLDER)
            found = contrast(words, ground)
            assert found >= READABLE, (await field.get_attribute("placeholder"), words, ground, found)
        await page.get_by_role("button", name=re.compile("^(深色|浅色)$")).click()
    await desk.press("F2")
    await expect(page.locator("#place")).to_be_focused()
    await reaches(page, APART, 1)
    await desk.press("Escape", "Escape")


async def reaches(page: Page, measure: str, least: float) -> None:
    """Wait until what is measured in the page is at least so much."""
    await page.evaluate(
        f"""async ([least, patience]) => {{
            for (const end = ownMs + patience; ; await new Promise((drawn) => requestAnimationFrame(drawn))) {{
                const found = ({measure})();
                if (found >= least) return;
                if (ownMs > end) throw new Error(`${{found}} is less than ${{least}}`);
            }}
        }}""",
        [least, PATIENCE_MS],
    )


def contrast(one: list[float], other: list[float]) -> float:
    """Return the contrast of two colours, each three parts of 0..255 (WCAG 2.2, "contrast ratio")."""
    lights = sorted((_light(one), _light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _light(colour: list[float]) -> float:
    parts = [each / 255 for each in colour]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_contrast_is_measured_as_the_guideline_says() -> None:
    assert contrast([0, 0, 0], [255, 255, 255]) == pytest.approx(21)
    assert contrast([117, 117, 117], [25, 33, 43]) == pytest.approx(3.5, abs=0.1)
