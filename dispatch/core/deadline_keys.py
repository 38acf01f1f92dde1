"""What a deadline is about: one struct for each kind, and the one text form that the record and the wire have of it.

The text is the kind's name and its fields, with colons between: ``warn:arrive:50``, ``rung:2``, ``drill:inject:smoke``.
A deadline that has acted is remembered by it (`Assignment.fired`), as is a promise that was kept (``met:arrive``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar, TypeAlias, get_args

import msgspec

from dispatch.core.vocabulary import Struct

_REMEMBERED = 4096
"""The same few texts are asked for at every event of an order."""


class Key(Struct, frozen=True, kw_only=False):
    """What a deadline is about. Its first field may hold colons of its own."""

    name: ClassVar[str]

    @property
    def text(self) -> str:
        """The text form."""
        return _text(self)


@lru_cache(_REMEMBERED)
def _text(key: Key) -> str:
    return ":".join((key.name, *(str(getattr(key, field)) for field in key.__struct_fields__)))


@lru_cache(_REMEMBERED)
def text_of(kind: type[Key], *fields: str | int) -> str:
    """Return the text of a key of this kind without making it again: an order's are asked for at each of its events."""
    return kind(*fields).text


class Warn(Key, frozen=True):
    """So much of the time of a promise is gone (of an assignment)."""

    name = "warn"
    target: str
    percent: int


class Miss(Key, frozen=True):
    """A promise was not kept (of an assignment)."""

    name = "miss"
    target: str


class Meet(Key, frozen=True):
    """A promise was kept, or kept late: no deadline, but remembered like one."""

    name = "met"
    target: str


class ClimbRung(Key, frozen=True):
    """A rung of the ladder (of an assignment)."""

    name = "rung"
    number: int


class Share(Key, frozen=True):
    """An incident is looked at together with those nearby that could share units with it (of an incident)."""

    name = "share"


class EndLook(Key, frozen=True):
    """Nobody of those who were sent to look said what it is (of an incident)."""

    name = "look"


class Divert(Key, frozen=True):
    """A proposal acts (of a proposal)."""

    name = "divert"


class Archive(Key, frozen=True):
    """A closed incident leaves the World (of an incident)."""

    name = "archive"


class Expire(Key, frozen=True):
    """A closure ends by itself (of a closure)."""

    name = "expire"


class EndShelf(Key, frozen=True):
    """A shelved source counts again (of a shelf)."""

    name = "shelf"


class EndDisable(Key, frozen=True):
    """A device that was switched off is on again (of a device, as the next)."""

    name = "disable"


class Settle(Key, frozen=True):
    """A condition that came and went is not held any more."""

    name = "settle"
    condition: str


class StartDrill(Key, frozen=True):
    """A drill begins (of a drill, as the next three)."""

    name = "drill:start"


class RunInject(Key, frozen=True):
    """An inject of the script happens."""

    name = "drill:inject"
    inject: str


class EndDrill(Key, frozen=True):
    """A drill's time is over."""

    name = "drill:end"


class ArchiveDrill(Key, frozen=True):
    """A drill that is over leaves the World."""

    name = "drill:archive"


class TakeOver(Key, frozen=True):
    """Nobody answered a hand-over (of a post, as the next three)."""

    name = "take_over"


class BeginShift(Key, frozen=True):
    """Nobody took over a rostered shift."""

    name = "shift"
    begins_ms: int


class ClimbPostRung(Key, frozen=True):
    """A rung of the ladder of a hand-over."""

    name = "post_rung"
    number: int


class DrawCheck(Key, frozen=True):
    """A check that was drawn for a day comes up."""

    name = "draw"
    day: str


class AnswerCheck(Key, frozen=True):
    """Nobody answered a check (of a check, as the next two)."""

    name = "answer"


class ClimbCheckRung(Key, frozen=True):
    """A rung of the ladder of a missed check."""

    name = "check_rung"
    number: int


class EndCheck(Key, frozen=True):
    """A missed check is let go."""

    name = "end"


class AskAnother(Key, frozen=True):
    """Who was asked for help has said nothing (of a request, as the next two)."""

    name = "ask_another"


class TellOfficer(Key, frozen=True):
    """Nobody has accepted."""

    name = "tell_officer"


class ExpectHelper(Key, frozen=True):
    """Who accepted should be there."""

    name = "expect_helper"


class Estimate(Key, frozen=True):
    """The arrival of a unit under way is foreseen anew (of a unit, as the next three)."""

    name = "estimate"


class GoStale(Key, frozen=True):
    """Nobody has heard where a unit is for too long."""

    name = "stale"


class BeginStandby(Key, frozen=True):
    """A unit counts from where it is posted."""

    name = "begin_standby"


class EndStandby(Key, frozen=True):
    """A posting's time is over."""

    name = "end_standby"


DeadlineKey: TypeAlias = (
    Estimate
    | GoStale
    | BeginStandby
    | EndStandby
    | Warn
    | Miss
    | Meet
    | ClimbRung
    | Share
    | EndLook
    | Divert
    | Archive
    | Expire
    | EndShelf
    | EndDisable
    | Settle
    | StartDrill
    | RunInject
    | EndDrill
    | ArchiveDrill
    | TakeOver
    | BeginShift
    | ClimbPostRung
    | DrawCheck
    | AnswerCheck
    | ClimbCheckRung
    | EndCheck
    | AskAnother
    | TellOfficer
    | ExpectHelper
)
_KINDS: dict[str, type[DeadlineKey]] = {kind.name: kind for kind in get_args(DeadlineKey)}


@lru_cache(_REMEMBERED)
def parse(text: str) -> DeadlineKey | None:
    """Read the text form; None for what is none."""
    name, _, rest = text.partition(":")
    if name == "drill":
        what, _, rest = rest.partition(":")
        name = f"drill:{what}"
    kind = _KINDS.get(name)
    if kind is None:
        return None
    fields = kind.__struct_fields__
    values: list[Any] = rest.rsplit(":", len(fields) - 1) if rest else []
    try:
        return msgspec.convert(dict(zip(fields, values, strict=True)), kind, strict=False)
    except (ValueError, msgspec.ValidationError):
        return None
