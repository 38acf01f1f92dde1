"""What crews say of the scene (现场反馈), and what the reports of one incident come to together.

A crew says what it saw and nothing more: whatever it left out is None, never no and never zero. Reports that
contradict each other are all kept. Until a person decides, the worse one counts: fire before no fire, the larger number
of trapped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from dispatch.core.instant import Instant
from dispatch.core.vocabulary import By, Flag, Struct
from stations.model import TRAVEL_MODES

Saw = Literal["fire", "no_fire", "cannot_tell"]
"""What was found, the worst first."""

CONTRADICTED: Flag = "contradicted"
"""What an incident is flagged of which crews say different things."""

Water = Literal["no_water", "hydrant_dry"]

KNOWN_WANTS = ("crew", *TRAVEL_MODES)
"""What a crew can ask for beside capabilities and kinds of helpers; ``crew`` is any micro crew."""

UNREAD_AS = {"floor": "place.floor"}
"""Under which name the words of a field stand that could not be read, where that is not its own."""

Advice = Literal["false_alarm", "close", "reopen"]
"""What a report advises a person to do; nothing of it is ever done by itself."""


class Wanted(Struct, frozen=True, kw_only=True):
    """Reinforcement that a crew asks for: a mode, a capability, ``crew`` for any micro crew, a kind of helper
    (who is asked at once). ``count`` None: one.
    """

    kind: str
    count: int | None = None


class BlockedLane(Struct, frozen=True, kw_only=True):
    """A lane that a crew found blocked: a way, or a spot in WGS-84 degrees.

    ``narrows_to_m``: what is left of its width, in metres; None: nobody gets through. ``for_s``: how long it will last,
    in seconds, where the crew could tell.
    """

    way: str | None = None
    lon: float | None = None
    lat: float | None = None
    narrows_to_m: float | None = None
    for_s: int | None = None


class Said(Struct, frozen=True, kw_only=True):
    """The content of a report. ``unread`` has the words of what nobody could use, by field."""

    saw: Saw | None = None
    floor: int | None = None
    room: str | None = None
    burning: str | None = None
    trapped: int | None = None
    got_out: int | None = None
    hurt: int | None = None
    want: tuple[Wanted, ...] = ()
    lane: BlockedLane | None = None
    water: Water | None = None
    hydrant: str | None = None
    under_control: bool = False
    out: bool = False
    note: str | None = None
    unread: dict[str, str] = msgspec.field(default_factory=dict)


class Report(Struct, frozen=True, kw_only=True):
    """A report of one incident as all who are assigned share it.

    ``unit`` is whose word it is, where that is known; ``by`` who sent it: a dispatcher, of a call over the radio.
    ``contradicts`` are the newest of the earlier reports that say otherwise.
    """

    id: str
    at: Instant
    by: By
    said: Said
    assignment: str | None = None
    unit: str | None = None
    flags: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    advice: Advice | None = None
    occurred_at: Instant | None = None


def worst_seen(reports: Iterable[Report]) -> Saw | None:
    """Return what counts of what was seen; None where nobody said."""
    seen = {report.said.saw for report in reports}
    return next((saw for saw in get_args(Saw) if saw in seen), None)


def without_own_words(said: Said) -> Said:
    """Return a report's content without anything in somebody's own words."""
    return replace(said, room=None, burning=None, note=None, unread={})
