"""The measured effect of green corridors: how long vehicles drove beside what was foreseen, with one and without.

Nothing here says that a light was green, nor that whatever differs comes from that: who drives at night drives faster
too. Where either side has few drives, nothing is compared at all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from statistics import median

from dispatch.core.performance import Track, leg_ms
from dispatch.core.vocabulary import Struct
from dispatch.past.corridor_lines import CorridorLine

LEAST_DRIVES = 20
"""Of fewer drives the median says more about the drives than about corridors."""


class Drive(Struct, frozen=True, kw_only=True):
    """One vehicle's drive, from *en route* to *on scene*, beside the road time that was foreseen at its order."""

    assignment: str
    unit: str
    foreseen_ms: int
    took_ms: int
    corridor: CorridorLine | None = None

    @property
    def share(self) -> float:
        """How much of the time foreseen it took."""
        return self.took_ms / self.foreseen_ms


class Drives(Struct, frozen=True, kw_only=True):
    """``n`` drives; ``median_share`` of the time foreseen that they took, None of none."""

    n: int
    median_share: float | None


class CorridorFigures(Struct, frozen=True, kw_only=True):
    """``opened`` corridors, of which the traffic side took ``taken``; ``lapsed``: nobody took the withdrawal.

    ``with_corridor`` are drives whose corridor was taken, ``without`` those of the same modes that had none in the same
    period. ``comparable``: there are `LEAST_DRIVES` on both sides; else nothing can be said.
    """

    opened: int
    taken: int
    lapsed: int
    renewals: int
    with_corridor: Drives
    without: Drives
    comparable: bool


def drive_of(track: Track, corridor: CorridorLine | None) -> Drive | None:
    """Return an order's drive; None where it has not both ends, or no road time was foreseen."""
    took_ms = leg_ms(track, "en_route", "on_scene")
    foreseen_ms = 0 if track.legs is None else round(track.legs.road_s * 1000)
    if took_ms is None or foreseen_ms <= 0:
        return None
    return Drive(
        assignment=track.assignment, unit=track.unit, foreseen_ms=foreseen_ms, took_ms=took_ms, corridor=corridor
    )


def corridor_figures(tracks: Collection[Track], lines: Mapping[str, CorridorLine]) -> CorridorFigures | None:
    """Return the figures of orders of one period; None where none of them had a corridor."""
    own = [lines[each.assignment] for each in tracks if each.assignment in lines]
    if not own:
        return None
    modes = {each.mode for each in tracks if each.assignment in lines}
    drives = [drive_of(each, lines.get(each.assignment)) for each in tracks if each.mode in modes]
    helped = _drives([each for each in drives if each is not None and each.corridor and each.corridor.taken])
    alone = _drives([each for each in drives if each is not None and each.corridor is None])
    return CorridorFigures(
        opened=len(own),
        taken=sum(each.taken for each in own),
        lapsed=sum(not each.told for each in own),
        renewals=sum(each.renewals for each in own),
        with_corridor=helped,
        without=alone,
        comparable=min(helped.n, alone.n) >= LEAST_DRIVES,
    )


def _drives(drives: Collection[Drive]) -> Drives:
    return Drives(n=len(drives), median_share=median(each.share for each in drives) if drives else None)
