"""Reads the parts of ``district.toml`` about duty, post checks and readiness.

All of them are optional::

    [[shifts]]                            # if there is one, these replace day, night and whole_day
    name = "day"                          # the word in roster.csv
    begin = "08:00"
    end = "20:00"
    [duty]
    take_over_within_s = 900              # after a hand-over, or after a rostered shift begins
    early_s = 3600                        # who takes over so long before takes the coming shift
    ladder = [{ after_s = 0, action = "alert_again" }, { after_s = 300, action = "parent_station" }]
    [checks]
    every_days = 7                        # on average; without it only people call checks
    windows = ["22:00-06:00"]
    answer_within_s = 180
    postpone_s = 1800                     # while a crew of the station is out
    ladder = [{ after_s = 300, action = "duty_officer" }]
    [readiness]
    beside_within_s = 180                 # 0: a crew that is not ready goes alone
    ready_from = 80
    check_holds_days = 30
    [readiness.minimum]                   # people on post by kind of station, where no norm says
    micro_community = 3
"""

from __future__ import annotations

import re
from typing import NamedTuple

from stations.duty.rules import (
    DEFAULT_SHIFTS,
    POST_ACTIONS,
    CheckRules,
    DutyRules,
    PostRung,
    ReadinessRules,
    Shift,
)
from stations.model import CREW_KINDS
from stations.tables import ID_PATTERN
from stations.toml import Table

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_WINDOW = re.compile(rf"{_CLOCK.pattern}-{_CLOCK.pattern}")
_MAX_S = 86_400
_MAX_AFTER_S = 3_600
_MAX_DAYS = 366
_MAX_PEOPLE = 1_000
_PERCENT = 100


class PostSettings(NamedTuple):
    """What a district decides about its posts."""

    duty: DutyRules
    checks: CheckRules
    readiness: ReadinessRules


def read_post_settings(table: Table) -> PostSettings:
    """Return what the file says; defects are noted and answered with defaults."""
    shifts = _read_shifts(table)
    return PostSettings(
        duty=_read_duty(table.table("duty"), shifts),
        checks=_read_checks(table.table("checks")),
        readiness=_read_readiness(table.table("readiness")),
    )


def _read_shifts(table: Table) -> tuple[Shift, ...]:
    shifts: list[Shift] = []
    for entry in table.tables("shifts"):
        shift = Shift(name=entry.text("name"), begin=entry.text("begin"), end=entry.text("end"))
        if not ID_PATTERN.fullmatch(shift.name):
            entry.reject("name", f"“{shift.name}” is no word of roster.csv; use the characters A-Z a-z 0-9 . _ -")
        for field, clock in (("begin", shift.begin), ("end", shift.end)):
            if not _CLOCK.fullmatch(clock):
                entry.reject(field, f"“{clock}” is no time of the day; write it as 08:00")
        if any(shift.name == other.name for other in shifts):
            entry.reject("name", f"another shift is called “{shift.name}”; choose another name")
        entry.warn_of_unread()
        if entry.ok:
            shifts.append(shift)
    return tuple(shifts) or DEFAULT_SHIFTS


def _read_duty(table: Table, shifts: tuple[Shift, ...]) -> DutyRules:
    base = DutyRules()
    rules = DutyRules(
        shifts=shifts,
        take_over_within_s=table.integer("take_over_within_s", 1, _MAX_S, base.take_over_within_s),
        early_s=table.integer("early_s", 0, _MAX_S, base.early_s),
        ladder=_read_ladder(table, base.ladder),
    )
    table.warn_of_unread()
    return rules


def _read_checks(table: Table) -> CheckRules:
    base = CheckRules()
    windows = table.words("windows", default=base.windows)
    for window in windows:
        if not _WINDOW.fullmatch(window):
            table.reject("windows", f"“{window}” is no span of the day; write it as 22:00-06:00")
            windows = base.windows
    rules = CheckRules(
        every_days=table.integer("every_days", 0, _MAX_DAYS, base.every_days),
        windows=windows or base.windows,
        answer_within_s=table.integer("answer_within_s", 1, _MAX_AFTER_S, base.answer_within_s),
        postpone_s=table.integer("postpone_s", 60, _MAX_S, base.postpone_s),
        ladder=_read_ladder(table, base.ladder),
    )
    table.warn_of_unread()
    return rules


def _read_readiness(table: Table) -> ReadinessRules:
    base = ReadinessRules()
    minimum = table.table("minimum")
    people = dict(base.minimum)
    for kind in CREW_KINDS:
        if kind in minimum:
            people[kind] = minimum.integer(kind, 0, _MAX_PEOPLE)
    minimum.warn_of_unread()
    rules = ReadinessRules(
        minimum=people,
        beside_within_s=table.integer("beside_within_s", 0, _MAX_S, base.beside_within_s),
        ready_from=table.integer("ready_from", 1, _PERCENT, base.ready_from),
        check_holds_days=table.integer("check_holds_days", 1, _MAX_DAYS, base.check_holds_days),
    )
    table.warn_of_unread()
    return rules


def _read_ladder(table: Table, default: tuple[PostRung, ...]) -> tuple[PostRung, ...]:
    if "ladder" not in table:
        return default
    rungs = []
    for entry in table.tables("ladder"):
        rung = PostRung(after_s=entry.integer("after_s", 0, _MAX_AFTER_S), action=entry.choice("action", POST_ACTIONS))
        entry.warn_of_unread()
        rungs.append(rung)
    return tuple(rungs)
