"""The station keeper's tables and forms with a real hub: what findings 24, 29, 30, 32 and 42 asked for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.district import enter, furnish
from tests.hub import House


@pytest.fixture
def sqlite_house(tmp_path: Path, district: Path) -> House:
    """A house whose stations have people and things."""
    return House(furnish(district, tmp_path / "district"), tmp_path / "data")


async def test_s42_every_table_sorts_filters_searches_and_is_exported(visit: Visit, tmp_path: Path) -> None:
    person = await visit()
    page = await enter(person, "admin", "#equipment")
    await page.get_by_role("button", name="365 天内").click()
    table = page.get_by_role("table", name="器材到期")
    tools = page.get_by_role("search", name="器材到期")
    rows = table.locator("tbody tr")
    await expect(rows).to_have_count(50)
    pages = page.get_by_role("navigation", name="器材到期的各页")
    await expect(pages).to_contain_text("1–50 /")
    await pages.get_by_role("button", name="下一页").click()
    await expect(pages).to_contain_text("51–")

    # By keyboard alone: the heading is a button, and says to everybody how it sorts.
    heading = table.get_by_role("columnheader", name="消防站")
    await heading.get_by_role("button").focus()
    await page.keyboard.press("Enter")
    await expect(heading).to_have_attribute("aria-sort", "ascending")
    await expect(pages).to_contain_text("1–50 /")
    await expect(rows.first).to_contain_text("S0001")
    await page.keyboard.press("Enter")
    await expect(heading).to_have_attribute("aria-sort", "descending")
    await expect(rows.first).not_to_contain_text("S0001")
    await page.keyboard.press("Enter")
    await expect(heading).not_to_have_attribute("aria-sort", "descending")

    await tools.get_by_role("searchbox").fill("S0004")
    await expect(tools.get_by_role("status")).to_contain_text(" / ")
    await expect(rows.first).to_contain_text("S0004")
    await tools.get_by_role("searchbox").fill("mhq s0004")
    await expect(rows.first).to_contain_text("S0004")
    await tools.get_by_role("combobox", name="按事项筛选").select_option(index=1)
    await expect(rows.first).to_contain_text("S0004")
    count = int(str(await tools.get_by_role("status").text_content()).split("/")[0])

    async with page.expect_download() as saving:
        await tools.get_by_role("button", name="CSV").click()
    saved = tmp_path / "due.csv"
    await (await saving.value).save_as(saved)
    assert saved.read_bytes().startswith(b"\xef\xbb\xbf"), "a spreadsheet needs the mark to read Chinese"
    lines = list(csv.reader(saved.read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0][:2] == ["器材", "消防站"]
    assert len(lines) == count + 1
    assert all("S0004" in line[1] for line in lines[1:])
