"""What people do with an incident, and with a proposal about it."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.commands.base import Command, Grade, Id, Text, Trapped
from dispatch.core.vocabulary import CloseReason, Place


class IncidentCommand(Command, frozen=True, kw_only=True):
    """About one incident."""

    incident: Id


class IncidentTake(IncidentCommand, frozen=True, kw_only=True, tag="incident.take"):
    """Take it in hand."""


class IncidentUpdate(IncidentCommand, frozen=True, kw_only=True, tag="incident.update"):
    """Say what is known better now."""

    place: Place | None = None
    kind: str | None = None
    trapped: Trapped | None = None


class IncidentConfirm(IncidentCommand, frozen=True, kw_only=True, tag="incident.confirm"):
    """Make sure that it is real."""

    reason: str = "confirmed by a person"


class IncidentFalseAlarm(IncidentCommand, frozen=True, kw_only=True, tag="incident.false_alarm"):
    """It was nothing; why. Those under way are recalled and it closes."""

    reason: CloseReason = "unknown"
    note: str | None = None


class IncidentGrade(IncidentCommand, frozen=True, kw_only=True, tag="incident.grade"):
    """Set the grade, 1 (lowest) to 5."""

    grade: Grade


class IncidentClose(IncidentCommand, frozen=True, kw_only=True, tag="incident.close"):
    """It is over. Units that are still assigned are released.

    ``reason`` says why nothing was handed over, where the brigade is there beside micro crews and has not taken over.
    """

    note: str | None = None
    reason: Text | None = None


class IncidentReopen(IncidentCommand, frozen=True, kw_only=True, tag="incident.reopen"):
    """It is not over."""

    reason: str | None = None


class AddNote(IncidentCommand, frozen=True, kw_only=True, tag="incident.note"):
    """Write a line for everyone who is assigned."""

    text: Text


class IncidentSplit(IncidentCommand, frozen=True, kw_only=True, tag="incident.split"):
    """Take alarms out into an incident of their own."""

    alarms: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]


class IncidentMerge(IncidentCommand, frozen=True, kw_only=True, tag="incident.merge"):
    """Put ``incident`` into ``into``: it is the same thing."""

    into: Id
    reason: str = "the same incident, by hand"


class DispatchAccept(Command, frozen=True, kw_only=True, tag="dispatch.accept"):
    """Do what is proposed now, without waiting."""

    proposal: Id


class DispatchRefuse(Command, frozen=True, kw_only=True, tag="dispatch.refuse"):
    """Do not do what is proposed; why."""

    proposal: Id
    reason: str | None = None
