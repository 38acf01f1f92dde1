"""The desk's hand-over between dispatchers."""

from __future__ import annotations

from dispatch.core.commands.base import Command, Id, Text


class ShiftHandOver(Command, frozen=True, kw_only=True, tag="shift.offer"):
    """Offer the shift to the next dispatcher; ``incidents``: only these open ones, all where none is named."""

    note: Text
    incidents: tuple[Id, ...] = ()


class ShiftAccept(Command, frozen=True, kw_only=True, tag="shift.accept"):
    """Accept a shift that another dispatcher offers: ``offer``, or the only one that waits."""

    offer: Id | None = None


class ShiftWithdraw(Command, frozen=True, kw_only=True, tag="shift.withdraw"):
    """Take one's own offer back: the shift stays."""
