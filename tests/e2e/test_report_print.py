"""Reports in a real Chromium: they print to A4, fetch nothing, and nothing runs over the edge of the sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.async_api import Browser, Page

from dispatch.core import events as ev
from dispatch.past.reports.month import Month
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.page import incident_page, month_page
from dispatch.past.why.story import names_of
from dispatch.wire.vocabulary import Language
from tests.unit.reports.stories import Told, fire, usual_fire

A4_POINTS = (595, 842)
SHEET_PX = 703
"""186 mm, an A4 sheet within its margins, at 96 dots an inch."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Report(NamedTuple):
    """A page to print, and on how many sheets it should fit."""

    html: str
    sheets: int


def incident(language: Language, *, exercise: bool) -> Report:
    told = fire(exercise=exercise)
    return Report(incident_page(told.report(), language, names=names_of(told.town.world)), 2)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_s28_a_usual_incident_fits_one_sheet_and_the_long_form_follows(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    told = usual_fire()
    report = told.report()
    assert len(report.orders) == 8
    html = incident_page(report, language, names=names_of(told.town.world))
    assert not re.search(r"[✓✗✔✘]", html), "no sign that only some fonts have"
    assert not re.search(r"\d\.\d{3} s", html), "people read seconds"
    page = await browser.new_page(viewport={"width": SHEET_PX, "height": 1000})
    try:
        await page.set_content(html)
        await page.emulate_media(media="print")
        assert await page.evaluate("document.documentElement.scrollWidth") <= SHEET_PX, "nothing runs over the edge"
        assert await page.evaluate(_MARKS_ON_NAMES) == []
        whole = _sheets(await page.pdf(prefer_css_page_size=True, path=tmp_path / "whole.pdf"))
        await page.add_style_tag(content=".appendix { display: none; }")
        assert _sheets(await page.pdf(prefer_css_page_size=True, path=tmp_path / "first.pdf")) == 1
    finally:
        await page.close()
    assert 2 <= whole <= 3


_MARKS_ON_NAMES = """() => {
    const marks = [...document.querySelectorAll("circle.actual, circle.planned")].map((each) => each.getBBox());
    return [...document.querySelectorAll("text.name")].filter((name) => {
        const box = name.getBBox();
        const beside = (mark) => mark.y < box.y + box.height && box.y < mark.y + mark.height;
        return marks.some((mark) => beside(mark) && mark.x < box.x + box.width);
    }).map((name) => name.textContent);
}"""
"""The names of the chart that lie under a mark."""


def _sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/MediaBox", pdf))


def month(language: Language) -> Report:
    told: Told = fire()
    book = MonthBook(Month.read("2026-11", "Asia/Shanghai"))
    stored: list[ev.AnyEvent] = [*told.town.record]  # type: ignore[list-item] # a town's record holds what can be stored
    for event in stored:
        book.enter(event)
    report = book.close(told.town.world, as_of=told.town.now, head="1:00")
    return Report(month_page(report, language, names=names_of(told.town.world)), 2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["incident", "exercise", "month"])
async def test_it_prints_to_a4(browser: Browser, tmp_path: Path, kind: str, language: Language) -> None:
    report = month(language) if kind == "month" else incident(language, exercise=kind == "exercise")
    page = await browser.new_page(viewport={"width": SHEET_PX, "height": 1000})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        await page.set_content(report.html)
        await page.emulate_media(media="print")
        assert await page.evaluate("document.documentElement.scrollWidth") <= SHEET_PX, "nothing runs over the edge"
        await _check_mark(page, exercise=kind == "exercise")
        pdf = await page.pdf(prefer_css_page_size=True, path=tmp_path / "report.pdf")
    finally:
        await page.close()
    assert asked == [], "a report fetches nothing"
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)\s*\]", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4_POINTS}
    assert len(boxes) <= report.sheets


async def _check_mark(page: Page, *, exercise: bool) -> None:
    mark = page.locator(".marked")
    assert await mark.count() == exercise
    if exercise:
        background = await mark.evaluate("element => getComputedStyle(element).backgroundImage")
        adjust = await mark.evaluate("element => getComputedStyle(element).printColorAdjust")
        assert background.startswith("repeating-linear-gradient"), "hatched"
        assert adjust == "exact", "also where a browser would leave backgrounds out"
