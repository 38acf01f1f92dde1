"""What crews and dispatchers do with an order."""

from __future__ import annotations

from dispatch.core.commands.base import Command, Id


class AssignmentAssign(Command, frozen=True, kw_only=True, tag="assignment.assign"):
    """Send this unit to this incident, whatever the machine thinks."""

    incident: Id
    unit: Id
    reason: str | None = None


class AssignmentCommand(Command, frozen=True, kw_only=True):
    """About one assignment."""

    assignment: Id


class AssignmentAcknowledge(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.acknowledge"):
    """Read, coming."""


class AssignmentDecline(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.decline"):
    """Cannot go; why."""

    reason: str | None = None


class AssignmentDepart(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.depart"):
    """On the way."""


class AssignmentArrive(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.arrive"):
    """On scene."""


class AssignmentControl(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.control"):
    """Handled."""


class AssignmentRelease(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.release"):
    """Free again."""


class AssignmentRecall(AssignmentCommand, frozen=True, kw_only=True, tag="assignment.recall"):
    """Take the order back."""

    reason: str | None = None


class LadderHold(AssignmentCommand, frozen=True, kw_only=True, tag="ladder.hold"):
    """Let the ladder of this assignment not act by itself; why."""

    reason: str | None = None


class LadderResume(AssignmentCommand, frozen=True, kw_only=True, tag="ladder.resume"):
    """Let the ladder of this assignment act again."""

    reason: str | None = None
