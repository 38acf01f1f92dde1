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
from tests.unit.reports.stories import Told, fire

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
    return Report(incident_page(told.report(), language, names=names_of(told.town.world)), 1)


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
