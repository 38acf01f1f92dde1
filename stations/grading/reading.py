"""Reads how a district grades: the rules that come with this package, and ``[grading]`` of its ``district.toml``::

[grading]
rising = "send"                       # or "propose": a person decides; or "off"
base = "national"                     # or "none"
without = ["asleep"]                  # rules that do not apply here
[grading.places]                      # adds to the places of the base, or names new ones
crowded = ["tea_house"]
[[grading.rules]]                     # replaces the rule of this id, or adds one
id = "crowded_place"
grade = 3
of = "fire"
places = ["crowded"]
zh = "…"
en = "…"
source = "…"
clause = "4.2"
confidence = "A"
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from stations.grading.model import COURSES, HIGHEST_GRADE, RISINGS, GradeRule, Grading
from stations.problems import DistrictError, Findings, suggest
from stations.toml import Lines, Table

NATIONAL, NONE = "national", "none"
CONFIDENCES = ("A", "B", "C", "D")
HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
"""A span of the day: ``22:00-06:00``."""

_MAX_PEOPLE = 100_000
_MAX_HEIGHT_M = 1000.0
_MAX_FLOOR = 250
_MAX_DETECTORS = 1000
_FILE = Path(__file__).parent / f"{NATIONAL}.toml"

_Places = dict[str, tuple[str, ...]]


def read_grading(table: Table) -> Grading:
    """Read ``[grading]``; defects are noted and answered with what the package brings."""
    base = table.choice("base", (NATIONAL, NONE), NATIONAL)
    national = _national() if base == NATIONAL else None
    places = _places(table.table("places"), {} if national is None else _places(national.table("places"), {}))
    ready = () if national is None else _rules(national, places)
    own = _rules(table, places)
    known = tuple(rule.id for rule in (*ready, *own))
    without: tuple[str, ...] = table.words("without")
    for name in without:
        if name not in known:
            table.reject("without", f"there is no rule “{name}”; {suggest(name, known)}")
    replaced = {rule.id for rule in own}
    rules = (*(rule for rule in ready if rule.id not in replaced), *own)
    grading = Grading(
        rules=tuple(sorted((rule for rule in rules if rule.id not in without), key=lambda rule: -rule.grade)),
        rising=table.choice("rising", RISINGS, "send"),
    )
    table.warn_of_unread()
    return grading


@lru_cache(maxsize=1)
def national_grading() -> Grading:
    """Return the grading that applies where a district says nothing. Raises `DistrictError` where the package's own
    file has a fault."""
    nothing = Table({}, Findings(_FILE.name), Lines(""))
    return read_grading(nothing)


def _national() -> Table:
    text = _FILE.read_text(encoding="utf-8")
    return Table(tomllib.loads(text), _Faultless(_FILE.name), Lines(text))


class _Faultless(Findings):
    """A fault of the package's own file is no district's to put right."""

    def error(self, message: str, *, line: int | None = None, field: str = "") -> None:
        """Raise it."""
        super().error(message, line=line, field=field)
        raise DistrictError(tuple(self.problems))


def _places(table: Table, before: _Places) -> _Places:
    return before | {name: (*before.get(name, ()), *table.words(name)) for name in table.everything()}


def _rules(table: Table, places: _Places) -> tuple[GradeRule, ...]:
    titles = {each.text("id"): each.text("title") for each in table.tables("sources")}
    rules: list[GradeRule] = []
    for entry in table.tables("rules"):
        rule = _rule(entry, places, titles)
        if any(rule.id == other.id for other in rules):
            entry.reject("id", f"another rule is called “{rule.id}”; choose another id")
        if entry.ok:
            rules.append(rule)
    return tuple(rules)


def _rule(entry: Table, places: _Places, titles: dict[str, str]) -> GradeRule:
    source = entry.text("source")
    hours = entry.optional_text("hours")
    if hours and not HOURS.fullmatch(hours):
        entry.reject("hours", f"“{hours}” is no span of the day; write it as 22:00-06:00")
    rule = GradeRule(
        id=entry.text("id"),
        grade=entry.integer("grade", 1, HIGHEST_GRADE),
        zh=entry.text("zh"),
        en=entry.text("en"),
        source=titles.get(source, source),
        clause=entry.optional_text("clause"),
        confidence=entry.choice("confidence", CONFIDENCES, "C"),
        of=entry.choice("of", COURSES, "any"),
        kinds=entry.words("kinds"),
        trapped_from=entry.optional_integer("trapped_from", 1, _MAX_PEOPLE),
        height_from_m=entry.number("height_from_m", 0.0, _MAX_HEIGHT_M) if "height_from_m" in entry else None,
        storeys_from=entry.optional_integer("storeys_from", 1, _MAX_FLOOR),
        floor_from=entry.optional_integer("floor_from", -_MAX_FLOOR, _MAX_FLOOR),
        floor_to=entry.optional_integer("floor_to", -_MAX_FLOOR, _MAX_FLOOR),
        building_kinds=_building_kinds(entry, places),
        detectors_from=entry.optional_integer("detectors_from", 1, _MAX_DETECTORS),
        confirmed=entry.flag("confirmed", default=False),
        hours=hours,
    )
    entry.warn_of_unread()
    return rule


def _building_kinds(entry: Table, places: _Places) -> tuple[str, ...]:
    named: tuple[str, ...] = entry.words("places")
    for name in named:
        if name not in places:
            entry.reject("places", f"there are no places called “{name}”; {suggest(name, tuple(places))}")
    of_places = (kind for name in named for kind in places.get(name, ()))
    return tuple(dict.fromkeys((*entry.words("building_kinds"), *of_places)))
