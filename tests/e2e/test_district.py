"""The district's page with a real hub: every section in both languages, and acts whose outcome shows by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from openpyxl import Workbook
from playwright.async_api import Page, expect

from dispatch.intake.import_json import IMPORT_BYTES
from tests.e2e.conftest import Visit
from tests.e2e.district import do, enter, furnish, handle_a_fire, hold_a_drill, open_section
from tests.e2e.visitor import DESK, PHONE, assert_accessible, assert_nothing_clipped
from tests.hub import STATION, House, OpenHub

CENTRE = ("就绪与缺项", "值守与交接", "查岗", "器材到期", "演练", "设备欠修", "训练日历", "联勤台账", "指标", "报告")
ADMIN = (*CENTRE, "登录与令牌", "道路", "导入表格")
ENGLISH = (
    "Readiness and gaps",
    "Duty and hand-over",
    "Post checks",
    "Equipment due",
    "Drills",
    "Devices owed",
    "Training calendar",
    "Joint-duty ledger",
    "Figures",
    "Reports",
    "Access",
    "Roads",
    "Import tables",
)


@pytest.fixture
def sqlite_house(tmp_path: Path, district: Path) -> House:
    """A house whose stations have people and things."""
    return House(furnish(district, tmp_path / "district"), tmp_path / "data")


@pytest_asyncio.fixture(loop_scope="session")
async def past(hub: OpenHub) -> AsyncIterator[str]:
    """A fire and a drill that are over; the drill's id."""
    await handle_a_fire(hub)
    drill = await hold_a_drill(hub)
    await hold_a_drill(hub)
    yield drill


@pytest.mark.parametrize("audited", ["zh-desk", "en-phone"])
async def test_every_section_in_both_languages(past: str, visit: Visit, audited: str) -> None:
    """Nothing is cut off anywhere; axe, which is slow, looks at one language on each screen."""
    language, screen = audited.split("-")
    person = await visit(viewport=DESK if screen == "desk" else PHONE)
    page = await enter(person, "admin")
    for spoken, sections in (("zh", ADMIN), ("en", ENGLISH)):
        for name in sections:
            await open_section(page, name)
            await expect(page.get_by_role("heading", level=1)).to_have_text(name)
            await _look_at(page, accessible=spoken == language)
        await page.goto(f"{person.hub.url}/district#drills/{past}")
        await expect(page.get_by_role("heading", level=2).first).to_contain_text("示例联训")
        await _look_at(page, accessible=spoken == language)
        await person.switch_language(page)


@pytest.mark.usefixtures("past")
async def test_nothing_is_cut_off_at_widths_between(visit: Visit) -> None:
    """683 px are 1366 at twice the size; the others lie between a phone and a desk."""
    person = await visit()
    page = await enter(person, "admin")
    await person.switch_language(page)
    for name in ENGLISH:
        await open_section(page, name)
        for width in (683, 900, 1024):
            await page.set_viewport_size({"width": width, "height": 500})
            await assert_nothing_clipped(page)


async def _look_at(page: Page, *, accessible: bool) -> None:
    await assert_nothing_clipped(page)
    if accessible:
        await assert_accessible(page)


async def test_each_role_is_shown_its_sections(visit: Visit) -> None:
    shown = {
        "station": CENTRE[:5],
        "commander": (*CENTRE, "道路"),
        "dispatcher": ADMIN[:-1],
    }
    for role, sections in shown.items():
        page = await enter(await visit(), role, "#imports")
        links = page.get_by_role("navigation", name="栏目").get_by_role("link")
        assert tuple(await links.all_inner_texts()) == sections
        await expect(page.get_by_role("heading", level=1)).to_have_text(CENTRE[0])


async def test_a_number_is_explained_by_its_reasons(visit: Visit) -> None:
    page = await enter(await visit(), "dispatcher")
    await page.get_by_role("button", name=f"{STATION} ").click()
    reasons = page.get_by_role("table", name="就绪度的由来")
    await expect(reasons.get_by_role("row", name="在岗人数")).to_contain_text("/ 35")
    await expect(reasons.get_by_role("row", name="接警端")).to_contain_text("2015")


async def test_gaps_name_rule_and_source(visit: Visit) -> None:
    page = await enter(await visit(), "commander")
    gaps = page.get_by_role("region", name="对照标准的缺项")
    await expect(gaps.get_by_role("row").nth(1)).to_contain_text("公消")
    await gaps.get_by_role("button", name="达标", exact=False).last.click()
    await expect(gaps.get_by_role("table")).to_be_visible()


async def test_a_station_takes_over_and_the_centre_sees_it_by_itself(visit: Visit) -> None:
    centre = await enter(await visit(), "dispatcher", "#duty")
    row = centre.get_by_role("row", name=STATION)
    await expect(row).to_contain_text("没有人接班")
    own = await enter(await visit(viewport=PHONE), "station", "#duty")
    await own.get_by_label("实到人数").fill("4")
    await own.get_by_role("button", name="接班", exact=True).click()
    await expect(own.get_by_role("status").filter(has_text="已办")).to_be_visible()
    await expect(row).to_contain_text("全天班 4 人")


async def test_a_check_is_called_and_answered(visit: Visit) -> None:
    centre = await enter(await visit(), "dispatcher", "#checks")
    own = await enter(await visit(viewport=PHONE), "station", "#checks")
    await centre.get_by_label("消防站").fill(STATION)
    await centre.get_by_role("button", name="查岗", exact=True).click()
    await own.get_by_role("button", name="我们在岗").click()
    figures = centre.get_by_role("table", name="按站和班次").get_by_role("row", name=STATION)
    await expect(figures).to_contain_text("100%")
    await expect(centre.get_by_text("现在没有查岗。")).to_be_visible()


async def test_a_refusal_is_said_in_words(visit: Visit) -> None:
    person = await visit()
    person.forgiven.append("404")
    page = await enter(person, "dispatcher", "#checks")
    await page.get_by_label("消防站").fill("S9999")
    await page.get_by_role("button", name="查岗", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("没有办成：查岗 S9999。已经不在了")


async def test_a_drill_from_plan_to_signature(visit: Visit) -> None:
    commander = await enter(await visit(), "commander", "#drills")
    await commander.get_by_label("名称").fill("示例夜训")
    await commander.get_by_role("combobox", name="地点（楼栋）").fill("B00001")
    await commander.get_by_role("combobox", name="消防站").fill(STATION)
    await commander.get_by_role("button", name="加入", exact=True).click()
    await commander.get_by_label("所列各站全部出动").check()
    await commander.get_by_role("button", name="列入计划").click()
    await commander.get_by_role("link", name="示例夜训", exact=True).click()
    await commander.get_by_role("button", name="开始演练").click()
    await expect(commander.get_by_role("row", name=f"{STATION}-1")).to_be_visible()

    station = await enter(await visit(viewport=PHONE), "station", "#drills")
    await station.get_by_role("link", name="示例夜训", exact=True).click()
    people = station.get_by_role("form", name=f"{STATION} 参演人员")
    for number in (1, 2, 3):
        await people.get_by_label(f"{STATION}-M0{number}", exact=True).check()
    await people.get_by_role("button", name="记下人员").click()
    await expect(commander.get_by_text("已记 3 人")).to_be_visible()

    await commander.get_by_label("告知参演人员").fill("东侧楼梯有烟")
    await commander.get_by_role("button", name="设置情况").click()
    await commander.get_by_label("看到了什么").fill("着装整齐")
    await commander.get_by_label("考核项").select_option("gear")
    await commander.get_by_role("form", name="观察记录").get_by_role("button").click()
    story = commander.get_by_role("list", name="经过")
    await expect(story).to_contain_text("东侧楼梯有烟")
    await expect(story).to_contain_text("着装整齐")
    for act in ("结束演练", "签字确认"):
        await commander.get_by_role("button", name=act).click()
        await commander.get_by_role("button", name="执行", exact=True).click()
    await expect(commander.get_by_text("commander 于")).to_be_visible()
    await expect(commander.get_by_role("button", name="记下人员")).to_have_count(0)


async def test_the_ledger_follows_a_drill(hub: OpenHub, past: str, visit: Visit) -> None:
    page = await enter(await visit(), "dispatcher", "#ledger")
    await expect(page.get_by_role("img", name="历次演练得分")).to_be_visible()
    row = page.get_by_role("table", name="联勤台账").get_by_role("row").nth(2)
    await expect(row).to_contain_text("待签字")
    await do(hub, "drill.sign_off", role="commander", drill=past)
    await expect(row).to_contain_text("commander")
    await expect(page.get_by_role("table", name="谁和谁一起练")).to_contain_text("S0004")


@pytest.mark.usefixtures("past")
async def test_figures_are_the_hubs_own(hub: OpenHub, visit: Visit) -> None:
    page = await enter(await visit(), "commander", "#figures")
    month = await page.get_by_label("月份").input_value()
    report = (await hub.call("GET", f"/api/v1/reports/months/{month}?format=json")).body
    found = report["operations"]["spreads"]
    table = page.get_by_role("table", name="各段用时")
    await expect(table.get_by_role("row")).to_have_count(len(found) + 1)
    for number, spread in enumerate(found, start=1):
        cells = await table.get_by_role("row").nth(number).get_by_role("cell").all_inner_texts()
        wanted = [f"{spread[key] / 1000:.2f} 秒" for key in ("p50_ms", "p90_ms", "p99_ms")]
        assert cells == [str(spread["n"]), *wanted]
    await page.get_by_role("button", name="演练", exact=True).click()
    await expect(page.locator(".drill")).to_be_visible()
    await page.get_by_role("button", name="比较 6 个月").click()
    await expect(page.get_by_role("table", name="下达到到场，逐月").get_by_role("row")).to_have_count(7)


@pytest.mark.usefixtures("past")
async def test_reports_open_and_tables_are_saved(hub: OpenHub, visit: Visit, tmp_path: Path) -> None:
    number = next(
        each["number"] for each in await hub.events() if each["type"] == "incident.opened" and not each["exercise"]
    )
    person = await visit()
    page = await enter(person, "commander", "#reports")
    async with person.context.expect_page() as opening:
        await page.get_by_role("button", name=f"打开报告 {number}").click()
    report = await opening.value
    await report.wait_for_load_state()
    assert "token" not in report.url
    await expect(report.locator("body")).to_contain_text(number)
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="全部样本 CSV").click()
    saved = tmp_path / "samples.csv"
    await (await saving.value).save_as(saved)
    assert saved.read_text(encoding="utf-8-sig").startswith("exercise,incident,")


async def test_a_token_is_withdrawn_and_its_page_ends(hub: OpenHub, visit: Visit) -> None:
    crew = await (await visit(viewport=PHONE)).sign_in(hub.house.token("station"))
    page = await enter(await visit(), "dispatcher", "#access")
    await expect(page.get_by_role("row", name="dispatcher")).to_have_count(0)
    await page.get_by_role("button", name=f"收回 {STATION}").click()
    await page.get_by_role("button", name=f"收回 {STATION}，立即断开").click()
    await crew.wait_for_url(f"{hub.url}/sign-in")
    await expect(page.get_by_role("row", name=STATION)).to_have_count(0)


async def test_an_import_is_looked_at_before_it_is_written(hub: OpenHub, visit: Visit, tmp_path: Path) -> None:
    person = await visit()
    page = await enter(person, "admin", "#imports")
    table = hub.house.district / "rooms.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    given = tmp_path / "rooms.csv"
    given.write_text("\n".join(lines[:-1]) + "\n", encoding="gb18030")
    await page.get_by_label("表格文件（.csv、.xlsx）").set_input_files(given)
    await page.get_by_role("button", name="预览导入").click()
    await expect(page.get_by_role("region", name="rooms.csv", exact=True)).to_contain_text("删除 0")
    await page.get_by_label("文件就是整张表").check()
    await page.get_by_role("button", name="预览导入").click()
    await expect(page.get_by_role("region", name="rooms.csv", exact=True)).to_contain_text("删除 1")
    gone = page.get_by_role("region", name="rooms.csv：将删除 1 行")
    await expect(gone).to_contain_text(lines[-1].split(",")[0])
    await expect(page.get_by_role("button", name="写入 1 张表")).to_be_disabled()
    await page.get_by_label("将删除 1 行，确要删除请输入这个数字").fill("1")
    assert table.read_text(encoding="utf-8-sig").splitlines() == lines, "a look writes nothing"
    await page.get_by_role("button", name="写入 1 张表").click()
    await expect(page.get_by_text("已写入。")).to_be_visible()
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == len(lines) - 1


async def test_b9_the_page_shows_what_the_roads_lack_and_whom_nobody_reaches(visit: Visit) -> None:
    page = await enter(await visit(), "dispatcher", "#roads")
    await expect(page.get_by_role("heading", level=1)).to_have_text("道路")
    shares = page.get_by_role("table", name="无人能到达的街道地点")
    for mode in ("步行", "消防车"):
        await expect(shares.get_by_role("row", name=mode)).to_contain_text("%")
    await expect(page.get_by_text("未读取的内容").first).to_be_visible()


async def test_c4_c5_a_workbook_is_read_and_what_does_not_fit_is_told_before_it_is_sent(
    hub: OpenHub, visit: Visit, tmp_path: Path
) -> None:
    person = await visit()
    page = await enter(person, "admin", "#imports")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    files = page.get_by_label("表格文件（.csv、.xlsx）")
    await files.set_input_files({"name": "equipment.csv", "mimeType": "text/csv", "buffer": b"x" * IMPORT_BYTES})
    await page.get_by_role("button", name="预览导入").click()
    await expect(page.get_by_role("alert").first).to_contain_text("这些文件共 8 MiB，一次最多 6 MiB。请分几次导入")
    assert not any("imports" in url for url in sent)

    book = Workbook()
    for row in (["示例区站房"], ["编号", "消防站", "类型", "面积（平方米）"], ["R9001", STATION, "值班室", 20.5]):
        book.active.append(row)
    book.save(tmp_path / "站房.xlsx")
    await files.set_input_files(tmp_path / "站房.xlsx")
    await page.get_by_role("button", name="预览导入").click()
    await expect(page.get_by_role("region", name="rooms.csv", exact=True)).to_contain_text("R9001")
    await expect(page.get_by_role("table", name="问题")).to_contain_text("表头上方的 1 行不会被读取")
    await page.get_by_role("button", name="写入 1 张表").click()
    await expect(page.get_by_text("已写入。")).to_be_visible()
    assert "R9001" in (hub.house.district / "rooms.csv").read_text(encoding="utf-8-sig")


async def test_the_page_is_used_by_keyboard_alone(visit: Visit) -> None:
    page = await enter(await visit(), "dispatcher", "#equipment")
    await page.get_by_role("link", name="查岗").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.type(STATION)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="代为应答")).to_be_visible()
