"""Panels that speak DC-09, over real sockets: kept first, answered then, in order."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dispatch.gateways.dc09.keys import AccountKeys
from dispatch.gateways.dc09.panel_line import PanelLine
from dispatch.gateways.dc09.receiver import Dc09Receiver
from dispatch.intake.dc09.frames import Frame, Scanner, encode_frame, read_frame, stamp_of
from tests.kept_in_memory import KeptInMemory

NOW = datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
KEY = bytes(range(16))
PATIENCE_S = 60


@asynccontextmanager
async def receiving(gate: KeptInMemory, folder: Path, **limits: Any) -> AsyncIterator[tuple[Dc09Receiver, int]]:
    keys = AccountKeys(folder / "dc09.keys")
    ticks = itertools.count(int(NOW.timestamp() * 1000))
    line = PanelLine(gate, keys, lambda account: f"p{account}", lambda: next(ticks))
    receiver = Dc09Receiver(line, **limits)
    async with receiver.listening("127.0.0.1", 0) as port:
        yield receiver, port


class Panel:
    """One panel's connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer, self._scanner = reader, writer, Scanner()
        self._frames: list[bytes] = []

    def send(self, raw: bytes) -> None:
        self._writer.write(raw)

    async def answer(self) -> Frame:
        while not self._frames:
            data = await asyncio.wait_for(self._reader.read(4096), PATIENCE_S)
            assert data, "the receiver hung up"
            self._frames += self._scanner.feed(data)
        return read_frame(self._frames.pop(0), lambda _account: KEY)

    async def ended(self) -> bool:
        return await asyncio.wait_for(self._reader.read(4096), PATIENCE_S) == b""


@asynccontextmanager
async def panel(port: int) -> AsyncIterator[Panel]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Panel(reader, writer)
    finally:
        writer.close()


def event(n: int, data: str = "#1234|NFA12", *, at: datetime | None = NOW, account: str = "1234") -> Frame:
    return Frame(
        name="SIA-DCS",
        sequence=f"{n:04}",
        line="0",
        account=account,
        data=data.encode(),
        stamp=None if at is None else stamp_of(at),
    )


async def test_a_fire_is_kept_byte_for_byte_before_it_is_acknowledged(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (receiver, port), panel(port) as one:
        raw = encode_frame(event(1))
        one.send(raw)
        assert await one.answer() == Frame(name="ACK", sequence="0001", line="0", account="1234")
        assert [each.body for each in gate.messages] == [raw]
        assert (gate.signals[0].raised, gate.signals[0].gateway, gate.signals[0].address) == (("fire",), "p1234", "12")
        assert receiver.counts == {"acknowledged": 1}


async def test_a_burst_is_acknowledged_one_by_one_in_order(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        one.send(b"".join(encode_frame(event(n, f"#1234|NFA{n}")) for n in range(1, 201)))
        assert [(await one.answer()).sequence for _ in range(200)] == [f"{n:04}" for n in range(1, 201)]
        assert len(gate.messages) == 200


async def test_what_cannot_be_kept_is_not_acknowledged_and_counts_once_when_it_comes_again(tmp_path: Path) -> None:
    gate = KeptInMemory()
    gate.broken = True
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        one.send(encode_frame(event(1)))
        one.send(encode_frame(Frame(name="NULL", line="0", account="1234")))
        assert (await one.answer()).sequence == "0000"  # of the link test only
        gate.broken = False
        for _ in range(2):
            one.send(encode_frame(event(1)))
            assert (await one.answer()).sequence == "0001"
        assert len(gate.messages) == 1


async def test_a_link_test_is_heard_and_not_kept(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        one.send(encode_frame(Frame(name="NULL", line="0", account="1234")))
        assert (await one.answer()).name == "ACK"
        assert (gate.heard, gate.messages) == ([("p1234", None)], [])


async def test_an_unknown_code_is_kept_and_acknowledged_for_a_panel_would_send_it_for_ever(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        one.send(encode_frame(event(1, "#1234|NZZ9")))
        assert (await one.answer()).name == "ACK"
        assert gate.signals[0].unread == {"event": "ZZ 9"}


async def test_a_damaged_frame_is_answered_by_silence(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (receiver, port), panel(port) as one:
        one.send(encode_frame(event(1)).replace(b"FA12", b"FA13"))
        one.send(encode_frame(event(2)))
        assert (await one.answer()).sequence == "0002"
        assert receiver.counts == {"damaged": 1, "acknowledged": 1}


async def test_an_encrypted_fire_whose_time_is_not_ours_is_sent_our_time_and_taken_then(tmp_path: Path) -> None:
    (tmp_path / "dc09.keys").write_text(f"# example\n01234 {KEY.hex()}\n")
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        late = event(1, at=NOW - timedelta(hours=8))
        one.send(encode_frame(_encrypted(late), KEY))
        answer = await one.answer()
        assert (answer.name, answer.sent_at(), answer.encrypted) == ("NAK", NOW, False)
        assert [each.raised for each in gate.signals] == [()]
        one.send(encode_frame(_encrypted(event(1, at=answer.sent_at())), KEY))
        answer = await one.answer()
        assert (answer.name, answer.encrypted, answer.sent_at()) == ("ACK", True, NOW)
        assert gate.signals[-1].raised == ("fire",)


async def test_a_frame_whose_key_is_not_known_is_shown_and_never_acknowledged(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        one.send(encode_frame(_encrypted(event(1)), KEY))
        assert (await one.answer()).name == "DUH"
        assert "key" in gate.signals[0].unread
        (tmp_path / "dc09.keys").write_text(f"* {KEY.hex()}\n")  # somebody writes it down, while it runs
        one.send(encode_frame(_encrypted(event(1)), KEY))
        assert (await one.answer()).name == "ACK"
        assert gate.signals[-1].raised == ("fire",)


async def test_a_second_fire_with_the_same_number_and_no_time_is_no_repeat(tmp_path: Path) -> None:
    """Some panels number everything 0001."""
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        for data in ("#1234|NFA1", "#1234|NFA1", "#1234|NFH1", "#1234|NFA1"):
            one.send(encode_frame(event(1, data, at=None)))
            assert (await one.answer()).name == "ACK"
        assert [each.raised for each in gate.signals] == [("fire",), (), ("fire",)]


async def test_datagrams_are_answered_as_connections_are(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port):
        answers: asyncio.Queue[bytes] = asyncio.Queue()

        class Sender(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, addr: object) -> None:  # noqa: ARG002 - asyncio's own signature
                answers.put_nowait(data)

        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            Sender, remote_addr=("127.0.0.1", port)
        )
        for n in range(1, 21):
            transport.sendto(encode_frame(event(n)))
            raw = await asyncio.wait_for(answers.get(), PATIENCE_S)
            assert read_frame(raw, lambda _account: None).sequence == f"{n:04}"
        transport.sendto(b"\x00" * 5000)
        transport.sendto(b"\n\n\n\n")
        transport.sendto(encode_frame(event(21)))
        assert b"0021" in await asyncio.wait_for(answers.get(), PATIENCE_S)
        transport.close()


async def test_a_connection_that_says_nothing_is_closed(tmp_path: Path) -> None:
    async with receiving(KeptInMemory(), tmp_path, first_frame_within_s=0.05) as (_, port), panel(port) as one:
        assert await one.ended()


async def test_a_connection_that_drips_noise_is_closed_as_one_that_says_nothing(tmp_path: Path) -> None:
    async with receiving(KeptInMemory(), tmp_path, first_frame_within_s=0.2) as (_, port), panel(port) as one:

        async def drip() -> None:
            while True:
                one.send(b"x")
                await asyncio.sleep(0.01)

        dripping = asyncio.create_task(drip())
        with contextlib.suppress(ConnectionError):
            assert await one.ended()
        dripping.cancel()


async def test_who_never_brought_a_frame_makes_way_for_the_next_and_a_panel_never_does(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path, connections=2) as (_, port), panel(port) as known:
        known.send(encode_frame(event(1)))
        assert (await known.answer()).sequence == "0001"
        async with panel(port) as silent, panel(port) as other:
            other.send(encode_frame(event(2)))
            assert (await other.answer()).sequence == "0002"
            with contextlib.suppress(ConnectionError):
                assert await silent.ended()
            async with panel(port) as refused:
                with contextlib.suppress(ConnectionError):
                    assert await refused.ended()
        known.send(encode_frame(event(3)))
        assert (await known.answer()).sequence == "0003"


async def test_closing_the_receiver_ends_its_connections_without_a_word(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: said.append(context))
    async with receiving(KeptInMemory(), tmp_path) as (receiver, port), panel(port) as one:
        one.send(encode_frame(event(1)))
        await one.answer()
        assert receiver.connections == 1
    await asyncio.sleep(0)
    assert (receiver.connections, said) == (0, [])


async def test_noise_ends_no_connection(tmp_path: Path) -> None:
    gate = KeptInMemory()
    async with receiving(gate, tmp_path) as (_, port), panel(port) as one:
        one.send(b"GET / HTTP/1.1\r\n\r\n" + b"\xff" * 70_000 + encode_frame(event(7)))
        assert (await one.answer()).sequence == "0007"


def _encrypted(frame: Frame) -> Frame:
    return Frame(
        name=frame.name,
        sequence=frame.sequence,
        line=frame.line,
        account=frame.account,
        data=frame.data,
        stamp=frame.stamp,
        encrypted=True,
    )
