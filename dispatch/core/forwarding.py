"""Confirmed fires go on to the 119 centre and the city: what each of them was told, and what it is owed now.

That follows from the incident alone, so a restart owes the same: once it is confirmed an alert, an update where grade,
kind, place or people trapped are others than were told, a cancel where it is over. A test never goes out; an exercise
does where the target wants them, marked as what it is.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import Place, Struct
from stations.forwarding import ForwardTarget
from stations.kinds import is_rescue

ForwardWhat = Literal["alert", "update", "cancel"]
"""The first word of an incident; that it is otherwise; that it is over or was none."""

ForwardState = Literal["due", "taken", "acknowledged", "unanswered"]
"""It is to go out; its receiver has it; its receiver says so by its identifier; nobody said so in time."""

KEPT = 40
"""Messages of one incident to one target that later ones refer to."""


class Forwarded(Struct, frozen=True, kw_only=True):
    """One message: ``message`` is its identifier."""

    message: str
    what: ForwardWhat
    at: Instant


class ForwardLine(Struct, frozen=True, kw_only=True):
    """What one target was told of an incident, newest last, and how it stands with the newest.

    ``content`` is what its receiver has (`content_of`). ``unanswered_at``: it was late with its answer then.
    """

    messages: tuple[Forwarded, ...] = ()
    state: ForwardState = "due"
    content: str = ""
    tries: int = 0
    state_at: Instant = msgspec.field(default_factory=Instant)
    unanswered_at: Instant | None = None
    error: str | None = None

    @property
    def newest(self) -> Forwarded:
        """The message that counts."""
        return self.messages[-1]

    @property
    def open(self) -> bool:
        """Whether the newest still wants its acknowledgement."""
        return self.state != "acknowledged"


def content_of(kind: str, grade: int, place: Place, trapped: int | None) -> str:
    """Return what a message says, so that another content can be told from the same. No words of people are in it."""
    where = "" if place.lat is None or place.lon is None else f"{place.lat:.5f},{place.lon:.5f}"
    said = (kind, grade, place.building, place.floor, where, trapped)
    return "|".join("" if each is None else str(each) for each in said)


def may_go_out(target: ForwardTarget, kind: str, *, exercise: bool, test: bool) -> bool:
    """Whether a target hears of an incident like this at all: a fire that is no test."""
    return not test and not is_rescue(kind) and (target.exercises or not exercise)


def owed(line: ForwardLine | None, content: str, *, confirmed: bool, over: bool) -> ForwardWhat | None:
    """Return which message a target is owed now; None where the newest one stands.

    What its receiver does not have yet is no reason for another: it goes out with what holds when it goes.
    """
    if line is None or line.newest.what == "cancel":
        return "alert" if confirmed and not over else None
    if over:
        return "cancel"
    received = line.state in {"taken", "acknowledged"}
    return "update" if received and line.content != content else None
