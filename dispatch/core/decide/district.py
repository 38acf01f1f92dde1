"""Roads, positions and the registry: what choices rest on."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.step import Step
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.instant import Instant, read_time
from dispatch.core.outlines import check_outline
from dispatch.core.reach import Closing, Query, Reach
from dispatch.core.vocabulary import EVERY_STATION, ClosureArea, Place
from dispatch.core.world import World
from stations.datum import is_on_earth
from stations.model import TRAVEL_MODES

POLYGON_CORNERS = 3
FAR_KM = 2.0
"""An area this far from all roads is refused: it was meant to be elsewhere."""

CLOSURE_RADIUS_M = 5000
"""A circle larger than this closes a district, not a lane."""


def query_closing(_world: World, command: cmd.RoadClose, _now: Instant) -> Query:
    """Return the question what the area would close. Raises `Unusable` where it is none."""
    _check_area(command.area)
    return Query(place=Place(), closing=_on_its_levels(command.area))


def close_road(step: Step, command: cmd.RoadClose, reach: Reach) -> None:
    """Close a way, a circle or a polygon; the very next choice goes around it."""
    _check_area(command.area)
    known = (*TRAVEL_MODES, *step.world.settings.modes)
    for mode in command.modes:
        if mode not in known:
            raise Unusable(f"there is no mode {mode[:32]}; the district has {', '.join(known)}")
    if reach.closing is not None:
        _check_place(reach.closing)
    until = read_time(command.until, "until")
    if until is not None and until <= step.now:
        raise Unusable("until lies in the past; leave it out to close until somebody opens")
    step.emit(
        ev.RoadClosed,
        to=(EVERY_STATION,),
        closure=step.new_id("clo"),
        area=_on_its_levels(command.area),
        modes=command.modes,
        until=until,
        reason=command.reason,
        pieces=None if reach.closing is None else reach.closing.pieces,
    )


def _on_its_levels(area: ClosureArea) -> ClosureArea:
    """Return what a person closes: of an area the roads on the ground, unless bridges and tunnels are asked for too."""
    return area if area.way is not None or area.levels is not None else replace(area, levels="ground")


def open_road(step: Step, command: cmd.RoadOpen, _reach: Reach) -> None:
    """Open what was closed."""
    if command.closure not in step.world.closures:
        raise NotFound(f"there is no closure {command.closure}; it may have been opened already")
    step.emit(ev.RoadOpened, to=(EVERY_STATION,), closure=command.closure)


def set_hydrant(step: Step, command: cmd.HydrantSet, _reach: Reach) -> None:
    """Write down what was found of a hydrant. Raises `NotFound` for one in no building file."""
    if not _is_known(step.world, command.hydrant):
        raise NotFound(f"no building file has a hydrant {command.hydrant}; hydrants.csv lists them")
    step.emit(
        ev.HydrantChanged, to=(EVERY_STATION,), hydrant=command.hydrant, works=command.works, reason=command.reason
    )


def dry(step: Step, hydrant: str, incident: str) -> None:
    """Note that a crew of an incident found a hydrant dry, where that is news and the hydrant is known."""
    known = step.world.hydrants.get(hydrant)
    if (known is None or known.works) and _is_known(step.world, hydrant):
        step.emit(ev.HydrantChanged, to=(EVERY_STATION,), incident=incident, hydrant=hydrant, works=False)


def _is_known(world: World, hydrant: str) -> bool:
    return any(hydrant == each.id for site in world.sites.values() for each in site.hydrants)


def change_registry(step: Step, command: cmd.ChangeRegistry, _reach: Reach) -> None:
    """Write down what the district folder says new."""
    step.emit(ev.RegistryChanged, **{name: getattr(command, name) for name in _ROWS})


_ROWS = tuple(name for name in cmd.ChangeRegistry.__struct_fields__ if name not in cmd.Command.__struct_fields__)
"""Fields of the command that the event has under the same names."""


def note_loss(step: Step, command: cmd.NoteLoss, _reach: Reach) -> None:
    """Write down what is missing from the record."""
    step.emit(
        ev.RecordLost,
        lost_epoch=command.lost_epoch,
        confirmed_seq=command.confirmed_seq,
        confirmed_hash=command.confirmed_hash,
        kept_seq=command.kept_seq,
        why=command.why,
    )


def _check_area(area: ClosureArea) -> None:
    """Raise `Unusable` unless the area is exactly one of a way, a circle and a polygon."""
    circle = area.lon is not None and area.lat is not None and area.radius_m is not None
    polygon = area.polygon is not None and len(set(area.polygon)) >= POLYGON_CORNERS
    if (area.way is not None) + circle + polygon != 1:
        raise Unusable("area takes one of: way; lon, lat and radius_m; polygon with at least three different corners")
    if circle and not 0 < (area.radius_m or 0) <= CLOSURE_RADIUS_M:
        raise Unusable(f"radius_m must be above 0 and at most {CLOSURE_RADIUS_M}")
    if polygon:
        check_outline(area.polygon or ())
    corners = ((area.lon or 0.0, area.lat or 0.0), *(area.polygon or ()))
    if not all(is_on_earth(lon, lat) for lon, lat in corners):
        raise Unusable("area lies nowhere on earth; give lon and lat in WGS-84 degrees, lon first")


def is_beyond(closing: Closing) -> bool:
    """Whether an area lies far from all roads."""
    return not closing.pieces and closing.far_km > FAR_KM


def _check_place(closing: Closing) -> None:
    """Raise `Unusable` where the area lies far from all roads: it was meant to be elsewhere."""
    if not is_beyond(closing):
        return
    if closing.swapped:
        raise Unusable(
            "area lies far from the district's roads, but with longitude and latitude exchanged it would close "
            f"{closing.swapped} pieces: give lon first, then lat"
        )
    raise Unusable(
        f"area lies {closing.far_km:.0f} km from the district's roads; give lon and lat of the district, lon first"
    )
