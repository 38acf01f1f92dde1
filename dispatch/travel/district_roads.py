"""A district's roads, read and compiled."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from routing.router import Router
from routing.setup import RoadSetup, read_roads
from stations.model import District, DistrictSettings


def open_roads(district: District) -> Router:
    """Return a district's roads, compiled. Raises `RoadsError` where they cannot be read."""
    return compiled(read_roads(district.roads, district.roads_settings), district.settings)


def compiled(setup: RoadSetup, settings: DistrictSettings) -> Router:
    """Return roads that were read, compiled for a district's clock."""
    return Router(
        setup.network,
        setup.modes,
        zone=ZoneInfo(settings.timezone),
        speed_rules=setup.speed_rules,
        vertical=setup.vertical,
    )
