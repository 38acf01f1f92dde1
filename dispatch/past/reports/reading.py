"""Reads from a record what a report needs; decoding and counting happen in worker threads, a slice at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.events import decode
from dispatch.core.instant import Instant, decode_hook
from dispatch.core.world import World
from dispatch.log.base import Head, HeadProof, Log, Stored
from dispatch.log.signed_head import format_head
from dispatch.past.drills.reading import kinds_of, read_drill_record, read_drills
from dispatch.past.reader import LogReader
from dispatch.past.reports.incident import IncidentReport, incident_report
from dispatch.past.reports.month import Month, MonthReport
from dispatch.past.reports.month_book import MonthBook
from dispatch.past.reports.posts import ShiftChecks, checks_by_shift
from dispatch.past.reports.samples import Sample
from dispatch.past.reports.training import TrainingReport, all_held, last_day, local_day, training_report
from dispatch.past.timelines import timeline
from stations.training.calendar import Calendar
from stations.training.plan import MonthPlan, plan_month

_POSITION = b'"type":"unit.position"'
"""How every position is stored; a text that says the same is sorted out by its fields."""


async def read_incident(log: Log, incident: str, world: World, *, as_of: Instant) -> IncidentReport:
    """Report one incident by its id, with the orders of those that were merged into it. Raises `NotFound`."""
    head = log.head
    bodies = await timeline(log, incident)
    events = await asyncio.to_thread(_decoded, bodies)
    for source in _merged_into(events, incident):
        events += await asyncio.to_thread(_decoded, await timeline(log, source))
    unique = {event.seq: event for event in events}
    ordered = [unique[seq] for seq in sorted(unique)]
    drill = _drill_of(ordered, incident)
    found = None if drill is None else await read_drill_record(log, drill, kinds_of(world))
    positions = await _positions(log, ordered)
    report = partial(incident_report, as_of=as_of, head=format_head(head), positions=positions, drill=found)
    return replace(await asyncio.to_thread(report, ordered, incident, world), proof=_proof(log, head))


async def read_training(log: Log, calendar: Calendar, world: World, *, as_of: Instant) -> TrainingReport:
    """Report the duty to train as it stands today, with every drill that was held."""
    zone = ZoneInfo(world.settings.timezone)
    today = local_day(as_of, zone)
    drills = await read_drills(log)
    return await asyncio.to_thread(training_report, calendar, drills, zone, from_day=None, day=today)


async def read_plan(log: Log, calendar: Calendar, world: World, month: Month, *, as_of: Instant) -> MonthPlan:
    """Propose a month's outings, from today on where it has begun."""
    zone = ZoneInfo(world.settings.timezone)
    held, today = all_held(calendar, await read_drills(log), zone), local_day(as_of, zone)
    from_day = today if month.from_at <= as_of < month.until_at else None
    first = local_day(month.from_at, zone)
    plan = partial(plan_month, calendar.training, calendar.parties, held, first, from_day=from_day)
    return await asyncio.to_thread(plan)


async def read_month(
    log: Log, month: Month, world: World, *, as_of: Instant, calendar: Calendar | None = None
) -> MonthReport:
    """Report the incidents that opened in a month, each to its end, as far as the record has it.

    With a ``calendar`` also the drills that were held in it, and what was owed at its end.
    """
    book = await _read_book(log, month, head := log.head, world.restated)
    training = None
    if calendar is not None:
        zone = ZoneInfo(world.settings.timezone)
        span = {"from_day": local_day(month.from_at, zone), "day": last_day(month.until_at, as_of, zone)}
        training = await asyncio.to_thread(training_report, calendar, await read_drills(log), zone, **span)
    closed = await asyncio.to_thread(book.close, world, as_of=as_of, head=format_head(head), training=training)
    return replace(closed, proof=_proof(log, head))


def _proof(log: Log, head: Head) -> HeadProof | None:
    return None if log.prove is None else log.prove(head)


async def read_samples(log: Log, month: Month, restated: Sequence[int] = ()) -> list[Sample]:
    """Return every sample of the incidents that opened in a month, or in any (`Month.ever`); ``restated`` is
    `World.restated`."""
    book = await _read_book(log, month, log.head, restated)
    return await asyncio.to_thread(book.samples)


async def read_checks(log: Log) -> tuple[ShiftChecks, ...]:
    """Count the post checks of the whole record by station and shift."""
    found: list[ev.Event] = []
    async for stored in LogReader(log).slices(0, log.head.seq):
        found += [decode(each.body) for each in stored if _CHECK in each.body[:_TYPE_WITHIN]]
    return checks_by_shift(found)


_CHECK = b'"check.'
_TYPE_WITHIN = 40
"""An event's type stands at its beginning: so many bytes tell a check without reading the rest."""


async def find_first(log: Log, at: Instant, restated: Sequence[int] = ()) -> int:
    """Return the position before the first event at or after a moment.

    Hub time never runs backwards but at the events ``restated``: each stretch between them is searched by itself.
    """
    starts = (0, *(seq - 1 for seq in restated))
    for low, high in zip(starts, (*starts[1:], log.head.seq), strict=True):
        found = await _first_within(log, at, low, high)
        if found < high:
            return found
    return log.head.seq


async def _first_within(log: Log, at: Instant, low: int, high: int) -> int:
    reader = LogReader(log)
    while low < high:
        middle = (low + high) // 2
        stored = await reader.event(middle + 1)
        if _decode_time(stored.body).at < at:
            low = middle + 1
        else:
            high = middle
    return low


async def _positions(log: Log, events: Sequence[ev.AnyEvent]) -> list[ev.UnitPosition]:
    """Return where units said that they were, from an incident's first event to its last before the archive."""
    lasting = [event.seq for event in events if not isinstance(event, ev.IncidentArchived)]
    units = {event.unit for event in events if isinstance(event, ev.AssignmentAssigned)}
    found: list[ev.UnitPosition] = []
    async for stored in LogReader(log).slices(min(lasting) - 1, max(lasting)):
        told = await asyncio.to_thread(_decoded, [each.body for each in stored if _POSITION in each.body])
        found.extend(each for each in told if isinstance(each, ev.UnitPosition) and each.unit in units)
    return found


async def _read_book(log: Log, month: Month, head: Head, restated: Sequence[int]) -> MonthBook:
    book, last_restated = MonthBook(month), max(restated, default=0)
    async for stored in LogReader(log).slices(await find_first(log, month.from_at, restated), head.seq):
        if await asyncio.to_thread(_enter, book, stored) and stored[-1].seq >= last_restated:
            break
    return book


def _enter(book: MonthBook, stored: Sequence[Stored]) -> bool:
    """Enter a slice; return whether nothing more can come."""
    for each in stored:
        book.enter(decode(each.body))
    return book.complete


class _Time(msgspec.Struct, frozen=True):
    at: Instant


_decode_time = msgspec.json.Decoder(_Time, dec_hook=decode_hook).decode


def _decoded(bodies: Sequence[bytes]) -> list[ev.AnyEvent]:
    return [decode(body) for body in bodies]


def _drill_of(events: Sequence[ev.Event], incident: str) -> str | None:
    opened = (each for each in events if isinstance(each, ev.IncidentOpened) and each.incident == incident)
    return next((each.drill for each in opened), None)


def _merged_into(events: Sequence[ev.Event], incident: str) -> list[str]:
    return [each.incident for each in events if isinstance(each, ev.IncidentMerged) and each.into == incident]
