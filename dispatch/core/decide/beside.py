"""Crews whose station is not ready still go where they are nearest; beside each goes the next one that is ready."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dispatch.core.instant import Instant
from dispatch.core.reach import Candidate
from dispatch.core.readiness import not_ready
from dispatch.core.world import World


def ready_beside(
    world: World, now: Instant, found: Sequence[Candidate], others: Iterator[Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield (who goes too, beside whom): for each that is not ready the next that is, where that comes soon after.

    ``others`` are those who come after the found ones, in order; no further is looked than helps.
    """
    within_ms = world.settings.readiness.beside_within_s * 1000
    for lacking in found:
        if not within_ms or not not_ready(world, world.units[lacking.unit].station, now):
            continue
        for other in others:
            if other.eta_ms > lacking.eta_ms + within_ms:
                return
            if not not_ready(world, world.units[other.unit].station, now):
                yield other, lacking
                break
