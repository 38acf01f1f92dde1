"""Devices' messages through a running hub: raw first, once in the record, also over crashes in between."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dispatch.core.signal import Signal
from dispatch.gateways.port import RawMessage
from dispatch.log.base import LogUnavailable
from tests.hub import House, OpenHub
from tests.kept_in_memory import until


def message(hub: OpenHub, same: str, body: bytes = b"made up") -> RawMessage:
    return RawMessage(gateway="gw-t", protocol="mqtt", body=body, at_ms=hub.hub.clock.now(), same=same)


def smoke(raised: str = "fire", address: str = "d-9") -> Signal:
    return Signal(
        gateway="gw-t",
        protocol="mqtt",
        address=address,
        device_kind="smoke_detector",
        raised=(raised,),  # type: ignore[arg-type]
        text="示例",
    )


async def of_type(hub: OpenHub, *types: str) -> list[dict[str, Any]]:
    return [event for event in await hub.events() if event["type"] in types]


async def test_a_fire_of_a_device_is_an_alarm_once_however_often_it_is_sent(house: House) -> None:
    async with house.open() as hub:
        first = await hub.hub.gate.take(message(hub, "1"), [smoke()])
        again = await hub.hub.gate.take(message(hub, "1"), [smoke()])
        assert (first.repeated, again.repeated, again.raw) == (False, True, first.raw)
        assert len(await of_type(hub, "alarm.raised")) == 1
        received = (await of_type(hub, "signal.received"))[-1]
        assert received["raw"] == first.raw
        assert first.seq <= hub.hub.log.head.seq


async def test_what_changes_nothing_is_kept_raw_and_not_recorded(house: House) -> None:
    async with house.open() as hub:
        await hub.hub.gate.take(message(hub, "1"), [smoke("fault")])
        seq = hub.hub.processor.world.seq
        await asyncio.gather(*(hub.hub.gate.take(message(hub, f"t{n}"), [smoke("fault")]) for n in range(50)))
        assert hub.hub.processor.world.seq == seq
        assert len(await hub.hub.raw.newest(gateway="gw-t")) == 51


async def test_a_hub_killed_between_raw_and_record_has_it_once_after_the_repeat(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.open() as hub:

        async def killed(*_: object) -> None:
            raise LogUnavailable("示例: killed here")

        with monkeypatch.context() as patch:
            patch.setattr(hub.hub.processor, "submit", killed)
            with pytest.raises(OSError, match="record"):
                await hub.hub.gate.take(message(hub, "1"), [smoke("fault")])
        assert await of_type(hub, "condition.raised") == []
    async with house.open() as hub:
        await hub.hub.gate.take(message(hub, "1"), [smoke("fault")])
        await hub.hub.gate.take(message(hub, "1"), [smoke("fault")])
        assert len(await of_type(hub, "condition.raised")) == 1


async def test_a_hub_killed_after_the_record_and_before_it_was_settled_has_it_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The raw row looks as if nothing had come of it: the record itself knows the sending."""
    async with house.open() as hub:
        with monkeypatch.context() as patch:
            patch.setattr(hub.hub.raw, "settle", lambda *_args, **_named: None)
            await hub.hub.gate.take(message(hub, "1"), [smoke()])
            await hub.hub.gate.take(message(hub, "2"), [Signal(gateway="gw-t", protocol="mqtt", operation="reset")])
    async with house.open() as hub:
        assert len(await of_type(hub, "alarm.raised")) == 1
        await hub.hub.gate.take(message(hub, "1"), [smoke()])
        assert len(await of_type(hub, "alarm.raised")) == 1


async def test_a_fire_kept_before_a_crash_is_an_alarm_after_the_start_without_its_sender(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.open() as hub:

        async def killed(*_: object) -> None:
            raise LogUnavailable("示例: killed here")

        with monkeypatch.context() as patch:
            patch.setattr(hub.hub.processor, "submit", killed)
            with pytest.raises(OSError, match="record"):
                await hub.hub.gate.take(message(hub, "1"), [smoke()])
    async with house.open() as hub:
        await until(lambda: hub.hub.processor.durable.alarms)
        assert len(await of_type(hub, "alarm.raised")) == 1
