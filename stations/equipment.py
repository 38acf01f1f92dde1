"""What is wrong with a station's equipment on a day, and what falls due; the periods are those of the norms.

All functions are pure: the day is an argument. A thing without a date has no deadline: it is told apart by `undated`,
not taken for good or bad.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, get_args

import msgspec

from stations.norms.model import EquipmentKind, FaultKind, Norms
from stations.registry.model import Equipment

DueKind = Literal["expiry", "service", "inspection"]
"""To be replaced, to be sent to a workshop, to be looked at."""

DUE_KINDS: tuple[DueKind, ...] = get_args(DueKind)
_FAULTS: dict[DueKind, FaultKind] = {
    "expiry": "expired",
    "service": "service_overdue",
    "inspection": "inspection_overdue",
}
_UNUSABLE: tuple[FaultKind, ...] = ("expired", "defective", "away")


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """``by`` is the last good day; ``source`` and ``clause`` say what sets it, empty where the plate does."""

    equipment: str
    station: str
    kind: str
    count: int
    what: DueKind
    by: date
    source: str = ""
    clause: str = ""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row of equipment; ``since`` is its first bad day, None where nobody wrote one."""

    equipment: str
    station: str
    kind: str
    count: int
    what: FaultKind
    lowers_readiness: bool
    since: date | None = None
    source: str = ""
    clause: str = ""


def faults(equipment: Iterable[Equipment], norms: Norms, on: date) -> tuple[Fault, ...]:
    """Return everything that is wrong on a day, in the order of the equipment.

    ``lowers_readiness`` says whether the norm of that kind lets this fault count; a kind that no norm knows lowers
    nothing.
    """
    return tuple(fault for each in equipment for fault in _faults(each, norms, on))


def is_usable(equipment: Equipment, norms: Norms, on: date) -> bool:
    """Whether a thing counts towards a minimum: there, in order, and within its life. Unknown dates do not bar it."""
    return not any(fault.what in _UNUSABLE for fault in _faults(equipment, norms, on))


def due(equipment: Iterable[Equipment], norms: Norms, on: date, *, within_days: int = 30) -> tuple[Due, ...]:
    """Return what is overdue or falls due within so many days after ``on``, the most overdue first."""
    last = on + timedelta(days=within_days)
    found = [each for item in equipment for each in deadlines(item, norms) if each.by <= last]
    return tuple(sorted(found, key=lambda each: (each.by, each.station, each.equipment, each.what)))


def undated(equipment: Iterable[Equipment], norms: Norms) -> tuple[Equipment, ...]:
    """Return the things whose norm sets a period that cannot be counted, because a date is not known."""
    return tuple(each for each in equipment if _lacks_a_date(each, norms.kind_of(each.kind)))


def deadlines(equipment: Equipment, norms: Norms) -> Iterator[Due]:
    """Yield the deadlines of a thing, each kind of them at most once."""
    kind = norms.kind_of(equipment.kind)
    ends = _end_of_life(equipment, kind)
    if equipment.expires and (ends is None or equipment.expires < ends):
        yield _due(equipment, None, "expiry", equipment.expires)
    elif ends is not None:
        yield _due(equipment, kind, "expiry", ends)
    if (serviced_by := _next_service(equipment, kind)) is not None:
        yield _due(equipment, kind, "service", serviced_by)
    looked_at = equipment.inspected or equipment.serviced
    if kind and kind.inspect_months and looked_at:
        yield _due(equipment, kind, "inspection", add_months(looked_at, kind.inspect_months))


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _faults(equipment: Equipment, norms: Norms, on: date) -> Iterator[Fault]:
    kind = norms.kind_of(equipment.kind)
    lowering = kind.lowers_readiness if kind else ()
    if equipment.state in ("defective", "away"):
        yield _fault(equipment, equipment.state, lowering)
    for deadline in deadlines(equipment, norms):
        if deadline.by < on:
            what = _FAULTS[deadline.what]
            since = deadline.by + timedelta(days=1)
            yield _fault(equipment, what, lowering, since=since, source=deadline.source, clause=deadline.clause)


def _fault(
    equipment: Equipment,
    what: FaultKind,
    lowering: tuple[FaultKind, ...],
    *,
    since: date | None = None,
    source: str = "",
    clause: str = "",
) -> Fault:
    return Fault(
        equipment=equipment.id,
        station=equipment.station,
        kind=equipment.kind,
        count=equipment.count,
        what=what,
        lowers_readiness=what in lowering,
        since=since,
        source=source,
        clause=clause,
    )


def _due(equipment: Equipment, kind: EquipmentKind | None, what: DueKind, by: date) -> Due:
    return Due(
        equipment=equipment.id,
        station=equipment.station,
        kind=equipment.kind,
        count=equipment.count,
        what=what,
        by=by,
        source=kind.source.title if kind and kind.source else "",
        clause=kind.clause if kind else "",
    )


def _end_of_life(equipment: Equipment, kind: EquipmentKind | None) -> date | None:
    """Return the last good day: a thing that *reaches* its age is to be scrapped (GB 50444-2008, 5.4.3)."""
    if kind is None or kind.life_years is None or equipment.made is None:
        return None
    return add_months(equipment.made, 12 * kind.life_years) - timedelta(days=1)


def _next_service(equipment: Equipment, kind: EquipmentKind | None) -> date | None:
    if kind is None:
        return None
    if equipment.serviced and kind.service_months:
        return add_months(equipment.serviced, kind.service_months)
    if equipment.made and kind.first_service_months:
        return add_months(equipment.made, kind.first_service_months)
    return None


def _lacks_a_date(equipment: Equipment, kind: EquipmentKind | None) -> bool:
    if kind is None:
        return False
    ages = kind.life_years is not None and equipment.made is None and equipment.expires is None
    served = kind.first_service_months is not None and _next_service(equipment, kind) is None
    looked_at = kind.inspect_months is not None and equipment.inspected is None and equipment.serviced is None
    return ages or served or looked_at
