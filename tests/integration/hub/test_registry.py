"""The registry over HTTP: gaps, equipment that falls due, imports; as the district folder stands now."""

from __future__ import annotations

import base64
import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dispatch.access.roles import TokenRole
from dispatch.intake.import_json import IMPORT_BYTES
from stations.district import read_district
from stations.equipment import due
from stations.norms.gaps import find_gaps
from stations.norms.reading import read_norms
from stations.registry.importing import Incoming, plan_import
from stations.registry.synthetic import equip
from stations.writing import write_registry
from tests.field.tables.test_kinds import KINDS, made
from tests.hub import STATION, House, Json, OpenHub

IMPORTS = "/api/v1/registry/imports"


@pytest.fixture
async def furnished(tmp_path: Path, district: Path) -> AsyncIterator[OpenHub]:
    """A hub whose stations have people and things (示例)."""
    folder = shutil.copytree(district, tmp_path / "district")
    found = read_district(folder)
    write_registry(folder, equip(found.stations, found.units, found.buildings, seed=3, on=date(2026, 11, 1)))
    async with House(folder, tmp_path / "data").open() as hub:
        yield hub


async def read(hub: OpenHub, path: str, role: TokenRole = "dispatcher") -> Json:
    reply = await hub.call("GET", path, role=role)
    assert reply.status == 200, reply.body
    return reply.body


async def test_gaps_are_those_of_the_norms(furnished: OpenHub) -> None:
    answer = await read(furnished, "/api/v1/registry/gaps")
    folder = furnished.house.district
    wanted = find_gaps(read_district(folder), read_norms(folder), on=date.fromisoformat(answer["on"]))
    told = [(each["station"], each["rule"], each["verdict"], each["found"]) for each in answer["findings"]]
    assert told == [(each.station, each.requirement.id, each.verdict, each.found) for each in wanted]
    assert {each["confidence"] for each in answer["findings"]} <= set("ABCD")


async def test_what_falls_due_is_counted_from_today(furnished: OpenHub) -> None:
    answer = await read(furnished, "/api/v1/registry/due?within=365")
    folder, today = furnished.house.district, date.fromisoformat(answer["on"])
    equipment = read_district(folder).registry.equipment or ()
    wanted = due(equipment, read_norms(folder), today, within_days=365)
    assert wanted, "the example has something that falls due"
    assert [(each["equipment"], each["days"]) for each in answer["due"]] == [
        (each.equipment, (each.by - today).days) for each in wanted
    ]


async def test_a_station_is_told_of_itself_alone(furnished: OpenHub) -> None:
    gaps = await read(furnished, "/api/v1/registry/gaps", role="station")
    assert {each["station"] for each in gaps["findings"]} == {STATION}
    falling = await read(furnished, "/api/v1/registry/due?within=3650", role="station")
    assert {each["station"] for each in falling["due"]} == {STATION}


async def test_without_a_table_nothing_is_known(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        answer = await read(hub, "/api/v1/registry/due")
        assert answer["known"] is False
        assert answer["due"] == []


async def test_an_import_changes_the_gaps_at_once(furnished: OpenHub) -> None:
    folder = furnished.house.district
    lines = (folder / "members.csv").read_text(encoding="utf-8-sig").splitlines()
    fewer = "\n".join(line for line in lines if not line.startswith(f"{STATION}-")) + "\n"
    before = await read(furnished, "/api/v1/registry/gaps")
    files = [{"name": "人员.csv", "text": fewer}, {"name": "roster.csv", "text": "id,station,shift\n"}]
    body = {"files": files, "partial": False}

    looked = await furnished.call("POST", "/api/v1/registry/imports", body, role="admin")
    assert looked.body["possible"], looked.body["problems"]
    assert not looked.body["written"]
    assert looked.body["tables"][0]["removed"] > 0
    assert await read(furnished, "/api/v1/registry/gaps") == before, "a dry run writes nothing"

    again = {**body, "dry_run": False}
    for removing in (0, 1):
        refused = await furnished.call("POST", IMPORTS, {**again, "removing": removing}, role="admin")
        assert not refused.body["written"], "c7: rows go only with their number"
        assert "would be removed; nothing was written" in refused.body["problems"][0]["en"]
    written = await furnished.call("POST", IMPORTS, {**again, "removing": looked.body["removed"]}, role="admin")
    assert written.body["written"]
    assert await read(furnished, "/api/v1/registry/gaps") != before


async def test_a_panels_point_list_is_taken_as_the_devices_that_it_makes(furnished: OpenHub) -> None:
    gateway = next(each.id for each in read_district(furnished.house.district).registry.gateways or ())
    text = "回路,点号,类型,安装位置\n9,1,感烟,1层走廊\n9,x,感烟,1层\n"
    body = {"files": [{"name": f"点表-{gateway}.csv", "text": text}], "dry_run": False}
    reply = await furnished.call("POST", IMPORTS, body, role="admin")
    assert reply.body["written"], reply.body["problems"]
    assert [(each["file"], each["added"], each["removed"]) for each in reply.body["tables"]] == [("devices.csv", 1, 0)]
    unread = [each for each in reply.body["problems"] if each["line"] == 3]
    assert [each["severity"] for each in unread] == ["warning"]
    devices = read_district(furnished.house.district).registry.devices or ()
    assert f"{gateway}-1-9-1" in {each.id for each in devices}
    reply = await furnished.call("POST", IMPORTS, {"files": [{"name": "点表.csv", "text": text}]}, role="admin")
    assert not reply.body["possible"]
    assert "点表-G1.xlsx" in reply.body["problems"][0]["zh"]


async def test_a_wrong_table_is_refused_row_by_row_and_nothing_is_written(furnished: OpenHub) -> None:
    table = furnished.house.district / "rooms.csv"
    before = table.read_bytes()
    body = {"files": [{"name": "rooms.csv", "text": "id,station,kind\nR1,S9999,room\n"}], "dry_run": False}
    reply = await furnished.call("POST", "/api/v1/registry/imports", body, role="admin")
    assert reply.status == 200
    assert not reply.body["possible"]
    assert any(each["line"] == 2 and each["zh"] != each["en"] for each in reply.body["problems"])
    assert table.read_bytes() == before


@pytest.mark.parametrize("name", ["../members.csv", "a/members.csv", "..\\members.csv", "", "..", ".hidden.csv"])
async def test_a_name_leads_nowhere_else(furnished: OpenHub, name: str) -> None:
    body = {"files": [{"name": name, "text": "id\n"}]}
    reply = await furnished.call("POST", "/api/v1/registry/imports", body, role="admin")
    assert reply.status == 422


async def test_a_folder_that_takes_nothing_is_said_in_words(furnished: OpenHub) -> None:
    folder = furnished.house.district
    (folder / ".onethree-import-unfinished").touch()  # stands where the draft would: as on a disk that is read-only
    body = {"files": [{"name": "roster.csv", "text": "id,station,shift\n"}], "partial": True, "dry_run": False}
    reply = await furnished.call("POST", "/api/v1/registry/imports", body, role="admin")
    assert (reply.status, reply.code) == (409, "wrong_state")
    assert "nothing was imported" in reply.body["detail"]


@pytest.mark.parametrize("kind", KINDS[::4], ids=[kind["kind"] for kind in KINDS[::4]])
async def test_c1_c4_the_hub_reads_a_files_bytes_as_the_command_line_does(
    furnished: OpenHub, kind: dict[str, Any]
) -> None:
    content, name = made(kind), kind.get("name", f"{kind['table']}.csv")
    plan = plan_import(furnished.house.district, [Incoming(name, content)])
    body = {"files": [{"name": name, "content": base64.b64encode(content).decode()}]}
    reply = await furnished.call("POST", IMPORTS, body, role="admin")
    assert sorted(each["en"] for each in reply.body["problems"]) == sorted(str(each) for each in plan.problems)
    errors = [each["severity"] == "error" for each in reply.body["problems"] if each["own"]]
    assert errors == sorted(errors, reverse=True), "what is wrong with the file itself comes first"


@pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")  # of the test's own client
async def test_c5_a_districts_forty_thousand_rows_are_taken_and_more_is_refused_with_what_to_do(
    furnished: OpenHub,
) -> None:
    rows = "".join(
        f"E{number:05d},{STATION},hose,1,示例{number:08d},2024-03-01,2026-11-01\n" for number in range(40_000)
    )
    text = "id,station,kind,count,serial,made,inspected\n" + rows
    taken = await furnished.call("POST", IMPORTS, {"files": [{"name": "equipment.csv", "text": text}]}, role="admin")
    assert (taken.status, taken.body["possible"]) == (200, True), taken.body
    assert taken.body["tables"][0]["added"] == 40_000
    much = {"files": [{"name": "equipment.csv", "text": "x" * IMPORT_BYTES}]}
    refused = await furnished.call("POST", IMPORTS, much, role="admin")
    assert (refused.status, refused.code) == (413, "too_large")
    assert "send fewer at a time, or a table in parts" in refused.body["detail"]


async def test_a_file_is_bytes_or_text_and_not_both(furnished: OpenHub) -> None:
    for file in ({"name": "rooms.csv"}, {"name": "rooms.csv", "text": "id\n", "content": "aWQ="}):
        reply = await furnished.call("POST", IMPORTS, {"files": [file]}, role="admin")
        assert (reply.status, reply.code) == (422, "unusable")


async def test_only_an_admin_imports(furnished: OpenHub) -> None:
    body = {"files": [{"name": "rooms.csv", "text": "id\n"}]}
    for role in ("station", "dispatcher", "commander", "device"):
        reply = await furnished.call("POST", "/api/v1/registry/imports", body, role=role)
        assert reply.status == 403


async def test_a_broken_folder_is_named_and_the_hub_goes_on(furnished: OpenHub) -> None:
    (furnished.house.district / "members.csv").write_text("id,station\nM1,S9999\n", encoding="utf-8")
    reply = await furnished.call("GET", "/api/v1/registry/gaps")
    assert reply.code == "unusable"
    assert "members.csv" in reply.body["detail"]
    await furnished.still_works()
