"""A signal comes in."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core.commands.base import Command
from dispatch.core.vocabulary import Place


class AlarmRaise(Command, frozen=True, kw_only=True, tag="alarm.raise"):
    """A signal came in. Nothing in it is required but where it is from: an alarm is never refused for what it lacks.

    ``drill`` names the drill that it is a part of; it is an exercise then, whatever ``exercise`` says. ``text_cut``: a
    text of it was longer than is kept.
    """

    source: str = "desk"
    kind: str = "report"
    device: str | None = None
    place: Place = Place()
    key: str | None = None
    reporter: str | None = None
    trapped: int | None = None
    note: str | None = None
    test: bool = False
    exercise: bool = False
    drill: str | None = None
    key_reused: bool = False
    text_cut: bool = False


def with_key_reused(command: AlarmRaise) -> AlarmRaise:
    """Return the alarm, marked: its key stood for other content before."""
    return replace(command, key_reused=True)
