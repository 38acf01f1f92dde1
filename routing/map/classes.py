"""How much of the network a zoom shows: each class of way with the zoom from which it is drawn."""

from typing import NamedTuple


class RoadClass(NamedTuple):
    """A class as the map draws it: `minzoom` is the first zoom (of 512-pixel tiles) that shows it."""

    name: str
    minzoom: int


_TRUNK = RoadClass("trunk", 0)
_PRIMARY = RoadClass("primary", 0)
_SECONDARY = RoadClass("secondary", 11)
_TERTIARY = RoadClass("tertiary", 12)
_RESIDENTIAL = RoadClass("residential", 13)
_SERVICE = RoadClass("service", 14)
_FOOTWAY = RoadClass("footway", 15)
_STEPS = RoadClass("steps", 15)

_OF_HIGHWAY = {
    "motorway": _TRUNK,
    "trunk": _TRUNK,
    "primary": _PRIMARY,
    "secondary": _SECONDARY,
    "tertiary": _TERTIARY,
    "residential": _RESIDENTIAL,
    "unclassified": _RESIDENTIAL,
    "living_street": _RESIDENTIAL,
    "road": _RESIDENTIAL,
    "pedestrian": RoadClass("pedestrian", 14),
    "service": _SERVICE,
    "track": _SERVICE,
    "footway": _FOOTWAY,
    "path": _FOOTWAY,
    "cycleway": _FOOTWAY,
    "bridleway": _FOOTWAY,
    "corridor": _FOOTWAY,
    "steps": _STEPS,
}


def road_class(highway: str) -> RoadClass:
    """Return how a value of OpenStreetMap's `highway` is drawn; a link as what it links, an unknown one as service."""
    return _OF_HIGHWAY.get(highway.removesuffix("_link"), _SERVICE)
