"""Reads a span of a record into a book: one event after the other, from the first within it until it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import Protocol

from dispatch.core.errors import Unusable
from dispatch.core.events import Event, decode
from dispatch.core.instant import Instant
from dispatch.core.world import World
from dispatch.log.base import Stored
from dispatch.log.readable import Readable
from dispatch.past.reader import LogReader, type_in
from dispatch.past.reports.alarm_load import DAY_MS
from dispatch.past.reports.reading import find_first

LONGEST_MS = 92 * DAY_MS
"""A quarter: more is several reports."""


class Book(Protocol):
    """What a report is made of."""

    def enter(self, event: Event) -> None:
        """Take in the next event."""


async def read_span(
    log: Readable, world: World, book: Book, span: tuple[Instant, Instant], *, taken: Collection[str], after_ms: int = 0
) -> None:
    """Enter the events of ``taken`` types into a book, of a span ``(from, until)`` and so long after it.

    Raises `Unusable` for a span that is none, or is too long.
    """
    from_at, until = span
    if not from_at < until <= from_at.plus(LONGEST_MS):
        raise Unusable("from must lie before to, by 92 days at most; give both as RFC 3339, or leave them out")
    first = await find_first(log, from_at, world.restated)
    async for stored in LogReader(log).slices(first, log.head.seq):
        if await asyncio.to_thread(_enter, book, stored, taken, until.plus(after_ms)):
            return


def _enter(book: Book, stored: Sequence[Stored], taken: Collection[str], until: Instant) -> bool:
    """Enter a slice; return whether nothing more can come."""
    for each in stored:
        if type_in(each.body) not in taken:
            continue
        event = decode(each.body)
        if event.at >= until:
            return True
        book.enter(event)
    return False
