"""The HTTP interface of a real hub, on a file's record and on a server's."""

from __future__ import annotations

import asyncio

from dispatch.access.tokens import Tokens
from tests.hub import SMOKE, STATION, House


async def test_an_alarm_becomes_an_incident_with_orders(house: House) -> None:
    async with house.open() as hub:
        taken = await hub.alarm()
        assert taken["merged"] is False
        assert taken["flags"] == []
        assert len(taken["assignments"]) == 3, "two micro crews and an engine, as without a plan"
        incident = (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).body
        assert incident["number"] == taken["number"]
        assert incident["status"] == "open"
        assert [each["id"] for each in incident["assignments"]] == [each["id"] for each in taken["assignments"]]


async def test_the_same_device_joins_its_open_incident(house: House) -> None:
    async with house.open() as hub:
        first, second = await hub.alarm(), await hub.alarm()
        assert second["incident"] == first["incident"]
        assert second["merged"] is True


async def test_the_same_sending_of_an_alarm_is_answered_alike_and_taken_once(house: House) -> None:
    async with house.open() as hub:
        first = await hub.call("POST", "/api/v1/alarms", {**SMOKE, "key": "k1"}, role="device")
        again = await hub.call("POST", "/api/v1/alarms", {**SMOKE, "key": "k1"}, role="device")
        assert (first.status, again.status) == (201, 200)
        assert again.body == first.body
        raised = [event for event in await hub.events() if event["type"] == "alarm.raised"]
        assert len(raised) == 1


async def test_a_sending_is_remembered_over_a_restart(house: House) -> None:
    async with house.open() as hub:
        first = await hub.call("POST", "/api/v1/alarms", {**SMOKE, "key": "k1"}, role="device")
        taken = await hub.command("c-1", "incident.take", incident=first.body["incident"])
    async with house.open() as hub:
        again = await hub.call("POST", "/api/v1/alarms", {**SMOKE, "key": "k1"}, role="device")
        assert (again.status, again.body) == (200, first.body)
        retaken = await hub.command("c-1", "incident.take", incident=first.body["incident"])
        assert (retaken.status, retaken.body) == (200, taken.body)


async def test_other_content_under_an_alarms_key_is_a_new_alarm_flagged(house: House) -> None:
    async with house.open() as hub:
        first = await hub.alarm(key="k1")
        other = await hub.alarm(key="k1", kind="heat")
        assert other["alarm"] != first["alarm"]
        assert other["flags"] == ["key_reused"]


async def test_a_key_belongs_to_its_token_and_source(house: House) -> None:
    async with house.open() as hub:
        first = await hub.alarm(key="k1", device="d-1")
        by_phone = await hub.alarm(key="k1", device="d-2", source="phone")
        by_another = await hub.alarm(role="dispatcher", key="k1", device="d-3")
        assert len({first["alarm"], by_phone["alarm"], by_another["alarm"]}) == 3
        assert by_phone["flags"] == by_another["flags"] == []


async def test_a_command_id_with_other_content_is_refused(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        assert (await hub.command("c-1", "incident.note", incident=incident, text="one")).status == 200
        reused = await hub.command("c-1", "incident.note", incident=incident, text="two")
        assert (reused.status, reused.code) == (409, "id_reused")


async def test_the_same_command_written_another_way_is_the_same_command(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        first = await hub.command("c-1", "incident.note", incident=incident, text="烟")
        written = f'{{ "text": "\\u70df",\n "incident":"{incident}", "type":"incident.note", "id":"c-1"}}'
        again = await hub.call("POST", "/api/v1/commands", written.encode())
        assert (again.status, again.body) == (200, first.body)


async def test_a_sending_twice_at_once_is_carried_out_once(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        replies = await asyncio.gather(
            *(hub.command("c-1", "incident.note", incident=incident, text="once") for _ in range(8)),
            *(hub.command("c-1", "incident.note", incident=incident, text="other") for _ in range(8)),
        )
        assert sorted({reply.status for reply in replies}) == [200, 409]
        assert len({reply.body["seq"] for reply in replies if reply.status == 200}) == 1
        notes = [event for event in await hub.events() if event["type"] == "incident.noted"]
        assert len(notes) == 1


async def test_a_refusal_is_not_remembered(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        early = await hub.command("c-1", "incident.reopen", incident=incident)
        assert (early.status, early.code) == (409, "wrong_state")
        assert "open" in early.body["detail"], "it says which state it is in"
        await hub.command("c-2", "incident.close", incident=incident)
        assert (await hub.command("c-1", "incident.reopen", incident=incident)).status == 200


async def test_who_may_do_it_is_asked_first(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        await hub.command("c-1", "incident.grade", incident=incident, grade=2)
        seen = await hub.command("c-1", "incident.grade", role="commander", incident=incident, grade=2)
        assert (seen.status, seen.code) == (403, "forbidden"), "another's answer is not given away"


async def test_without_a_token_that_stands_nothing_is_told(house: House) -> None:
    house.token("device")
    known = house.token("dispatcher").partition(".")[0]
    async with house.open() as hub:
        for bearer in ("", "Bearer", "Bearer none.such", f"Bearer {known}.wrong", f"Bearer {known}.\xff", "Basic YTpi"):
            reply = await hub.call("GET", "/api/v1/incidents", role=None, headers={"Authorization": bearer})
            assert (reply.status, reply.code) == (401, "unauthorized"), bearer
            assert reply.headers["WWW-Authenticate"] == "Bearer"
        assert (await hub.call("GET", "/healthz", role=None)).status == 200
        await hub.still_works()


async def test_a_withdrawn_token_ends_at_once(house: House) -> None:
    async with house.open() as hub:
        await hub.alarm()
        Tokens(house.data).revoke(house.token("device"))
        refused = await hub.call("POST", "/api/v1/alarms", SMOKE, role="device")
        assert (refused.status, refused.code) == (401, "unauthorized")


async def test_a_spoiled_token_file_shuts_nobody_out_who_was_in(house: House) -> None:
    async with house.open() as hub:
        await hub.still_works()
        (house.data / "tokens.json").write_text("{ spoiled", encoding="utf-8")
        await hub.alarm()
        await hub.still_works()


async def test_a_station_reads_its_own_incidents_only(house: House) -> None:
    async with house.open() as hub:
        taken = await hub.alarm()
        mine = {each["station"] for each in taken["assignments"]}
        other = next(each for each in hub.hub.processor.world.stations if each not in mine)
        for station, status in ((min(mine), 200), (other, 403)):
            headers = {"Authorization": f"Bearer {house.token('station', station)}"}
            for path in ("", "/timeline"):
                reply = await hub.call(
                    "GET", f"/api/v1/incidents/{taken['incident']}{path}", role=None, headers=headers
                )
                assert reply.status == status, (station, path)


async def test_a_station_may_not_answer_for_another(house: House) -> None:
    async with house.open() as hub:
        taken = await hub.alarm()
        theirs = next(each for each in taken["assignments"] if each["station"] != STATION)
        refused = await hub.command("c-1", "assignment.acknowledge", role="station", assignment=theirs["id"])
        assert (refused.status, refused.code) == (403, "forbidden")


async def test_what_each_role_may_read(house: House) -> None:
    async with house.open() as hub:
        for path in ("/stations", "/units", "/incidents", "/state", "/events"):
            assert (await hub.call("GET", f"/api/v1{path}", role="commander")).status == 200, path
        for path in ("/stations", "/units", "/state", "/events", "/reach?lon=1&lat=1"):
            refused = await hub.call("GET", f"/api/v1{path}", role="device")
            assert (refused.status, refused.code) == (403, "forbidden"), path
        own = (await hub.call("GET", "/api/v1/stations", role="station")).body["stations"]
        assert [each["id"] for each in own] == [STATION]


async def test_reach_says_how_far_everybody_is(house: House) -> None:
    async with house.open() as hub:
        station = hub.hub.processor.world.stations[STATION]
        found = (await hub.call("GET", f"/api/v1/reach?lon={station.lon}&lat={station.lat}&floor=-1")).body["units"]
        assert [each["eta_s"] for each in found] == sorted(each["eta_s"] for each in found)
        for each in found:
            assert abs(each["eta_s"] - sum(each["legs"].values())) < 0.002


async def test_the_state_as_it_was_is_the_state_that_was_read_then(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        then = (await hub.call("GET", "/api/v1/state")).body
        await hub.command("c-1", "incident.close", incident=incident)
        back = (await hub.call("GET", f"/api/v1/state?at={then['position']['seq']}")).body
        assert back == then


async def test_lists_come_page_by_page(house: House) -> None:
    async with house.open() as hub:
        opened = [(await hub.alarm(device=None, place={"text": f"place {n}"}))["incident"] for n in range(5)]
        seen: list[str] = []
        after = ""
        while True:
            page = (await hub.call("GET", f"/api/v1/incidents?limit=2&after={after}")).body
            seen.extend(each["id"] for each in page["incidents"])
            if page["next"] is None:
                break
            after = page["next"]
        assert seen == opened


async def test_the_timeline_of_an_incident_is_whole(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        await hub.alarm(device="another", place={"text": "elsewhere"})
        await hub.command("c-1", "incident.close", incident=incident)
        told = (await hub.call("GET", f"/api/v1/incidents/{incident}/timeline")).body["events"]
        assert told == [event for event in await hub.events() if event["incident"] == incident]
        for unknown in ("inc-1", "inc-999999", "inc-99999999999999999999999", "inc-²", "nothing", "inc-0", "inc--1"):
            reply = await hub.call("GET", f"/api/v1/incidents/{unknown}/timeline")
            assert (reply.status, reply.code) == (404, "not_found"), unknown


async def test_metrics_are_prometheus_text(house: House) -> None:
    async with house.open() as hub:
        await hub.alarm()
        async with hub.session.get(f"{hub.url}/metrics") as response:
            text = await response.text()
        assert 'onethree_commands_total{outcome="done",type="alarm.raise"} 1.0' in text
