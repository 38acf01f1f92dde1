"""Which outings could take place, and which debts each of them would pay: one for each place and kind of drill."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from stations.training.model import Debt, OutingKind, Party, PartyKey, Training

_METRES_PER_DEGREE = 111_320.0


class Possible(NamedTuple):
    """An outing that could take place at ``site``; ``debts`` are indices into the debts that were asked about."""

    site: PartyKey
    kind: OutingKind
    debts: frozenset[int]


def possible(training: Training, debts: Sequence[Debt], parties: Mapping[PartyKey, Party]) -> list[Possible]:
    """Return every outing that would pay at least one debt, at each place where somebody owes.

    At a place take part: who owes there (the building, the community, the street itself); its community and street; and
    the nearest stations that owe a drill of this kind, up to the kind's number and reach. A station that goes pays all
    of its debts that the drill serves.
    """
    sites = list(dict.fromkeys(debt.party for debt in debts))
    return [
        found for kind in training.outings for found in _of_kind(kind, sites, _Owing(kind, debts, parties), parties)
    ]


class _Owing:
    """The debts that one kind of outing serves, by who owes them; stations also by where they are."""

    def __init__(self, kind: OutingKind, debts: Sequence[Debt], parties: Mapping[PartyKey, Party]) -> None:
        self.by_party: dict[PartyKey, list[int]] = {}
        for number, debt in enumerate(debts):
            if not set(debt.drills).isdisjoint(kind.serves):
                self.by_party.setdefault(debt.party, []).append(number)
        self._stations = [key for key in self.by_party if key.who == "station" and parties[key].lon is not None]
        self._reach_m = kind.reach_m
        self._most = kind.stations
        self._tree: cKDTree | None = None
        if self._stations:
            self._tree = cKDTree(np.array([_metres(parties[key]) for key in self._stations]))

    def stations_near(self, site: Party) -> list[PartyKey]:
        """Return the nearest stations that owe, the nearest first."""
        if self._tree is None or site.lon is None:
            return []
        most = min(self._most, len(self._stations))
        found: Any = self._tree.query(_metres(site), k=[*range(1, most + 1)], distance_upper_bound=self._reach_m)
        near = zip(*found, strict=True)  # distances and numbers; beyond the reach the distance is infinite
        return [self._stations[number] for distance, number in near if distance < math.inf]


def _of_kind(
    kind: OutingKind, sites: Sequence[PartyKey], owing: _Owing, parties: Mapping[PartyKey, Party]
) -> Iterator[Possible]:
    for key in sites:
        site = parties[key]
        there = [key]
        if site.community:
            there.append(PartyKey("community", site.community))
        if site.street:
            there.append(PartyKey("street", site.street))
        there += owing.stations_near(site)
        found = frozenset(number for party in there for number in owing.by_party.get(party, ()))
        if found:
            yield Possible(key, kind, found)


def _metres(party: Party) -> tuple[float, float]:
    """Return a place on a plane: good to a per mille over a district."""
    lon, lat = party.lon or 0.0, party.lat or 0.0
    return lon * _METRES_PER_DEGREE * math.cos(math.radians(round(lat))), lat * _METRES_PER_DEGREE
