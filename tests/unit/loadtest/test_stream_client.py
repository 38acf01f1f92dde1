"""The stream's client proves that nothing was missed: against a small server that says what a test wants."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from hypothesis import given, strategies as st
from websockets.asyncio.server import ServerConnection, serve

from dispatch.client.errors import HubUnreachableError, StreamBrokenError
from dispatch.client.stream import Position, Proof, StreamClient
from loadtest.raw_client import split_frames

Frame = dict[str, Any]


def _welcome(seq: int, epoch: str = "e") -> Frame:
    return {"type": "welcome", "position": {"epoch": epoch, "seq": seq}, "head": {"epoch": epoch, "seq": seq}}


def _event(seq: int, prev: int) -> Frame:
    return {"type": "event", "seq": seq, "prev": prev, "event": {"type": "x", "seq": seq}}


def _mark(seq: int, prev: int) -> Frame:
    return {"type": "mark", "seq": seq, "prev": prev}


def _reset(seq: int, part: int, parts: int, epoch: str = "e") -> Frame:
    position = {"epoch": epoch, "seq": seq}
    return {"type": "reset", "reason": "new", "position": position, "part": part, "parts": parts, "state": {}}


@asynccontextmanager
async def _server(
    *frames: Frame, close: tuple[int, str] = (1000, ""), hellos: list[Frame] | None = None
) -> AsyncIterator[str]:
    async def say(connection: ServerConnection) -> None:
        hello = orjson.loads(await connection.recv(decode=False))
        if hellos is not None:
            hellos.append(hello)
        for frame in frames:
            await connection.send(orjson.dumps(frame), text=True)
        await connection.close(*close)

    handler: Callable[[ServerConnection], Coroutine[Any, Any, None]] = say
    async with serve(handler, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _read(client: StreamClient) -> None:
    try:
        while True:
            await client.receive()
    except HubUnreachableError:
        return


async def test_events_and_marks_that_follow_move_the_position() -> None:
    async with (
        _server(_welcome(5), _event(7, 5), _mark(90, 7), _event(91, 90)) as url,
        StreamClient(url, "t", "console", Position("e", 5)) as client,
    ):
        await _read(client)
        assert client.position == Position("e", 91)
        assert client.events == 2


@pytest.mark.parametrize("second", [_event(9, 8), _event(7, 5), _mark(9, 5)])
async def test_a_gap_or_a_repetition_is_noticed(second: Frame) -> None:
    held = Position("e", 5)
    async with _server(_welcome(5), _event(7, 5), second) as url, StreamClient(url, "t", "console", held) as client:
        await client.receive()
        with pytest.raises(StreamBrokenError, match="this client is at seq 7"):
            await client.receive()


async def test_the_position_survives_a_cut_and_goes_out_with_the_next_hello() -> None:
    hellos: list[Frame] = []
    async with _server(_welcome(7), _event(8, 7), hellos=hellos) as url:
        client = StreamClient(url, "t", "station:s", Position("e", 7))
        await client.connect()
        await client.receive()
        client.cut()
        with pytest.raises(HubUnreachableError, match="not connected"):
            await client.receive()
        await client.connect()
        client.cut()
    assert [hello["position"]["seq"] for hello in hellos] == [7, 8]


async def test_a_reset_in_parts_sets_the_position_anew() -> None:
    frames = (_welcome(3, "other"), _reset(3, 1, 2, "other"), _reset(3, 2, 2, "other"), _event(4, 3))
    async with _server(*frames) as url:
        client = StreamClient(url, "t", "console", Position("e", 900))
        async with client:
            await _read(client)
            assert client.position == Position("other", 4)
            assert client.resets == 1


@pytest.mark.parametrize("held", [None, Position("e", 900), Position("other", 3)])
@pytest.mark.parametrize("came", [[], [_reset(5, 1, 2)]], ids=["nothing", "the first of two parts"])
async def test_cut_before_its_snapshot_is_whole_a_client_asks_again_as_before(
    held: Position | None, came: list[Frame]
) -> None:
    hellos: list[Frame] = []
    async with _server(_welcome(5), *came, hellos=hellos) as url:
        client = StreamClient(url, "t", "console", held)
        for _ in range(2):
            await client.connect()
            await _read(client)
            client.cut()
        assert (client.position, client.resets) == (held, 0)
    assert [hello["position"] for hello in hellos] == [held and held._asdict()] * 2


async def test_the_hash_of_a_history_that_a_snapshot_replaces_is_not_taken_for_its_own() -> None:
    hellos: list[Frame] = []
    place = {"epoch": "e", "seq": 5, "hash": "theirs"}
    told = {**_welcome(5), "position": place, "reset": "epoch"}
    async with _server(told, {"type": "pong", "n": 1, "position": place}, hellos=hellos) as url:
        client = StreamClient(url, "t", "console", Position("e", 5))
        client.proof = Proof(4, "ours")
        for _ in range(2):
            await client.connect()
            await _read(client)
            client.cut()
    assert [(hello["position"]["hash"], hello["position"]["hash_seq"]) for hello in hellos] == [("ours", 4)] * 2


async def test_an_event_before_the_snapshot_that_was_announced_is_noticed() -> None:
    async with _server(_welcome(7), _event(6, 5)) as url, StreamClient(url, "t", "console", Position("e", 5)) as client:
        with pytest.raises(StreamBrokenError, match="waits for a snapshot"):
            await client.receive()


async def test_the_close_code_says_why_the_stream_ended() -> None:
    async with _server(_welcome(1), close=(4408, "too slow")) as url, StreamClient(url, "t", "console") as client:
        with pytest.raises(HubUnreachableError, match="too slow") as caught:
            await client.receive()
        assert caught.value.close_code == 4408


async def test_nobody_there_is_said_in_one_sentence() -> None:
    with pytest.raises(HubUnreachableError, match="is the hub running"):
        await StreamClient("http://127.0.0.1:9", "t", "console").connect()


@given(st.lists(st.binary(max_size=70_000), max_size=4), st.integers(1, 5000))
def test_frames_are_found_wherever_the_bytes_were_cut(payloads: list[bytes], step: int) -> None:
    wire = b"".join(_unmasked(payload) for payload in payloads)
    found: list[bytes] = []
    rest = b""
    for start in range(0, len(wire), step):
        frames, rest = split_frames(rest + wire[start : start + step])
        found.extend(payload for _, payload in frames)
    assert found == payloads
    assert rest == b""


def _unmasked(payload: bytes) -> bytes:
    length = len(payload)
    if length < 126:
        return bytes((0x81, length)) + payload
    if length < 1 << 16:
        return bytes((0x81, 126)) + length.to_bytes(2, "big") + payload
    return bytes((0x81, 127)) + length.to_bytes(8, "big") + payload
