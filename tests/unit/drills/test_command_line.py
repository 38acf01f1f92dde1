"""``onethree drill`` beside a record on disk: what is drawn, and how a record and the ledger are printed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from dispatch.cli.main import build
from dispatch.core import commands as cmd
from dispatch.core.events import encode
from dispatch.log.base import Batch
from dispatch.log.open import open_log
from dispatch.past.drills.score import score
from loadtest.districts import make_generated_district
from stations.drills.reading import read_drill
from tests.unit.drills.played import COMMANDER, KINDS, facts_of, play, town


def run(*arguments: str) -> tuple[int, str]:
    told = CliRunner().invoke(build(["drill"]), ["drill", *arguments])
    return told.exit_code, told.output


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A record on disk with one signed drill."""
    t = town()
    drill = play(t, {"near": 70.0, "far": 200.0, "fire": 290.0})
    t.do(cmd.DrillAttend(drill=drill, station="near", members=("m1", "m2")), by=COMMANDER)
    t.do(cmd.DrillRemark(drill=drill, text="示例：很快", objective="gear", verdict="met"), by=COMMANDER)
    t.do(cmd.DrillSignOff(drill=drill, score=score(facts_of(t, drill), KINDS).percent), by=COMMANDER)
    folder = tmp_path_factory.mktemp("record")

    async def write() -> None:
        async with open_log(folder, None) as log:
            await log.lead()
            log.append(Batch(1, tuple(encode(event) for event in t.record), t.now, None))
            await log.wait_beyond(t.world.seq - 1)

    asyncio.run(write())
    return folder, drill


@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("演练", "得分", "讲评", "签字")), ("en", ("EXERCISE", "score"))]
)
def test_a_record_is_told_in_both_languages(recorded: tuple[Path, str], language: str, words: tuple[str, ...]) -> None:
    folder, drill = recorded
    status, told = run("record", str(folder), drill, "--lang", language)
    assert status == 0
    for word in (*words, drill, "示例near-1", "示例：很快"):
        assert word in told


def test_the_same_as_json_with_the_head(recorded: tuple[Path, str]) -> None:
    folder, drill = recorded
    found: dict[str, Any] = orjson.loads(run("record", str(folder), drill, "--json")[1])
    assert found["exercise"] is True
    assert found["signed"]["differs"] is False
    ledger: dict[str, Any] = orjson.loads(run("ledger", str(folder), "--json")[1])
    assert ledger["drills"][0]["head"] == found["head"]


def test_the_ledger_as_a_table_for_a_spreadsheet(recorded: tuple[Path, str]) -> None:
    _, told = run("ledger", str(recorded[0]), "--csv")
    assert told.startswith("\ufeffdrill,")
    assert len(told.splitlines()) == 2


def test_a_drawn_plan_can_be_read_again_and_is_the_same_for_its_seed(tmp_path: Path) -> None:
    district = make_generated_district(tmp_path / "district", stations=12, seed=1)
    paths = tmp_path / "one.json", tmp_path / "two.json"
    for path in paths:
        status, told = run("plan", str(district), "--no-notice", "--seed", "7", "--stations", "4", "--out", str(path))
        assert (status, told) == (0, "")
    plan = read_drill(paths[0])
    assert plan == read_drill(paths[1])
    assert len(plan.stations) == 4
    drawn: dict[str, Any] = orjson.loads(
        run("plan", str(district), str(paths[0]), "--day", "2026-12-03", "--seed", "7")[1]
    )
    assert drawn["starts_at"].startswith("2026-12-03T")
    assert "09" <= drawn["starts_at"][11:13] < "21"


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "district"),
        ("plan", "district", "plan.toml", "--url", "http://127.0.0.1:9"),
        ("plan", "district", "plan.toml", "--at", "2026-12-03T09:00:00+08:00", "--day", "2026-12-03"),
        ("ledger", "data", "--json", "--csv"),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2
