"""Parts of the record as they are stored: an incident's timeline, the log as a view shows it."""

from __future__ import annotations

import msgspec

from dispatch.core.errors import NotFound
from dispatch.log.readable import Readable
from dispatch.past.reader import INCIDENT_OPENED, LogReader
from dispatch.stream.views import View, address_of


async def timeline(log: Readable, incident: str) -> list[bytes]:
    """Return every stored event of an incident, archived ones too. Raises `NotFound`."""
    return [stored.body async for stored in LogReader(log).of_incident(incident)]


async def events_of(log: Readable, view: View, *, after: int, limit: int) -> tuple[list[bytes], int]:
    """Return the stored bodies that a view shows after a position, and how far the log was looked through."""
    found: list[bytes] = []
    async for stored in LogReader(log).events(after):
        after = stored.seq
        if view.shows(address_of(stored.body)):
            found.append(stored.body)
            if len(found) == limit:
                break
    return found, after


async def incident_id(log: Readable, named: str) -> str:
    """Return the id of the incident with this id or number; of one number in several years the newest.

    Raises `NotFound`.
    """
    found = None
    async for stored in LogReader(log).events():
        opened = _decode_opened(stored.body)
        if opened.type == INCIDENT_OPENED and named in (opened.incident, opened.number):
            found = opened.incident
    if found is None:
        raise NotFound(f"there is no incident {named} in the record; name it by its id (inc-41) or number (11-0417)")
    return found


class _Opened(msgspec.Struct, frozen=True):
    type: str
    incident: str | None = None
    number: str = ""


_decode_opened = msgspec.json.Decoder(_Opened).decode
