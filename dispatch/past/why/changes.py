"""What is to be otherwise: one ``--change`` each, read against the World just before the incident opened.

::

    open:CLOSURE                    the closure never was (also one that came during the incident)
    close:way=ID                    a way is closed
    close:LON,LAT,RADIUS_M          a circle is closed
    off:UNIT  on:UNIT               a unit is off or on duty throughout
    staff:STATION                   every unit of a station is on duty throughout
    free:UNIT                       a unit has no other order
    move:UNIT=LON,LAT               a unit is elsewhere
    plan:NAME                       this plan (or profile of plans) applies, whatever the building
    settings:FILE                   another district.toml applies
    grade:N                         a person gives it this grade as it opens, and nobody another one
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.vocabulary import ClosureArea, Struct
from dispatch.core.world import World
from stations.problems import DistrictError, Findings
from stations.rules import DEFAULT_PLAN, PLAN_PROFILES, Plan
from stations.settings import read_settings

_PAIR, _TRIPLE = 2, 3
_GRADES = ("1", "2", "3", "4", "5")


class Change(Struct, frozen=True, kw_only=True):
    """One thing that is otherwise: commands to decide beforehand, and what the record may not undo later.

    ``never_closed`` is a closure whose coming is left out; ``held_units`` are units whose later duty and positions are.
    ``grade`` is given as the incident opens, and what people graded then is left out.
    """

    text: str
    commands: tuple[cmd.Command, ...] = ()
    never_closed: str | None = None
    held_units: tuple[str, ...] = ()
    grade: int | None = None


def read_change(text: str, world: World) -> Change:
    """Read one change. Raises `Unusable` where it cannot be read, `NotFound` where it names what is not there."""
    kind, colon, value = text.partition(":")
    reader = _READERS.get(kind)
    if not (colon and value) or reader is None:
        raise Unusable(f"a change is KIND:VALUE with one of {', '.join(_READERS)}, such as off:S0001-1; not {text!r}")
    return replace(reader(world, value), text=text)


def _open(world: World, closure: str) -> Change:
    commands = (cmd.RoadOpen(closure=closure),) if closure in world.closures else ()
    return Change(text="", commands=commands, never_closed=closure)


def _close(_world: World, value: str) -> Change:
    if value.startswith("way="):
        return Change(text="", commands=(cmd.RoadClose(area=ClosureArea(way=value.removeprefix("way="))),))
    lon, lat, radius_m = _numbers(value, _TRIPLE, "close:LON,LAT,RADIUS_M or close:way=ID")
    return Change(text="", commands=(cmd.RoadClose(area=ClosureArea(lon=lon, lat=lat, radius_m=radius_m)),))


def _off(world: World, unit: str) -> Change:
    _known_unit(world, unit)
    commands = () if unit in world.off_duty else (cmd.DutyOff(unit=unit),)
    return Change(text="", commands=commands, held_units=(unit,))


def _on(world: World, unit: str) -> Change:
    _known_unit(world, unit)
    return Change(text="", commands=tuple(_called_on(world, (unit,))), held_units=(unit,))


def _staff(world: World, station: str) -> Change:
    units = world.units_of.get(station, ())
    if not units:
        raise NotFound(f"station {station} has no units; onethree check DISTRICT lists what there is")
    return Change(text="", commands=tuple(_called_on(world, units)), held_units=units)


def _called_on(world: World, units: tuple[str, ...]) -> Iterator[cmd.DutyOn]:
    return (cmd.DutyOn(unit=unit) for unit in units if unit in world.off_duty)


def _free(world: World, unit: str) -> Change:
    _known_unit(world, unit)
    held = world.active_of_unit(unit)
    if not held:
        raise Unusable(f"unit {unit} was free when the incident opened; leave free:{unit} out")
    return Change(text="", commands=tuple(cmd.AssignmentRelease(assignment=each.id) for each in held))


def _move(world: World, value: str) -> Change:
    unit, _, where = value.partition("=")
    _known_unit(world, unit)
    lon, lat = _numbers(where, _PAIR, "move:UNIT=LON,LAT")
    return Change(text="", commands=(cmd.UnitReportPosition(unit=unit, lon=lon, lat=lat),), held_units=(unit,))


def _grade(_world: World, value: str) -> Change:
    if value not in _GRADES:
        raise Unusable(f"a grade is one of {', '.join(_GRADES)}; not {value!r}")
    return Change(text="", grade=int(value))


def _plan(world: World, name: str) -> Change:
    known = {plan.name: plan for profile in PLAN_PROFILES.values() for plan in profile}
    known |= {plan.name: plan for plan in (DEFAULT_PLAN, *world.settings.plans)}
    plans = PLAN_PROFILES.get(name) or ((_for_all(known[name]),) if name in known else None)
    if plans is None:
        raise NotFound(f"there is no plan {name!r}; known are {', '.join((*known, *PLAN_PROFILES))}")
    return Change(text="", commands=(cmd.ChangeRegistry(settings=replace(world.settings, plans=plans)),))


def _for_all(plan: Plan) -> Plan:
    """Return a plan with its needs, but for every incident."""
    return Plan(name=plan.name, needs=plan.needs, suspected=plan.suspected)


def _settings(_world: World, value: str) -> Change:
    path = Path(value)
    folder = path.parent if path.name == _FILE else path
    if not (folder / _FILE).is_file():
        raise NotFound(f"{folder / _FILE} is not there; name another {_FILE}, or the folder that holds it")
    findings = Findings(_FILE)
    settings = read_settings(folder, findings).settings
    if any(problem.severity == "error" for problem in findings.problems):
        raise DistrictError(tuple(findings.problems))
    return Change(text="", commands=(cmd.ChangeRegistry(settings=settings),))


_FILE = "district.toml"


def _known_unit(world: World, unit: str) -> None:
    if unit not in world.units:
        raise NotFound(f"there was no unit {unit} when the incident opened; onethree explain lists who was considered")


def _numbers(text: str, count: int, shape: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise Unusable(f"write it as {shape}, in WGS-84 degrees and metres; not {text!r}")
    return numbers


_READERS: dict[str, Callable[[World, str], Change]] = {
    "open": _open,
    "close": _close,
    "off": _off,
    "on": _on,
    "staff": _staff,
    "free": _free,
    "move": _move,
    "plan": _plan,
    "settings": _settings,
    "grade": _grade,
}
