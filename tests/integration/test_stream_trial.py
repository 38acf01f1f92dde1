"""San Francisco's fire calls on Yuzhong's roads and buildings: each gets an order or a named shortfall, none is lost.

By default the first day's calls are played in seconds; ``ONETHREE_FULL=1`` plays all five at a minute a day.
"""

import asyncio
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli.main import build
from loadtest.crews import Crews
from loadtest.districts import make_generated_district, make_yuzhong_district
from loadtest.errors import LoadError
from loadtest.streams import Call, read_stream
from loadtest.trial import play_stream
from tests.shared_data import shared_data

FULL = os.environ.get("ONETHREE_FULL") == "1"
DAY_S = 86_400.0


async def test_every_call_of_a_short_stream_is_served_and_recorded_once(tmp_path: Path) -> None:
    calls = [
        Call(at_s=60.0 * number, source="phone", kind="flame" if number % 3 else "smoke", origin=f"示例{number}")
        for number in range(24)
    ]
    district = make_generated_district(tmp_path / "district", stations=24, seed=1)
    report = await play_stream(calls, district, tmp_path / "data", compression=720.0, seed=1)
    assert report.sound, report
    assert report.load.audit is not None
    assert report.load.audit.answered == len(calls)
    checked = await asyncio.to_thread(CliRunner().invoke, build(["verify"]), ["verify", str(tmp_path / "data")])
    assert checked.exit_code == 0, "d6: the folder that was named is the record's own"


@pytest.mark.timeout(300)
async def test_d6_what_the_load_saw_is_kept_where_a_crew_is_turned_away_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def turned_away(_crews: Crews) -> None:
        raise LoadError("示例: a crew was turned away")

    monkeypatch.setattr(Crews, "finish", turned_away)
    district = make_generated_district(tmp_path / "district", stations=12, seed=1)
    calls = [Call(at_s=0.0, source="phone", kind="flame", origin="示例")]
    report = await play_stream(calls, district, tmp_path / "data", compression=720.0, seed=1)
    assert (report.load.sound, report.sound) == (True, False)
    assert report.trouble == "示例: a crew was turned away"


@pytest.mark.timeout(900)
async def test_every_fire_call_is_served_and_recorded_once(tmp_path: Path) -> None:
    calls = read_stream(shared_data("sf-fire", "unit_dispatches_20161231_20170104.csv.gz"))
    compression = 1440.0
    if not FULL:
        calls = [call for call in calls if call.at_s < DAY_S]
        compression *= 12
    data = shared_data("yuzhong-osm")
    district = make_yuzhong_district(tmp_path / "district", data, stations=60, seed=1)
    report = await play_stream(calls, district, tmp_path / "data", compression=compression, seed=1)
    assert report.sound, report
    assert report.load.audit is not None
    assert report.load.audit.answered == len(calls)
    assert report.crews.done["assignment.release"] > len(calls) / 2, report.crews
