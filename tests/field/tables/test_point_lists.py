"""Point lists of any kind: whatever a file holds, reading it ends in rows and sentences, never in an exception."""

from __future__ import annotations

import random
from pathlib import Path

from dispatch.intake.fields.floors import read_floor
from stations.chinese import in_chinese
from stations.points.importing import Way, plan_points
from stations.points.reading import read_points
from stations.problems import Findings
from tests.unit.stations.folders import write_folder
from tests.unit.stations.registries import write_tables

SEED = 26875
HEADINGS = (
    "回路",
    "点号",
    "地址",
    "一次码",
    "二次码",
    "编码",
    "类型",
    "名称",
    "安装位置",
    "描述",
    "楼层",
    "楼栋",
    "主机",
    "备注",
    "序号",
    "",
)
CELLS = (
    *(
        "1",
        "23",
        "1-23",
        "1回路23号",
        "N1L2D3",
        "999999999999",
        "012034",
        "",
        "-",
        "／",
        "１－２",
        "x",
        "=A1",
        "#N/A",
        "'7",
    ),
    *(
        "感烟",
        "手报",
        "42",
        "255",
        "备用",
        "B1",
        "负一层",
        "3F走廊烟感",
        "12号楼3层",
        "３Ｆ",
        "2026-01-02 00:00:00",
        "1.0",
        "1E+05",
    ),
    *("\u200b感烟", "a,b", 'a"b', "很" * 300, "\x07", "🔥", "-1-2", "1--2", "65536-1", "0-0", "3层\n走廊烟感"),
)


def lists(count: int) -> list[bytes]:
    rng = random.Random(SEED)
    found = []
    for _ in range(count):
        columns = rng.sample(HEADINGS, rng.randint(1, 8))
        rows = [",".join(columns)]
        rows += [
            ",".join(f'"{rng.choice(CELLS)}"'.replace('a"b', 'a""b') for _ in range(rng.choice((len(columns), 3))))
            for _ in range(rng.randint(0, 12))
        ]
        text = rng.choice(("", "示例点表\n")) + rng.choice(("\n", "\r\n")).join(rows)
        content = bytearray(text.encode(rng.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), errors="replace"))
        for _ in range(rng.choice((0, 0, 0, 2))):
            content[rng.randrange(len(content))] = rng.randrange(256)
        found.append(bytes(content))
    return found


def test_any_list_is_read_into_rows_and_sentences_in_both_languages() -> None:
    addressed = 0
    for content in lists(150):
        findings = Findings("点表.csv")
        listed = read_points(content, findings)
        addressed += len(listed.points)
        assert listed.points or listed.spare or findings.problems, content
        for problem in findings.problems:
            assert in_chinese(problem)
            assert str(problem)
    assert addressed > 50, "the lists hold something"


def test_any_list_that_can_be_placed_makes_devices_that_the_table_takes(tmp_path: Path) -> None:
    folder = tmp_path / "district"
    folder.mkdir()
    write_folder(folder)
    write_tables(folder, gateways="id,protocol,building\ng1,gb26875,b1\n")
    file = tmp_path / "点表.csv"
    made = 0
    for content in lists(60):
        file.write_bytes(content)
        plan = plan_points(folder, file, "g1", lambda words: read_floor(words).value, Way(layout="LLLPPP"))
        if plan.table is not None:
            made += plan.read
            assert plan.table.is_possible, plan.table.problems
    assert made > 15
