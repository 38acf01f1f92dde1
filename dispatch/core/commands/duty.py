"""Who is on post."""

from __future__ import annotations

from dispatch.core.commands.base import Command, Id


class DutyOn(Command, frozen=True, kw_only=True, tag="duty.on"):
    """A unit is on duty."""

    unit: Id


class DutyOff(Command, frozen=True, kw_only=True, tag="duty.off"):
    """A unit is off duty."""

    unit: Id
