"""What goes on beside the incidents, again and again, until the shift ends."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from dispatch.simulation.agenda import Agenda
from dispatch.simulation.district import SyntheticDistrict
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.people import Network


class Recurring:
    """Somebody who acts at random times while it is ``going_on``; a hub that is down is left alone."""

    def __init__(
        self, agenda: Agenda, hub: SimulatedHub, network: Network, district: SyntheticDistrict, rng: random.Random
    ) -> None:
        self._agenda = agenda
        self._hub = hub
        self._network = network
        self._district = district
        self._rng = rng
        self.going_on = True

    def end(self) -> None:
        """Begin nothing any more."""
        self.going_on = False

    def _plan_each(self, every_s: Mapping[str, float], acts: Mapping[str, Callable[[], None]]) -> None:
        """Plan the first of each act; ``every_s`` has the mean seconds between two."""
        for name, act in acts.items():
            self._plan_next(every_s[name], act)

    def _plan_next(self, mean_s: float, act: Callable[[], None]) -> None:
        def then() -> None:
            if self.going_on:
                if self._hub.up:
                    act()
                self._plan_next(mean_s, act)

        self._agenda.after(self._rng.expovariate(1 / mean_s) * 1000, then)
