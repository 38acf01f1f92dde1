"""Where a unit goes at a building: which entrance, which standing ground, which water. Pure: from the building file.

Nothing is guessed: what the file does not know is None, and what is out of order is passed over.
"""

from __future__ import annotations

from dispatch.core.world import World
from stations.registry.model import Hydrant
from stations.site import AERIAL, CREW_MODES, Site, Stand


def stand_of(world: World, building: str | None, mode: str) -> Stand | None:
    """Return where a unit of a mode goes at a building; None where nothing of that is known."""
    site = world.sites.get(building) if building is not None else None
    if site is None:
        return None
    mode = world.settings.modes.get(mode, mode)
    if mode in CREW_MODES:
        entrance = site.entrance_for("crew")
        return None if entrance is None else Stand(entrance=entrance)
    found = Stand(
        entrance=site.entrance_for("engine"),
        ground=site.ground() if mode == AERIAL else None,
        hydrant=water_of(world, site),
    )
    return None if found == Stand() else found


def water_of(world: World, site: Site) -> Hydrant | None:
    """Return the first place at a building from which an engine can draw, as far as anybody knows now."""
    return site.water(
        {each.id: now.works for each in site.hydrants if (now := world.hydrants.get(each.id)) is not None}
    )
