"""Tells the record who fell silent and who is heard again; knows from the tables who is to be heard how often."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from dispatch.core.commands import DeviceHear, DeviceMute
from dispatch.core.instant import Instant
from dispatch.core.world import World
from dispatch.gateways.liveness import Liveness, News, Watched, name_of
from dispatch.writer.clock import Clock
from dispatch.writer.processor import CommandProcessor

LOOK_EVERY_S = 1.0

AT_ONCE = 100
"""So many are told at a time: a street without power must hold up nobody's alarm."""

SLICE = 2_000
"""So many rows are taken in between two turns of the loop."""


async def watch_devices(
    processor: CommandProcessor, clock: Clock, liveness: Liveness, *, every_s: float = LOOK_EVERY_S
) -> None:
    """Watch until cancelled. Raises the `LogError` that ends the record."""
    watcher = DeviceWatcher(processor, clock, liveness)
    while True:
        await watcher.look()
        await asyncio.sleep(every_s)


class DeviceWatcher:
    """Looks who is silent; reads the tables again when they changed."""

    def __init__(self, processor: CommandProcessor, clock: Clock, liveness: Liveness) -> None:
        self._processor = processor
        self._clock = clock
        self._liveness = liveness
        self._tables: tuple[object, ...] = ()

    async def look(self) -> None:
        """Take in tables that changed, and tell who is silent or back."""
        world = self._processor.durable
        tables = (world.devices, world.gateways, world.filed)
        if len(self._tables) != len(tables) or any(a is not b for a, b in zip(tables, self._tables, strict=True)):
            await self._take_in(world)
            self._tables = tables
        while news := list(self._liveness.news(AT_ONCE)):
            await asyncio.gather(*map(self._tell, news))

    async def _take_in(self, world: World) -> None:
        names = set()
        for number, row in enumerate(_rows(world), 1):
            self._liveness.watch(row)
            names.add(name_of(row.gateway, row.address))
            if number % SLICE == 0:
                await asyncio.sleep(0)
        self._liveness.keep_only(names)

    async def _tell(self, news: News) -> None:
        if news.for_s is None:
            await self._processor.do(DeviceHear(device=news.key))
        else:
            since = Instant(self._clock.now() - int(news.for_s * 1000))
            await self._processor.do(DeviceMute(device=news.key, since=since))


def _rows(world: World) -> Iterator[Watched]:
    """Give everybody whom a table or a person names, gateways first."""
    for gateway in world.gateways.values():
        yield Watched(gateway.id, gateway.id, None, gateway.silent_after_s, _is_silent(world, gateway.id))
    for devices in (world.devices, world.filed):
        for device in devices.values():
            if device.gateway is not None and device.address is not None:
                silent = _is_silent(world, device.id)
                yield Watched(device.id, device.gateway, device.address, device.silent_after_s, silent)


def _is_silent(world: World, key: str) -> bool:
    state = world.conditions.get(key)
    return state is not None and state.silent_since is not None
