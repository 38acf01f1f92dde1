"""Erasing what people said about an incident: somebody asks for it by law, or the district's term is over.

First the record says so (`incident.erased`), then the keys are destroyed: a crash in between is finished at the next
start (`PersonalLog.lead`). Incidents that were merged with it or split from it go with it, since each holds words of
the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from dispatch.core import events as ev
from dispatch.core.commands import EraseIncidents, Erasing
from dispatch.core.decide import decide
from dispatch.core.errors import NotFound, WrongState
from dispatch.core.instant import Instant
from dispatch.core.personal import split
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.log.base import Batch, Log, Stored
from dispatch.past.reader import LogReader, subject_of, tag_of
from dispatch.writer import snapshots
from dispatch.writer.core import Answer
from dispatch.writer.processor import CommandProcessor

AT_ONCE = 200
"""So many incidents whose term is over are erased in one go; the next go has the rest."""

_OVER = {tag_of(ev.IncidentClosed), tag_of(ev.IncidentMerged)}


class Part(NamedTuple):
    """What the record has of one incident's personal words: in so many events encrypted, in so many in clear.

    ``closed_at`` is None where it never closed; ``related`` are the incidents that it shares words with.
    """

    sealed: int
    in_clear: int
    erased: int
    closed_at: Instant | None
    related: frozenset[str]
    exercise: bool


class Eraser:
    """Erases in one record. ``forget`` is called once words are destroyed: whoever holds a text in memory drops it."""

    def __init__(self, log: Log, processor: CommandProcessor, forget: Callable[[], None]) -> None:
        self._log = log
        self._processor = processor
        self._forget = forget
        self._one_at_a_time = asyncio.Lock()

    async def erase(self, incident: str, reason: str, by: By) -> Answer:
        """Erase what people said about an incident; return once it is destroyed.

        Raises `NotFound`, `WrongState` where it is open, was erased or has nothing that could be, and `LogError` where
        the record or the keys cannot be written: an event that is in the record is carried out at the next start then.
        """
        async with self._one_at_a_time:
            parts = await self._with_related(incident)
            _check(incident, parts)
            answer = await self._carry_out(parts, reason, by)
            await self._keep_nothing()
            return answer

    async def erase_closed_before(self, moment: Instant, setting: str) -> int:
        """Erase what was said about incidents that closed up to a moment and are archived; return how many events."""
        done = 0
        async with self._one_at_a_time:
            for incident in self._log.erasable(moment):
                if done >= AT_ONCE:
                    break
                if incident not in self._processor.world.incidents:
                    done += await self._erase_over(incident, moment, setting)
            if done:
                await self._keep_nothing()
        return done

    async def _erase_over(self, incident: str, moment: Instant, setting: str) -> int:
        """Erase one incident and its related ones where all of them were over by then."""
        parts = await self._with_related(incident)
        here = self._processor.world.incidents
        if any(key in here or part.closed_at is None or part.closed_at > moment for key, part in parts.items()):
            return 0
        if not any(part.sealed for part in parts.values()):
            return 0
        return len((await self._carry_out(parts, "the district's term is over", HUB, setting)).events)

    async def _carry_out(self, parts: dict[str, Part], reason: str, by: By, setting: str | None = None) -> Answer:
        chosen = tuple(
            Erasing(incident=key, in_clear=part.in_clear, exercise=part.exercise)
            for key, part in parts.items()
            if part.sealed or part.in_clear
        )
        command = EraseIncidents(incidents=chosen, reason=reason, setting=setting)
        answer = await self._processor.do(command, by)
        for event in answer.events:
            if isinstance(event, ev.IncidentErased):
                await self._log.erase(event.incident, event.seq, event.at)
        return answer

    async def _keep_nothing(self) -> None:
        self._forget()
        await snapshots.save(self._log, self._processor.durable)

    async def _with_related(self, incident: str) -> dict[str, Part]:
        """Return what the record has of an incident and of all that it was merged with or split from."""
        found: dict[str, Part] = {}
        waiting = [incident]
        while waiting:
            key = waiting.pop()
            if key not in found:
                found[key] = _part([each async for each in LogReader(self._log).of_incident(key)], key)
                waiting += sorted(found[key].related)
        return found


async def note_erasures(log: Log, world: World, incidents: Sequence[str]) -> World:
    """Write into a restored record what was erased after its backup was taken; return the World after that.

    Of what the backup does not have, and of what says so itself, nothing is written. Nor of an incident that was open
    when the backup was taken: its words are gone, and its events say so, but it may go on.
    """
    for incident in dict.fromkeys(incidents):
        known = world.incidents.get(incident)
        if (known is not None and known.open) or not await _lacks_word(log, incident):
            continue
        command = EraseIncidents(
            incidents=(Erasing(incident=incident),), reason="erased before this backup was restored"
        )
        decision = decide(world, command, now=world.at, by=HUB)
        log.append(Batch(world.seq + 1, tuple(ev.encode(event) for event in decision.events), decision.world.at))
        await log.wait_beyond(world.seq)
        world = decision.world
    return world


async def _lacks_word(log: Log, incident: str) -> bool:
    """Whether the record has an incident whose events do not say that it was erased."""
    try:
        events = [each async for each in LogReader(log).of_incident(incident)]
    except NotFound:
        return False
    return not any(subject_of(each.body).type == tag_of(ev.IncidentErased) for each in events)


def _check(incident: str, parts: dict[str, Part]) -> None:
    """Raise `WrongState` where there is nothing to destroy, with the reason."""
    if any(part.sealed for part in parts.values()):
        return
    in_clear = sum(part.in_clear for part in parts.values())
    if in_clear:
        raise WrongState(
            f"{in_clear} events of {incident} hold people's words in clear: a hub wrote them that encrypted nothing, "
            "and taking them out would break the record's chain; see “People's data” in docs/operations.md"
        )
    if any(part.erased for part in parts.values()):
        raise WrongState(f"what people said about {incident} was erased already; its timeline says when and by whom")
    raise WrongState(f"nobody's words about {incident} are in the record; there is nothing to erase")


def _part(events: Sequence[Stored], incident: str) -> Part:
    sealed = in_clear = erased = 0
    closed_at: Instant | None = None
    related: set[str] = set()
    for stored in events:
        subject = subject_of(stored.body)
        related |= {key for key in (subject.incident, subject.into) if key is not None and key != incident}
        if subject.incident != incident:
            continue
        if subject.type in _OVER:
            closed_at = ev.decode(stored.body).at
        if stored.chained is stored.body:
            in_clear += split(stored.body) is not None
        elif _decode_mark(stored.body).personal is None:
            sealed += 1
        else:
            erased += 1
    exercise = bool(events) and _decode_mark(events[0].body).exercise
    return Part(sealed, in_clear, erased, closed_at, frozenset(related), exercise)


class _Mark(msgspec.Struct, frozen=True):
    personal: str | None = None
    exercise: bool = False


_decode_mark = msgspec.json.Decoder(_Mark).decode
