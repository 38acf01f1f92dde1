"""Stations beside a fire: they hear that something is going on, without an order."""

from __future__ import annotations

from dispatch.core.events.base import IncidentEvent
from dispatch.core.vocabulary import Place


class ZoneInformed(IncidentEvent, frozen=True, kw_only=True, tag="zone.informed"):
    """The other stations of the building and its zone are told of an incident: no order, no clock, nothing rings.

    ``place`` comes without anybody's words.
    """

    stations: tuple[str, ...]
    zone: str
    number: str
    kind: str
    grade: int
    place: Place


class ZoneCleared(IncidentEvent, frozen=True, kw_only=True, tag="zone.cleared"):
    """The incident beside these stations is over."""

    stations: tuple[str, ...]
