"""What happened before at a device and in a building: counted, the newest told, the unreal left out."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.events import IncidentArchived
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import CloseReason
from dispatch.core.world import Incident
from dispatch.past.before import (
    WINDOW_DAYS,
    Before,
    Earlier,
    Premises,
    before,
    decode_pasts,
    encode_pasts,
    is_all_in_world,
    keys_of,
    window_of,
)
from tests.unit.core.world_builder import Town, at

DAY_S = 24 * 3600


@pytest.fixture
def town() -> Town:
    return Town().station("m1", 1).building("b1", 2).building("b2", 9)


def happens(town: Town, *, reason: CloseReason | None = "false_cooking", device: str = "d-1", **more: Any) -> Incident:
    """Let an alarm come and be closed; return its incident. ``reason`` None: it was handled."""
    town.alarm(at(2, building="b1"), device=device, **more)
    key = town.incident().id
    closing = cmd.IncidentClose(incident=key) if reason is None else cmd.IncidentFalseAlarm(incident=key, reason=reason)
    town.press(closing)
    return town.world.incidents[key]


def asked(town: Town, premises: Premises, *, device: str = "d-1") -> Before:
    """Raise one more alarm and ask what happened before it, both parts as the hub does."""
    town.alarm(at(2, building="b1"), device=device)
    incident = town.incident()
    crossed = decode_pasts(encode_pasts(premises.of(keys_of(incident), window_of(town.now))))
    return before(town.world, incident, crossed, town.now)


def let_archive(town: Town, premises: Premises, seconds: float) -> None:
    """Let time pass, and what leaves the World be kept as the archive keeps it."""
    leaving = dict(town.world.incidents.items())
    for event in town.wait(seconds):
        if isinstance(event, IncidentArchived):
            premises.enter(leaving[event.incident])


def test_false_alarms_of_the_device_and_of_the_building_are_counted_and_the_last_is_told(town: Town) -> None:
    happens(town)
    town.wait(60)
    happens(town, device="d-2", reason=None)
    town.wait(60)
    last = happens(town, reason="false_equipment")
    found = asked(town, Premises())
    (device,) = found.devices
    assert (device.device, device.past.incidents, device.past.false_alarms) == ("d-1", 2, 2)
    assert device.past.last_false == Earlier(
        id=last.id,
        number=last.number,
        kind="smoke",
        grade=last.grade,
        opened_at=last.opened_at,
        close_reason="false_equipment",
    )
    assert found.building is not None
    assert (found.building.incidents, found.building.false_alarms) == (3, 2)


def test_what_left_the_world_counts_with_what_is_still_there(town: Town) -> None:
    premises = Premises()
    first = happens(town)
    let_archive(town, premises, 2 * DAY_S)
    assert first.id not in town.world.incidents
    happens(town)
    found = asked(town, premises)
    assert found.devices[0].past.false_alarms == 2
    assert found.building is not None
    assert found.building.incidents == 2


def test_beyond_the_window_nothing_is_counted_but_the_last_is_still_told(town: Town) -> None:
    premises = Premises()
    old = happens(town)
    let_archive(town, premises, 2 * DAY_S)
    town.now = town.now.plus(WINDOW_DAYS * DAY_S * 1000)
    found = asked(town, premises)
    assert found.building is not None
    assert (found.building.incidents, found.building.false_alarms) == (0, 0)
    assert found.building.last is not None
    assert found.building.last.id == old.id


def test_tests_exercises_and_other_buildings_are_nobodys_history(town: Town) -> None:
    happens(town, test=True)
    town.alarm(at(9, building="b2"), device="d-9")
    town.press(cmd.IncidentFalseAlarm(incident=town.incident().id, reason="false_cooking"))
    found = asked(town, Premises())
    assert found.devices == ()
    assert found.building is not None
    assert found.building.last is None


def test_of_many_devices_those_with_most_false_alarms_are_told(town: Town) -> None:
    for device, times in (("d-1", 1), ("d-2", 3)):
        for _ in range(times):
            happens(town, device=device)
            town.wait(60)
    town.alarm(at(2, building="b1"), device="d-1")
    incident = replace(town.incident(), devices=(("detector", "d-1"), ("detector", "d-2"), ("detector", "d-3")))
    found = before(town.world, incident, {}, town.now)
    assert [(each.device, each.past.false_alarms) for each in found.devices] == [("d-2", 3), ("d-1", 1)]


def test_a_record_of_less_than_a_day_is_all_in_the_world() -> None:
    assert is_all_in_world(Instant(0), Instant(23 * 3600 * 1000))
    assert not is_all_in_world(Instant(0), Instant(DAY_S * 1000))
