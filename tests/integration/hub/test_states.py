"""States of devices that are sent as alarms, to a real hub: they are answered with their condition, nobody is sent."""

from __future__ import annotations

import pytest

from dispatch.core.state import to_state
from tests.hub import SMOKE, House, Json

PLACE: Json = {"building": "B00001", "floor": 3}


@pytest.mark.parametrize("kind", ["fault", "low_battery", "water_pressure", "supervisory"])
async def test_a_state_of_a_device_is_answered_with_its_condition_and_sends_nobody(
    sqlite_house: House, kind: str
) -> None:
    """W3 of the audit, as a device sends it."""
    sent = {"source": "detector", "kind": kind, "device": "iot-7", "place": PLACE}
    async with sqlite_house.open() as hub:
        reply = await hub.call("POST", "/api/v1/alarms", sent, role="device")
        assert (reply.status, reply.body["changed"], reply.body["assignments"]) == (200, True, [])
        assert reply.body["condition"] == ("supervisory" if kind == "water_pressure" else kind)
        again = await hub.call("POST", "/api/v1/alarms", sent, role="device")
        assert (again.status, again.body["changed"]) == (200, False)
        assert again.body["condition"] == reply.body["condition"]
        over = await hub.call("POST", "/api/v1/alarms", {**sent, "kind": f"{kind}_cleared"}, role="device")
        assert (over.status, over.body["changed"]) == (200, True)
        assert not hub.hub.processor.durable.incidents
        assert not hub.hub.processor.durable.conditions


async def test_a_state_with_a_key_is_carried_out_once_and_stands_in_the_state(sqlite_house: House) -> None:
    sent = {"source": "panel", "kind": "fault", "device": "p-1", "place": PLACE, "key": "k1"}
    async with sqlite_house.open() as hub:
        first = await hub.call("POST", "/api/v1/alarms", sent, role="device")
        second = await hub.call("POST", "/api/v1/alarms", sent, role="device")
        assert [each.status for each in (first, second)] == [200, 200]
        assert second.body["condition"] == "fault"
        state = (await hub.call("GET", "/api/v1/state")).body["state"]
        assert [(each["id"], list(each["conditions"])) for each in state["conditions"]] == [("http/p-1", ["fault"])]
        assert state["devices"] == state["filed"] == []
        assert [each["id"] for each in state["unknown_devices"]] == ["http/p-1"]


async def test_a_plan_for_a_state_sends_nobody_and_an_alarm_is_an_alarm_as_ever(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        planned = await hub.call("POST", "/api/v1/plan", {"source": "detector", "kind": "fault", "place": PLACE})
        assert (planned.status, planned.body["will_send"], planned.body["kind"]) == (200, [], "fault")
        assert (await hub.call("POST", "/api/v1/alarms", SMOKE, role="device")).status == 201
        assert to_state(hub.hub.processor.durable).incidents
