"""What the district's page reads beside the registry: checks by shift, a month's samples, a report in its own tab."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.hub import STATION, House


async def test_checks_are_counted_by_station_and_shift(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for number, station in enumerate((STATION, "S0002")):
            called = await hub.command(f"call-{number}", "check.call", station=station)
            check = called.body["events"][0]["check"]
            await hub.command(f"answer-{number}", "check.answer", check=check)
        centre = (await hub.call("GET", "/api/v1/checks")).body["checks"]
        assert [(each["station"], each["called"], each["answered"], each["share"]) for each in centre] == [
            (STATION, 1, 1, 1.0),
            ("S0002", 1, 1, 1.0),
        ]
        own = (await hub.call("GET", "/api/v1/checks", role="station")).body["checks"]
        assert own == [centre[0]]


async def test_a_report_is_opened_by_a_form_that_brings_the_token(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        fire = await hub.alarm()
        address = f"{hub.url}/api/v1/reports/incidents/{fire['incident']}?lang=en"
        async with hub.session.post(address, data={"token": hub.house.token("commander")}) as reply:
            assert reply.status == 200
            assert reply.content_type == "text/html"
            assert "script-src" not in reply.headers["Content-Security-Policy"]
            assert fire["number"] in await reply.text()
        for token, status in (("", 401), ("wrong.token", 401), (hub.house.token("station"), 403)):
            async with hub.session.post(address, data={"token": token}) as reply:
                assert reply.status == status


async def test_a_months_samples_are_a_file(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        fire = await hub.alarm()
        for order in fire["assignments"]:
            await hub.command(f"on-{order['id']}", "assignment.arrive", assignment=order["id"])
        month = f"{datetime.now(ZoneInfo(hub.hub.timezone)):%Y-%m}"
        headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
        async with hub.session.get(f"{hub.url}/api/v1/reports/months/{month}/samples", headers=headers) as reply:
            assert reply.headers["Content-Disposition"] == f'attachment; filename="onethree-samples-{month}.csv"'
            lines = (await reply.text(encoding="utf-8-sig")).splitlines()
        assert sum(",assigned,on_scene," in line for line in lines) == len(fire["assignments"])
