"""Nobody locks the door from outside: sockets that say nothing, bodies that never end, bytes without measure."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import aiohttp
import orjson
import pytest

from dispatch import app
from dispatch.access.rate_limits import Quotas
from dispatch.api.quotas import BODY_BYTES
from dispatch.listener.limits import ConnectionLimits
from dispatch.stream.liveness import CONTROL_AT_ONCE, CONTROL_PER_SECOND
from tests.hub import SMOKE, House, Json, OpenHub
from tests.integration.hub.sockets import SHORT, SOON_S, all_of, raw

ALARMS = "/api/v1/alarms"

MASKED_PING = b"\x89\x80\0\0\0\0"


async def _drip(writer: asyncio.StreamWriter) -> None:
    """Send one byte every tenth of a second until nobody takes it."""
    with contextlib.suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)


HEAD = b"POST /api/v1/alarms HTTP/1.1\r\nHost: x\r\n"
FORM = b"POST /api/v1/reports/months/2026-11 HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n"
UNFINISHED = {
    "nothing": b"",
    "a head": b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ",
    "a body with a token": HEAD + b"Content-Length: 9000\r\nAuthorization: Bearer %b\r\n\r\n{",
    "a form without a token": FORM + b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntoken=",
    "a code without a token": b"POST /api/v1/invitations/redeem HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n{",
    "a second request": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /he",
    "a pause after an answer": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
}


async def test_c3_what_is_never_finished_is_closed_however_it_drips(sqlite_house: House) -> None:
    device = sqlite_house.token("device").encode()
    async with sqlite_house.open(limits=SHORT) as hub, asyncio.TaskGroup() as callers:
        for what, said in UNFINISHED.items():
            callers.create_task(_wait_until_closed(hub, said.replace(b"%b", device), drips=False), name=what)
            if what != "a pause after an answer":
                callers.create_task(_wait_until_closed(hub, said.replace(b"%b", device), drips=True), name=what)
        await hub.still_works()


async def _wait_until_closed(hub: OpenHub, said: bytes, *, drips: bool) -> None:
    async with raw(hub, said) as (reader, writer):
        dripping = asyncio.create_task(_drip(writer)) if drips else None
        await all_of(reader)
        if dripping is not None:
            await dripping


async def test_c3_a_body_that_comes_too_slowly_is_told_so(sqlite_house: House) -> None:
    async with sqlite_house.open(limits=SHORT) as hub, raw(hub, HEAD + b"Content-Length: 9\r\n\r\n") as (reader, _):
        assert (await all_of(reader)).startswith(b"HTTP/1.1 4")
    # What is slow but sends on is left alone.
    patient = replace(SHORT, body_grace_s=5.0, body_timeout_s=20.0)
    head = HEAD + b"Content-Length: 2\r\nConnection: close\r\nAuthorization: Bearer %b\r\n\r\n"
    said = head.replace(b"%b", sqlite_house.token("device").encode())
    async with sqlite_house.open(limits=patient) as hub, raw(hub, said) as (reader, writer):
        for part in (b"{", b"}"):
            await asyncio.sleep(2 * SHORT.head_timeout_s)
            writer.write(part)
        assert (await all_of(reader)).startswith(b"HTTP/1.1 201")


async def test_c3_an_answer_that_nobody_takes_is_given_up(sqlite_house: House, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "large.bin").write_bytes(b"x" * (32 << 20))
    ask = b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n"
    async with sqlite_house.open(limits=SHORT, pages=tmp_path / "pages") as hub, raw(hub, ask):
        async with asyncio.timeout(SOON_S):
            while await _metric(hub, 'request_mishaps_total{kind="send"}') == 0:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.1)


async def test_c3_idle_sockets_give_way_to_whoever_comes(sqlite_house: House) -> None:
    few = ConnectionLimits(max_unauthenticated=8)
    async with sqlite_house.open(limits=few) as hub, hub.stream("console") as console, AsyncExitStack() as held:
        oldest, _ = await held.enter_async_context(raw(hub))
        idle = [await held.enter_async_context(raw(hub)) for _ in range(20)]
        await hub.still_works()
        await console.ping(1)
        assert await all_of(oldest) == b""
        assert await _metric(hub, "connections_unauthenticated") <= 8
        assert await _metric(hub, 'request_mishaps_total{kind="crowded"}') >= 12
        assert not idle[-1][0].at_eof(), "the newest stay"


async def test_c3_one_address_does_not_take_the_room_of_the_others(sqlite_house: House) -> None:
    few = ConnectionLimits(max_unauthenticated=1000, max_unauthenticated_per_address=4)
    async with sqlite_house.open(limits=few) as hub, AsyncExitStack() as held:
        quiet, _ = await held.enter_async_context(raw(hub, address="127.0.0.2"))
        for _ in range(10):
            await held.enter_async_context(raw(hub))
        await hub.still_works()
        assert await _metric(hub, 'request_mishaps_total{kind="crowded_address"}') >= 6
        assert not quiet.at_eof()


async def _metric(hub: OpenHub, name: str) -> float:
    """Return a figure of the metrics, 0 where it is not there yet."""
    async with hub.session.get(hub.url + "/metrics") as response:
        lines = (await response.text()).splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(f"onethree_{name} ")), 0.0)


# --- bytes, texts -----------------------------------------------------------------------------------------------------


async def test_h5_an_alarms_texts_are_cut_and_it_is_taken(sqlite_house: House) -> None:
    long: Json = dict.fromkeys(("note", "reporter", "device", "source", "kind"), "火" * 8000)
    async with sqlite_house.open() as hub:
        taken = await hub.alarm(**long, place={"text": "街" * 9000, "building": "b" * 5000, "lon": 106.5, "lat": 29.5})
        assert "text_cut" in taken["flags"]
        events = await hub.events()
        raised = next(each for each in events if each["type"] == "alarm.raised")
        assert raised["note"] == "火" * 4000
        assert all(len(orjson.dumps(each)) < 40_000 for each in events)
        assert "text_cut" not in (await hub.alarm(note="火" * 4000, device="d-2"))["flags"]
        sent = {"id": "c-1", "type": "alarm.raise", "note": "x" * 60_000}
        assert (await hub.call("POST", "/api/v1/commands", sent)).body["events"][0]["flags"].count("text_cut") == 1


async def test_h5_two_long_names_never_become_one(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        first, second, again = [
            await hub.call("POST", ALARMS, {**SMOKE, "device": None, "key": "k" * 5000 + end})
            for end in ("1", "2", "1")
        ]
        assert (first.status, second.status, again.status) == (201, 201, 200)
        assert again.body["alarm"] == first.body["alarm"]
        assert again.body["alarm"] != second.body["alarm"]
        await hub.alarm(device="d" * 500 + "1")
        await hub.alarm(device="d" * 500 + "2")
        devices = {each["device"] for each in await hub.events() if each["type"] == "alarm.raised" and each["device"]}
        assert len(devices) == 2


async def test_h5_bytes_are_limited_as_requests_are(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "Quotas", partial(Quotas, per_second=1000.0))
    async with sqlite_house.open() as hub:
        large = {**SMOKE, "note": "x" * 3000}
        replies = [await hub.call("POST", ALARMS, {**large, "key": f"{n}"}, role="device") for n in range(6)]
        refused = [each for each in replies if each.status == 429]
        assert refused
        assert {(each.code, each.headers["Retry-After"]) for each in refused} == {("too_many", "1")}
        assert (await hub.call("POST", ALARMS, SMOKE, role="dispatcher")).status == 201, "another token is not held up"


# --- what cannot be read ----------------------------------------------------------------------------------------------


async def test_low_what_cannot_be_read_is_one_line_and_a_problem(
    sqlite_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with sqlite_house.open() as hub:
        with caplog.at_level(logging.DEBUG):
            for _ in range(50):
                async with raw(hub, b"\x16\x03\x01 no HTTP\r\n\r\n") as (reader, _):
                    answer = await all_of(reader)
                    assert answer.startswith(b"HTTP/1.0 400"), answer
                    assert b"urn:onethree:problem:malformed" in answer
                    assert b"Content-Security-Policy" in answer
        loud = [each for each in caplog.records if each.levelno >= logging.INFO]
        assert len(loud) <= 2
        assert not [each for each in loud if each.exc_info or "\n" in each.getMessage()]
        assert await _metric(hub, 'request_mishaps_total{kind="malformed"}') == 50


async def test_low_a_form_without_a_boundary_is_malformed(
    sqlite_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    month = "/api/v1/reports/months/2026-11"
    async with sqlite_house.open() as hub:
        caplog.clear()  # what was said at the start is nobody's request
        for kind in ("multipart/form-data", "application/x-www-form-urlencoded; charset=nothing"):
            reply = await hub.call("POST", month, b"token=x", role=None, headers={"Content-Type": kind})
            assert (reply.status, reply.code) == (400, "malformed"), kind
        assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


async def test_a10_after_a_refusal_nothing_more_of_a_body_is_read_and_the_connection_closes(
    sqlite_house: House,
) -> None:
    """Without a token, and with more than is read: the answer comes at once, says so, and the rest stays unread."""
    device = sqlite_house.token("device").encode()
    too_much = HEAD + b"Authorization: Bearer " + device + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n" % BODY_BYTES + b"x" * BODY_BYTES + b"\r\n"
    refused = {
        b"401": HEAD + b"Content-Length: 200000\r\nContent-Encoding: gzip\r\n\r\n",
        b"413": too_much + chunk + chunk,
    }
    async with sqlite_house.open() as hub:
        for status, said in refused.items():
            async with raw(hub, said) as (reader, writer):
                head = await _until(reader, b"\r\n\r\n")
                assert head.startswith(b"HTTP/1.1 " + status), head
                assert b"Connection: close" in head
                await all_of(reader)
                writer.close()
        await hub.still_works()


async def test_a11_the_answer_to_an_upgrade_that_is_not_the_streams_ends_the_connection(sqlite_house: House) -> None:
    """Java's client asks for h2c on its first request: what it sends behind it would be lost without a word."""
    upgrade = b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
    device = b"Authorization: Bearer " + sqlite_house.token("device").encode() + b"\r\n"
    body = b'{"kind":"smoke"}'
    alarm = HEAD + device + upgrade + b"Content-Length: %d\r\n\r\n" % len(body) + body
    health = b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + upgrade + b"\r\n"
    other = b"GET /healthz HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
    async with sqlite_house.open() as hub:
        for said, status in ((alarm, b"201"), (health, b"200"), (other, b"200")):
            async with raw(hub, said + said) as (reader, _):
                answers = await all_of(reader)
                assert answers.startswith(b"HTTP/1.1 " + status), answers
                assert b"Connection: close" in answers
                assert answers.count(b"HTTP/1.1 ") == 1, "the client knows that the second was not taken"
        raised = [each for each in await hub.events() if each["type"] == "alarm.raised"]
        assert len(raised) == 1
        async with hub.stream("console") as console:
            await console.ping(1)


async def _until(reader: asyncio.StreamReader, end: bytes) -> bytes:
    async with asyncio.timeout(SOON_S):
        return await reader.readuntil(end)


async def test_low_an_encoding_that_is_not_read_is_a_problem(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub:
        for encoding in ("br", "zstd", "compress"):
            reply = await hub.call("POST", ALARMS, b"{}", role="device", headers={"Content-Encoding": encoding})
            assert (reply.status, reply.code) == (415, "unsupported_encoding")
            assert "gzip" in reply.headers["Accept-Encoding"]
        broken = await hub.call("POST", ALARMS, b"no gzip", role="device", headers={"Content-Encoding": "gzip"})
        assert (broken.status, broken.code) == (400, "malformed")


async def test_low_a_mistake_in_the_program_is_a_problem_and_one_entry(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr("dispatch.api.map.MapApi.get_style", fail)
    async with sqlite_house.open() as hub:
        for _ in range(5):
            reply = await hub.call("GET", "/api/v1/map")
            assert (reply.status, reply.code) == (500, "internal")
        assert "ZeroDivisionError" not in str(reply.body)
        assert [each.levelname for each in caplog.records if each.exc_info] == ["ERROR"]
        await hub.still_works()


async def test_m6_pings_are_answered_at_a_pace_and_hold_up_nobody(sqlite_house: House) -> None:
    async with sqlite_house.open() as hub, hub.socket() as flooding:
        token = sqlite_house.token("dispatcher")
        await flooding.send_json({"type": "hello", "token": token, "view": "console", "protocol": 1})
        began = asyncio.get_running_loop().time()
        flooding._writer.transport.write(MASKED_PING * 100_000)
        await hub.still_works()
        pongs = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                while (message := await flooding.receive()).type is not aiohttp.WSMsgType.CLOSED:
                    pongs += message.type is aiohttp.WSMsgType.PONG
        took_s = asyncio.get_running_loop().time() - began
        assert 0 < pongs <= CONTROL_AT_ONCE + CONTROL_PER_SECOND * took_s + 1
        await hub.still_works()
