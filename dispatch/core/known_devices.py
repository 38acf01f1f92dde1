"""Who a signal is of, by the tables, by hand and by its own words; and which station is told."""

from __future__ import annotations

from dispatch.core.devices import HTTP, place_key
from dispatch.core.floors import floor_in
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import Struct
from dispatch.core.world import World
from stations.device_kinds import DEVICE_KINDS
from stations.devices import Device, Gateway


class Known(Struct, frozen=True, kw_only=True):
    """What the tables, hands and the message itself say of who sent a signal.

    ``row`` is its row in the table, or as it was filed by hand; None: nobody knows it. ``kind`` is its row's, else the
    message's. ``witness`` is whom it only mirrors, else itself.
    """

    key: str
    gateway: str
    address: str | None
    row: Device | None
    kind: str | None
    building: str | None
    floor: int | None
    name: str | None
    station: str | None
    witness: str

    @property
    def family(self) -> str:
        """The family of its kind (`stations.device_kinds`); empty where it is not known."""
        found = DEVICE_KINDS.get(self.kind or "")
        return "" if found is None else found.family


def key_of(world: World, gateway: str, address: str | None) -> str:
    """Return the key of the device at an address of a gateway; of the gateway itself without one."""
    if address is None:
        return gateway
    if gateway == HTTP and (address in world.devices or address in world.filed):
        return address
    at = place_key(gateway, address)
    return world.device_at.get(at, at)


def row_of(world: World, key: str) -> Device | None:
    """Return a device's row: of the table, else as somebody filed it by hand."""
    return world.devices.get(key) or world.filed.get(key)


def known_of(world: World, signal: Signal) -> Known:
    """Return what is known of who sent a signal."""
    return describe(
        world,
        key_of(world, signal.gateway, signal.address),
        gateway=signal.gateway,
        address=signal.address,
        kind=signal.device_kind,
        text=signal.text,
        building=signal.building,
        floor=signal.floor,
    )


def describe(
    world: World,
    key: str,
    *,
    gateway: str | None = None,
    address: str | None = None,
    kind: str | None = None,
    text: str | None = None,
    building: str | None = None,
    floor: int | None = None,
) -> Known:
    """Return what is known of a device by its key; the rest is what its message says: the table goes before it."""
    row, before = row_of(world, key), world.conditions.get(key)
    if row is not None:
        gateway, address = row.gateway or gateway, row.address or address
        building, floor = row.building or building, floor if row.floor is None else row.floor
    elif before is not None:
        gateway, address, kind = gateway or before.gateway, address or before.address, kind or before.kind
        building, floor = building or before.building, before.floor if floor is None else floor
    through = world.gateways.get(gateway or key)
    if building is None and through is not None:
        building = through.building
    own_kind = "gateway" if address is None and key in world.gateways else None
    return Known(
        key=key,
        gateway=gateway or key,
        address=address,
        row=row,
        kind=(row.kind if row is not None else None) or kind or own_kind,
        building=building,
        floor=floor if floor is not None else floor_in(text),
        name=_name(row, through if key in world.gateways else None, text),
        station=_told(world, row, building, through),
        witness=(row.mirror_of if row is not None else None) or key,
    )


def _name(row: Device | None, gateway: Gateway | None, text: str | None) -> str | None:
    own = row.name if row is not None else gateway.name if gateway is not None else None
    return own or text


def _told(world: World, row: Device | None, building: str | None, gateway: Gateway | None) -> str | None:
    """Return the station that is told: the device's own, else one in its building, else its gateway's."""
    if row is not None and row.station:
        return row.station
    inside = world.stations_by.get(f"b{building}", ()) if building is not None else ()
    if inside:
        return inside[0]
    return gateway.station if gateway is not None else None


def is_known(world: World, key: str) -> bool:
    """Whether anybody has heard of a device or gateway."""
    return (
        key in world.devices
        or key in world.filed
        or key in world.gateways
        or key in world.conditions
        or key in world.unknown_devices
    )
