"""A running hub whose rules are broken: it answers, takes every alarm, keeps every other deadline, and says so."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import get_args

import msgspec
import orjson
import pytest

from dispatch.core import commands as cmd
from dispatch.core.instant import encode_hook, to_text
from dispatch.core.vocabulary import ClosureArea
from tests.broken_rules import BrokenRules
from tests.hub import House, Json, OpenHub
from tests.unit.core.any_command import any_command, little_district


async def rules_of(hub: OpenHub) -> Json:
    """Return what the hub says of its rules; it must be ready."""
    ready = await hub.call("GET", "/readyz", role=None)
    assert ready.status == 200, "it takes alarms and keeps deadlines, and a restart would mend no rule"
    return dict(ready.body["rules"])


async def test_whatever_command_is_broken_the_hub_answers_it_and_goes_on(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sent, rng, town = dict[str, Json](), random.Random(1), little_district()
    town.do(cmd.DutyOff(unit="m1-1"))
    wanted = {str(kind.__struct_config__.tag) for kind in get_args(cmd.AnyCommand)} - {"alarm.raise"}
    while not sent.keys() >= wanted:
        command = any_command(town.world, rng)
        if isinstance(command, cmd.RoadClose):
            command = msgspec.structs.replace(command, area=ClosureArea(way="1"))  # one that is none is refused before
        sent[str(command.__struct_config__.tag)] = orjson.loads(msgspec.json.encode(command, enc_hook=encode_hook))
    async with sqlite_house.open() as hub:
        rules = BrokenRules(monkeypatch, lambda _kind, _time: True, at_once=True)
        for number, kind in enumerate(sorted(wanted)):
            reply = await hub.call("POST", "/api/v1/commands", {"id": f"c-{number}", **sent[kind]}, role="admin")
            assert (reply.status, reply.code) == (500, "rule_failed"), (kind, reply)
            taken = await hub.alarm(device=f"d-{number}")
            assert "rule_failed" in taken["flags"]
        assert set(rules.raised) >= wanted | {"alarm.raise"}
        said = await rules_of(hub)
        assert said["failing"]
        assert said["failed"] >= len(wanted)
        assert said["last_kind"] == "alarm.raise"
        metrics = hub.hub.metrics.text().decode()
        assert 'onethree_rule_failures_total{kind="incident.close"} 1.0' in metrics
        assert any(record.exc_info and "incident.close" in record.getMessage() for record in caplog.records)
        rules.mended = True
        await hub.still_works()
        again = await hub.call("POST", "/api/v1/commands", {"id": "c-0", **sent[min(wanted)]}, role="admin")
        assert again.status != 500, "the id was not used up: nothing had been done under it"


async def test_on_the_stream_a_broken_command_is_refused_with_the_same_problem(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sqlite_house.open() as hub, hub.stream("console") as console:
        incident = (await hub.alarm())["incident"]
        BrokenRules(monkeypatch, lambda kind, _time: kind == "incident.take")
        await console.command("c-1", "incident.take", incident=incident)
        while (frame := await console.receive())["type"] != "refused":
            continue
        problem = frame["problem"]
        assert (problem["status"], problem["type"]) == (500, "urn:onethree:problem:rule_failed")


async def test_a_broken_deadline_is_set_aside_and_the_others_act_over_a_restart_too(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = BrokenRules(monkeypatch, lambda kind, time: kind == "hub.fire:expire" and time in (1, 3))
    async with sqlite_house.open() as hub:
        for number in range(2):
            until = hub.hub.clock.now().plus(50)
            await hub.hub.processor.do(cmd.RoadClose(area=ClosureArea(way=f"{number}"), until=to_text(until)))
        await _until(hub, lambda: rules.counts["hub.fire:expire"] == 2 and len(hub.hub.processor.durable.closures) == 1)
        said = await rules_of(hub)
        assert (said["set_aside"], said["last_kind"]) == (1, "hub.fire:expire")
        await hub.still_works()
        assert rules.counts["hub.fire:expire"] == 2, "it is not tried over and over"
    async with sqlite_house.open() as hub:
        await _until(hub, lambda: rules.counts["hub.fire:expire"] == 3)
        assert (await rules_of(hub))["set_aside"] == 1, "tried once more, and set aside again"
        await hub.still_works()
    async with sqlite_house.open() as hub:
        await _until(hub, lambda: rules.counts["hub.fire:expire"] == 4)
        assert not hub.hub.processor.world.closures


async def test_what_the_hub_notes_for_itself_ends_it_for_no_broken_rule(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    BrokenRules(monkeypatch, lambda kind, _time: kind.startswith("hub."), at_once=True)
    async with sqlite_house.open() as hub, hub.stream("station:S0001"):
        # At its start a hub notes the whole district, its posts and seeds; none of it can be done here.
        taken = await hub.alarm()
        assert (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).status == 200
        assert (await rules_of(hub))["failing"]


async def _until(hub: OpenHub, holds: Callable[[], bool]) -> None:
    """Return once it holds; that is looked at whenever a rule has failed or something became durable."""
    changed = asyncio.Event()
    hub.hub.processor.on_failed.append(lambda _failure: changed.set())
    hub.hub.processor.on_durable.append(lambda _records: changed.set())
    while not holds():
        changed.clear()
        await changed.wait()
