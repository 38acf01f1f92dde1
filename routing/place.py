"""Where help is needed: a spot, a storey, and what is known of the building around it."""

import msgspec

from routing.model import Spot


class BuildingAccess(msgspec.Struct, frozen=True):
    """How one gets into a building and up in it. None says that it is not known.

    `entrance` is its own door, where the road legs end, but for the modes that have one of their own in `doors`: people
    and engines are not always let in at the same one. `storeys` counts those above ground.
    """

    id: str
    entrance: Spot | None = None
    storeys: int | None = None
    height_m: float | None = None
    fire_lift: bool | None = None
    doors: tuple[tuple[str, Spot], ...] = ()

    def door_for(self, mode: str) -> Spot | None:
        """Return where the road legs of a mode end; None where that is not known."""
        return next((spot for name, spot in self.doors if name == mode), self.entrance)


class Place(msgspec.Struct, frozen=True):
    """A place in need. `floor` is the storey, basements negative, None where it is not known."""

    spot: Spot
    floor: int | None = None
    building: BuildingAccess | None = None

    @property
    def door(self) -> Spot:
        """Where the road legs end: the building's entrance where one is known, else the spot."""
        return self.spot if self.building is None or self.building.entrance is None else self.building.entrance

    def door_for(self, mode: str) -> Spot:
        """Return where the road legs of a mode end."""
        return self.door if self.building is None else self.building.door_for(mode) or self.spot
