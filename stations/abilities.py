"""What a district's units can do, held against the vocabulary and against its plans; nothing is refused for a word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from stations.capabilities import Vocabulary, is_relative, meets, read_owned, together, vocabulary
from stations.model import DistrictSettings, Unit
from stations.problems import Findings, Problem
from stations.registry.model import Vehicle
from stations.registry.reading import Tables
from stations.rules import READY_PLANS, Need, Plan
from stations.tables import split_words

_TABLES = ("units", "vehicles")
_COLUMN = "capabilities"


def with_vehicles(units: tuple[Unit, ...], vehicles: Iterable[Vehicle], words: Vocabulary) -> tuple[Unit, ...]:
    """Return the units with what their vehicles are capable of; one that is out of order or away brings nothing."""
    brought: dict[str, list[str]] = {}
    for vehicle in vehicles:
        if vehicle.unit and vehicle.state in (None, "ready"):
            brought.setdefault(vehicle.unit, []).extend(vehicle.capabilities)
    return tuple(_with(unit, brought.get(unit.id, ()), words) for unit in units)


def _with(unit: Unit, more: Iterable[str], words: Vocabulary) -> Unit:
    kept = together(tuple(read_owned(each, words).kept for each in (*unit.capabilities, *more)))
    return unit if kept == unit.capabilities else replace(unit, capabilities=kept)


def check_abilities(tables: Tables, settings: DistrictSettings) -> tuple[Problem, ...]:
    """Return what is wrong with the capabilities of a folder: unknown words, figures in another unit, and needs of its
    own plans that none of its units can ever meet."""
    words = vocabulary(settings.capabilities)
    problems: list[Problem] = []
    for name in _TABLES:
        if (table := tables.by_name.get(name)) is not None:
            findings = Findings(table.schema.file)
            for row in table.rows:
                for written in split_words(row.optional(_COLUMN)):
                    if problem := read_owned(written, words).problem:
                        findings.warn(problem, line=row.line, field=_COLUMN)
            problems += findings.problems
    vehicles = tables.registry().vehicles or ()
    units = with_vehicles(tables.records("units"), vehicles, words)
    return (*problems, *_unmet(settings.plans, units))


def _unmet(plans: Iterable[Plan], units: tuple[Unit, ...]) -> Iterator[Problem]:
    """Yield the needs of plans that no unit could meet if it were free: each would be a shortfall every time."""
    findings = Findings("district.toml")
    for plan in plans:
        if plan in READY_PLANS:
            continue
        for need in (*plan.needs, *plan.suspected):
            if need.capabilities and not any(_could(unit, need) for unit in units):
                asked = ", ".join(need.capabilities)
                findings.warn(
                    f"plan “{plan.name}” asks for {asked}, which no unit has; correct one of them", field="plans"
                )
    yield from findings.problems


def _could(unit: Unit, need: Need) -> bool:
    asked = tuple(each.partition(">=")[0] if is_relative(each) else each for each in need.capabilities)
    return (not need.modes or unit.mode in need.modes) and meets(asked, unit.capabilities)
