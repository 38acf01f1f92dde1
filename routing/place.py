"""Where help is needed: a spot, a storey, and what is known of the building around it."""

import msgspec

from routing.model import Spot


class BuildingAccess(msgspec.Struct, frozen=True):
    """How one gets into a building and up in it. None says that it is not known.

    `entrance` is its own door, where the road legs end; `storeys` counts those above ground.
    """

    id: str
    entrance: Spot | None = None
    storeys: int | None = None
    height_m: float | None = None
    fire_lift: bool | None = None


class Place(msgspec.Struct, frozen=True):
    """A place in need. `floor` is the storey, basements negative, None where it is not known."""

    spot: Spot
    floor: int | None = None
    building: BuildingAccess | None = None

    @property
    def door(self) -> Spot:
        """Where the road legs end: the building's entrance where one is known, else the spot."""
        return self.spot if self.building is None or self.building.entrance is None else self.building.entrance
