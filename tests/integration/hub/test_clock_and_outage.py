"""D4, H2, D3: a hub that was away, one whose clock ran ahead, one whose clock is set right while it runs."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from dispatch.cli.main import build
from dispatch.client.stream import Position
from dispatch.log.base import WrongClock
from dispatch.upkeep import maintenance
from dispatch.writer.alive import ALIVE_FILE, read_alive
from tests.hub import PATIENCE_S, House, Json, OpenHub

DAY_S = 24 * 3600


class Wall:
    """The machine's wall clock, set by hand; it goes on by itself."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def time_ns(self) -> int:
        return time.time_ns() + int(self.ahead_s * 1e9)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The wall clock that the hub reads."""
    clock = Wall()
    monkeypatch.setattr("dispatch.writer.clock.time", SimpleNamespace(time_ns=clock.time_ns, monotonic=time.monotonic))
    return clock


async def verified(house: House) -> tuple[int, str]:
    found = await asyncio.to_thread(CliRunner().invoke, build(["verify"]), ["verify", str(house.data)])
    return found.exit_code, found.stdout


async def until_ready(hub: OpenHub) -> None:
    """Wait until what was overdue has acted."""
    for _ in range(20 * PATIENCE_S):
        if (await hub.call("GET", "/readyz", role=None)).status == 200:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the hub does not get ready")


async def report_of(hub: OpenHub, incident: str) -> str:
    """Return an incident's report as a page."""
    headers = {"Authorization": f"Bearer {hub.house.token('commander')}"}
    async with hub.session.get(f"{hub.url}/api/v1/reports/incidents/{incident}?lang=zh", headers=headers) as answer:
        return await answer.text()


def of_type(events: list[Json], *kinds: str) -> list[Json]:
    return [event for event in events if event["type"] in kinds]


async def test_d4_after_an_outage_nobody_is_judged_and_the_incident_says_so(house: House, wall: Wall) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        head = hub.hub.feed.head
    wall.ahead_s = 300
    async with house.open() as hub:
        await until_ready(hub)
        since = [event for event in await hub.events() if event["seq"] > head]
        assert not of_type(since, "ladder.climbed", "target.missed", "target.warned", "assignment.no_answer")
        (returned,) = of_type(since, "hub.returned")
        (told,) = of_type(since, "incident.hub_away")
        assert (told["incident"], told["away_from"]) == (incident, returned["away_from"])
        assert told["orders"], "what fell due waits"
        shown = (await hub.call("GET", f"/api/v1/incidents/{incident}")).body
        assert [each["until"] for each in shown["away"]] == [told["at"]]
        assert "中心离线" in await report_of(hub, incident)
    if house.redis is None:
        assert (await verified(house))[0] == 0


async def test_d4_a_restart_writes_no_note(house: House, wall: Wall) -> None:
    async with house.open() as hub:
        await hub.alarm()
    wall.ahead_s = 2
    async with house.open() as hub:
        assert not of_type(await hub.events(), "hub.returned", "incident.hub_away")


async def test_d4_a_quiet_hour_before_an_upgrade_is_no_outage(sqlite_house: House, wall: Wall) -> None:
    """The record's end does not say when the hub last lived."""
    async with sqlite_house.open() as hub:
        await hub.alarm()
        alive = read_alive(sqlite_house.data)
    last = read_alive(sqlite_house.data)
    assert last is not None
    (sqlite_house.data / ALIVE_FILE).write_text(str(last.plus(3_600_000)), "ascii")
    wall.ahead_s = 3601
    async with sqlite_house.open() as hub:
        assert not of_type(await hub.events(), "hub.returned")
    assert alive is None or alive <= last


@pytest.mark.parametrize("content", ["", "yesterday", "2026-01-01T00:00:00"])
async def test_d4_a_spoilt_sign_of_life_is_none(sqlite_house: House, content: str) -> None:
    async with sqlite_house.open() as hub:
        await hub.alarm()
    (sqlite_house.data / ALIVE_FILE).write_text(content, "ascii")
    async with sqlite_house.open() as hub:
        await hub.still_works()


async def test_h2_a_jump_of_decades_decides_nothing_of_the_years_between_and_writes_a_few_dozen_events(
    sqlite_house: House, wall: Wall
) -> None:
    house = sqlite_house
    async with house.open() as hub:
        await hub.alarm()
        n_before = hub.hub.feed.head
    wall.ahead_s = 74 * 365.25 * DAY_S
    with pytest.raises(WrongClock, match="--restate-clock"):
        async with house.open():
            pytest.fail("it started")
    async with house.open(accept_clock=True) as hub:
        await until_ready(hub)
        assert hub.hub.feed.head - n_before < 100
        await hub.still_works()


async def test_h2_a_record_that_ran_ahead_goes_on_at_the_right_time(house: House, wall: Wall) -> None:
    async with house.open() as hub:
        await hub.alarm()
    wall.ahead_s = 40 * DAY_S  # into another month, whatever day it is
    async with house.open(accept_clock=True) as hub:
        during = await hub.alarm(device="d-2", place={"building": "B00009"})
        position = hub.hub.feed.head
        epoch = hub.hub.log.epoch
        before = await hub.events()
    wall.ahead_s = 60
    with pytest.raises(WrongClock, match="--restate-clock"):
        async with house.open():
            pytest.fail("it started")
    async with house.open(restate_clock=True) as hub:
        assert abs(hub.hub.clock.drift_ms()) < 1000
        await until_ready(hub)
        assert hub.hub.log.epoch != epoch
        events = await hub.events()
        assert events[: len(before)] == before, "nothing of the record is lost or changed"
        (restated,) = of_type(events, "clock.restated")
        assert restated["before"] == before[-1]["at"]
        assert restated["at"] < restated["before"]
        async with asyncio.timeout(PATIENCE_S), hub.stream("console", Position(epoch, position)) as stream:
            reset = await stream.receive()
        assert (reset["type"], reset["reason"]) == ("reset", "epoch"), "clients start over with what holds now"
        going_on = (await hub.call("GET", f"/api/v1/incidents/{during['incident']}")).body
        assert going_on["opened_at"] == restated["at"]
        taken = (await hub.alarm(device="d-3", place={"building": "B00005"}))["incident"]
        *others, opened = of_type(await hub.events(), "incident.opened")
        assert opened["incident"] == taken
        assert opened["number"] not in {each["number"] for each in others}
        path = f"/api/v1/reports/months/{opened['at'][:7]}?format=json"
        assert (await hub.call("GET", path)).body["operations"]["incidents"] == 2, (
            "before the clock ran ahead, and after"
        )
    async with house.open() as hub:
        assert abs(hub.hub.clock.drift_ms()) < 1000
        await hub.still_works()
    if house.redis is None:
        status, said = await verified(house)
        assert status == 0, said
        assert "restates the clock" in said


async def test_h2_a_record_that_is_not_ahead_is_left_as_it_is(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        await hub.alarm()
        epoch = hub.hub.log.epoch
    async with sqlite_house.open(restate_clock=True) as hub:
        assert hub.hub.log.epoch == epoch
        assert not of_type(await hub.events(), "clock.restated")


async def test_d3_hub_time_goes_forward_at_once_while_it_runs_and_nobody_is_judged_for_it(
    sqlite_house: House, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "HOUSE_EVERY_S", 0.05)
    async with sqlite_house.open() as hub:
        await hub.alarm()
        head = hub.hub.feed.head
        went_forward = asyncio.Event()
        hub.hub.clock.on_forward.append(went_forward.set)
        wall.ahead_s = 14 * DAY_S
        async with asyncio.timeout(PATIENCE_S):
            await went_forward.wait()
        assert abs(hub.hub.clock.drift_ms()) < 1000
        await hub.hub.processor.flush()
        since = [event for event in await hub.events() if event["seq"] > head]
        (told,) = of_type(since, "incident.hub_away")
        assert told["reason"] == "clock"
        assert not of_type(since, "ladder.climbed", "target.missed")
