"""Whatever comes in: a clear problem that says what to do, nothing lost, and the hub goes on.

What reaches the record is tried on every kind of record; what is turned away before, on one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from dispatch import app
from dispatch.access.rate_limits import RateLimiter
from dispatch.client.stream import StreamClient
from stations.datum import Datum, from_wgs84
from tests.hub import SMOKE, STATION, House, Json

ALARMS, COMMANDS = "/api/v1/alarms", "/api/v1/commands"

NOT_JSON = [
    b"",
    b"smoke in the kitchen",
    b"{",
    b'{"kind": "smoke"',
    b"\xff\xfe{}",
    b'{"x": ' + b"[" * 60_000 + b"}",
]
NOT_STRICT_JSON = [
    b'{"note": "\xff"}',
    b'{"note": "\\ud800"}',
    b'{"place": {"lon": NaN, "lat": 29.5}}',
    b'\xef\xbb\xbf{"kind": "smoke"}',
    '{"note": "三楼冒烟"}'.encode("gb18030"),
    '{"note": "三楼冒烟"}'.encode("utf-16"),
    b'{"x": ' + b"[" * 60_000 + b"]" * 60_000 + b"}",
]
NO_OBJECTS: list[object] = [[], "smoke", None, 7]
WRONG_TYPES: list[object] = [
    {"kind": ["smoke"]},
    {"place": "the old market"},
    {"place": {"floor": "third"}},
    {"place": {"lon": [106.5], "lat": 29.5}},
    {"test": "perhaps"},
    {"trapped": 1.5},
    {"device": 17},
    b'{"place": {"lon": 1e999, "lat": 29.5}}',
    b'{"trapped": ' + b"9" * 6000 + b"}",
]


async def test_what_is_not_json_is_malformed(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for body in NOT_JSON:
            reply = await hub.call("POST", ALARMS, body)
            assert (reply.status, reply.code) == (400, "malformed"), body[:40]
            command = b'{"type":"incident.false_alarm","id":"c","incident":"i",' + body[1:]
            reply = await hub.call("POST", COMMANDS, command)
            assert (reply.status, reply.code) == (400, "malformed"), command[:80]
        await hub.still_works()


async def test_json_that_is_no_object_is_unusable_as_an_alarm(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for body in NO_OBJECTS:
            reply = await hub.call("POST", ALARMS, b"null" if body is None else body)
            assert (reply.status, reply.code) == (422, "unusable"), body
        await hub.still_works()


async def test_a1_no_alarm_is_refused_for_a_value_or_for_how_it_is_written(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for body in (*WRONG_TYPES, *NOT_STRICT_JSON):
            reply = await hub.call("POST", ALARMS, body)
            assert reply.status == 201, (body, reply)
        await hub.still_works()


async def test_a1_the_words_of_what_could_not_be_read_go_to_the_record_the_console_and_the_crew(
    sqlite_house: House,
) -> None:
    sent = {**SMOKE, "device": {"loop": 4}, "note": 17, "place": {"building": "B00001", "floor": "夹层\x1b"}}
    async with sqlite_house.open() as hub:
        reply = await hub.call("POST", ALARMS, sent)
        assert set(reply.body["flags"]) == {"bad_device", "bad_floor"}
        words = {"device": '{"loop": 4}', "place.floor": "夹层\\u001b"}
        incident = (await hub.call("GET", f"/api/v1/incidents/{reply.body['incident']}")).body
        assert incident["unread"] == incident["alarms"][0]["unread"] == words
        assert incident["alarms"][0]["note"] == "17"
        orders = [each for each in await hub.events() if each["type"] == "assignment.assigned"]
        assert orders, "somebody goes"
        assert all(each["record"]["unread"] == words for each in orders)


async def test_a1_an_alarm_as_a_command_is_read_alike(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for number, body in enumerate(WRONG_TYPES):
            if isinstance(body, dict):
                reply = await hub.call("POST", COMMANDS, {"id": f"c-{number}", "type": "alarm.raise", **body})
                assert reply.status == 200, (body, reply)
        floor = {"text": "示例", "floor": "负一层"}
        done = await hub.command("c-f", "alarm.raise", place=floor, key_reused=True, unread={"x": "y"}, odd=["late"])
        raised = next(each for each in done.body["events"] if each["type"] == "alarm.raised")
        assert (raised["place"]["floor"], raised["unread"], raised["flags"]) == (-1, {}, ["unlocated"])


async def test_a5_the_same_key_with_more_content_completes_its_incident(house: House) -> None:
    async with house.open() as hub:
        first = await hub.alarm(device=None, key="k-1", place={})
        assert first["assignments"] == []
        more = await hub.alarm(device=None, key="k-1", place={"building": "B00001", "floor": 3})
        assert (more["incident"], more["merged"]) == (first["incident"], True)
        assert "key_reused" in more["flags"]
        assert more["assignments"], "the choice is made now"
        last = await hub.alarm(device=None, key="k-1", place={"building": "B00001", "floor": 3}, note="烟更大了")
        assert (last["incident"], last["assignments"]) == (first["incident"], [])
    async with house.open() as hub:
        again = await hub.alarm(device=None, key="k-1", note="重启以后")
        assert again["incident"] == first["incident"], "across a restart too"


async def test_a6_a_position_in_another_datum_becomes_wgs84_and_the_record_names_it(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        world = hub.hub.processor.world
        building = world.buildings["B00001"]
        for datum in ("gcj02", "bd09", "GCJ-02", "BD09"):
            name: Datum = "bd09" if "bd" in datum.lower() else "gcj02"
            lon, lat = from_wgs84(building.lon, building.lat, name)
            taken = await hub.alarm(device=f"d-{datum}", place={"lon": lon, "lat": lat, "datum": datum})
            assert taken["flags"] == []
            raised = [each for each in await hub.events() if each["type"] == "alarm.raised"][-1]
            assert raised["datum"] == name
            assert raised["place"]["lon"] == pytest.approx(building.lon, abs=1e-7)
            assert raised["place"]["lat"] == pytest.approx(building.lat, abs=1e-7)
        unit = next(iter(world.units))
        lon, lat = from_wgs84(building.lon, building.lat, "gcj02")
        done = await hub.command("c-1", "unit.position", unit=unit, lon=str(lon), lat=str(lat), datum="gcj02")
        (event,) = done.body["events"]
        assert event["lon"] == pytest.approx(building.lon, abs=1e-7)
        assert (event["datum"], event["flags"]) == ("gcj02", [])
        done = await hub.command("c-2", "unit.position", unit=unit, lon=lon, lat=lat, datum="city grid")
        assert done.body["events"][0]["flags"] == ["bad_datum"]
        incident = (await hub.alarm(device=None, place={"text": "江边"}))["incident"]
        place = {"lon": lon, "lat": lat, "datum": "gcj02"}
        done = await hub.command("c-3", "incident.update", incident=incident, place=place)
        updated = next(each for each in done.body["events"] if each["type"] == "incident.updated")
        assert updated["place"]["lon"] == pytest.approx(building.lon, abs=1e-7)


async def test_a4_a_tracker_without_a_fix_takes_no_unit_from_any_choice(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        first = (await hub.alarm())["assignments"]
        nearest = first[0]["unit"]
        await hub.command("c-0", "incident.close", incident=(await hub.events())[-1]["incident"])
        no_fix: list[Json] = [{"lon": 0, "lat": 0}, {"lon": None, "lat": None}, {"lon": "0.0", "lat": "0"}, {}]
        for number, fix in enumerate(no_fix):
            done = await hub.command(f"c-fix-{number}", "unit.position", unit=nearest, **fix)
            assert (done.status, done.body["events"]) == (200, [])
        reply = await hub.command("c-bad", "unit.position", unit=nearest, lon="east", lat=1)
        assert (reply.status, reply.code) == (422, "unusable")
        sea = await hub.command("c-sea", "unit.position", unit=nearest, lon=160.0, lat=-10.0)
        assert sea.status == 200
        taken = await hub.alarm(device="d-9")
        assert nearest in {each["unit"] for each in taken["assignments"]}
        chosen = [each for each in await hub.events() if each["type"] == "dispatch.chosen"][-1]
        at_station = {each["unit"] for each in chosen["considered"] if each["at_station"]}
        assert at_station == {nearest}, "and the reasons say so"


async def test_wrong_types_in_a_command_are_named_with_their_place(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident = (await hub.alarm())["incident"]
        head = hub.hub.feed.head
        grade: Json = {"type": "incident.grade", "incident": incident, "grade": 2}
        for wrong in (
            grade,
            {**grade, "id": 7},
            {**grade, "id": ""},
            {**grade, "id": "ü"},
            {**grade, "id": "c" * 65},
            {**grade, "id": "c", "type": "incident.explode"},
            {**grade, "id": "c", "type": "hub.fire"},
            {**grade, "id": "c", "type": 5},
            {**grade, "id": "c", "grade": 6},
            {**grade, "id": "c", "grade": "2"},
            {**grade, "id": "c", "incident": "x y"},
            {**grade, "id": "c", "incident": None},
            {"id": "c"},
        ):
            reply = await hub.call("POST", COMMANDS, wrong)
            assert (reply.status, reply.code) == (422, "unusable"), wrong
        assert hub.hub.feed.head == head, "a refusal leaves no trace in the record"


async def test_an_alarm_without_a_usable_place_opens_an_incident_flagged(sqlite_house: House) -> None:
    unlocated: list[tuple[Json, set[str]]] = [
        ({}, {"unlocated"}),
        ({"text": "behind the old market"}, {"unlocated"}),
        ({"building": "no-such-building"}, {"unknown_building", "unlocated"}),
        ({"lon": 106.5}, {"unlocated"}),
        ({"lon": 1066.5, "lat": 29.5}, {"bad_coordinates", "unlocated"}),
        ({"lon": "nan", "lat": "inf"}, {"bad_coordinates", "unlocated"}),
    ]
    async with sqlite_house.open() as hub:
        for place, flags in unlocated:
            taken = await hub.alarm(device=None, place=place)
            assert set(taken["flags"]) == flags, place
            incident = (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).body
            assert set(incident["flags"]) == flags
            assert {each["why"] for each in incident["shortfalls"]} == {"unlocated"}, "nobody sent, and it says why"


async def test_an_alarm_with_nothing_in_it_is_still_an_alarm(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        reply = await hub.call("POST", ALARMS, {}, role="device")
        assert reply.status == 201
        assert {"unlocated", "unknown_source", "unknown_kind"} == set(reply.body["flags"])


async def test_coordinates_in_the_sea_open_an_incident_that_says_so(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for lon, lat in ((160.0, -10.0), (180.0, 90.0), (-180.0, -90.0)):
            taken = await hub.alarm(device=None, place={"lon": lon, "lat": lat})
            assert taken["flags"] == ["off_network"]
            assert taken["assignments"] == []
            incident = (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).body
            assert {each["why"] for each in incident["shortfalls"]} == {"off_network"}


async def test_an_incident_without_a_place_is_served_once_it_has_one(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        incident = (await hub.alarm(device=None, place={"text": "near the bridge"}))["incident"]
        done = await hub.command("c-1", "incident.update", incident=incident, place={"building": "B00001"})
        assert any(event["type"] == "assignment.assigned" for event in done.body["events"])
        refused = await hub.command("c-2", "incident.update", incident=incident, place={"building": "nowhere"})
        assert (refused.status, refused.code) == (422, "unusable")


async def test_a_clock_a_year_off_is_flagged_and_changes_nothing(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for own_time in ("2025-01-01T00:00:00+08:00", "2199-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"):
            taken = await hub.alarm(device=None, occurred_at=own_time)
            assert taken["flags"] == ["clock_off"], own_time
        for unreadable in ("yesterday", "01/02/2026 10:00", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+23:59"):
            assert (await hub.alarm(device=None, occurred_at=unreadable))["flags"] == ["bad_time"], unreadable
        at = [event["at"] for event in await hub.events()]
        assert at == sorted(at), "the record's own time goes forward"


async def test_a_press_with_a_senseless_time_is_refused_and_can_be_sent_again(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        order = (await hub.alarm())["assignments"][0]["id"]
        refused = await hub.command("c-1", "assignment.acknowledge", assignment=order, occurred_at="soon")
        assert (refused.status, refused.code) == (422, "unusable")
        assert (await hub.command("c-1", "assignment.acknowledge", assignment=order)).status == 200


async def test_numbers_beyond_all_reason_are_flagged_in_an_alarm(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        huge = b"9" * 30
        body = b'{"source":"panel","kind":"smoke","trapped":%b,"place":{"building":"B00001","floor":%b},"serial":%b}'
        reply = await hub.call("POST", ALARMS, body % (huge, huge, huge))
        assert reply.status == 201
        assert set(reply.body["flags"]) == {"bad_floor", "bad_trapped"}
        incident = (await hub.call("GET", f"/api/v1/incidents/{reply.body['incident']}")).body
        assert incident["place"]["floor"] is None
        assert reply.body["assignments"], "somebody goes all the same"
        negative = await hub.alarm(device=None, trapped=-4)
        assert negative["flags"] == ["bad_trapped"]
        update = b'{"id":"c-1","type":"incident.update","incident":"%b","trapped":%b}'
        refused = await hub.call("POST", COMMANDS, update % (reply.body["incident"].encode(), huge))
        assert (refused.status, refused.code) == (422, "unusable")


async def test_any_text_that_is_unicode_comes_back_as_it_was(house: House) -> None:
    async with house.open() as hub:
        text = "三楼\x00 \x1f 👩‍🚒 \u202e ' OR 1=1 -- <script> \U0010ffff"
        taken = await hub.alarm(device=text, key=text, source=text, kind=text, note=text, place={"text": text})
        again = await hub.call(
            "POST",
            ALARMS,
            {"device": text, "key": text, "source": text, "kind": text, "note": text, "place": {"text": text}},
            role="device",
        )
        assert (again.status, again.body) == (200, taken)
        incident = (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).body
        assert incident["place"]["text"] == incident["kind"] == incident["alarms"][0]["note"] == text


async def test_roads_that_cannot_be_closed_are_refused_and_leave_the_hub_able_to_start(house: House) -> None:
    station_at = {"lon": 106.0, "lat": 29.0}
    refused_areas: list[Json] = [
        {},
        {"way": "1", **station_at, "radius_m": 10},
        {"lon": 106.0, "lat": 29.0},
        {**station_at, "radius_m": 0},
        {**station_at, "radius_m": -5},
        {**station_at, "radius_m": 1e300},
        {"lon": 1e300, "lat": 29.0, "radius_m": 10},
        {"lon": 106.0, "lat": 99.0, "radius_m": 10},
        {"polygon": []},
        {"polygon": [[106.0, 29.0]] * 5},
        {"polygon": [[106.0, 29.0], [106.1, 29.0], [106.0, 29.0], [106.1, 29.0]]},
        {"polygon": [[1e300, 29.0], [106.1, 29.0], [106.0, 29.1]]},
        {"lon": 0.0, "lat": 89.9, "radius_m": 5000},
        {"polygon": [[106.0, 29.0], [106.1, 29.1], [106.1, 29.0], [106.0, 29.1]]},
    ]
    odd_areas: list[Json] = [
        {"way": "no such way"},
        {"polygon": [[105.0, 28.0], [107.0, 28.0], [107.0, 30.0], [105.0, 30.0]]},
    ]
    async with house.open() as hub:
        for number, area in enumerate(refused_areas):
            reply = await hub.command(f"c-{number}", "road.close", area=area)
            assert (reply.status, reply.code) == (422, "unusable"), area
        past = await hub.command("c-p", "road.close", area={"way": "1"}, until="2001-01-01T00:00:00Z")
        assert (past.status, past.code) == (422, "unusable")
        for number, area in enumerate(odd_areas):
            assert (await hub.command(f"d-{number}", "road.close", area=area)).status == 200, area
        far = await hub.command("c-f", "road.close", area={"way": "1"}, until="9999-12-31T23:59:59Z")
        assert far.status == 200
    async with house.open() as hub:
        assert len(hub.hub.processor.world.closures) == len(odd_areas) + 1
        await hub.still_works()


async def test_what_does_not_exist_is_not_found(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for method, path in (
            ("GET", "/nothing"),
            ("GET", "/api/v1/incidents/none"),
            ("GET", "/api/v2/state"),
            ("DELETE", "/api/v1/alarms"),
            ("GET", "/api/v1/state?at=999999"),
        ):
            reply = await hub.call(method, path)
            assert (reply.status, reply.code) == (404, "not_found"), path
        for kind, field in (
            ("incident.take", "incident"),
            ("assignment.recall", "assignment"),
            ("road.open", "closure"),
            ("duty.off", "unit"),
        ):
            reply = await hub.call("POST", COMMANDS, {"id": "c-1", "type": kind, field: "none"})
            assert (reply.status, reply.code) == (404, "not_found"), kind


async def test_questions_that_make_no_sense_are_unusable(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for path in (
            "/reach",
            "/reach?lon=nan&lat=1",
            "/reach?lon=inf&lat=1",
            "/reach?lon=500&lat=1",
            "/reach?lon=1&lat=1&floor=99999999999999999999",
            "/reach?lon=1&lat=1&floor=two",
            "/state?at=-1",
            "/state?at=9999999999999999999999",
            "/state?view=everything",
            "/events?after=x",
            "/events?limit=0",
            "/events?limit=1001",
            "/incidents?status=burning",
        ):
            reply = await hub.call("GET", f"/api/v1{path}")
            assert (reply.status, reply.code) == (422, "unusable"), path
        beyond = await hub.call("GET", "/api/v1/reach?lon=0&lat=0&floor=900")
        assert (beyond.status, beyond.body["units"]) == (200, [])
        await hub.still_works()


async def test_a_stream_asked_for_as_a_page_is_malformed(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        reply = await hub.call("GET", "/api/v1/stream", role=None)
        assert (reply.status, reply.code) == (400, "malformed")


async def test_bytes_that_are_no_http_do_not_stop_the_hub(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        host, port = hub.url.removeprefix("http://").split(":")
        for rubbish in (
            b"\x16\x03\x01\x02\x00\x01\x00",
            b"GET / HTTP/9.9\r\n\r\n",
            b"POST /api/v1/alarms HTTP/1.1\r\n",
        ):
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(rubbish)
            await writer.drain()
            writer.close()
        await hub.still_works()


async def test_nothing_taken_is_lost_between_bad_ones(house: House) -> None:
    """Good alarms between every kind of bad one, all at once: each that was answered 201 is there exactly once."""
    async with house.open() as hub:

        async def good(number: int) -> str:
            return str((await hub.alarm(device=f"d-{number}", key=f"k-{number}"))["alarm"])

        bad = [hub.call("POST", ALARMS, b"null" if body is None else body) for body in (*NOT_JSON, *NO_OBJECTS)]
        answered, _ = await asyncio.gather(asyncio.gather(*(good(n) for n in range(40))), asyncio.gather(*bad))
        raised = [event["alarm"] for event in await hub.events() if event["type"] == "alarm.raised"]
        assert sorted(raised) == sorted(answered)
    async with house.open() as hub:
        raised = [event["alarm"] for event in await hub.events() if event["type"] == "alarm.raised"]
        assert sorted(raised) == sorted(answered)
        again = await hub.call("POST", ALARMS, {**SMOKE, "device": "d-7", "key": "k-7"}, role="device")
        assert again.status == 200


async def test_a_station_that_the_district_does_not_have_gets_nothing_and_breaks_nothing(sqlite_house: House) -> None:
    token = sqlite_house.token("station", "S9999")
    async with sqlite_house.open() as hub:
        headers = {"Authorization": f"Bearer {token}"}
        listed = await hub.call("GET", "/api/v1/stations", role=None, headers=headers)
        assert (listed.status, listed.body["stations"]) == (200, [])
        units = await hub.call("GET", "/api/v1/units", role=None, headers=headers)
        assert (units.status, units.body["units"]) == (200, [])
        state = await hub.call("GET", "/api/v1/state", role=None, headers=headers)
        assert state.status == 200
        assert STATION not in str(state.body["state"].get("stations"))


async def test_a_token_that_asks_faster_than_any_surge_is_told_to_wait(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "RateLimiter", partial(RateLimiter, per_second=20.0, burst=20.0))
    async with sqlite_house.open() as hub:
        sent = (hub.call("POST", ALARMS, {**SMOKE, "key": f"k-{n}"}, role="device") for n in range(60))
        replies = await asyncio.gather(*sent)
        turned_away = [reply for reply in replies if reply.status == 429]
        assert {reply.status for reply in replies} == {201, 429}
        assert {(reply.code, reply.headers["Retry-After"]) for reply in turned_away} == {("too_many", "1")}
        assert (await hub.call("GET", "/api/v1/units", role="commander")).status == 200, "others are not slowed"
        async with hub.stream("console") as console:
            for number in range(30):
                await console.ping(number)
            answered = [frame["n"] async for frame in _pongs(console, 30)]
        assert answered == list(range(30)), "a stream waits its turn and loses nothing"


async def _pongs(client: StreamClient, count: int) -> AsyncIterator[Json]:
    while count:
        frame = await client.receive()
        if frame["type"] == "pong":
            count -= 1
            yield frame
