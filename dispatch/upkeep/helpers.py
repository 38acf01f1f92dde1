"""The ways out to helpers: signed webhooks and CAP 1.2 alerts. A telephone is a person's.

What is pending stands in the World (`Ask.pending`), so a restart sends on what was; a helper may therefore get a
message twice and tells by its id. Of an exercise or a test nothing is sent: `message_for` gives no message.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import aiohttp
import orjson

from dispatch.core.commands import NoteHelp
from dispatch.core.events import HelpEvent
from dispatch.core.world import World
from dispatch.upkeep.cap_alerts import cap_alert
from dispatch.upkeep.help_messages import HelpMessage, as_json, message_for
from dispatch.upkeep.outbox import WAITS_S, Outbox
from dispatch.webhooks import HelperKeys, answer_token, post
from dispatch.writer.clock import Clock
from dispatch.writer.core import Record
from dispatch.writer.processor import CommandProcessor

logger = logging.getLogger(__name__)


class Saying(NamedTuple):
    """One thing to be said to a helper: that it is wanted, or that it is not needed any more."""

    request: str
    ask: str
    helper: str
    what: Literal["ask", "call_off"]


class HelperLines:
    """Sends what helpers are to be told. ``waits_s`` are the pauses between tries."""

    def __init__(
        self, processor: CommandProcessor, clock: Clock, keys: HelperKeys, *, waits_s: Sequence[float] = WAITS_S
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._keys = keys
        self._waits_s = tuple(waits_s)
        self._outbox = Outbox[Saying](self._say)
        processor.on_told.append(self._hear)

    async def run(self) -> None:
        """Send what is pending and what comes, until cancelled."""
        await self._outbox.run(_pending(self._processor.durable, self._processor.durable.requests))

    def _hear(self, records: Sequence[Record]) -> None:
        touched = {record.event.request for record in records if isinstance(record.event, HelpEvent)}
        for saying in _pending(self._processor.durable, touched):
            self._outbox.put(saying)

    async def _say(self, client: aiohttp.ClientSession, saying: Saying) -> None:
        note = await self._try_often(client, saying.request, saying.ask, saying.what)
        if note is None:
            return
        if note.error is not None:
            logger.error("helper %s was not told of %s: %s", saying.helper, saying.request, note.error)
        await self._processor.do(note)

    async def _try_often(
        self, client: aiohttp.ClientSession, request: str, ask: str, what: Literal["ask", "call_off"]
    ) -> NoteHelp | None:
        """Return what became of a message; None where nobody needs it any more. That is looked at before each try."""
        tries, error = 0, "it is not in helpers.csv any more"
        for wait_s in (0.0, *self._waits_s):
            await asyncio.sleep(wait_s)
            known = self._processor.world.requests.get(request)
            found = None if known is None else known.ask(ask)
            if known is None or found is None or found.pending != what:
                return None
            world = self._processor.durable
            message = message_for(world, known, found)
            if message is None:
                break
            tries += 1
            async with self._outbox.room(message.helper.id):
                failed = await self._try(client, world, message)
            if failed is None:
                return NoteHelp(request=request, ask=ask, tries=tries, call_off=what == "call_off")
            error = failed
        return NoteHelp(request=request, ask=ask, tries=tries, call_off=what == "call_off", error=error)

    async def _try(self, client: aiohttp.ClientSession, world: World, message: HelpMessage) -> str | None:
        helper = message.helper
        try:
            key = await asyncio.to_thread(self._keys.key, helper.id)
        except OSError as problem:
            return f"the key of {helper.id} cannot be read or made: {problem}"
        token = answer_token(key, message.asked_id)
        if message.ask.means == "cap":
            url, kind, body = helper.cap, "application/cap+xml", cap_alert(world, message, token)
        else:
            url, kind, body = helper.webhook, "application/json", orjson.dumps(as_json(world, message, token))
        headers = {"Content-Type": kind, "Idempotency-Key": message.id}
        return await post(client, url, body, headers, key=key, seconds=self._clock.now() // 1000)


def _pending(world: World, requests: Iterable[str]) -> list[Saying]:
    """Return what is to be said in requests and no person says."""
    return [
        Saying(known.id, ask.id, ask.helper, ask.pending)
        for key in requests
        if (known := world.requests.get(key)) is not None and known.outside
        for ask in known.asks
        if ask.means != "phone" and ask.pending is not None
    ]
