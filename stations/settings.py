"""Reads ``district.toml``: name, timezone, telephone numbers, targets, ladder, plans, turnout, roads.

The file as a whole, every part optional::

    name = "示例区"
    timezone = "Asia/Shanghai"
    profile = "one-three"                 # or "one-three-five", "echelon"
    personal_days = 180                   # erase what people said about an incident so long after it closed; 0: never
    hand_over_within_s = 180              # from the brigade's arrival to its word that it took over; 0: nobody asks
    ladder_max_units = 8                  # so many units the ladder may add to one incident by itself
    plan_profile = "verify-first"         # ready plans, after the district's own; or "none"
    [phones]
    centre = "…"
    [turnout]                             # seconds by station kind
    micro_community = 60
    [[targets]]                           # replaces the profile's target of that name for these kinds
    name = "arrive"
    from = "assigned"
    to = "on_scene"
    kinds = ["micro_community"]
    whose = "own_zone"                    # or "own_building"; without it whosever building it is
    plans = ["高层"]                       # and zones = […]: narrower still; of one name the narrowest counts
    limit_s = 120
    [[ladder]]                            # if there is one, it replaces the default ladder as a whole
    trigger = "unacknowledged"
    after_s = 15
    action = "alert_again"
    [[plans]]                             # tried in this order, before the default plan
    name = "高层"
    height_from_m = 24
    needs = [{ count = 2, station_kinds = ["micro_unit"] }, { count = 1, modes = ["aerial"] }]
    suspected = [{ count = 2, first = "building" }]   # goes while one detector is all there is
    [grading]                             # how serious an incident is: stations.grading.reading
    rising = "send"
    [[capabilities]]                      # words of its own for what units can do: stations/capabilities.toml
    id = "mist"
    zh = "…"
    en = "…"
    unit = "L/s"                          # of its figure, where it has one
    [joining]                             # when an alarm joins an open incident
    building_s = 1800
    [signals]                             # what is believed of a signal
    late_after_s = 900
    believed_within_m = 500
    [[signals.mirrors]]                   # ways in that pass on the same detectors
    devices = ["4-17", "GW2/4/017"]
    [[signals.witnesses]]                 # families of which two devices confirm a fire; these replace the usual ones
    families = ["detector", "flow"]
    [look]                                # so long who was sent to look has to say what it is; 0: no end
    within_s = 60
    [sharing]                             # how incidents share units
    hold_back = 1
    [outage]                              # the hub itself was away for longer than after_s:
    grace_s = 30                          # so long nobody is judged once it is back
    [positions]                           # what is believed of where units say they are
    stale_after_s = 900
    [[channels]]                          # outgoing webhooks: SMS, voice and bell gateways speak HTTP
    name = "sms"
    url = "http://127.0.0.1:9000/sms"
    use = "other_channel"                 # or "duty_officer"
    [corridor]                            # the traffic side hears of vehicles' ways (绿波): stations.corridor
    url = "http://127.0.0.1:9000/corridor"
    [[forward]]                           # who hears of confirmed fires (119, the city): stations.forwarding
    name = "119"
    url = "http://127.0.0.1:9000/events"
    form = "cap"                          # or "35965"
    code = "50010300000000"               # ZZZZZZDDDUUUXX of this district
    [helpers]                             # how a request for help is chased (stations.helpers)
    accept_within_s = 60
    [duty]                                # and [[shifts]], [checks], [readiness]: stations.duty.settings
    take_over_within_s = 900
    [roads]                               # for the reader of the roads
    file = "roads.osm.pbf"
"""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from stations.capabilities import Vocabulary, read_needed, read_words, vocabulary
from stations.channels import CHANNEL_USES, Channel
from stations.corridor import CorridorRules
from stations.device_kinds import DEVICE_KINDS
from stations.duty.settings import read_post_settings
from stations.forwarding import CODE, FORWARD_FORMS, ForwardTarget
from stations.grading.reading import HOURS, read_grading
from stations.helpers import HELPER_KINDS, HelpRules
from stations.model import CREW_KINDS, TRAVEL_MODES, DistrictSettings, TravelMode
from stations.modes import own_modes
from stations.problems import Findings
from stations.rules import (
    ACTIONS,
    DEFAULT_HAND_OVER_WITHIN_S,
    DEFAULT_LADDER,
    DEFAULT_LADDER_MAX_UNITS,
    DEFAULT_PLAN,
    DEFAULT_PROFILE,
    DEFAULT_TURNOUT_S,
    HAND_OVER,
    LOOK,
    MILESTONES,
    MISSED,
    PLAN_PROFILES,
    PREFERENCES,
    STANDARD_PLANS,
    TARGET_PROFILES,
    WAITING_TRIGGERS,
    WHOSE,
    Joining,
    Mirror,
    Need,
    Outage,
    Plan,
    Positions,
    Rung,
    Sharing,
    Signals,
    Target,
)
from stations.text import read_text
from stations.toml import Lines, Table

DEFAULT_TIMEZONE = "Asia/Shanghai"
_MAX_LIMIT_S = 86_400
_MAX_MPS = 1_000
_MAX_AFTER_S = 3_600
_MAX_TURNOUT_S = 3_600
_MAX_COUNT = 50
_MAX_PERSONAL_DAYS = 36_500
_MAX_GRADE = 5
_MAX_HEIGHT_M = 1000.0
_MAX_NEAR_M = 500
_MAX_FLOOR = 250
_MAX_BELIEVED_M = 10_000
_MAX_CHATTERS = 1000
_A_PAIR = 2
NO_PROFILE = "none"
SENDER = re.compile(r"[A-Za-z0-9._@-]{1,64}")
"""CAP 1.2, 3.2.1: no spaces, commas or restricted characters."""

_JOINING = {"building_s": (0, _MAX_LIMIT_S), "near_m": (0, _MAX_NEAR_M), "near_s": (0, _MAX_LIMIT_S)}
_LOOK = {"within_s": (0, _MAX_AFTER_S)}
_SHARING = {
    "hold_back": (0, _MAX_COUNT),
    "divert_gain_s": (1, _MAX_LIMIT_S),
    "divert_after_s": (0, _MAX_AFTER_S),
}
_OUTAGE = {"after_s": (1, _MAX_AFTER_S), "grace_s": (0, _MAX_AFTER_S)}
_POSITIONS = {
    "stale_after_s": (0, _MAX_LIMIT_S),
    "accurate_within_m": (1, _MAX_NEAR_M),
    "fastest_mps": (1, _MAX_MPS),
}
"""Of tables of whole numbers: each one's least and most."""

Rules = TypeVar("Rules", bound=msgspec.Struct)


class DistrictFile(NamedTuple):
    """What ``district.toml`` says. ``roads`` is its ``[roads]`` table as it stands there."""

    settings: DistrictSettings
    roads: dict[str, Any]


def read_settings(folder: Path, findings: Findings) -> DistrictFile:
    """Read ``district.toml`` of a folder; defects are noted and answered with defaults."""
    name = folder.resolve().name
    path = folder / "district.toml"
    nothing = Table({}, findings, Lines(""))
    if not path.exists():
        message = f"is missing; name “{name}”, {DEFAULT_TIMEZONE} and the targets {DEFAULT_PROFILE} apply"
        findings.warn(message)
        return _read(nothing, name)
    text = read_text(path, findings)
    if text is None:
        return _read(nothing, name)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        findings.error(f"is no TOML: {problem}")
        return _read(nothing, name)
    return _read(Table(data, findings, Lines(text)), name)


def _read(table: Table, default_name: str) -> DistrictFile:
    profile = table.choice("profile", tuple(TARGET_PROFILES), DEFAULT_PROFILE)
    capabilities = tuple(read_words(table, "capabilities"))
    roads = table.table("roads").everything()
    modes = own_modes(roads)
    plans = (*_read_plans(table, _Words(vocabulary(capabilities), (*TRAVEL_MODES, *modes))), DEFAULT_PLAN)
    targets = _read_targets(table, TARGET_PROFILES[profile], tuple(plan.name for plan in plans))
    posts = read_post_settings(table)
    settings = DistrictSettings(
        name=table.text("name", default_name),
        timezone=_read_timezone(table),
        targets=targets,
        ladder=_read_ladder(table, targets),
        plans=plans,
        turnout_s=_read_turnout(table.table("turnout")),
        ladder_max_units=table.integer("ladder_max_units", 0, _MAX_COUNT, DEFAULT_LADDER_MAX_UNITS),
        joining=_read_numbers(table.table("joining"), Joining(), _JOINING),
        sharing=_read_numbers(table.table("sharing"), Sharing(), _SHARING),
        channels=tuple(_read_channels(table)),
        phones=_read_phones(table.table("phones")),
        duty=posts.duty,
        checks=posts.checks,
        readiness=posts.readiness,
        outage=_read_numbers(table.table("outage"), Outage(), _OUTAGE),
        positions=_read_numbers(table.table("positions"), Positions(), _POSITIONS),
        personal_days=table.integer("personal_days", 0, _MAX_PERSONAL_DAYS, 0),
        signals=_read_signals(table.table("signals")),
        helpers=_read_helpers(table.table("helpers")),
        look=_read_numbers(table.table("look"), LOOK, _LOOK),
        grading=read_grading(table.table("grading")),
        capabilities=capabilities,
        hand_over_within_s=table.integer("hand_over_within_s", 0, _MAX_LIMIT_S, DEFAULT_HAND_OVER_WITHIN_S),
        modes=modes,
        corridor=_read_corridor(table.table("corridor")),
        forward=tuple(_read_forward(table)),
    )
    table.warn_of_unread()
    return DistrictFile(settings, roads)


def _read_timezone(table: Table) -> str:
    timezone = table.text("timezone", DEFAULT_TIMEZONE)
    if timezone not in zoneinfo.available_timezones():
        table.reject("timezone", f"“{timezone}” is no time zone; write an IANA name such as Asia/Shanghai")
    return timezone


def _read_phones(table: Table) -> dict[str, str]:
    return {label: table.text(label) for label in table.everything()}


def _read_turnout(table: Table) -> dict[str, int]:
    seconds: dict[str, int] = {
        kind: table.integer(kind, 0, _MAX_TURNOUT_S, DEFAULT_TURNOUT_S[kind]) for kind in CREW_KINDS
    }
    table.warn_of_unread()
    return seconds


def _read_targets(table: Table, profile: tuple[Target, ...], plans: tuple[str, ...]) -> tuple[Target, ...]:
    own: list[Target] = []
    for entry in table.tables("targets"):
        target = Target(
            name=entry.text("name"),
            milestone_from=entry.choice("from", MILESTONES, "assigned"),
            milestone_to=entry.choice("to", MILESTONES),
            kinds=entry.words("kinds", CREW_KINDS, CREW_KINDS),
            limit_s=entry.integer("limit_s", 1, _MAX_LIMIT_S),
            zones=entry.words("zones"),
            whose=entry.choice("whose", WHOSE, "anybody"),
            plans=entry.words("plans", plans),
        )
        if MILESTONES.index(target.milestone_from) >= MILESTONES.index(target.milestone_to):
            entry.reject("to", f"{target.milestone_to} does not come after {target.milestone_from}")
        if target.name == HAND_OVER:
            entry.reject("name", f"“{HAND_OVER}” is the promise of hand_over_within_s; choose another name")
        if any(_same_ground(target, other) for other in own):
            entry.reject("kinds", f"another target “{target.name}” names one of these kinds already")
        entry.warn_of_unread()
        if entry.ok:
            own.append(target)
    return (*(kept for target in profile if (kept := _without(target, own)).kinds), *own)


def _same_ground(one: Target, other: Target) -> bool:
    """Whether two targets of one name speak of the same orders, neither more narrowly than the other."""
    return (
        (one.name, one.whose) == (other.name, other.whose)
        and not set(one.kinds).isdisjoint(other.kinds)
        and _overlap(one.zones, other.zones)
        and _overlap(one.plans, other.plans)
    )


def _overlap(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two narrowings are as narrow and have something in common; an empty one narrows nothing."""
    return not set(some).isdisjoint(others) if some and others else not some and not others


def _read_numbers(table: Table, base: Rules, limits: Mapping[str, tuple[int, int]]) -> Rules:
    """Read a table of whole numbers, each within its least and its most; what it leaves out is ``base``'s."""
    read = {name: table.integer(name, least, most, getattr(base, name)) for name, (least, most) in limits.items()}
    table.warn_of_unread()
    return msgspec.structs.replace(base, **read)


def _read_signals(table: Table) -> Signals:
    base = Signals()
    mirrors = []
    for entry in table.tables("mirrors"):
        mirror = Mirror(devices=entry.words("devices"), sources=entry.words("sources"))
        if len(mirror.devices) == 1 or len(mirror.sources) == 1 or not (mirror.devices or mirror.sources):
            entry.reject("devices", "a mirror names at least two devices, or two sources, that are one")
        entry.warn_of_unread()
        if entry.ok:
            mirrors.append(mirror)
    signals = Signals(
        late_after_s=table.integer("late_after_s", 0, _MAX_LIMIT_S, base.late_after_s),
        believed_within_m=table.integer("believed_within_m", 0, _MAX_BELIEVED_M, base.believed_within_m),
        mirrors=tuple(mirrors),
        witnesses=_read_witnesses(table) if "witnesses" in table else base.witnesses,
        chatters_above=table.integer("chatters_above", 0, _MAX_CHATTERS, base.chatters_above),
    )
    table.warn_of_unread()
    return signals


def _read_witnesses(table: Table) -> tuple[tuple[str, str], ...]:
    families = tuple(sorted({each.family for each in DEVICE_KINDS.values()}))
    pairs = []
    for entry in table.tables("witnesses"):
        words = entry.words("families", families)
        if len(words) != _A_PAIR:
            entry.reject("families", "witnesses are two families of devices; name one twice for two of its own")
        entry.warn_of_unread()
        if entry.ok:
            pairs.append((words[0], words[1]))
    return tuple(pairs)


def _read_helpers(table: Table) -> HelpRules:
    base = HelpRules()
    rules = HelpRules(
        accept_within_s=table.integer("accept_within_s", 1, _MAX_AFTER_S, base.accept_within_s),
        officer_after_s=table.integer("officer_after_s", 0, _MAX_LIMIT_S, base.officer_after_s),
        arrive_within_s=table.integer("arrive_within_s", 1, _MAX_LIMIT_S, base.arrive_within_s),
        sender=table.text("sender", base.sender),
    )
    if not SENDER.fullmatch(rules.sender):
        table.reject("sender", f"“{rules.sender}” is no sender of CAP 1.2; use the characters A-Z a-z 0-9 . _ - @")
    table.warn_of_unread()
    return rules


def _read_channels(table: Table) -> list[Channel]:
    channels: list[Channel] = []
    for entry in table.tables("channels"):
        channel = Channel(
            name=entry.text("name"),
            url=entry.text("url"),
            secret_file=entry.text("secret_file", "channel-secret"),
            use=entry.choice("use", CHANNEL_USES, "other_channel"),
        )
        if not channel.url.startswith(("http://", "https://")):
            entry.reject("url", f"“{channel.url}” is no web address; write http://… or https://…")
        if any(channel.name == other.name for other in channels):
            entry.reject("name", f"another channel is called “{channel.name}”; choose another name")
        entry.warn_of_unread()
        if entry.ok:
            channels.append(channel)
    return channels


def _read_corridor(table: Table) -> CorridorRules:
    base = CorridorRules()
    rules = CorridorRules(
        url=table.optional_text("url"),
        secret_file=table.text("secret_file", base.secret_file),
        renew_every_s=table.integer("renew_every_s", 1, _MAX_AFTER_S, base.renew_every_s),
        min_change_s=table.integer("min_change_s", 1, _MAX_AFTER_S, base.min_change_s),
    )
    if rules.url and not rules.url.startswith(("http://", "https://")):
        table.reject("url", f"“{rules.url}” is no web address; write http://… or https://…")
    table.warn_of_unread()
    return rules


def _read_forward(table: Table) -> list[ForwardTarget]:
    targets: list[ForwardTarget] = []
    for entry in table.tables("forward"):
        target = ForwardTarget(
            name=entry.text("name"),
            url=entry.text("url"),
            code=entry.text("code"),
            form=entry.choice("form", FORWARD_FORMS, "cap"),
            secret_file=entry.text("secret_file", "forward-secret"),
            answer_within_s=entry.integer("answer_within_s", 1, _MAX_AFTER_S, 30),
            exercises=entry.flag("exercises", default=False),
        )
        if not target.url.startswith(("http://", "https://")):
            entry.reject("url", f"“{target.url}” is no web address; write http://… or https://…")
        if not CODE.fullmatch(target.code):
            entry.reject("code", f"“{target.code}” is no code of a body; write 14 digits or capitals, ZZZZZZDDDUUUXX")
        if any(target.name == other.name for other in targets):
            entry.reject("name", f"another target is called “{target.name}”; choose another name")
        entry.warn_of_unread()
        if entry.ok:
            targets.append(target)
    return targets


def _without(target: Target, own: list[Target]) -> Target:
    """Return the profile's target less the kinds of station of which an own target of its name speaks as broadly."""
    broader = (
        other
        for other in own
        if other.name == target.name
        and not (other.zones or other.plans)
        and WHOSE.index(other.whose) >= WHOSE.index(target.whose)
    )
    replaced = {kind for other in broader for kind in other.kinds}
    return msgspec.structs.replace(target, kinds=tuple(k for k in target.kinds if k not in replaced))


def _read_ladder(table: Table, targets: tuple[Target, ...]) -> tuple[Rung, ...]:
    missed = tuple(dict.fromkeys(f"{MISSED}{name}" for name in (*(target.name for target in targets), HAND_OVER)))
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


class _Words(NamedTuple):
    """What a need may name: capabilities by every spelling, and modes."""

    capabilities: Vocabulary
    modes: tuple[TravelMode, ...]


def _read_plans(table: Table, words: _Words) -> list[Plan]:
    profile = table.choice("plan_profile", (NO_PROFILE, *PLAN_PROFILES), NO_PROFILE)
    ready = PLAN_PROFILES.get(profile, STANDARD_PLANS)
    plans: list[Plan] = []
    for entry in table.tables("plans"):
        plan = Plan(
            name=entry.text("name"),
            needs=tuple(_read_need(need, words) for need in entry.tables("needs", required=True)),
            kinds=entry.words("kinds"),
            building_kinds=entry.words("building_kinds"),
            grade_from=entry.integer("grade_from", 1, _MAX_GRADE, 1),
            height_from_m=entry.number("height_from_m", 0.0, _MAX_HEIGHT_M, 0.0),
            suspected=tuple(_read_need(need, words) for need in entry.tables("suspected")),
            buildings=entry.words("buildings"),
            zones=entry.words("zones"),
            floor_from=_read_floor(entry),
            hours=entry.text("hours", "") if "hours" in entry else "",
            helpers=entry.words("helpers", HELPER_KINDS),
        )
        if plan.hours and not HOURS.fullmatch(plan.hours):
            entry.reject("hours", f"“{plan.hours}” is no span of the day; write it as 22:00-06:00")
        if any(plan.name == other.name for other in (*plans, *ready, DEFAULT_PLAN)):
            entry.reject("name", f"another plan is called “{plan.name}”; choose another name")
        entry.warn_of_unread()
        plans.append(plan)
    return [*plans, *ready]


def _read_floor(entry: Table) -> int | None:
    return entry.integer("floor_from", -_MAX_FLOOR, _MAX_FLOOR) if "floor_from" in entry else None


def _read_need(entry: Table, words: _Words) -> Need:
    need = Need(
        count=entry.integer("count", 1, _MAX_COUNT, 1),
        station_kinds=entry.words("station_kinds", CREW_KINDS),
        modes=entry.words("modes", words.modes),
        capabilities=_read_capabilities(entry, "capabilities", words.capabilities),
        first=entry.choice("first", PREFERENCES, "nearest"),
        within_s=entry.integer("within_s", 1, _MAX_LIMIT_S) if "within_s" in entry else None,
        prefers=_read_capabilities(entry, "prefers", words.capabilities),
    )
    entry.warn_of_unread()
    return need


def _read_capabilities(entry: Table, key: str, words: Vocabulary) -> tuple[str, ...]:
    """Return what is needed in one spelling; a word that nobody knows is named, and needed as it stands."""
    written: tuple[str, ...] = entry.words(key)
    read = [read_needed(each, words) for each in written]
    for each in read:
        if each.problem:
            entry.warn(key, each.problem)
    return tuple(dict.fromkeys(each.kept for each in read))
