"""The shell on real sockets: TCP and UDP on one port, what it holds bounded, and a panel that speaks to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from dispatch.client.errors import HubUnreachableError
from dispatch.client.panel import Component, Link, NotConfirmedError, Panel
from dispatch.gateways.gb26875.duties import Rounds
from dispatch.gateways.gb26875.receiver import Limits, Receiver, Tallies
from dispatch.intake.gb26875.frames import CONFIRM, Frame, Scanner, encode
from stations.devices import Gateway
from tests.kept_in_memory import KeptInMemory, until
from tests.unit.dispatch.panels.kept import NOON, Tables, sent

HOST = "127.0.0.1"
SMOKE = Component(address=(2 << 16) | 10, kind=40, text="3层走廊", states={"fire"})


class Place:
    """A receiver that listens, its gate, and a clock that stands until a test moves it."""

    def __init__(self, limits: Limits | None = None, rounds: Rounds | None = None) -> None:
        self.gate = KeptInMemory()
        self.tables = Tables([Gateway(id="gw-1", protocol="gb26875", address="889")])
        self.now = NOON
        self.kinds: list[str] = []
        self.lines: list[str] = []
        self.confirmed: list[float] = []
        self.port = 0
        self.receiver = Receiver(
            self.gate,
            self.tables,
            lambda: self.now,
            rounds=rounds,
            limits=limits,
            tick_s=0.02,
            tallies=Tallies(met=self.kinds.append, confirmed=self.confirmed.append, lines=self.lines.append),
        )

    def panel(
        self, address: int = 889, *, link: Link = "tcp", timeout_s: float = 30, answers_checks: bool = True
    ) -> Panel:
        return Panel(HOST, self.port, address, link=link, timeout_s=timeout_s, answers_checks=answers_checks)


@asynccontextmanager
async def listening(limits: Limits | None = None, rounds: Rounds | None = None) -> AsyncIterator[Place]:
    place = Place(limits, rounds)
    async with place.receiver.listening(HOST, 0) as place.port:
        yield place


@pytest.mark.parametrize("link", ["tcp", "udp"])
async def test_a_panel_reports_a_fire_and_hears_that_it_was_kept(link: Link) -> None:
    async with listening() as place, place.panel(link=link) as panel:
        answer = await panel.change(SMOKE)
        assert answer.confirmed
        assert answer.hub_time is not None
        assert int(answer.hub_time.timestamp()) * 1000 == NOON
        said = [(each.gateway, each.address, each.raised) for each in place.gate.signals if each.address]
        assert said == [("gw-1", "1.1.2.10", ("fire",))]
        assert place.confirmed


async def test_nothing_is_confirmed_while_the_disk_holds_it_back() -> None:
    async with listening() as place, place.panel() as panel:
        place.gate.open.clear()
        saying = asyncio.create_task(panel.change(SMOKE))
        await until(lambda: place.gate.waiting)
        assert not saying.done()
        place.gate.open.set()
        assert (await saying).confirmed


async def test_nothing_is_asked_of_a_panel_that_waits_for_its_confirmation() -> None:
    async with listening() as place:
        place.gate.open.clear()
        reader, writer = await asyncio.open_connection(HOST, place.port)
        writer.write(encode(sent(b"\x15\x01\x01", source=890)))
        await until(lambda: place.gate.waiting)
        asked: list[int] = []
        other = Panel(HOST, place.port, 889, ahead=timedelta(days=900), on_heard=lambda each: asked.append(each.adu[0]))
        async with other:
            await other.heartbeat()
            await until(lambda: 90 in asked)
            place.gate.open.set()
            first = await reader.readexactly(30)
        assert [each.command for each in Scanner().feed(first) if isinstance(each, Frame)] == [CONFIRM]
        writer.close()


async def test_what_could_not_be_kept_is_not_confirmed_and_its_repeat_is_kept_once() -> None:
    async with listening() as place, place.panel(timeout_s=0.2) as panel:
        place.gate.broken = True
        saying = asyncio.create_task(panel.change(SMOKE))
        await until(lambda: "not_kept" in place.lines)
        assert not saying.done()
        place.gate.broken = False
        assert (await saying).tries > 1
        assert [each.raised for each in place.gate.signals if each.address] == [("fire",)]


async def test_a_panel_gives_up_where_nothing_is_ever_kept() -> None:
    async with listening() as place, place.panel(timeout_s=0.05) as panel:
        place.gate.broken = True
        with pytest.raises(NotConfirmedError):
            await panel.change(SMOKE)


async def test_the_clock_of_a_panel_is_set_and_its_state_asked_for() -> None:
    async with listening() as place:
        heard: list[int] = []
        panel = Panel(HOST, place.port, 889, ahead=timedelta(days=900), on_heard=lambda each: heard.append(each.adu[0]))
        async with panel:
            await panel.heartbeat()
            await until(lambda: 81 in heard)
            assert int(panel.now().timestamp()) // 60 == NOON // 60_000
            assert any(each.address is None for each in place.gate.signals), "its own status came as the answer"


async def test_a_post_that_does_not_answer_is_told_and_cleared_when_somebody_does() -> None:
    async with listening() as place, place.panel(answers_checks=False) as panel:
        await panel.heartbeat()
        assert place.receiver.check_post("gw-1", 10)
        await until(lambda: panel.checks_open)
        place.now += 600_000
        await until(lambda: any(each.address == "post" and each.raised for each in place.gate.signals))
        place.tables.empty_posts.add("gw-1")  # as the record says now; also after a restart of the hub
        await panel.answer_check()
        await until(lambda: any(each.address == "post" and each.cleared for each in place.gate.signals))
        assert not place.receiver.check_post("gw-2"), "nobody is there"


async def test_the_newest_line_of_a_device_wins() -> None:
    async with listening() as place, place.panel() as older:
        await older.heartbeat()
        async with place.panel() as newer:
            assert (await newer.heartbeat()).confirmed
            await older.closed.wait()
            assert "displaced" in place.lines
            assert place.gate.lost == []
            assert (await newer.change(SMOKE)).confirmed
        await until(lambda: place.gate.lost == [("gw-1", None)])


async def test_a_line_that_brings_no_frame_is_closed_and_one_that_did_is_not() -> None:
    async with listening(Limits(first_frame_s=30)) as place, place.panel() as panel:
        await panel.heartbeat()
        reader, writer = await asyncio.open_connection(HOST, place.port)
        await until(lambda: len(place.receiver) == 2)
        place.now += 31_000
        assert await reader.read() == b""
        writer.close()
        assert (await panel.heartbeat()).confirmed


async def test_a_line_that_fell_silent_is_closed_in_the_end() -> None:
    async with listening(Limits(idle_s=600)) as place, place.panel() as panel:
        await panel.heartbeat()
        await until(lambda: place.receiver.terminals.by_gateway("gw-1").duties.idle)  # type: ignore[union-attr]
        place.now += 601_000
        await until(panel.closed.is_set)
        assert place.gate.lost == [("gw-1", None)]
        assert "silent" in place.lines


async def test_past_the_limit_of_lines_one_without_a_frame_makes_room() -> None:
    async with listening(Limits(connections=2)) as place, place.panel() as panel:
        await panel.heartbeat()
        idle_reader, idle = await asyncio.open_connection(HOST, place.port)
        await until(lambda: len(place.receiver) == 2)
        async with place.panel(12) as other:
            assert await idle_reader.read() == b""
            assert (await other.heartbeat()).confirmed
            with pytest.raises((HubUnreachableError, NotConfirmedError)):
                async with place.panel(13, timeout_s=5) as third:
                    await third.heartbeat()
            assert (await panel.heartbeat()).confirmed
        idle.close()


async def test_a_device_that_sends_without_waiting_is_held_back_and_every_frame_answered() -> None:
    frames = 5_000
    async with listening() as place:
        reader, writer = await asyncio.open_connection(HOST, place.port)

        async def send() -> None:
            for seq in range(frames):
                writer.write(sent(bytes((3, 1, 1, 1, 91, 1, 0, 1, 0, 5)) + bytes(8), seq=seq).raw)
                if seq % 500 == 0:
                    await writer.drain()

        sending = asyncio.create_task(send())
        scanner, confirmed, most = Scanner(), set[int](), 0
        while len(confirmed) < frames:
            data = await reader.read(1 << 16)
            assert data
            confirmed |= {each.seq for each in scanner.feed(data) if each.command == 3}  # type: ignore[union-attr]
            most = max(most, place.gate.waiting)
        await sending
        assert most <= 128
        assert len([each for each in place.gate.signals if each.measured]) == frames
        writer.close()


async def test_a_frame_that_fails_does_not_end_its_line() -> None:
    async with listening() as place, place.panel(timeout_s=0.1) as panel:
        taking = place.gate.take
        place.gate.take = lambda *_: 1 / 0  # type: ignore[method-assign,assignment]
        with pytest.raises(NotConfirmedError):
            await panel.change(SMOKE)
        place.gate.take = taking  # type: ignore[method-assign]
        assert (await panel.change(SMOKE)).confirmed


async def test_odd_datagrams_are_borne() -> None:
    async with listening() as place, place.panel(link="udp") as panel:
        for odd in (b"", b"@@", b"\xff" * 1400, sent(b"").raw[:-1], sent(b"").raw * 3):
            panel.send_raw(odd)
        assert (await panel.change(SMOKE)).confirmed


async def test_a_frame_that_began_and_went_no_further_does_not_hold_up_the_next_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dispatch.gateways.gb26875.session.STALLED_S", 0.05)
    async with listening() as place:
        reader, writer = await asyncio.open_connection(HOST, place.port)
        begun = sent(bytes(900)).raw[:60]
        writer.write(begun + sent(b"", seq=77).raw)
        data = b""
        while b"@@\x4d\x00" not in data:
            data += await reader.read(1 << 16)
        writer.close()
