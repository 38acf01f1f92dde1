"""The station keeper's tables and forms with a real hub: what findings 24, 29, 30, 32 and 42 asked for."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.district import enter, furnish, open_section
from tests.e2e.operator import sign_in
from tests.e2e.visitor import Visitor
from tests.hub import STATION, House, OpenHub


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


async def test_s29_s32_a_drill_is_planned_by_names_and_broken_off_it_was_not_held(hub: OpenHub, visit: Visit) -> None:
    person = await visit()
    person.forgiven.append("422")
    page = await enter(person, "commander", "#drills")
    form = page.get_by_role("form", name="计划演练")
    await form.get_by_label("名称").fill("示例夜训")
    # By pinyin with the floor behind it, and picked from the list: nobody types a raw number.
    place = form.get_by_role("combobox", name="地点（楼栋）")
    await place.press_sequentially("sll00001 6")
    await page.get_by_role("listbox", name="找到的").get_by_role("option").first.wait_for()
    await place.press("Enter")
    await expect(place).to_have_value(re.compile(r"^B\d+ "))
    await expect(form.get_by_label("楼层")).to_have_value("6")
    await form.get_by_role("combobox", name="消防站").fill(STATION)
    await form.get_by_role("button", name="加入", exact=True).click()
    await form.get_by_label("所列各站全部出动").check()

    await _write_script(form.get_by_role("group", name="情况设置"))
    await form.get_by_role("button", name="列入计划").click()

    await page.get_by_role("link", name="示例夜训", exact=True).click()
    facts = page.locator("dl.facts")
    for told in ("6 层", STATION, "所列各站全部出动", "第 5 分钟 电梯停运", "东侧楼梯有烟"):
        await expect(facts).to_contain_text(told)
    await page.get_by_role("button", name="开始演练").click()
    await expect(page.get_by_role("row", name=f"{STATION}-1")).to_be_visible()

    await _note_attendance(visit, person, page)
    await _break_off(hub, page)


async def _write_script(script: Locator) -> None:
    """Put one inject of every kind into the script, each with what it asks for."""
    kinds = script.get_by_role("combobox", name="情况", exact=True)
    await expect(kinds.get_by_role("option")).to_have_count(6)
    add = script.get_by_role("button", name="加入情况")
    for effect, label, value in (
        ("lift_lost", None, None),
        ("trapped_more", "又有几人被困", "2"),
        ("leader_out", "哪个站", STATION),
        ("second_fire", "在哪里（楼栋）", "B00002"),
        ("lane_blocked", "在哪里（楼栋）", "B00001"),
        ("told", "告知参演人员", "东侧楼梯有烟"),
    ):
        await kinds.select_option(effect)
        await script.get_by_label("开始后几分钟").fill("5")
        if label is not None and value is not None:
            await expect(add).to_be_disabled()
            await script.get_by_label(label).fill(value)
        await add.click()
    await expect(script.get_by_role("listitem")).to_have_count(6)


async def _note_attendance(visit: Visit, person: Visitor, page: Page) -> None:
    """Tick who was there; a number that nobody has is refused, with the one that was meant."""
    people = page.get_by_role("form", name=f"{STATION} 参演人员")
    station = await enter(await visit(), "station", "#drills")
    await station.get_by_role("link", name="示例夜训", exact=True).click()
    await station.get_by_label(f"{STATION}-M01", exact=True).check()
    await station.get_by_role("button", name="记下人员").click()
    await expect(station.get_by_text("已记 1 人")).to_be_visible()
    await people.get_by_label("其他编号").fill(f"{STATION}-M99")
    await people.get_by_role("button", name="记下人员").click()
    alert = page.get_by_role("alert").filter(has_text="没有办成")
    await expect(alert).to_contain_text(f"没有人员 {STATION}-M99，是不是 {STATION}-M")
    await people.get_by_label("其他编号").fill("张三")
    await people.get_by_role("button", name="记下人员").click()
    await expect(alert).to_contain_text("人员编号：要填编号，只用字母、数字")
    await person.switch_language(page)
    english = page.get_by_role("alert").filter(has_text="Not done")
    await expect(english).to_contain_text("Member ids: wants an id of letters, digits")
    await expect(page.get_by_text(re.compile(r"regex|\$\.|Expected `"))).to_have_count(0)
    await person.switch_language(page)


async def _break_off(hub: OpenHub, page: Page) -> None:
    """Break it off after a moment: that is no drill that was held, and no hundred percent."""
    await page.get_by_role("button", name="中止演练").click()
    await page.get_by_role("button", name="执行", exact=True).click()
    await expect(page.get_by_text("这次演练被中止，不算举行")).to_be_visible()
    await expect(page.locator(".tiles").first).to_contain_text("已中止")
    await expect(page.locator(".tiles").first).not_to_contain_text("%")
    ledger = (await hub.call("GET", "/api/v1/ledger")).body
    assert [(each["broken_off"], each["score"]) for each in ledger["drills"]] == [(True, None)]
    assert ledger["stations"] == []
    await open_section(page, "联勤台账")
    await expect(page.get_by_role("table", name="联勤台账").locator("tbody tr")).to_contain_text("已中止")
    await open_section(page, "演练")
    await expect(page.get_by_role("table", name="演练日历")).to_contain_text("示例夜训")


async def test_s30_own_errors_come_first_and_what_follows_from_them_is_folded(visit: Visit, tmp_path: Path) -> None:
    person = await visit()
    page = await enter(person, "admin", "#imports")
    rows = ["id,station,role", "X-1,S9999,leader", "X-2,S0001,boss"]
    given = tmp_path / "members.csv"
    given.write_text("\n".join(rows) + "\n", encoding="utf-8")
    await page.get_by_label("表格文件（.csv、.xlsx）").set_input_files(given)
    await page.get_by_role("button", name="预览导入").click()
    problems = page.get_by_role("table", name="问题", exact=True)
    await expect(problems.locator("tbody tr")).to_have_count(2)

    await page.get_by_label("文件就是整张表").check()
    await page.get_by_role("button", name="预览导入").click()
    folded = page.locator("details").filter(has_text="由此引起的问题")
    await expect(folded).to_be_visible()
    await expect(problems.locator("tbody tr")).to_have_count(2)
    await expect(problems).to_contain_text("members.csv")
    await expect(page.get_by_role("table", name="由此引起的问题")).to_be_hidden()
    await expect(page.get_by_role("region", name=re.compile("members.csv：将删除"))).to_be_visible()
    await person.switch_language(page)
    await page.locator("details summary").click()
    await expect(page.get_by_role("table", name="Problems that follow")).to_contain_text("roster.csv")


async def test_s42_what_was_done_goes_away_and_nobody_on_post_is_loud(visit: Visit) -> None:
    person = await visit()
    page = await enter(person, "dispatcher", "#duty")
    row = page.get_by_role("row", name=STATION)
    await expect(row.locator(".late")).to_contain_text("没有人接班")
    await row.get_by_role("button", name="办理值守").click()
    await page.get_by_label("实到人数").fill("4")
    await page.get_by_role("button", name="接班", exact=True).click()
    told = page.get_by_role("status").filter(has_text="已办")
    await expect(told).to_be_visible()
    await expect(told).to_have_count(0)
    await expect(row.locator(".late")).to_have_count(0)
    await open_section(page, "演练")
    await expect(page.get_by_text("演练由指挥员或管理员计划")).to_be_visible()
    await open_section(page, "训练日历")
    await expect(page.get_by_role("table", name="当月日历")).to_be_visible()
    await expect(page.get_by_text(re.compile("placeholder|占位"))).to_have_count(0)


async def test_s24_a_false_alarm_has_seven_reasons(hub: OpenHub, visit: Visit) -> None:
    desk = await sign_in(hub, await visit(), "王示例")
    raised = await hub.alarm()
    await desk.select(raised["number"])
    await desk.press("KeyF")
    for reason in ("设备故障", "油烟", "误触", "恶意", "测试", "原因不明", "施工、动火"):
        await expect(desk.acts).to_contain_text(reason)
    await desk.press("Digit7")
    assert (await desk.done("incident.closed"))[-1]["reason"] == "false_works"
