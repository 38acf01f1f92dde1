"""Reads from a record what a report needs; decoding and counting happen in worker threads, a slice at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import msgspec

from dispatch import reads
from dispatch.core import events as ev
from dispatch.core.events import decode
from dispatch.core.instant import Instant, decode_hook
from dispatch.core.world import World
from dispatch.log.base import Head, Log, Stored
from dispatch.log.witness import format_head
from dispatch.reports.incident import IncidentReport, incident_report
from dispatch.reports.month import Month, MonthBook, MonthReport
from dispatch.reports.samples import Sample

SLICE = 2000
"""Events read and decoded at a time: some 20 ms of a worker thread."""


async def read_incident(log: Log, incident: str, world: World, *, as_of: Instant) -> IncidentReport:
    """Report one incident by its id, with the orders of those that were merged into it. Raises `NotFound`."""
    head = log.head
    bodies = await reads.timeline(log, incident)
    events = await asyncio.to_thread(_decoded, bodies)
    for source in _merged_into(events, incident):
        events += await asyncio.to_thread(_decoded, await reads.timeline(log, source))
    unique = {event.seq: event for event in events}
    ordered = [unique[seq] for seq in sorted(unique)]
    return await asyncio.to_thread(incident_report, ordered, incident, world, as_of=as_of, head=format_head(head))


async def read_month(log: Log, month: Month, world: World, *, as_of: Instant) -> MonthReport:
    """Report the incidents that opened in a month, each to its end, as far as the record has it."""
    book = await _read_book(log, month, head := log.head)
    return await asyncio.to_thread(book.close, world, as_of=as_of, head=format_head(head))


async def read_samples(log: Log, month: Month) -> list[Sample]:
    """Return every sample of the incidents that opened in a month, or in any (`Month.ever`)."""
    book = await _read_book(log, month, log.head)
    return await asyncio.to_thread(book.samples)


async def find_first(log: Log, at: Instant) -> int:
    """Return the position before the first event at or after a moment: hub time never runs backwards."""
    low, high = 0, log.head.seq
    while low < high:
        middle = (low + high) // 2
        (stored,) = await log.read(middle, 1)
        if _decode_time(stored.body).at < at:
            low = middle + 1
        else:
            high = middle
    return low


async def _read_book(log: Log, month: Month, head: Head) -> MonthBook:
    book = MonthBook(month)
    async for stored in _slices(log, await find_first(log, month.from_at), head.seq):
        if await asyncio.to_thread(_enter, book, stored):
            break
    return book


def _enter(book: MonthBook, stored: Sequence[Stored]) -> bool:
    """Enter a slice; return whether nothing more can come."""
    for each in stored:
        book.enter(decode(each.body))
    return book.complete


async def _slices(log: Log, after: int, until: int) -> AsyncIterator[Sequence[Stored]]:
    while after < until and (stored := await log.read(after, min(SLICE, until - after))):
        yield stored
        after = stored[-1].seq


class _Time(msgspec.Struct, frozen=True):
    at: Instant


_decode_time = msgspec.json.Decoder(_Time, dec_hook=decode_hook).decode


def _decoded(bodies: Sequence[bytes]) -> list[ev.AnyEvent]:
    return [decode(body) for body in bodies]


def _merged_into(events: Sequence[ev.Event], incident: str) -> list[str]:
    return [each.incident for each in events if isinstance(each, ev.IncidentMerged) and each.into == incident]
