"""Reads the duties to train: those that come with this package, and a district's own ``training.toml`` over them.

A district's file, every part optional::

    since = 2026-01-01                    # the first day that counts
    weekdays = ["tue", "thu"]             # when outings may take place
    per_day = 3                           # outings on one day at most
    without = ["no-notice"]               # duties that do not apply here
    [[duties]]                            # replaces the duty of this id, or adds one
    id = "high-rise"
    zh = "高层住宅每半年一次疏散演练"
    en = "high-rise housing evacuates every half-year"
    who = "building"                      # station, community, street or building
    kinds = ["apartments"]                # kinds of station or building; empty: all
    height_from_m = 27
    drills = ["evacuation", "joint"]      # any of these pays it
    period = "half_yearly"                # monthly, quarterly, half_yearly or yearly
    source = "…"
    confidence = "A"
    [[outings]]                           # replaces what an outing of this drill can pay
    drill = "joint"
    serves = ["joint", "fire_attack"]
    reach_m = 1000
    stations = 6
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from stations.drills.model import DRILL_KINDS, DrillKind
from stations.problems import DistrictError, Findings
from stations.text import read_text
from stations.toml import Lines, Table
from stations.training.model import CONFIDENCES, PERIODS, WEEKDAYS, WHO, Duty, OutingKind, Training

TRAINING_FILE = "training.toml"
_READY = Path(__file__).parent / TRAINING_FILE
_MOST_M = 100_000.0
_MOST_STATIONS = 1_000


def read_training(folder: Path | None = None) -> Training:
    """Return a district folder's duties, the ready ones without a folder. Raises `DistrictError`."""
    findings = Findings(TRAINING_FILE)
    training = check_training(folder, findings)
    if any(problem.severity == "error" for problem in findings.problems):
        raise DistrictError(tuple(findings.problems))
    return training


def check_training(folder: Path | None, findings: Findings) -> Training:
    """Return the duties of a folder as far as they can be read; what is wrong with its file is noted."""
    ready = _ready()
    own = _open(folder / TRAINING_FILE, findings) if folder and (folder / TRAINING_FILE).exists() else None
    return ready if own is None else _over(ready, own)


def _ready() -> Training:
    """Read this package's own file, whose defects would be ours."""
    text = _READY.read_text(encoding="utf-8")
    table = Table(tomllib.loads(text), Findings(TRAINING_FILE), Lines(text))
    return _over(Training(duties=(), outings=()), table)


def _open(path: Path, findings: Findings) -> Table | None:
    text = read_text(path, findings)
    if text is None:
        return None
    try:
        return Table(tomllib.loads(text), findings, Lines(text))
    except tomllib.TOMLDecodeError as problem:
        findings.error(f"is no TOML: {problem}")
        return None


def _over(ready: Training, table: Table) -> Training:
    outings = {each.drill: each for each in ready.outings} | {each.drill: each for each in _outings(table)}
    served = {drill for each in outings.values() for drill in each.serves}
    duties = {each.id: each for each in ready.duties}
    for key in table.words("without", tuple(duties)):
        duties.pop(key, None)
    duties |= {each.id: each for each in _duties(table, served)}
    training = replace(
        ready,
        duties=tuple(duties.values()),
        outings=tuple(outings.values()),
        weekdays=table.words("weekdays", WEEKDAYS, ready.weekdays),
        since=table.optional_day("since") or ready.since,
        per_day=table.optional_integer("per_day", 1, _MOST_STATIONS) or ready.per_day,
    )
    table.warn_of_unread()
    return training


def _duties(table: Table, served: set[DrillKind]) -> Iterator[Duty]:
    for entry in table.tables("duties"):
        duty = Duty(
            id=entry.text("id"),
            zh=entry.text("zh"),
            en=entry.text("en"),
            who=entry.choice("who", WHO),
            drills=entry.words("drills", DRILL_KINDS),
            period=entry.choice("period", PERIODS),
            source=entry.text("source"),
            kinds=entry.words("kinds"),
            height_from_m=entry.number("height_from_m", 0, 1000) if "height_from_m" in entry else None,
            storeys_from=entry.optional_integer("storeys_from", 0, 250),
            confidence=entry.choice("confidence", CONFIDENCES, "C"),
            conflict_zh=entry.optional_text("conflict_zh"),
            conflict_en=entry.optional_text("conflict_en"),
        )
        entry.warn_of_unread()
        if entry.ok and served.isdisjoint(duty.drills):
            entry.reject("drills", f"no outing serves {' or '.join(duty.drills) or 'nothing'}; name it in [[outings]]")
        if entry.ok:
            yield duty


def _outings(table: Table) -> Iterator[OutingKind]:
    for entry in table.tables("outings"):
        outing = OutingKind(
            drill=entry.choice("drill", DRILL_KINDS),
            serves=entry.words("serves", DRILL_KINDS),
            reach_m=entry.number("reach_m", 0.0, _MOST_M),
            stations=entry.integer("stations", 1, _MOST_STATIONS),
        )
        entry.warn_of_unread()
        if entry.ok:
            yield outing
