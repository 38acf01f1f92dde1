"""Post checks."""

from __future__ import annotations

from dispatch.core.commands.base import Command, Id, Text
from dispatch.core.commands.duty import Strength


class CheckCall(Command, frozen=True, kw_only=True, tag="check.call"):
    """Ask a station whether it is there."""

    station: Id
    reason: Text | None = None


class CheckAnswer(Command, frozen=True, kw_only=True, tag="check.answer"):
    """We are here; so many people."""

    check: Id
    strength: Strength | None = None
    note: Text | None = None


class CheckExcuse(Command, frozen=True, kw_only=True, tag="check.excuse"):
    """The check shall not count, for a reason."""

    check: Id
    reason: Text
