"""``onethree stations`` as a clerk types it, and a registry too large to look through by eye."""

from datetime import date
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from dispatch.cli.demo_district import build_demo
from dispatch.cli.main import build
from loadtest import bench_registry
from stations.district import read_district


def _onethree(*arguments: object) -> Result:
    words = [str(each) for each in arguments]
    return CliRunner().invoke(build(words), words)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return build_demo(tmp_path / "demo")


def test_the_demo_goes_out_and_comes_in_again_unchanged(demo: Path, tmp_path: Path) -> None:
    before = read_district(demo)
    assert _onethree("stations", "export", demo, tmp_path / "out").exit_code == 0
    files = sorted((tmp_path / "out").iterdir())
    told = _onethree("stations", "import", demo, *files, "--lang", "zh")
    assert told.exit_code == 0, told.output
    assert "members.csv：新增 0，修改 0，删除 0" in told.output
    assert read_district(demo) == before


def test_a_panels_point_list_is_looked_at_first_and_written_when_that_is_asked(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "点表.csv"
    file.write_bytes("回路,点号,类型,安装位置\n9,1,感烟,1层走廊\n9,x,手报,1层\n".encode("gb18030"))
    before = (demo / "devices.csv").read_bytes()
    told = _onethree("stations", "import-points", demo, file, "--gateway", "G-C01", "--lang", "zh")
    assert told.exit_code == 0, told.output
    assert "点表.csv 第 3 行" in told.output
    assert "读取 1 个点位，备用点 0 个，没有读取 1 行" in told.output
    assert (demo / "devices.csv").read_bytes() == before
    told = _onethree("stations", "import-points", demo, file, "--gateway", "G-C01", "--write", "--lang", "en")
    assert "devices.csv is written" in told.output
    devices = {each.id: each for each in read_district(demo).registry.devices or ()}
    assert (devices["G-C01-1-9-1"].address, devices["G-C01-1-9-1"].floor) == ("1.1.9.1", 1)
    for options in (("--gateway", "G-X"), ("--gateway", "G-C01", "--digits", "XX")):
        assert _onethree("stations", "import-points", demo, file, *options).exit_code == 1
    assert _onethree("stations", "import-points", demo, file, "--gateway", "G-C01", "--profile", "x").exit_code == 2


def test_a_dry_run_shows_the_change_and_an_import_makes_it(demo: Path, tmp_path: Path) -> None:
    _onethree("stations", "export", demo, tmp_path)
    file = tmp_path / "members.csv"
    file.write_text(
        file.read_text(encoding="utf-8").replace("S01-M03,S01,leader", "S01-M03,S01,driver"), encoding="utf-8"
    )
    shown = _onethree("stations", "import", demo, file, "--dry-run", "--lang", "en")
    assert "~ S01-M03 role: “leader” → “driver”" in shown.output
    assert "nothing was written" in shown.output
    assert "S01-M03,S01,leader" in (demo / "members.csv").read_text(encoding="utf-8")
    assert _onethree("stations", "import", demo, file).exit_code == 0
    assert "S01-M03,S01,driver" in (demo / "members.csv").read_text(encoding="utf-8")


def test_a_spoiled_file_is_refused_row_by_row_in_both_languages(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("id,station,role\nm1,S01,站长\nm1,S02,队员\nm2,S99,队员\n", encoding="utf-8")
    before = (demo / "members.csv").read_bytes()
    chinese = _onethree("stations", "import", demo, file, "--partial", "--lang", "zh")
    english = _onethree("stations", "import", demo, file, "--partial", "--lang", "en")
    assert (chinese.exit_code, english.exit_code) == (1, 1)
    assert "错误: members.csv 第 3 行 “id”列：“m1”在第 2 行已属于“S01”站，不能同时在两处" in chinese.output
    assert "error: members.csv:4: station: “S99” is not in stations.csv" in english.output
    assert "2 errors: nothing was written" in english.output
    assert (demo / "members.csv").read_bytes() == before


def test_c7_rows_that_a_file_does_not_mention_stay_and_go_only_with_their_number(demo: Path, tmp_path: Path) -> None:
    file = tmp_path / "rooms.csv"
    file.write_text("编号,消防站,类型\nr1,S01,值班室\n", encoding="utf-8")
    before = len(read_district(demo).registry.rooms or ())
    kept = _onethree("stations", "import", demo, file, "--lang", "en")
    assert kept.exit_code == 0, kept.output
    assert "rooms.csv: 1 added, 0 changed, 0 removed" in kept.output
    asked = ("stations", "import", demo, file, "--replace", "--lang", "en")
    told = _onethree(*asked)
    assert told.exit_code == 1
    assert f"rooms.csv: {before} rows go" in told.output
    assert f"add --removing {before}" in told.output.replace("\n", " ")
    assert len(read_district(demo).registry.rooms or ()) == before + 1
    assert _onethree(*asked, "--removing", before - 1).exit_code == 1
    assert _onethree(*asked, "--removing", before).exit_code == 0
    assert [each.id for each in read_district(demo).registry.rooms or ()] == ["r1"]


def test_norms_are_told_as_table_json_and_page(demo: Path, tmp_path: Path) -> None:
    asked = ("stations", "norms", demo, "--on", "2026-11-22")
    told = orjson.loads(_onethree(*asked, "--json").output)
    figures = {figure["name"]: figure["value"] for figure in told["figures"]}
    assert figures["stations judged"] == 40
    assert sum(each["verdict"] == "gap" and not each["advised"] for each in told["gaps"]) == figures["gaps"] > 0
    assert all(each["source"] and each["confidence"] in "ABCD" for each in told["gaps"])
    page = tmp_path / "gaps.html"
    assert _onethree(*asked, "--html", page, "--lang", "zh").exit_code == 0
    assert page.read_text(encoding="utf-8").count("不达标") >= figures["gaps"]
    assert "43 个站：" in _onethree(*asked, "--lang", "zh").output
    assert "least" in _onethree(*asked, "--lang", "en", "--all").output


def test_what_is_due_is_told_for_a_day(demo: Path) -> None:
    told = orjson.loads(_onethree("stations", "due", demo, "--within", "30", "--on", "2026-11-22", "--json").output)
    days = [date.fromisoformat(each["by"]) for each in told["due"]]
    assert days == sorted(days)
    assert max(days) <= date(2026, 12, 22)
    figures = {figure["name"]: figure["value"] for figure in told["figures"]}
    assert figures["overdue"] + figures["due"] == len(days)


def test_equipment_that_nobody_listed_is_not_reported_as_in_order(demo: Path) -> None:
    (demo / "equipment.csv").unlink()
    told = _onethree("stations", "due", demo)
    assert told.exit_code == 1
    assert "nothing is known of the equipment" in str(told.exception)


def test_every_defect_of_a_large_registry_is_named_and_a_second_import_changes_nothing() -> None:
    figures = {figure.name: figure for figure in bench_registry.run(members=800, equipment=8_000)}
    assert figures["rows"].value > 10_000
    assert figures["defects of it that are named"].value >= 80
    assert figures["defects of it that are named"].ok, "as many as were made"
    assert figures["rows that a second import would change"].value == 0
