"""Roads, hydrants, the registry, the clock, and what the record lost."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import ClosureArea
from stations.devices import Device, Gateway
from stations.duty.shifts import Roster
from stations.helpers import Helper
from stations.model import Building, DistrictSettings, Station, TravelMode, Unit
from stations.site import Site


class RoadClosed(Event, frozen=True, kw_only=True, tag="road.closed"):
    """A way, circle or polygon is closed to ``modes`` (empty: all) until ``until`` (None: until opened).

    ``pieces`` of road it closes on the roads of that moment; 0 closes nothing, None was not asked. ``report``: a crew
    found it blocked; ``narrows_to_m`` is what is left of its width then, where anything is.
    """

    closure: str
    area: ClosureArea
    modes: tuple[TravelMode, ...] = ()
    until: Instant | None = None
    reason: str | None = None
    pieces: int | None = None
    report: str | None = None
    narrows_to_m: float | None = None


class RoadOpened(Event, frozen=True, kw_only=True, tag="road.opened"):
    """The closure ended; ``expired`` where its own end came."""

    closure: str
    expired: bool = False


class RegistryChanged(Event, frozen=True, kw_only=True, tag="registry.changed"):
    """The district folder changed: rows put (added or replaced) and ids dropped. Large changes come in several."""

    settings: DistrictSettings | None = None
    stations: tuple[Station, ...] = ()
    units: tuple[Unit, ...] = ()
    buildings: tuple[Building, ...] = ()
    dropped_stations: tuple[str, ...] = ()
    dropped_units: tuple[str, ...] = ()
    dropped_buildings: tuple[str, ...] = ()
    rosters: tuple[Roster, ...] = ()
    dropped_rosters: tuple[str, ...] = ()
    helpers: tuple[Helper, ...] = ()
    dropped_helpers: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    dropped_sites: tuple[str, ...] = ()
    devices: tuple[Device, ...] = ()
    dropped_devices: tuple[str, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    dropped_gateways: tuple[str, ...] = ()


class HydrantChanged(Event, frozen=True, kw_only=True, tag="hydrant.changed"):
    """Somebody found that a hydrant gives water, or none; ``reason`` in their own words."""

    hydrant: str
    works: bool
    reason: str | None = None


class HubClockDrift(Event, frozen=True, kw_only=True, tag="hub.clock_drift"):
    """The wall clock and the hub's own time differ by more than a second; positive: the wall clock is ahead."""

    drift_ms: int


class RecordLost(Event, frozen=True, kw_only=True, tag="record.lost"):
    """The record went on although events that had been confirmed are not in it; it has a new epoch since.

    ``lost_epoch`` and ``confirmed_hash`` (hexadecimal) say which history went up to ``confirmed_seq``; the record had
    ``kept_seq`` events of its own when it went on. ``why`` is the sentence that the hub refused to start with.
    """

    lost_epoch: str
    confirmed_seq: int
    confirmed_hash: str
    kept_seq: int
    why: str
