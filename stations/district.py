"""Reads a district folder whole, and says everything that is wrong with it at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from stations.abilities import check_abilities, with_vehicles
from stations.capabilities import vocabulary
from stations.model import STREET_OFFICE, District, DistrictSettings, Station
from stations.problems import DistrictError, Findings, Problem, suggest
from stations.registry.model import Registry
from stations.registry.reading import Tables, read_tables
from stations.registry.responsible import with_responsible
from stations.rules import READY_PLANS
from stations.settings import read_settings
from stations.training.reading import TRAINING_FILE, check_training

ROAD_FILES = ("roads.osm.pbf", "roads.osm", "roads.osm.gz")
"""Looked for in this order where ``[roads] file`` names none."""


class Reading(NamedTuple):
    """What reading gave: the district, None where there are errors, and every problem, warnings too."""

    district: District | None
    problems: tuple[Problem, ...]


def check_district(folder: Path) -> Reading:
    """Read a district folder and report; never raises for what the folder holds."""
    if not folder.is_dir():
        message = "is not a folder; name the district's folder"
        return Reading(None, (Problem(file=str(folder), line=None, field="", message=message),))
    findings = Findings("district.toml")
    settings, roads_settings = read_settings(folder, findings)
    roads = _find_roads(folder, roads_settings, findings)
    tables = read_tables(folder)
    registry = tables.registry()
    _check_shifts(registry, settings, findings)
    abilities = check_abilities(tables, settings)
    _check_helpers(registry, settings, findings)
    offices = Findings("stations.csv")
    _check_offices(tables, offices)
    training = Findings(TRAINING_FILE)
    check_training(folder, training)
    problems = (*findings.problems, *tables.problems, *offices.problems, *abilities, *training.problems)
    if roads is None or any(problem.severity == "error" for problem in problems):
        return Reading(None, problems)
    district = District(
        settings=settings,
        roads=roads,
        roads_settings=roads_settings,
        stations=with_responsible(tables.records("stations"), registry.zones),
        units=with_vehicles(tables.records("units"), registry.vehicles or (), vocabulary(settings.capabilities)),
        buildings=tables.records("buildings"),
        registry=registry,
    )
    return Reading(district, problems)


def read_district(folder: Path) -> District:
    """Return the district of a folder. Raises `DistrictError` with every problem where it has errors."""
    district, problems = check_district(folder)
    if district is None:
        raise DistrictError(problems)
    return district


def _check_shifts(registry: Registry, settings: DistrictSettings, findings: Findings) -> None:
    """Say which shifts a roster names that have no hours: nobody could ever be on them."""
    known = tuple(shift.name for shift in settings.duty.shifts)
    for name in dict.fromkeys(row.shift for row in registry.roster or ()):
        if name not in known:
            findings.error(f"roster.csv names the shift “{name}”; {suggest(name, known)}", field="shifts")


def _check_offices(tables: Tables, findings: Findings) -> None:
    """Say which offices are given crews, and which station would be told of its own post."""
    stations: tuple[Station, ...] = tables.records("stations")
    offices = {each.id for each in stations if each.kind == STREET_OFFICE}
    for unit in tables.records("units"):
        if unit.station in offices:
            message = f"{unit.station} is a street's office and has no crews, but units.csv has {unit.id} there"
            findings.error(f"{message}; give the unit its station", field="kind")
    for each in stations:
        if each.responsible == each.id:
            findings.error(
                f"{each.id} is responsible for itself; name another station or leave it empty", field="responsible"
            )


def _check_helpers(registry: Registry, settings: DistrictSettings, findings: Findings) -> None:
    """Say which telephones name a label that is not there, and for what kind of help a plan would find nobody."""
    labels = tuple(settings.phones)
    for helper in registry.helpers or ():
        for phone in helper.phones:
            if not any(sign.isdigit() for sign in phone) and phone not in labels:
                findings.error(
                    f"helpers.csv names the telephone “{phone}” for {helper.id}; {suggest(phone, labels)}",
                    field="phones",
                )
    if registry.helpers is None:
        return
    there = {helper.kind for helper in registry.helpers}
    for plan in settings.plans:
        for kind in () if plan in READY_PLANS else plan.helpers:
            if kind not in there:
                message = f"plan “{plan.name}” asks for {kind}, but helpers.csv has nobody of that kind"
                findings.warn(message, field="plans.helpers")


def _find_roads(folder: Path, settings: dict[str, Any], findings: Findings) -> Path | None:
    if (named := settings.get("file")) is not None:
        if isinstance(named, str) and (folder / named).is_file():
            return folder / named
        findings.error(f"{named!r} is not a file in this folder; correct its name", field="roads.file")
        return None
    there = [name for name in ROAD_FILES if (folder / name).is_file()]
    if not there:
        wanted = " or ".join(ROAD_FILES)
        findings.problems.append(
            Problem(
                file=ROAD_FILES[0],
                line=None,
                field="",
                message=f"is missing; put an OpenStreetMap extract of the district here as {wanted}",
            )
        )
        return None
    for ignored in there[1:]:
        findings.warn(f"{ignored} is not read, {there[0]} is; remove one of them", field="roads.file")
    return folder / there[0]
