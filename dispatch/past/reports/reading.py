"""Reads from a record what a report needs; decoding and counting happen in worker threads, a slice at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.events import decode
from dispatch.core.instant import Instant, decode_hook
from dispatch.core.world import World
from dispatch.log.base import Head, HeadProof, Stored
from dispatch.log.readable import Readable
from dispatch.log.signed_head import format_head
from dispatch.past.drills.facts import DrillFacts
from dispatch.past.drills.reading import kinds_of, read_drill_record, read_drills
from dispatch.past.reader import LogReader, type_in
from dispatch.past.reports.incident import IncidentReport, incident_report
from dispatch.past.reports.month import Month, MonthReport, Result
from dispatch.past.reports.month_book import TAKEN, MonthBook
from dispatch.past.reports.posts import ShiftChecks, checks_by_shift
from dispatch.past.reports.samples import Sample
from dispatch.past.reports.training import TrainingReport, all_held, last_day, local_day, training_report
from dispatch.past.timelines import timeline
from stations.training.calendar import Calendar

if TYPE_CHECKING:
    from stations.training.plan import MonthPlan

_POSITION = b'"type":"unit.position"'
"""How every position is stored; a text that says the same is sorted out by its fields."""


async def read_incident(log: Readable, incident: str, world: World, *, as_of: Instant) -> IncidentReport:
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
    return replace(await asyncio.to_thread(report, ordered, incident, world), proof=proof_of(log, head))


async def read_training(log: Readable, calendar: Calendar, world: World, *, as_of: Instant) -> TrainingReport:
    """Report the duty to train as it stands today, with every drill that was held."""
    return await asyncio.to_thread(training_today, calendar, await read_drills(log), world, as_of=as_of)


def training_today(calendar: Calendar, drills: Sequence[DrillFacts], world: World, *, as_of: Instant) -> TrainingReport:
    """Return the duty to train as it stands today; ``drills`` are all of the record's."""
    zone = ZoneInfo(world.settings.timezone)
    return training_report(calendar, drills, zone, from_day=None, day=local_day(as_of, zone))


async def read_plan(log: Readable, calendar: Calendar, world: World, month: Month, *, as_of: Instant) -> MonthPlan:
    """Propose a month's outings, from today on where it has begun."""
    return await asyncio.to_thread(plan_of, calendar, await read_drills(log), world, month, as_of=as_of)


def plan_of(
    calendar: Calendar, drills: Sequence[DrillFacts], world: World, month: Month, *, as_of: Instant
) -> MonthPlan:
    """Propose a month's outings; ``drills`` are all of the record's."""
    # Its optimiser takes a second and 40 MB to load: only who plans waits for it.
    from stations.training.plan import plan_month  # noqa: PLC0415 - see above

    zone = ZoneInfo(world.settings.timezone)
    held, today = all_held(calendar, drills, zone), local_day(as_of, zone)
    from_day = today if month.from_at <= as_of < month.until_at else None
    first = local_day(month.from_at, zone)
    return plan_month(calendar.training, calendar.parties, held, first, from_day=from_day)


async def read_month(
    log: Readable, month: Month, world: World, *, as_of: Instant, calendar: Calendar | None = None
) -> MonthReport:
    """Report the incidents that opened in a month, each to its end, as far as the record has it.

    With a ``calendar`` also the drills that were held in it, and what was owed at its end.
    """
    head = log.head
    book = await BookReading(log, month).read_on(world.restated)
    drills = await read_drills(log) if calendar is not None else ()
    earlier = month.year_before(world.settings.timezone)
    before = None
    if earlier is not None and await reaches(log, earlier):
        before = (await BookReading(log, earlier).read_on(world.restated)).result()
    report = partial(
        report_of, book, world, as_of=as_of, head=head, calendar=calendar, drills=drills, year_before=before
    )
    return replace(await asyncio.to_thread(report), proof=proof_of(log, head))


def report_of(
    book: MonthBook,
    world: World,
    *,
    as_of: Instant,
    head: Head,
    calendar: Calendar | None = None,
    drills: Sequence[DrillFacts] = (),
    year_before: Result | None = None,
) -> MonthReport:
    """Return the report of a month from its book; ``drills`` are all of the record's, ``year_before`` what came of the
    same month then."""
    training = None
    if calendar is not None:
        zone = ZoneInfo(world.settings.timezone)
        from_day, day = local_day(book.month.from_at, zone), last_day(book.month.until_at, as_of, zone)
        training = training_report(calendar, drills, zone, from_day=from_day, day=day)
    return book.close(world, as_of=as_of, head=format_head(head), training=training, year_before=year_before)


def proof_of(log: Readable, head: Head) -> HeadProof | None:
    """Return the signed head; None where this process does not have the record's key."""
    return None if log.prove is None else log.prove(head)


async def read_samples(log: Readable, month: Month, restated: Sequence[int] = ()) -> list[Sample]:
    """Return every sample of the incidents that opened in a month, or in any (`Month.ever`); ``restated`` is
    `World.restated`."""
    book = await BookReading(log, month).read_on(restated)
    return await asyncio.to_thread(book.samples)


async def read_checks(log: Readable) -> tuple[ShiftChecks, ...]:
    """Count the post checks of the whole record by station and shift."""
    found: list[ev.Event] = []
    async for stored in LogReader(log).slices(0, log.head.seq):
        found += [decode(each.body) for each in stored if _CHECK in each.body[:_TYPE_WITHIN]]
    return checks_by_shift(found)


_CHECK = b'"check.'
_TYPE_WITHIN = 40
"""An event's type stands at its beginning: so many bytes tell a check without reading the rest."""


async def reaches(log: Readable, month: Month) -> bool:
    """Whether the record begins before a month does: of one that it has a part of no figures are comparable."""
    return log.head.seq > 0 and await began_at(log) <= month.from_at


async def began_at(log: Readable) -> Instant:
    """Return when a record that has an event began."""
    return _decode_time((await LogReader(log).event(1)).body).at


async def find_first(log: Readable, at: Instant, restated: Sequence[int] = ()) -> int:
    """Return the position before the first event at or after a moment.

    Hub time never runs backwards but at the events ``restated``: each stretch between them is searched by itself.
    """
    starts = (0, *(seq - 1 for seq in restated))
    for low, high in zip(starts, (*starts[1:], log.head.seq), strict=True):
        found = await _first_within(log, at, low, high)
        if found < high:
            return found
    return log.head.seq


async def _first_within(log: Readable, at: Instant, low: int, high: int) -> int:
    reader = LogReader(log)
    while low < high:
        middle = (low + high) // 2
        stored = await reader.event(middle + 1)
        if _decode_time(stored.body).at < at:
            low = middle + 1
        else:
            high = middle
    return low


async def _positions(log: Readable, events: Sequence[ev.AnyEvent]) -> list[ev.UnitPosition]:
    """Return where units said that they were, from an incident's first event to its last before the archive."""
    lasting = [event.seq for event in events if not isinstance(event, ev.IncidentArchived)]
    units = {event.unit for event in events if isinstance(event, ev.AssignmentAssigned)}
    found: list[ev.UnitPosition] = []
    async for stored in LogReader(log).slices(min(lasting) - 1, max(lasting)):
        told = await asyncio.to_thread(_decoded, [each.body for each in stored if _POSITION in each.body])
        found.extend(each for each in told if isinstance(each, ev.UnitPosition) and each.unit in units)
    return found


_ENTERED_AT_ONCE = 4_000
"""A book is entered in a thread: no turn of the loop waits for it, and a month takes twenty turns, not two hundred."""


class BookReading:
    """A month's book, as far as the record went when it was last read on."""

    def __init__(self, log: Readable, month: Month) -> None:
        self._log = log
        self._book = MonthBook(month)
        # Reading goes on after this event; None before the month's first is looked for.
        self._after: int | None = None

    async def read_on(self, restated: Sequence[int]) -> MonthBook:
        """Read on to the record's head, or until nothing more can come; ``restated`` is `World.restated`."""
        if self._after is None:
            self._after = await find_first(self._log, self._book.month.from_at, restated)
        last_restated = max(restated, default=0)
        if self._book.complete and self._after >= last_restated:
            return self._book
        async for stored in LogReader(self._log).slices(self._after, self._log.head.seq, size=_ENTERED_AT_ONCE):
            self._after = stored[-1].seq
            if await asyncio.to_thread(_enter, self._book, stored) and self._after >= last_restated:
                break
        return self._book


def _enter(book: MonthBook, stored: Sequence[Stored]) -> bool:
    """Enter a slice; return whether nothing more can come."""
    for each in stored:
        if type_in(each.body) in TAKEN:
            book.enter(decode(each.body))
    book.pass_to(_decode_time(stored[-1].body).at)
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
