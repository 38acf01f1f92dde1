"""A district's training calendar: its duties and everybody who may owe them, out of its folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from stations.model import District
from stations.training.model import Party, Training
from stations.training.parties import parties
from stations.training.reading import read_training


class Calendar(NamedTuple):
    """The duties, and who may owe them; without `zones.csv` there is no community and no street among those."""

    training: Training
    parties: tuple[Party, ...]

    @property
    def areas_known(self) -> bool:
        """Whether there is a community or a street among the parties."""
        return any(party.who in ("community", "street") for party in self.parties)


def read_calendar(folder: Path, district: District) -> Calendar:
    """Return the calendar of a district folder that has been read. Raises `DistrictError`."""
    zones = district.registry.zones
    return Calendar(read_training(folder), parties(district.stations, district.buildings, zones))
