"""The tables as the receiver needs them, from the newest World: whose address it is, and what is worth asking for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dispatch.core.world import World
from stations.devices import Gateway

ASKED_AT_MOST = 2_000


class WorldDirectory:
    """Looks up gateways of GB/T 26875.3 by their address. The index is made anew when the tables change."""

    def __init__(self, world: Callable[[], World]) -> None:
        self._world = world
        self._indexed: object = None
        self._by_address: dict[str, Gateway] = {}

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
        raised = [each.address for each in world.conditions.values() if each.gateway == gateway and each.address]
        registered = [each.address for each in world.devices.values() if each.gateway == gateway and each.address]
        return list(dict.fromkeys((*raised, *registered)))[:ASKED_AT_MOST]
