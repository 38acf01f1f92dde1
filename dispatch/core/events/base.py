"""What every event carries."""

from __future__ import annotations

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By, PersonalMark, Struct


class Event(Struct, frozen=True, kw_only=True, tag_field="type"):
    """What every event carries.

    ``to`` names the stations that see it (``*``: all), fixed when it was decided; ``cause`` is the id of the command
    that brought it about, None for what the hub did by itself. ``personal`` is there where what people said is not: it
    was erased, or is withheld, since whoever reads this does not have the key.
    """

    v: int = 1
    seq: int
    at: Instant
    by: By
    cause: str | None = None
    incident: str | None = None
    exercise: bool = False
    to: tuple[str, ...] = ()
    personal: PersonalMark | msgspec.UnsetType = msgspec.UNSET


class IncidentEvent(Event, frozen=True, kw_only=True):
    """An event that belongs to one incident."""

    incident: str


class AssignmentEvent(IncidentEvent, frozen=True, kw_only=True):
    """An event of one assignment. ``unit`` and ``station`` are repeated so that a reader needs no look-up."""

    assignment: str
    unit: str
    station: str
