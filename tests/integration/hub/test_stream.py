"""The stream of a real hub: what its views show, resuming without gap or repetition, and who may not stay."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from dispatch.access.tokens import Tokens
from dispatch.client.stream import Position, StreamClient
from dispatch.stream import connections, effects, liveness, server
from dispatch.stream.connection import WAITING_AT_MOST
from loadtest.raw_client import open_stream
from tests.hub import PATIENCE_S, STATION, House, Json, OpenHub, closed_with, received


async def drain(client: StreamClient, *, up_to: int = 0) -> list[Json]:
    """Receive everything that is on its way, up to the answer to a ping and this event; return the events."""
    events: list[Json] = []
    while True:
        await client.ping(1)
        await received(client, "pong", events)
        if client.position is not None and client.position.seq >= up_to:
            return events


async def test_the_whole_story_of_one_alarm(house: House) -> None:
    async with house.open() as hub, hub.stream("console") as console:
        taken = await hub.alarm()
        order = taken["assignments"][0]
        async with hub.stream(f"station:{order['station']}", Position(hub.hub.log.epoch, 0)) as crew:
            told = await received(crew, "assignment.assigned")
            assert told["assignment"] == order["id"]
            assert told["place"]["building"] == "B00001"
            await crew.seen(told["seq"])
            await received(crew, "assignment.delivered")
            for step in ("acknowledge", "depart", "arrive", "control", "release"):
                await crew.command(f"c-{step}", f"assignment.{step}", assignment=order["id"])
                assert (await received(crew, "done"))["id"] == f"c-{step}"
            assert (await hub.command("c-close", "incident.close", incident=taken["incident"])).status == 200
            await drain(crew)
        seen = await drain(console, up_to=hub.hub.feed.head)
        milestones = [event["type"] for event in seen if event.get("assignment") == order["id"]]
        expected = ["assigned", "delivered", "acknowledged", "en_route", "on_scene", "controlled", "released"]
        assert [each.removeprefix("assignment.") for each in milestones if each.startswith("assignment.")] == expected
        assert milestones.count("target.met") == 3, "responded, arrived and handled in time"
        assert seen == [event for event in await hub.events() if event["seq"] > seen[0]["seq"] - 1]
        incident = (await hub.call("GET", f"/api/v1/incidents/{taken['incident']}")).body
        assert incident["status"] == "closed"


async def test_done_follows_its_events(house: House) -> None:
    async with house.open() as hub, hub.stream("console") as console:
        await console.command("c-1", "alarm.raise", place={"building": "B00002"})
        seen: list[Json] = []
        done = await received(console, "done", seen)
        assert seen[-1]["seq"] == done["seq"]
        assert {event["cause"] for event in seen} == {"c-1"}


async def test_a_new_reader_gets_the_state_and_then_what_follows(house: House) -> None:
    async with house.open() as hub:
        await hub.alarm()
        state = (await hub.call("GET", "/api/v1/state")).body
        async with hub.stream("console") as console:
            reset = await received(console, "reset")
            assert (reset["reason"], reset["part"], reset["parts"]) == ("new", 1, 1)
            assert {"position": reset["position"], "state": {**state["state"], **reset["state"]}} == state
            raised = await hub.alarm()
            assert (await received(console, "alarm.raised"))["alarm"] == raised["alarm"]


async def test_a_reader_resumes_by_its_position_over_a_restart(house: House) -> None:
    async with house.open() as hub:
        async with hub.stream("console") as console:
            await received(console, "reset")
            incident = (await hub.alarm())["incident"]
            seen = await drain(console)
        await hub.command("c-1", "incident.note", incident=incident, text="written while nobody was reading")
    async with house.open() as hub:
        async with hub.stream("console", console.position) as returned:
            await hub.command("c-2", "incident.note", incident=incident, text="written after the restart")
            seen += await drain(returned, up_to=hub.hub.feed.head)
            assert returned.resets == 0
        assert seen == [event for event in await hub.events() if event["seq"] >= seen[0]["seq"]]


async def test_a_reader_cut_between_welcome_and_snapshot_gets_the_snapshot_when_it_comes_back(house: House) -> None:
    async with house.open() as hub:
        incident = (await hub.alarm())["incident"]
        for held in (None, Position("another-record", 2)):
            reader = hub.stream("console", held)
            welcome = await reader.connect()
            assert welcome["reset"] == ("epoch" if held else "new")
            reader.cut()
            await hub.command(f"c-{held and held.seq}", "incident.note", incident=incident, text="while it was away")
            async with reader:
                reset = await received(reader, "reset")
                assert reset["position"]["seq"] == hub.hub.feed.head
                assert await drain(reader, up_to=hub.hub.feed.head) == []
            assert (await reader.connect())["reset"] is None
            reader.cut()


async def test_c2_a_position_of_another_history_gets_a_reset_and_its_own_is_read_on_from(house: House) -> None:
    async with house.open() as hub:
        async with hub.stream("console") as console:
            await received(console, "reset")
            told = console.proof
            assert told is not None, "the reset says the hash"
            await hub.alarm()
            await drain(console, up_to=hub.hub.feed.head)
            await console.ping(1)
            await received(console, "pong")
            newest = console.proof
            assert newest is not None
            assert (newest.seq, newest.hash) == (hub.hub.log.head.seq, hub.hub.log.head.hash.hex())
            assert console.position is not None
        for proof, resets in ((told, 0), (newest, 0), (newest._replace(hash=told.hash), 1), (None, 0)):
            returning = hub.stream("console", console.position)
            returning.proof = proof
            async with returning:
                if resets:
                    assert (await received(returning, "reset"))["reason"] == "epoch"
                await drain(returning, up_to=hub.hub.feed.head)
                assert returning.resets == resets


async def test_a_position_that_is_of_no_use_gets_a_reset_that_says_why(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "RESET_BEHIND", 3)
    async with house.open() as hub:
        await hub.alarm()
        epoch, head = hub.hub.log.epoch, hub.hub.feed.head
        for position, reason in (
            (None, "new"),
            (Position("another-record", head), "epoch"),
            (Position(epoch, head + 1), "ahead"),
            (Position(epoch, 10**18), "ahead"),
            (Position(epoch, -1), "ahead"),
            (Position(epoch, head - 4), "too_old"),
        ):
            async with hub.stream("console", position) as console:
                reset = await received(console, "reset")
                assert reset["reason"] == reason
                assert reset["position"] == {"epoch": epoch, "seq": head, "hash": hub.hub.log.head.hash.hex()}
                assert await drain(console) == []
        async with hub.stream("console", Position(epoch, head - 3)) as console:
            assert [event["seq"] for event in await drain(console, up_to=head)] == [head - 2, head - 1, head]


async def test_nothing_falls_between_catching_up_and_live(house: House) -> None:
    """Readers come and go at every moment while alarms pour in; each proves that it missed and repeated nothing."""
    async with house.open() as hub:
        start = Position(hub.hub.log.epoch, hub.hub.feed.head)

        async def read(turn: int) -> list[int]:
            client = hub.stream("console", start)
            found: list[int] = []
            while len(found) < turn * 7:
                async with client:
                    found.extend(event["seq"] for event in await drain(client))
            return found

        alarms = asyncio.gather(*(hub.alarm(device=f"d-{n}", place={"text": f"place {n}"}) for n in range(60)))
        reads = await asyncio.gather(*(read(turn) for turn in range(1, 9)))
        await alarms
        for found in reads:
            assert found == list(range(start.seq + 1, start.seq + 1 + len(found)))


async def test_a_station_sees_its_own_and_the_closures(house: House) -> None:
    async with house.open() as hub:
        taken = await hub.alarm()
        involved = {each["station"] for each in taken["assignments"]}
        outsider = next(each for each in hub.hub.processor.world.stations if each not in involved)
        async with hub.stream(f"station:{outsider}") as bystander, hub.stream(f"station:{min(involved)}") as crew:
            await hub.command("c-1", "incident.note", incident=taken["incident"], text="for those who go")
            closed = await hub.command("c-2", "road.close", area={"way": "1"})
            assert [event["type"] for event in await drain(bystander)] == ["road.closed"]
            assert [event["type"] for event in await drain(crew)] == ["incident.noted", "road.closed"]
            assert closed.status == 200


async def test_a_quiet_reader_is_told_where_the_log_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "MARK_BEHIND", 4)
    async with house.open() as hub:
        taken = await hub.alarm()
        involved = {each["station"] for each in taken["assignments"]}
        outsider = next(each for each in hub.hub.processor.world.stations if each not in involved)
        async with hub.stream(f"station:{outsider}") as bystander:
            await received(bystander, "reset")
            for number in range(5):
                await hub.command(f"c-{number}", "incident.note", incident=taken["incident"], text="not for everybody")
            await bystander.ping(1)
            mark = await received(bystander, "mark")
            assert mark["seq"] == hub.hub.feed.head


async def test_seen_means_only_what_was_sent(house: House) -> None:
    async with house.open() as hub, hub.stream("console") as console:
        place = hub.hub.processor.world.buildings["B00001"]
        reach = (await hub.call("GET", f"/api/v1/reach?lon={place.lon}&lat={place.lat}")).body["units"]
        nearest = next(each["station"] for each in reach if each["legs"]["road_s"] < 600)
        async with hub.stream(f"station:{nearest}") as crew:
            await crew.seen(10**9)
            await drain(crew)
            taken = await hub.alarm()
            order = next(each for each in taken["assignments"] if each["station"] == nearest)
            told = await received(crew, "assignment.assigned")
            before = await drain(console)
            assert "assignment.delivered" not in [event["type"] for event in before], "it had not seen this order"
            for _ in range(3):
                await crew.seen(told["seq"])
            await drain(crew)
        delivered = [event for event in await drain(console) if event["type"] == "assignment.delivered"]
        assert [event["assignment"] for event in delivered] == [order["id"]], "once for each token"


async def test_presence_is_told_to_the_other_consoles_and_to_nobody_else(house: House) -> None:
    async with house.open() as hub:
        head = hub.hub.feed.head
        async with (
            hub.stream("console") as one,
            hub.stream("console") as other,
            hub.stream(f"station:{STATION}") as crew,
        ):
            for client in (one, other, crew):
                await drain(client)
            async with hub.socket() as bare:
                await bare.send_json({"type": "hello", "token": house.token("dispatcher"), "view": "console"})
                await bare.send_json({"type": "presence", "incident": "inc-1", "doing": "writing"})
                told = await received(one, "presence")
                assert told == {"type": "presence", "incident": "inc-1", "doing": "writing", "who": "dispatcher"}
                await received(other, "presence")
            async with hub.socket() as bare:
                await bare.send_json({"type": "hello", "token": house.token("station"), "view": f"station:{STATION}"})
                await bare.send_json({"type": "presence", "incident": "inc-1", "doing": "writing"})
                await bare.send_json({"type": "ping"})
                while (await bare.receive_json())["type"] != "pong":
                    continue
            assert await drain(one) == await drain(crew) == []
        assert hub.hub.feed.head == head, "presence is never logged"


def _hello(house: House, **fields: Any) -> Json:
    return {"type": "hello", "protocol": 1, "token": house.token("dispatcher"), "view": "console", **fields}


async def _said(hub: OpenHub, *frames: Any) -> tuple[int | None, list[Json]]:
    """Say these frames on a bare socket; return the close code (None: it stays open) and the answers."""
    answers: list[Json] = []
    async with asyncio.timeout(PATIENCE_S), hub.socket() as bare:
        for frame in frames:
            if isinstance(frame, bytes):
                await bare.send_bytes(frame)
            else:
                await (bare.send_str(frame) if isinstance(frame, str) else bare.send_json(frame))
        await bare.send_json({"type": "ping", "n": 99})
        async for message in bare:
            answer = message.json()
            if answer["type"] == "pong" and answer["n"] == 99:
                return None, answers
            answers.append(answer)
        return bare.close_code, answers


async def test_what_is_no_hello_is_shown_the_door(house: House) -> None:
    async with house.open() as hub:
        for frame in (
            "",
            "hello",
            "[]",
            "{}",
            '{"type": "ping"}',
            '{"type": "hello"}',
            '{"type": "hello", "token": 5, "view": "console"}',
            '{"type": "' + "x" * 1000 + '"}',
            '{"x": ' + "[" * 50_000,
            '{"type": "hello", "token": "\\ud800", "view": "console"}',
            b"\x00\x01\x02",
            _hello(house, protocol=2),
            _hello(house, view="everything"),
            _hello(house, view="station:"),
            _hello(house, position="yesterday"),
            _hello(house, position={"epoch": "x"}),
        ):
            assert await _said(hub, frame) == (4400, []), frame
        for token in ("", "none", "none.such", house.token("dispatcher") + "x", "ü.ü", "\x00"):
            assert await _said(hub, _hello(house, token=token)) == (4401, []), token
        for token, view in (
            (house.token("device"), "console"),
            (house.token("station"), "console"),
            (house.token("station"), "station:S0002"),
            (house.token("station"), "incident:inc-1"),
        ):
            assert await _said(hub, _hello(house, token=token, view=view)) == (4403, []), view
        await hub.still_works()
        assert not hub.hub.streams


async def test_bad_frames_after_the_hello(house: House) -> None:
    async with house.open() as hub:
        for frame in (
            _hello(house),
            "rubbish",
            b"{}",
            "null",
            '{"type": 7}',
            '{"type": "seen"}',
            '{"type": "seen", "seq": "all"}',
            '{"type": "ping", "n": ' + "[" * 60_000,
        ):
            code, _ = await _said(hub, _hello(house), frame)
            assert code == 4400, frame
        code, answers = await _said(hub, _hello(house), {"type": "telepathy"}, {"type": "ping", "n": 1, "mood": "good"})
        assert code is None, "unknown types and fields are ignored"
        assert answers[-1]["type"] == "pong"
        code, _ = await _said(hub, _hello(house), '{"type": "ping", "x": "' + "x" * 100_000 + '"}')
        assert code == 1009, "a frame that is too large (RFC 6455, 7.4.1)"
        await hub.still_works()


async def test_a_close_reason_is_whole_text_even_where_it_is_cut(house: House) -> None:
    async with house.open() as hub, hub.socket() as bare:
        await bare.send_json({"type": "火" * 500, "token": 5})
        await bare.send_json({"type": "hello", "token": "x", "view": 5})
        async for _ in bare:
            continue
        assert bare.close_code == 4400


async def test_a_command_that_cannot_be_tried_is_refused_under_its_id(house: House) -> None:
    async with house.open() as hub, hub.stream("console") as console:
        await received(console, "reset")
        for command_id, kind, fields, code in (
            ("c-1", "incident.explode", {}, "unusable"),
            ("c-2", "incident.grade", {"incident": "inc-1", "grade": 9}, "unusable"),
            ("c-3", "incident.take", {"incident": "inc-1"}, "not_found"),
            ("no spaces", "incident.take", {"incident": "inc-1"}, "unusable"),
        ):
            await console.command(command_id, kind, **fields)
            refused = await received(console, "refused")
            assert refused["id"] == command_id
            assert refused["problem"]["type"] == f"urn:onethree:problem:{code}"
        assert await drain(console) == []


async def test_an_id_means_one_command_over_both_ways_in(house: House) -> None:
    async with house.open() as hub, hub.stream("console") as console:
        incident = (await hub.alarm())["incident"]
        first = await hub.command("c-1", "incident.note", incident=incident, text="once")
        await console.command("c-1", "incident.note", incident=incident, text="once")
        assert (await received(console, "done"))["seq"] == first.body["seq"]
        await console.command("c-1", "incident.note", incident=incident, text="twice")
        assert (await received(console, "refused"))["problem"]["status"] == 409
    async with house.open() as hub, hub.stream("console") as console:
        await console.command("c-1", "incident.note", incident=incident, text="once")
        assert (await received(console, "done"))["seq"] == first.body["seq"]


async def test_without_a_hello_in_time_the_socket_is_closed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HELLO_WITHIN_S", 0.05)
    async with house.open() as hub:
        for pings in (0, 3):
            async with asyncio.timeout(PATIENCE_S), hub.socket() as bare:
                for _ in range(pings):
                    await bare.ping()
                async for _ in bare:
                    continue
                assert bare.close_code == 4400


async def test_a_withdrawn_token_closes_its_open_streams(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LOOK_EVERY_S", 0.02)
    async with house.open() as hub, hub.stream("console") as stays, hub.stream(f"station:{STATION}") as goes:
        Tokens(house.data).revoke(house.token("station"))
        assert await closed_with(goes) == 4401
        await drain(stays)


async def test_who_answers_nothing_is_dropped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(liveness, "PING_AFTER_S", 0.05)
    monkeypatch.setattr(liveness, "GIVE_UP_AFTER_S", 2.0)  # also for a process that others keep from its turn
    async with (
        house.open() as hub,
        hub.stream("console") as answers,
        asyncio.timeout(PATIENCE_S),
        hub.socket() as silent,
    ):
        await silent.send_json(_hello(house))
        async for _ in silent:  # reads everything, the pings too, and never says a word
            continue
        assert silent.close_code == 4408
        assert len(hub.hub.streams) == 1, "the one that answers pings stays"
        await drain(answers)


def narrow(client: socket.socket, hub: asyncio.BaseTransport) -> None:
    """Make the kernel's buffers small, so that a stall is felt after kilobytes and not after megabytes."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    hub.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)


NOTES = 60
"""So many of 12 kB are more than sockets and memory hold for a stalled reader, and no more than one may send."""


async def test_a_stalled_reader_costs_nobody_anything_and_misses_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(liveness, "PING_AFTER_S", 0.1)
    monkeypatch.setattr(liveness, "GIVE_UP_AFTER_S", 2.0)
    async with house.open() as hub, hub.stream("console") as reader:
        incident = (await hub.alarm())["incident"]
        await drain(reader)
        others, arrived = set(hub.hub.streams), asyncio.Event()
        stalled = await open_stream(hub.url, house.token("commander"), "console", lambda *_: arrived.set())
        await arrived.wait()
        (held,) = set(hub.hub.streams) - others
        narrow(stalled.connection, held._transport)
        stalled.pause()
        position = Position(hub.hub.log.epoch, hub.hub.feed.head)
        most_held = 0
        seen: list[Json] = []
        for number in range(0, NOTES, 20):
            text = "火" * 4000
            sent = (hub.command(f"c-{number + n}", "incident.note", incident=incident, text=text) for n in range(20))
            sending = asyncio.gather(*sent)
            # Who reads nothing while all of them are written is stalled, too: its client stops at sixteen messages.
            while not sending.done():
                seen += await drain(reader)
            assert {reply.status for reply in await sending} == {200}
            most_held = max(most_held, WAITING_AT_MOST - held.room())
        while held in hub.hub.streams:
            seen += await drain(reader)
        stalled.resume()
        stalled.abort()
        assert 0 < most_held <= 256 * 1024
        async with hub.stream("console", position) as returned:
            caught_up = await drain(returned, up_to=seen[-1]["seq"])
        assert caught_up[: len(seen)] == [event for event in seen if event["seq"] > position.seq]
        assert b'onethree_streams_closed_total{code="4408"} 1.0' in hub.hub.metrics.text()


async def test_readers_are_told_when_the_hub_stops(house: House) -> None:
    async with house.open() as hub:
        client = hub.stream("console")
        await client.connect()
        await drain(client)
        ended = asyncio.create_task(closed_with(client))
    assert await ended == 1001
