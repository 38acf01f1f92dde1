"""The desk's hand-over between dispatchers: what one leaves to the next, as the record had it at that moment."""

from __future__ import annotations

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By, Struct


class LeftOpen(Struct, frozen=True, kw_only=True):
    """An open incident as it was handed over: ``coming`` are crews with a standing order that are not there yet,
    ``on_scene`` those that are; ``unanswered`` of those coming said nothing when they were called."""

    incident: str
    number: str
    kind: str
    grade: int
    trapped: int | None = None
    taken_by: By | None = None
    coming: int = 0
    unanswered: int = 0
    on_scene: int = 0


class ShiftOffer(Struct, frozen=True, kw_only=True):
    """A shift that waits to be accepted: who offered it and when, in their own words, what stands open, which sources
    are shelved and which closures stand."""

    id: str
    by: By
    at: Instant
    note: str
    incidents: tuple[LeftOpen, ...] = ()
    shelves: tuple[str, ...] = ()
    closures: tuple[str, ...] = ()
