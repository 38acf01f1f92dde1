"""Shifts, hand-over, post checks and readiness as data, with the defaults of a district that writes none of its own."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

PostAction = Literal["alert_again", "other_channel", "parent_station", "duty_officer"]
"""Ring the station again; call it over another channel; tell the responsible station; call the duty officer."""

POST_ACTIONS: tuple[PostAction, ...] = get_args(PostAction)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class PostRung(msgspec.Struct, frozen=True, kw_only=True):
    """One rung of a ladder about a post: ``after_s`` seconds after the time was over, ``action`` happens."""

    after_s: int
    action: PostAction


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the day by local time; one that ends at or before its begin ends on the next day."""

    name: str
    begin: str
    end: str


DEFAULT_SHIFTS = (
    Shift(name="day", begin="08:00", end="20:00"),
    Shift(name="night", begin="20:00", end="08:00"),
    Shift(name="whole_day", begin="08:00", end="08:00"),
)

DEFAULT_POST_LADDER = (
    PostRung(after_s=0, action="alert_again"),
    PostRung(after_s=120, action="other_channel"),
    PostRung(after_s=300, action="parent_station"),
    PostRung(after_s=900, action="duty_officer"),
)


class DutyRules(msgspec.Struct, frozen=True, kw_only=True):
    """How a shift is taken over.

    Within ``take_over_within_s`` of the hand-over, or of a rostered shift's begin, somebody must have taken over; then
    the ``ladder`` begins. Who takes over up to ``early_s`` before a rostered shift's begin takes that shift.
    """

    shifts: tuple[Shift, ...] = DEFAULT_SHIFTS
    take_over_within_s: int = 900
    early_s: int = 3600
    ladder: tuple[PostRung, ...] = DEFAULT_POST_LADDER


class CheckRules(msgspec.Struct, frozen=True, kw_only=True):
    """Post checks (查岗).

    ``every_days``: on average so many days between two checks of one station that the hub draws by itself, within the
    local ``windows`` (``22:00-06:00``); 0: only people call checks. An answer counts within ``answer_within_s``. A
    check is never called while a crew of the station has an order: it is put off by ``postpone_s``.
    """

    every_days: int = 0
    windows: tuple[str, ...] = ("08:00-08:00",)
    answer_within_s: int = 180
    postpone_s: int = 1800
    ladder: tuple[PostRung, ...] = DEFAULT_POST_LADDER


class ReadinessRules(msgspec.Struct, frozen=True, kw_only=True):
    """When a station is ready, and what follows for a choice where it is not.

    ``minimum`` people on post by kind of station. Community stations: at least 3 a shift (the national standard of
    2015 as a district reissued it; `standards.md` 3.1). Unit stations: 24 hours on post, so at least 1 (same place).
    A kind that is not named is not judged by its strength. A need that is filled by a crew whose station is not ready
    also gets the next one that is, where that arrives at most ``beside_within_s`` later; 0: never.
    """

    minimum: dict[str, int] = msgspec.field(default_factory=lambda: {"micro_unit": 1, "micro_community": 3})
    beside_within_s: int = 180
    ready_from: int = 80
    check_holds_days: int = 30
