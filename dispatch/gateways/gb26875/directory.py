"""The tables as the receiver needs them, from the newest World: whose address it is, and what is worth asking for."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dispatch.core.devices import place_key
from dispatch.core.world import World
from dispatch.gateways.gb26875.terminals import POST
from dispatch.intake.gb26875.profiles import Profile, district_profiles, profiles
from stations.devices import Gateway

logger = logging.getLogger(__name__)

ASKED_AT_MOST = 2_000


def read_habits(district: Path) -> Mapping[str, Profile]:
    """Return vendors' habits, a district's own among them. A file that cannot be used is told in the log, and does not
    keep the hub from hearing its panels by the habits that it knows."""
    try:
        return district_profiles(district)
    except (OSError, ValueError):
        logger.exception("the district's own profiles of panels cannot be used")
        return profiles()


class WorldDirectory:
    """Looks up gateways of GB/T 26875.3 by their address. Each index is made anew when its table changes: a
    hundred thousand devices are not looked through for every gateway that dials."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world
        self._indexed: object = None
        self._by_address: dict[str, Gateway] = {}
        self._devices_indexed: object = None
        self._registered: dict[str, list[str]] = {}

    def find(self, addresses: Sequence[str]) -> Gateway | None:
        """Return the gateway whose address is one of these."""
        gateways = self._world().gateways
        if gateways is not self._indexed:
            self._indexed = gateways
            self._by_address = {
                each.address: each for each in gateways.values() if each.protocol == "gb26875" and each.address
            }
        return next((self._by_address[each] for each in addresses if each in self._by_address), None)

    def components(self, gateway: str) -> Sequence[str]:
        """Return addresses under a gateway: those with something to say first, then the registered, not too many."""
        world = self._world()
        if world.devices is not self._devices_indexed:
            self._devices_indexed = world.devices
            self._registered = {}
            for each in world.devices.values():
                if each.gateway and each.address:
                    self._registered.setdefault(each.gateway, []).append(each.address)
        raised = [each.address for each in world.conditions.values() if each.gateway == gateway and each.address]
        return list(dict.fromkeys((*raised, *self._registered.get(gateway, ()))))[:ASKED_AT_MOST]

    def post_is_empty(self, gateway: str) -> bool:
        """Whether it is on the wall that nobody answers at the post behind a gateway."""
        state = self._world().conditions.get(place_key(gateway, POST))
        return state is not None and "supervisory" in state.conditions
