"""Routers over real and generated roads, with synthetic responders, for tests that ask many questions."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from routing.arrays import Flags
from routing.model import Network, Spot
from routing.modes import DEFAULT_MODES
from routing.place import BuildingAccess, Place
from routing.responders import Responder
from routing.router import Router

NOON = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")


class Town:
    """A router whose responders and places are drawn from a seeded sequence."""

    def __init__(self, network: Network, seed: int, *, modes: Iterable[str] = DEFAULT_MODES) -> None:
        self.random = random.Random(seed)
        self.modes = tuple(modes)
        self.router = Router(network, {name: DEFAULT_MODES[name] for name in self.modes}, zone=ZONE)
        nodes = [network.node(node) for node in network.graph.nodes]
        self._lon = sorted(node["lon"] for node in nodes)
        self._lat = sorted(node["lat"] for node in nodes)

    def spot(self) -> Spot:
        """A place anywhere within the roads' box."""
        return Spot(self.random.uniform(self._lon[0], self._lon[-1]), self.random.uniform(self._lat[0], self._lat[-1]))

    def place(self) -> Place:
        """A place, sometimes up in a building of which some responders are the crew."""
        if self.random.random() < 0.5:
            return Place(self.spot())
        building = BuildingAccess(f"b{self.random.randrange(20)}", storeys=30, height_m=95.0)
        return Place(self.spot(), self.random.choice([-2, None, 1, 5, 28]), building)

    def populate(self, count: int) -> None:
        """So many responders of every mode; turnouts are multiples of 10 s, so that ties happen."""
        self.router.set_responders(
            Responder(
                id=f"{mode}-{number:04}",
                mode=mode,
                spot=self.spot(),
                turnout_ms=10_000 * self.random.randrange(8),
                building=f"b{self.random.randrange(20)}" if self.random.random() < 0.2 else None,
            )
            for mode in self.modes
            for number in range(count)
        )

    def mask(self) -> Flags:
        """Some of all responders; sometimes almost nobody, sometimes everybody."""
        share = self.random.choice([0.02, 0.2, 0.6, 1.0])
        return np.array([self.random.random() < share for _ in self.router.responder_ids])
