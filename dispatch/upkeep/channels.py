"""Ways out besides the socket: signed webhooks to gateways for SMS, voice and bells.

A message stays pending in the World until every channel took it or gave up on it, so a restart sends on what was
pending; a gateway may therefore get a message twice and tells by its id. Each message on each channel is a task of its
own: a dead channel delays no other.

What is sent is signed with the key in the channel's secret file (`dispatch.webhooks`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import orjson
from msgspec.structs import replace

from dispatch.core.commands import NoteChannel
from dispatch.core.decide.channels import needless
from dispatch.core.events import ChannelCalled
from dispatch.core.instant import to_text
from dispatch.core.world import Message, World
from dispatch.upkeep.outbox import WAITS_S, Outbox
from dispatch.webhooks import post_with_key_of
from dispatch.writer.clock import Clock
from dispatch.writer.core import Record
from dispatch.writer.processor import CommandProcessor
from stations.channels import Channel

logger = logging.getLogger(__name__)

DUTY_OFFICER_PHONE = "duty_officer"
"""The label in ``[phones]`` that a duty officer is called under."""


Pending = tuple[str, str]
"""A message, and a channel by its name that has not taken it."""


class Channels:
    """Sends pending messages. ``waits_s`` are the pauses between tries; where the last try fails too, the message is a
    dead letter and an event says so.
    """

    def __init__(
        self, processor: CommandProcessor, clock: Clock, data_dir: Path, *, waits_s: Sequence[float] = WAITS_S
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._data_dir = data_dir
        self._waits_s = tuple(waits_s)
        self._outbox = Outbox[Pending](self._send)
        processor.on_told.append(self._hear)

    async def run(self) -> None:
        """Send what is pending and what comes, until cancelled."""
        durable = self._processor.durable
        await self._outbox.run((key, name) for key, each in durable.messages.items() for name in each.waiting)

    def _hear(self, records: Sequence[Record]) -> None:
        for record in records:
            if isinstance(record.event, ChannelCalled):
                for name in record.event.channels:
                    self._outbox.put((record.event.message, name))

    async def _send(self, client: aiohttp.ClientSession, pending: Pending) -> None:
        durable = self._processor.durable
        message = durable.messages.get(pending[0])
        channel = next((each for each in durable.settings.channels if each.name == pending[1]), None)
        if message is None or channel is None or channel.name not in message.waiting:
            return
        note = await self._try_often(client, message, channel)
        if note.error is not None:
            logger.error("channel %s did not take message %s: %s", channel.name, message.id, note.error)
        await self._processor.do(note)

    async def _try_often(self, client: aiohttp.ClientSession, message: Message, channel: Channel) -> NoteChannel:
        """Return what became of a message. Before each try the order is looked at again: perhaps it was answered."""
        note = NoteChannel(message=message.id, channel=channel.name, tries=0)
        for wait_s in (0.0, *self._waits_s):
            await asyncio.sleep(wait_s)
            needless_since = needless(self._processor.world, message)
            if needless_since is not None:
                return replace(note, error=None, given_up=needless_since)
            async with self._outbox.room(channel.name):
                body = orjson.dumps(content(self._processor.durable, message))
                error = await self._try(client, channel, body, message.id)
            note = replace(note, tries=note.tries + 1, error=error)
            if error is None:
                break
        return note

    async def _try(self, client: aiohttp.ClientSession, channel: Channel, body: bytes, key: str) -> str | None:
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        file, seconds = self._data_dir / channel.secret_file, self._clock.now() // 1000
        return await post_with_key_of(client, channel.url, body, headers, key_file=file, seconds=seconds)


def content(world: World, message: Message) -> dict[str, object]:
    """Return what a gateway is told: the words, whom to call, and what it is about."""
    station = world.stations.get(message.station)
    duty = world.settings.phones.get(DUTY_OFFICER_PHONE)
    return {
        "id": message.id,
        "use": message.use,
        "text": message.text,
        "phone": duty if message.use == "duty_officer" else (station.phone if station else None),
        "incident": message.incident,
        "assignment": message.assignment,
        "station": message.station,
        "request": message.request,
        "at": to_text(message.at),
    }
