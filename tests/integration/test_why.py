"""Why and what if on the record of a real hub, over a generated city and the real roads of 渝中区 (alarms are 示例)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from typer.testing import CliRunner

from dispatch.access.roles import TokenRole
from dispatch.app import Options, running_hub
from dispatch.cli.main import build
from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.events import decode
from dispatch.core.vocabulary import By, ClosureArea, Place
from dispatch.core.world import World
from dispatch.hub import Hub
from dispatch.log.open import open_log
from dispatch.past.timelines import incident_id, timeline
from dispatch.past.why.episode import Episode, read_episode
from dispatch.past.why.explain import explain
from dispatch.past.why.explanation import Explanation
from dispatch.past.why.whatif import WhatIf, what_if
from dispatch.travel.road_times import RoadTravelTimes
from loadtest.districts import make_generated_district, make_yuzhong_district
from routing.geodesy import distance_m
from routing.router import Router
from routing.setup import read_roads
from stations.district import read_district
from stations.model import Building
from tests.shared_data import shared_data

DEVICE = By(role="device", name="示例主机")
DISPATCHER = By(role="dispatcher", name="示例调度员")


class Recorded(NamedTuple):
    """A hub's data folder after it stopped, and the incidents in it."""

    district: Path
    data: Path
    incidents: list[str]
    number: str
    closure: str


@pytest.fixture(scope="module", params=["generated", "yuzhong"])
def recorded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "generated":
        district = make_generated_district(folder / "district", stations=40, seed=1)
    else:
        district = make_yuzhong_district(folder / "district", shared_data("yuzhong-osm"), stations=40, seed=1)
    return asyncio.run(_play(district, folder / "data"))


async def _play(district: Path, data: Path) -> Recorded:
    """Two fires at once; one is seen twice, graded, answered, arrived at and closed; a lane is closed between them."""
    async with running_hub(Options(district=district, data=data, port=0)) as (hub, port):
        buildings = sorted(hub.processor.world.buildings)
        first = await _alarm(hub, buildings[10], "d-1")
        await _alarm(hub, buildings[10], "d-2")
        await hub.processor.submit(cmd.IncidentGrade(incident=first, grade=2), DISPATCHER)
        order = hub.processor.world.active_of(hub.processor.world.incidents[first])[0]
        crew = By(role="station", name="示例", station=order.station)
        await hub.processor.do(cmd.Deliver(station=order.station, seen_seq=hub.processor.world.seq), crew)
        await hub.processor.submit(cmd.AssignmentAcknowledge(assignment=order.id), crew)
        near = _one_street_away(hub.processor.world, buildings[10])
        closed = await hub.processor.submit(
            cmd.RoadClose(area=ClosureArea(lon=near.lon, lat=near.lat, radius_m=60.0)), DISPATCHER
        )
        second = await _alarm(hub, near.id, "d-3")
        await hub.processor.submit(cmd.AssignmentArrive(assignment=order.id), crew)
        await hub.processor.submit(cmd.IncidentAccept(incident=first, receiver="示例中队"), DISPATCHER)
        await hub.processor.submit(cmd.IncidentClose(incident=first), DISPATCHER)
        await _check_route(hub, port, first)
        (closure,) = (event.closure for event in closed.events if isinstance(event, ev.RoadClosed))
        number = hub.processor.world.incidents[first].number
    return Recorded(district, data, [first, second], number, closure)


def _one_street_away(world: World, building: str) -> Building:
    """The nearest building that is no neighbour: whose fire is another one, and whose crews are the same."""
    here = world.buildings[building]
    spot = (here.lon, here.lat)
    away = {key: distance_m(spot, (each.lon, each.lat)) for key, each in world.buildings.items()}
    return world.buildings[min((key for key in away if away[key] > 200), key=lambda key: (away[key], key))]


async def _alarm(hub: Hub, building: str, device: str) -> str:
    place = Place(building=building, floor=3)
    answer = await hub.processor.submit(
        cmd.AlarmRaise(source="detector", kind="smoke", device=device, place=place), DEVICE
    )
    incident = answer.events[0].incident
    assert incident is not None
    return incident


async def _check_route(hub: Hub, port: int, incident: str) -> None:
    """Whoever may read an incident may ask why; a device may not."""
    roles: tuple[tuple[TokenRole, int], ...] = (("commander", 200), ("device", 403))
    for role, status in roles:
        headers = {"Authorization": f"Bearer {hub.tokens.issue(role, name=role)}"}
        url = f"http://127.0.0.1:{port}/api/v1/incidents/{incident}/explain"
        async with aiohttp.ClientSession(headers=headers) as session, session.get(url) as response:
            assert response.status == status
            told = await response.json(content_type=None)
            assert status == 403 or told["incident"] == incident


@pytest.fixture(scope="module")
def router(recorded: Recorded) -> Router:
    district = read_district(recorded.district)
    setup = read_roads(district.roads, district.roads_settings)
    return Router(
        setup.network,
        setup.modes,
        zone=ZoneInfo(district.settings.timezone),
        speed_rules=setup.speed_rules,
        vertical=setup.vertical,
    )


def read(recorded: Recorded, incident: str) -> Episode:
    async def reading() -> Episode:
        async with open_log(recorded.data, create=False) as log:
            return await read_episode(log, incident)

    return asyncio.run(reading())


def ask(recorded: Recorded, router: Router, incident: str, *changes: str) -> WhatIf:
    def roads_of(world: World) -> RoadTravelTimes:
        for closure in router.closed:
            router.open(closure)
        return RoadTravelTimes(router, world)

    return asyncio.run(what_if(read(recorded, incident), changes, roads_of))


def why(recorded: Recorded, named: str) -> Explanation:
    async def reading() -> Explanation:
        async with open_log(recorded.data, create=False) as log:
            incident = await incident_id(log, named)
            return explain([decode(body) for body in await timeline(log, incident)], incident)

    return asyncio.run(reading())


def arrivals(story: Explanation) -> list[tuple[str, float | None, str]]:
    return [(order.unit, order.eta_s, order.reason) for order in story.orders]


def test_the_record_alone_says_why(recorded: Recorded) -> None:
    story = why(recorded, recorded.number)
    assert story.incident == recorded.incidents[0]
    assert [alarm.joined for alarm in story.alarms] == [None, "same building, 0 min after its last alarm"]
    assert [said.reason for said in story.verification] == ["a second, independent detector"]
    chosen = [each for choice in story.choices for each in choice.considered if each.verdict == "chosen"]
    assert sorted(each.unit for each in chosen) == sorted(order.unit for order in story.orders)
    assert all(choice.network for choice in story.choices)
    first = story.orders[0]
    assert [step.name for step in first.milestones][:3] == ["delivered", "acknowledged", "on_scene"]
    assert {promise.name: promise.outcome for promise in first.promises}["respond"] == "kept"
    assert [said.what for said in story.overrides] == ["incident.graded", "incident.closed"]
    assert story.hand_over is not None
    assert story.hand_over.about == "示例中队"


def test_with_nothing_changed_the_re_run_is_the_record(recorded: Recorded, router: Router) -> None:
    for incident in recorded.incidents:
        answer = ask(recorded, router, incident)
        assert answer.same_network
        assert answer.same_units
        assert arrivals(answer.rerun) == arrivals(answer.recorded)
        assert all(pair.later_s == 0 for pair in answer.pairs)
        assert answer.notes == ()
        assert answer == ask(recorded, router, incident), "the same question has the same answer"


def test_without_its_first_unit_another_goes_and_arrives_no_earlier(recorded: Recorded, router: Router) -> None:
    first = why(recorded, recorded.incidents[0]).orders[0].unit
    answer = ask(recorded, router, recorded.incidents[0], f"off:{first}")
    (pair,) = (each for each in answer.pairs if each.unit == first)
    assert pair.rerun is None
    assert any(each.recorded is None for each in answer.pairs), "somebody goes instead"
    assert answer.first_rerun_s is not None
    assert answer.first_recorded_s is not None
    assert answer.first_rerun_s >= answer.first_recorded_s


def test_a_unit_put_beside_the_fire_goes_first(recorded: Recorded, router: Router) -> None:
    story = why(recorded, recorded.incidents[0])
    mode_of = {unit.id: unit.mode for unit in read_district(recorded.district).units}
    considered = story.choices[0].considered
    needed = {mode_of[each.unit] for each in considered if each.verdict == "chosen"}
    others = [each.unit for each in considered if each.verdict == "not_needed" and mode_of[each.unit] in needed]
    far = others[-1]
    answer = ask(recorded, router, recorded.incidents[0], f"move:{far}={story.place.lon},{story.place.lat}")
    assert far in {pair.unit for pair in answer.pairs if pair.rerun is not None}


def test_a_lane_that_was_never_closed_is_open_in_the_re_run(recorded: Recorded, router: Router) -> None:
    answer = ask(recorded, router, recorded.incidents[1], f"open:{recorded.closure}")
    assert all(recorded.closure in choice.closures for choice in answer.recorded.choices)
    assert all(choice.closures == () for choice in answer.rerun.choices)
    assert answer.first_rerun_s is not None
    assert answer.first_recorded_s is None or answer.first_rerun_s <= answer.first_recorded_s


def test_a_unit_freed_from_the_other_fire_can_be_sent(recorded: Recorded, router: Router) -> None:
    second = recorded.incidents[1]
    considered = [each for choice in why(recorded, second).choices for each in choice.considered]
    freed = sorted({each.unit for each in considered if each.verdict == "busy"})
    sent = [
        {pair.unit for pair in ask(recorded, router, second, f"free:{unit}").pairs if pair.rerun is not None}
        for unit in freed
    ]
    assert any(unit in units for unit, units in zip(freed, sent, strict=True))


def test_another_plan_sends_what_it_asks_for(recorded: Recorded, router: Router) -> None:
    answer = ask(recorded, router, recorded.incidents[0], "plan:verify-first")
    assert answer.rerun.choices[0].rule.endswith("to look")
    assert any(order.at == answer.rerun.opened_at for order in answer.rerun.orders)
    engine = next(order for order in answer.rerun.orders if order.reason == answer.rerun.choices[1].rule)
    assert engine.at == answer.rerun.verification[0].at, "the engine goes with the second sign"


def test_another_districts_settings_may_apply(recorded: Recorded, router: Router, tmp_path: Path) -> None:
    (tmp_path / "district.toml").write_text(
        'timezone = "Asia/Shanghai"\n[[plans]]\nname = "三组"\nneeds = [{ count = 3, modes = ["foot"] }]\n', "utf-8"
    )
    answer = ask(recorded, router, recorded.incidents[0], f"settings:{tmp_path / 'district.toml'}")
    assert {choice.rule for choice in answer.rerun.choices} == {"plan 三组"}
    assert len(answer.rerun.orders) == 3


@pytest.mark.parametrize("change", ["nonsense", "close:1,2", "move:S0001-1", "open:", "free:S0040-1"])
def test_a_change_that_cannot_be_read_says_how_to_write_it(recorded: Recorded, router: Router, change: str) -> None:
    with pytest.raises((Unusable, NotFound)) as refused:
        ask(recorded, router, recorded.incidents[0], change)
    assert len(str(refused.value)) > 30


def test_the_commands_print_both(recorded: Recorded) -> None:
    told = CliRunner().invoke(build(), ["explain", str(recorded.data), recorded.number, "--lang", "zh"])
    assert told.exit_code == 0, told.output
    assert "选派" in told.stdout
    question = ["whatif", str(recorded.data), recorded.number, "--district", str(recorded.district)]
    shown = CliRunner().invoke(build(), [*question, "--lang", "en"])
    assert shown.exit_code == 0, shown.output
    assert "the same units are sent" in shown.stdout
    asked = CliRunner().invoke(build(), [*question, "--change", "off:S0001-1", "--json"])
    assert json.loads(asked.stdout)["changes"] == ["off:S0001-1"]
    assert CliRunner().invoke(build(), [*question, "--change", "nonsense"]).exit_code == 2
