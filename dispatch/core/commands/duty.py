"""Who is on post."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Id, Text

_Members = Annotated[tuple[Id, ...], msgspec.Meta(max_length=100)]
"""Pseudonymous ids of members."""

Strength = Annotated[int, msgspec.Meta(ge=0, le=1000)]
"""How many people."""


class DutyOn(Command, frozen=True, kw_only=True, tag="duty.on"):
    """A unit is on duty."""

    unit: Id
    members: _Members = ()
    strength: Strength | None = None


class DutyOff(Command, frozen=True, kw_only=True, tag="duty.off"):
    """A unit is off duty."""

    unit: Id
    members: _Members = ()
    strength: Strength | None = None


class DutyHandOver(Command, frozen=True, kw_only=True, tag="duty.hand_over"):
    """Hand a shift over; it is theirs once they take it over."""

    station: Id
    shift: Id
    members: _Members = ()
    note: Text | None = None


class DutyTakeOver(Command, frozen=True, kw_only=True, tag="duty.take_over"):
    """Take a shift over: without ``shift`` the one handed over, or the roster's; without ``members`` those it names."""

    station: Id
    shift: Id | None = None
    members: _Members | None = None
    strength: Strength | None = None
    note: Text | None = None
