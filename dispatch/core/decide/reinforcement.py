"""Reinforcement that a crew on scene asks for: sent at once, as far as nobody who fits is on the way already.

Who stands before the fire knows best, so nobody is asked first; a person can recall. What goes by itself for one
incident is bounded as the ladder is: beyond that, and for what no unit of the district can do, a person sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from dispatch.core.decide.choice import choose
from dispatch.core.decide.plans import fits
from dispatch.core.decide.step import Step
from dispatch.core.reach import Reach
from dispatch.core.reasons import AskedOnScene
from dispatch.core.scene import Wanted
from dispatch.core.vocabulary import Flag
from dispatch.core.world import Incident, World
from stations.helpers import HELPER_KINDS
from stations.model import MICRO_KINDS, TRAVEL_MODES
from stations.rules import Need


def need_of(world: World, wanted: Wanted) -> Need | None:
    """Return what is asked for as a need; None where no unit of the district can do it."""
    count = wanted.count or 1
    if wanted.kind == "crew":
        return Need(count=count, station_kinds=MICRO_KINDS)
    if wanted.kind in TRAVEL_MODES or wanted.kind in world.settings.modes:
        return Need(count=count, modes=(wanted.kind,))
    able = any(wanted.kind in unit.capabilities for unit in world.units.values())
    return Need(count=count, capabilities=(wanted.kind,)) if able else None


def flags_of(world: World, incident: Incident, wants: Sequence[Wanted]) -> tuple[Flag, ...]:
    """Return what of the wish a person must see to: what nobody can do, and what goes beyond the bound."""
    asked_elsewhere = helpers_wanted(world, wants)
    needs = [need_of(world, wanted) for wanted in wants if wanted.kind not in asked_elsewhere]
    unknown: tuple[Flag, ...] = ("unknown_want",) if None in needs else ()
    known = [need for need in needs if need is not None]
    asked = sum(need.count for need in _missing(world, incident, known))
    return (*unknown, "want_held") if asked > _allowed(world, incident) else unknown


def helpers_wanted(world: World, wants: Iterable[Wanted]) -> frozenset[str]:
    """Return the kinds of helpers that are asked for. What a unit of the district can do (water) a unit is sent for."""
    return frozenset(each.kind for each in wants if each.kind in HELPER_KINDS and need_of(world, each) is None)


def reinforce_scene(step: Step, incident_id: str, wants: Iterable[Wanted], who: str, reach: Reach) -> None:
    """Send what is asked for and not on its way, up to the bound."""
    incident = step.incident(incident_id)
    needs = [need for wanted in wants if (need := need_of(step.world, wanted)) is not None]
    left, sent = _allowed(step.world, incident), []
    for need in _missing(step.world, incident, needs):
        count = min(need.count, left)
        if count > 0:
            sent.append(replace(need, count=count))
            left -= count
    if sent:
        choose(step, incident_id, sent, reach, because=AskedOnScene(who=who))


def _missing(world: World, incident: Incident, needs: Iterable[Need]) -> list[Need]:
    """Return the needs less who is on the way; each crew that comes fills one."""
    coming = [
        world.units[each.unit]
        for each in world.active_of(incident)
        if each.on_scene_at is None and each.controlled_at is None and each.unit in world.units
    ]
    missing = []
    for need in needs:
        serving = [unit for unit in coming if fits(world, unit, need)][: need.count]
        coming = [unit for unit in coming if unit not in serving]
        if len(serving) < need.count:
            missing.append(replace(need, count=need.count - len(serving)))
    return missing


def _allowed(world: World, incident: Incident) -> int:
    """Return how many more may go by reports of this incident."""
    orders = world.assignments_of(incident)
    asked = sum(isinstance(each.because, AskedOnScene) for each in orders)
    return max(0, world.settings.ladder_max_units - asked)
