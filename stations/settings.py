"""Reads ``district.toml``: name, timezone, telephone numbers, targets, ladder, plans, turnout, roads.

The file as a whole, every part optional::

    name = "示例区"
    timezone = "Asia/Shanghai"
    profile = "one-three"                 # or "one-three-five"
    [phones]
    centre = "…"
    [turnout]                             # seconds by station kind
    micro_community = 60
    [[targets]]                           # replaces the profile's target of that name for these kinds
    name = "arrive"
    from = "assigned"
    to = "on_scene"
    kinds = ["micro_community"]
    limit_s = 180
    [[ladder]]                            # if there is one, it replaces the default ladder as a whole
    trigger = "unacknowledged"
    after_s = 15
    action = "alert_again"
    [[plans]]                             # tried in this order, before the default plan
    name = "高层"
    height_from_m = 24
    needs = [{ count = 2, station_kinds = ["micro_unit"] }, { count = 1, modes = ["aerial"] }]
    [roads]                               # for the reader of the roads
    file = "roads.osm.pbf"
"""

from __future__ import annotations

import tomllib
import zoneinfo
from pathlib import Path
from typing import Any

import msgspec

from stations.model import STATION_KINDS, TRAVEL_MODES
from stations.problems import Findings
from stations.rules import (
    ACTIONS,
    DEFAULT_LADDER,
    DEFAULT_PLAN,
    DEFAULT_PROFILE,
    DEFAULT_TURNOUT_S,
    MILESTONES,
    MISSED,
    TARGET_PROFILES,
    WAITING_TRIGGERS,
    Need,
    Plan,
    Rung,
    Target,
)
from stations.text import read_text
from stations.toml import Lines, Table

DEFAULT_TIMEZONE = "Asia/Shanghai"
_MAX_LIMIT_S = 86_400
_MAX_AFTER_S = 3_600
_MAX_TURNOUT_S = 3_600
_MAX_COUNT = 50
_MAX_GRADE = 5
_MAX_HEIGHT_M = 1000.0


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What ``district.toml`` says, defaults filled in; the fields are those of `stations.model.District`."""

    name: str
    timezone: str = DEFAULT_TIMEZONE
    phones: dict[str, str] = {}
    targets: tuple[Target, ...] = TARGET_PROFILES[DEFAULT_PROFILE]
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    plans: tuple[Plan, ...] = (DEFAULT_PLAN,)
    turnout_s: dict[str, int] = msgspec.field(default_factory=lambda: dict(DEFAULT_TURNOUT_S))
    roads: dict[str, Any] = {}


def read_settings(folder: Path, findings: Findings) -> Settings:
    """Read ``district.toml`` of a folder; defects are noted and answered with defaults."""
    name = folder.resolve().name
    path = folder / "district.toml"
    if not path.exists():
        message = f"is missing; name “{name}”, {DEFAULT_TIMEZONE} and the targets {DEFAULT_PROFILE} apply"
        findings.warn(message)
        return Settings(name=name)
    text = read_text(path, findings)
    if text is None:
        return Settings(name=name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        findings.error(f"is no TOML: {problem}")
        return Settings(name=name)
    return _read(Table(data, findings, Lines(text)), name)


def _read(table: Table, default_name: str) -> Settings:
    profile = table.choice("profile", tuple(TARGET_PROFILES), DEFAULT_PROFILE)
    targets = _read_targets(table, TARGET_PROFILES[profile])
    settings = Settings(
        name=table.text("name", default_name),
        timezone=_read_timezone(table),
        phones=_read_phones(table.table("phones")),
        targets=targets,
        ladder=_read_ladder(table, targets),
        plans=(*_read_plans(table), DEFAULT_PLAN),
        turnout_s=_read_turnout(table.table("turnout")),
        roads=table.table("roads").everything(),
    )
    table.warn_of_unread()
    return settings


def _read_timezone(table: Table) -> str:
    timezone = table.text("timezone", DEFAULT_TIMEZONE)
    if timezone not in zoneinfo.available_timezones():
        table.reject("timezone", f"“{timezone}” is no time zone; write an IANA name such as Asia/Shanghai")
    return timezone


def _read_phones(table: Table) -> dict[str, str]:
    return {label: table.text(label) for label in table.everything()}


def _read_turnout(table: Table) -> dict[str, int]:
    seconds: dict[str, int] = {
        kind: table.integer(kind, 0, _MAX_TURNOUT_S, DEFAULT_TURNOUT_S[kind]) for kind in STATION_KINDS
    }
    table.warn_of_unread()
    return seconds


def _read_targets(table: Table, profile: tuple[Target, ...]) -> tuple[Target, ...]:
    own: list[Target] = []
    for entry in table.tables("targets"):
        target = Target(
            name=entry.text("name"),
            milestone_from=entry.choice("from", MILESTONES, "assigned"),
            milestone_to=entry.choice("to", MILESTONES),
            kinds=entry.words("kinds", STATION_KINDS, STATION_KINDS),
            limit_s=entry.integer("limit_s", 1, _MAX_LIMIT_S),
        )
        if MILESTONES.index(target.milestone_from) >= MILESTONES.index(target.milestone_to):
            entry.reject("to", f"{target.milestone_to} does not come after {target.milestone_from}")
        if any(other.name == target.name and set(other.kinds) & set(target.kinds) for other in own):
            entry.reject("kinds", f"another target “{target.name}” names one of these kinds already")
        entry.warn_of_unread()
        if entry.ok:
            own.append(target)
    return (*(kept for target in profile if (kept := _without(target, own)).kinds), *own)


def _without(target: Target, own: list[Target]) -> Target:
    """Return the profile's target less the station kinds that an own target of its name speaks of."""
    replaced = {kind for other in own if other.name == target.name for kind in other.kinds}
    return msgspec.structs.replace(target, kinds=tuple(k for k in target.kinds if k not in replaced))


def _read_ladder(table: Table, targets: tuple[Target, ...]) -> tuple[Rung, ...]:
    missed = tuple(dict.fromkeys(f"{MISSED}{target.name}" for target in targets))
    rungs = []
    entries = table.tables("ladder")
    for entry in entries:
        rung = Rung(
            trigger=entry.choice("trigger", WAITING_TRIGGERS + missed),
            after_s=entry.integer("after_s", 0, _MAX_AFTER_S),
            action=entry.choice("action", ACTIONS),
        )
        entry.warn_of_unread()
        rungs.append(rung)
    return tuple(rungs) if entries else DEFAULT_LADDER


def _read_plans(table: Table) -> list[Plan]:
    plans: list[Plan] = []
    for entry in table.tables("plans"):
        plan = Plan(
            name=entry.text("name"),
            needs=tuple(_read_need(need) for need in entry.tables("needs", required=True)),
            kinds=entry.words("kinds"),
            building_kinds=entry.words("building_kinds"),
            grade_from=entry.integer("grade_from", 1, _MAX_GRADE, 1),
            height_from_m=entry.number("height_from_m", 0.0, _MAX_HEIGHT_M, 0.0),
        )
        if any(plan.name == other.name for other in (*plans, DEFAULT_PLAN)):
            entry.reject("name", f"another plan is called “{plan.name}”; choose another name")
        entry.warn_of_unread()
        plans.append(plan)
    return plans


def _read_need(entry: Table) -> Need:
    need = Need(
        count=entry.integer("count", 1, _MAX_COUNT, 1),
        station_kinds=entry.words("station_kinds", STATION_KINDS),
        modes=entry.words("modes", TRAVEL_MODES),
        capabilities=entry.words("capabilities"),
    )
    entry.warn_of_unread()
    return need
