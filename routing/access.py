"""Where one view's responders come to a door, and who of all comes first: what is kept of a place asked about again.

An access rests on one view alone (roads at this hour, closures, posts, table) and is kept with it, so whatever changes
one of these leaves it behind. The storey is not part of it: it delays everybody alike.
"""

from typing import TypeAlias

import msgspec

from routing.arrays import Int64s
from routing.snap import Snap

Door: TypeAlias = tuple[float, float, tuple[int, ...]]
"""Longitude, latitude, and the responders who are inside already."""

KEPT = 2048
"""So many doors are kept with each view, the latest ones; each takes about 1.5 KB."""


class First(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The first responders of all at a door, in order: numbers in the roster, and ms from the order.

    They are as many as the table is sure of. `everybody`: no other one can come.
    """

    numbers: Int64s
    time_ms: Int64s
    everybody: bool


class Access(msgspec.Struct, frozen=True, eq=False, gc=False):
    """The place on the road, None where none is near; where a search begins: see `routing.view.View.starts`.

    `inside` are the numbers in the roster of those who start in the building. `first` is None where the table cannot
    tell who comes first. `meets_signs` are answers of `routing.cautions` about some of them.
    """

    snap: Snap | None
    inside: tuple[int, ...]
    starts: dict[int, int]
    first: First | None
    meets_signs: dict[int, bool] = msgspec.field(default_factory=dict)
