"""Confirmed fires go on to the 119 centre and the city (GB 50440: within 3 s), until they say that they have them.

What each target is owed follows from the incident (`dispatch.core.forwarding`): that a message is due is on disk before
it is sent, so after a restart it is sent on, under the same identifier. A target has a message when it answers with a
2xx, and acknowledged it when that answer names the identifier: a CAP ``Ack``, or JSON ``{"acknowledged": IDENTIFIER}``.
Until then it is sent again; what nobody acknowledged in time is told to the console and to the duty officer.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import aiohttp
import orjson
from msgspec.structs import replace

from dispatch.core.commands import NoteForward
from dispatch.core.decide.forwarding import content, find_target, what_is_owed
from dispatch.core.errors import Refused
from dispatch.core.events import IncidentEvent
from dispatch.core.forwarding import ForwardLine
from dispatch.core.world import Incident, World
from dispatch.intake.cap_answer import read_cap
from dispatch.upkeep.cap_events import cap_event
from dispatch.upkeep.event_35965 import event_35965
from dispatch.upkeep.outbox import WAITS_S, Outbox
from dispatch.webhooks import exchange_with_key_of
from dispatch.writer.clock import Clock
from dispatch.writer.core import Record
from dispatch.writer.processor import CommandProcessor
from stations.forwarding import ForwardTarget

logger = logging.getLogger(__name__)

AGAIN_S = 15.0
"""Between tries after the first ones, without end: a fire that nobody outside knows of is no matter to give up."""

_FORMS = {"cap": (cap_event, "application/cap+xml"), "35965": (event_35965, "application/xml")}

Line = tuple[str, str]
"""An incident, and a target by its name."""


class _Heard(NamedTuple):
    """What a target answered: that it has the message, that it names it; else what went wrong."""

    state: Literal["taken", "acknowledged"] | None
    error: str | None = None


class Forwarding:
    """Sends what targets are owed. ``waits_s`` are the pauses between the first tries, ``again_s`` between the rest."""

    def __init__(
        self,
        processor: CommandProcessor,
        clock: Clock,
        data_dir: Path,
        *,
        waits_s: Sequence[float] = WAITS_S,
        again_s: float = AGAIN_S,
    ) -> None:
        self._processor = processor
        self._clock = clock
        self._data_dir = data_dir
        self._waits_s = tuple(waits_s)
        self._again_s = again_s
        self._outbox = Outbox[Line](self._serve)
        processor.on_told.append(self._hear)

    async def run(self) -> None:
        """Send what is owed and what comes to be, until cancelled."""
        await self._outbox.run(_lines(self._processor.durable, self._processor.durable.incidents))

    def _hear(self, records: Sequence[Record]) -> None:
        world = self._processor.durable
        if not world.settings.forward:
            return
        touched = {record.event.incident for record in records if isinstance(record.event, IncidentEvent)}
        for line in _lines(world, touched):
            self._outbox.put(line)

    async def _serve(self, client: aiohttp.ClientSession, line: Line) -> None:
        """Send one target all that it is owed of one incident."""
        while (found := _find(self._processor.durable, line)) is not None:
            incident, target = found
            if what_is_owed(incident, target) is not None:
                before = incident.forwards.get(target.name)
                await self._processor.do(NoteForward(incident=incident.id, target=target.name, state="due"))
                after = _find(self._processor.durable, line)
                if after is None or after[0].forwards.get(target.name) == before:
                    return  # the newest World owes nothing; what changed it comes here by itself
                continue
            known = incident.forwards.get(target.name)
            if known is None or not known.open or not await self._deliver(client, line, known.newest.message):
                return

    async def _deliver(self, client: aiohttp.ClientSession, line: Line, message: str) -> bool:
        """Send one message until it is acknowledged; whether something else may be owed since."""
        for tries, wait_s in enumerate(self._pauses(), 1):
            await asyncio.sleep(wait_s)
            found = _find(self._processor.durable, line)
            known = None if found is None else found[0].forwards.get(line[1])
            if found is None or known is None or known.newest.message != message or not known.open:
                return True
            if what_is_owed(*found) is not None:
                return True
            said = content(found[0])
            async with self._outbox.room(line[1]):
                heard = await self._try(client, *found, known)
            note = NoteForward(
                incident=line[0], target=line[1], state=heard.state or "unanswered", message=message, tries=tries
            )
            if heard.state is not None:
                await self._processor.do(replace(note, content=said))
            if heard.state == "acknowledged":
                return True
            if self._clock.now() - known.newest.at >= found[1].answer_within_s * 1000:
                error = heard.error or "it took the message and does not acknowledge it"
                if known.unanswered_at is None:
                    logger.error("%s did not acknowledge %s: %s", line[1], message, error)
                await self._processor.do(replace(note, state="unanswered", error=error))
        return False

    def _pauses(self) -> Iterator[float]:
        return itertools.chain((0.0, *self._waits_s), itertools.repeat(self._again_s))

    async def _try(
        self, client: aiohttp.ClientSession, incident: Incident, target: ForwardTarget, known: ForwardLine
    ) -> _Heard:
        write, kind = _FORMS[target.form]
        world, message = self._processor.durable, known.newest.message
        error, answer = await exchange_with_key_of(
            client,
            target.url,
            write(world, incident, target, known.messages),
            {"Content-Type": kind, "Idempotency-Key": message},
            key_file=self._data_dir / target.secret_file,
            seconds=self._clock.now() // 1000,
        )
        return _Heard(None, error) if error is not None else read_answer(answer, message)


def read_answer(body: bytes, message: str) -> _Heard:
    """Read what a target answered to a message; what is no answer that we know says that it has it, and no more."""
    if body.lstrip()[:1] == b"<":
        try:
            answer = read_cap(body, any_status=True)
        except Refused:
            return _Heard("taken")
        about_it = any(identifier == message for _, identifier in answer.references)
        if about_it and answer.kind == "Error":
            return _Heard(None, f"it refuses the message: {answer.note or 'it does not say why'}")
        return _Heard("acknowledged" if about_it and answer.kind == "Ack" else "taken")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _Heard("taken")
    return _Heard("acknowledged" if isinstance(found, dict) and found.get("acknowledged") == message else "taken")


def _find(world: World, line: Line) -> tuple[Incident, ForwardTarget] | None:
    incident, target = world.incidents.get(line[0]), find_target(world, line[1])
    return None if incident is None or target is None else (incident, target)


def _lines(world: World, incidents: Iterable[str]) -> list[Line]:
    """Return the lines of incidents on which something is owed or unanswered."""
    lines = []
    for key in incidents:
        for target in world.settings.forward:
            incident = world.incidents.get(key)
            if incident is None:
                continue
            known = incident.forwards.get(target.name)
            if what_is_owed(incident, target) is not None or (known is not None and known.open):
                lines.append((key, target.name))
    return lines
