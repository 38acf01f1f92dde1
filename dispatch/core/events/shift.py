"""The desk's hand-over between dispatchers."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.shift import LeftOpen
from dispatch.core.vocabulary import By


class ShiftOffered(Event, frozen=True, kw_only=True, tag="shift.offered"):
    """A dispatcher offers the shift to the next one, with what stands open at that moment."""

    offer: str
    note: str
    incidents: tuple[LeftOpen, ...] = ()
    shelves: tuple[str, ...] = ()
    closures: tuple[str, ...] = ()


class ShiftAccepted(Event, frozen=True, kw_only=True, tag="shift.accepted"):
    """The next dispatcher has it; ``offered_by`` is relieved."""

    offer: str
    offered_by: By


class ShiftWithdrawn(Event, frozen=True, kw_only=True, tag="shift.withdrawn"):
    """Who offered it keeps it; ``replaced``: they offered it anew."""

    offer: str
    replaced: bool = False
