"""The hand-over over the wire of a real hub: a micro crew offers, the brigade takes it, the centre closes."""

from __future__ import annotations

from typing import Any

from tests.hub import House, Json, OpenHub


async def burning(hub: OpenHub) -> tuple[str, Json, Json]:
    """Return an incident, and the orders of its micro crew and of its engine, both on scene."""
    alarm = await hub.alarm(kind="manual_call_point", source="panel")
    stations = {each["id"]: each["kind"] for each in (await hub.call("GET", "/api/v1/stations")).body["stations"]}
    orders = alarm["assignments"]
    units = (await hub.call("GET", "/api/v1/units")).body["units"]
    sent = {}
    for kinds in (("micro_unit", "micro_community"), ("fire",)):
        found = next((each for each in orders if stations[each["station"]] in kinds), None)
        if found is None:
            unit = next(each for each in units if stations[each["station"]] in kinds)["id"]
            reply = await hub.command(f"send-{unit}", "assignment.assign", incident=alarm["incident"], unit=unit)
            (order,) = (each for each in reply.body["events"] if each["type"] == "assignment.assigned")
            found = {"id": order["assignment"], "station": order["station"]}
        sent[kinds] = found
    micro, brigade = sent.values()
    for order in (micro, brigade):
        await hub.command(f"arrive-{order['id']}", "assignment.arrive", assignment=order["id"])
    return str(alarm["incident"]), micro, brigade


async def as_station(hub: OpenHub, station: str, kind: str, **fields: Any) -> Any:
    """Give a command with a station's own token."""
    bearer = {"Authorization": f"Bearer {hub.house.token('station', station)}"}
    command = {"id": f"{kind}-{station}", "type": kind, **fields}
    return await hub.call("POST", "/api/v1/commands", command, headers=bearer)


async def test_a_fire_is_offered_taken_and_closed_and_both_pages_see_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident, micro, brigade = await burning(hub)
        silent = await hub.command("c-1", "incident.close", incident=incident)
        assert (silent.status, silent.code) == (409, "wrong_state")
        assert "not handed over" in silent.body["detail"]
        offered = await as_station(
            hub, micro["station"], "incident.hand_over", incident=incident, state="under_control", note="阀门已关"
        )
        assert offered.body["events"][0]["type"] == "incident.hand_over_offered"
        assert brigade["station"] in offered.body["events"][0]["to"]
        refused = await as_station(hub, micro["station"], "incident.accept", incident=incident)
        assert refused.status == 403
        taken = await as_station(hub, brigade["station"], "incident.accept", incident=incident)
        first, met = taken.body["events"]
        assert (first["type"], first["station"], first["state"]) == (
            "incident.handed_over",
            brigade["station"],
            "under_control",
        )
        assert micro["station"] in first["to"]
        assert (met["type"], met["target"]) == ("target.met", "hand_over")
        assert (await hub.command("c-2", "incident.close", incident=incident)).status == 200


async def test_what_is_not_handed_over_closes_with_a_reason_that_stays_in_the_record(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident, _, _ = await burning(hub)
        closed = await hub.command("c-1", "incident.close", incident=incident, reason="示例: 无线电中断")
        assert closed.status == 200
        (event,) = (each for each in await hub.events() if each["type"] == "incident.closed")
        assert event["not_handed_over"] == "示例: 无线电中断"


async def test_what_cannot_be_read_of_a_hand_over_is_named(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident, _, _ = await burning(hub)
        for fields, named in (({"state": "on fire"}, "state"), ({"note": ""}, "note"), ({"receiver": 5}, "receiver")):
            reply = await hub.command(f"bad-{named}", "incident.hand_over", incident=incident, **fields)
            assert reply.status in (400, 422)
            assert named in reply.body["detail"]
