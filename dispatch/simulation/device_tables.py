"""Tables of invented devices (示例, synthetic): a panel in some buildings each, a device of each kind behind it."""

from __future__ import annotations

from collections.abc import Sequence

from stations.devices import Device, Gateway
from stations.model import Building

N_GATEWAYS = 6
KINDS = (
    *("smoke_detector", "heat_point", "manual_call_point", "flow_switch", "fire_pump", "fire_door"),
    *("residual_current", "water_pressure", "gas_point", "input_module"),
)


def gateways_of(buildings: Sequence[Building]) -> tuple[Gateway, ...]:
    """Return a panel in each of the first buildings (示例)."""
    return tuple(
        Gateway(id=f"gw-{n}", protocol="gb26875" if n % 2 else "mqtt", building=building.id, name=f"示例主机 {n}")
        for n, building in enumerate(buildings[:N_GATEWAYS])
    )


def devices_of(buildings: Sequence[Building]) -> tuple[Device, ...]:
    """Return one device of each kind behind every panel, of which one mirrors another (示例)."""
    return tuple(
        Device(
            id=f"dv-{n}-{k}",
            kind=kind,
            gateway=gateway.id,
            address=f"1-{k}",
            building=gateway.building,
            floor=k % 4,
            mirror_of=f"dv-{n}-0" if k == 1 and n == 0 else None,
            low=0.2 if kind == "water_pressure" else None,
            hysteresis=0.05 if kind == "water_pressure" else None,
        )
        for n, gateway in enumerate(gateways_of(buildings))
        for k, kind in enumerate(KINDS)
    )
