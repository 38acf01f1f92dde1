"""D6: what a tool found out is told, whatever happens after, and its files are where every other command looks."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.cli import load as commands
from dispatch.cli.main import build
from dispatch.client.errors import HubUnreachableError
from dispatch.client.http import Answer, HubClient, Json
from dispatch.log.base import NoRecord
from dispatch.log.sqlite import SqliteLog
from loadtest import hub as processes
from loadtest.brigade import read_brigade
from loadtest.crews import CrewsReport
from loadtest.errors import LoadError
from loadtest.hub import HubProcess
from loadtest.ledger import audit_alarms
from loadtest.load import LoadReport, run_load
from loadtest.participant import Deeds
from loadtest.san_francisco import CityFiles
from loadtest.streams import TimedAlarm
from loadtest.trial import TrialReport

STUBBORN = """#!/usr/bin/env python3
import http.server, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)

class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

http.server.HTTPServer(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])), Ready).serve_forever()
"""


@pytest.fixture
def stubborn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HubProcess:
    """A hub that is ready and does not end when it is asked to."""
    program = tmp_path / "stubborn"
    program.write_text(STUBBORN, encoding="utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(processes, "_program", lambda: str(program))
    monkeypatch.setattr(processes, "_STOP_LIMIT_S", 0.2)
    return HubProcess(tmp_path, tmp_path / "data")


async def test_d6_a_hub_that_does_not_end_takes_no_figures_with_it(
    stubborn: HubProcess, caplog: pytest.LogCaptureFixture
) -> None:
    async def measure() -> str:
        async with stubborn:
            return "figures"

    assert await measure() == "figures"
    assert "did not end within 0.2 s of SIGTERM and was killed" in caplog.text
    assert await stubborn.wait() != 0


async def test_d6_asked_to_stop_a_hub_that_does_not_end_is_an_error(stubborn: HubProcess) -> None:
    await stubborn.start()
    with pytest.raises(LoadError, match="did not end"):
        await stubborn.stop()


def test_d6_loadtest_prints_its_report_where_something_went_wrong_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(*_: object, **__: object) -> TrialReport:
        load = LoadReport(
            sent=1,
            seconds=1.0,
            statuses={"201": 1},
            unanswered=0,
            answered=None,
            late_start=None,
            audit=audit_alarms([{"type": "alarm.raised", "alarm": "alm-1"}], ["alm-1"]),
        )
        assert load.sound
        return TrialReport(load=load, crews=CrewsReport(), centre=Deeds(), trouble="示例: a crew was turned away")

    monkeypatch.setattr(commands, "play_stream", play)
    monkeypatch.setattr(commands, "read_stream", lambda _path: [])
    arguments = ["loadtest", str(tmp_path), "--stream", "s.csv", "--data", str(tmp_path / "data"), "--json"]
    told = CliRunner().invoke(build(["loadtest"]), arguments)
    assert told.exit_code == 1
    assert '"alarms sent"' in told.stdout
    assert "示例: a crew was turned away" in told.stderr


async def test_d6_what_the_load_saw_is_kept_where_the_record_cannot_be_read_after_it() -> None:
    class DyingHub(HubClient):
        async def get(self, path: str, **query: object) -> Json:
            assert (path, query) == ("/state", {})
            return {"position": {"seq": 0}}

        async def raise_alarm(self, alarm: Mapping[str, object]) -> Answer:
            return Answer(201, {"alarm": f"alm-{alarm['key']}"})

        async def list_events(self, after: int = 0, view: str = "console") -> AsyncIterator[Json]:
            assert (after, view) == (0, "console")
            yield {"type": "示例"}
            raise HubUnreachableError("no answer")

    report = await run_load(DyingHub("http://示例", "t"), [TimedAlarm(0.0, {"key": "1"})])
    assert (report.statuses, report.audit, report.sound) == ({"201": 1}, None, False)
    assert "no answer" in report.trouble


async def test_d6_a_folder_above_the_records_own_is_told_where_the_record_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    async with SqliteLog(tmp_path / "data" / "record.db"):
        pass
    with pytest.raises(NoRecord, match=f"name the folder that holds one: {tmp_path / 'data'} does"):
        await SqliteLog(tmp_path / "record.db", create=False).__aenter__()


class TestCityFiles:
    DISPATCHES = (
        "call_number,unit_id,unit_type,unit_seq,dispatch,response,on_scene,available,lon,lat,station_area,call_type,"
        "final_priority,als_unit\n"
        "1,E01,ENGINE,1,2020-01-01T10:00:00,2020-01-01T10:01:00,2020-01-01T10:05:00,2020-01-01T10:30:00,"
        "-122.4,37.78,1,Alarms,3,false\n"
    )
    STATIONS = "station,name,lon,lat\n1,示例 station,-122.41,37.77\n"

    def test_d6_any_files_of_the_city_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "unit_dispatches_of_my_own.csv.gz").write_bytes(gzip.compress(self.DISPATCHES.encode()))
        (tmp_path / "quarters.csv").write_text(self.STATIONS, encoding="utf-8")
        (tmp_path / "streets.csv").touch()
        city = CityFiles.of(tmp_path, stations=tmp_path / "quarters.csv")
        assert city.streets == tmp_path / "streets.csv"
        brigade = read_brigade(city)
        assert [call.number for call in brigade.calls] == ["1"]
        assert list(brigade.quarters) == ["E01"]

    @pytest.mark.parametrize("names", [(), ("unit_dispatches_1.csv", "unit_dispatches_2.csv.gz")])
    def test_d6_none_or_several_are_said_with_what_to_do(self, tmp_path: Path, names: tuple[str, ...]) -> None:
        for name in ("streets.csv", "stations.csv", *names):
            (tmp_path / name).touch()
        with pytest.raises(LoadError, match=f"there are {len(names)} files .* say which one with --dispatches FILE"):
            CityFiles.of(tmp_path)
