"""A signal comes in."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from dispatch.core.commands.base import Command
from dispatch.core.vocabulary import Flag, Place


class AlarmRaise(Command, frozen=True, kw_only=True, tag="alarm.raise"):
    """A signal came in. Nothing in it is required but where it is from: an alarm is never refused for what it lacks.

    ``drill`` names the drill that it is a part of; it is an exercise then, whatever ``exercise`` says. ``text_cut``: a
    text of it was longer than is kept. ``odd`` are flags of what could not be read and ``unread`` its words, by field;
    whoever reads what came in fills them. ``same_as`` is the incident of an earlier sending with this ``key``;
    ``datum`` is what the position was sent in, None where nobody said: it is WGS-84 now. ``device_kind`` is what the
    device says that it is, a word of `stations.device_kinds`.
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
    odd: tuple[Flag, ...] = ()
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    same_as: str | None = None
    datum: str | None = None
    device_kind: str | None = None


def with_key_reused(command: AlarmRaise, same_as: str | None = None) -> AlarmRaise:
    """Return the alarm, marked: its key stood for other content before, in the incident ``same_as``."""
    return replace(command, key_reused=True, same_as=same_as)
