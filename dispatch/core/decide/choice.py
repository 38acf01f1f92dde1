"""Who goes: needs are filled by earliest arrival from those who are free, on duty and able.

Everyone who was near is written down with what became of them, so that "why" has an answer without a new search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from dispatch.core import events as ev
from dispatch.core.decide import zones
from dispatch.core.decide.orders import assign
from dispatch.core.decide.plans import fits, need_name
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import may_be_sent
from dispatch.core.reach import Candidate, Reach, by_arrival
from dispatch.core.reasons import ChoiceReason, Reason, beside
from dispatch.core.vocabulary import Considered, Verdict
from dispatch.core.world import Incident, World
from stations.capabilities import meets
from stations.rules import Need

CONSIDERED_AT_MOST = 16
"""How many units a choice writes down."""


@dataclass
class _Picks:
    """What a choice comes to: who goes, beside whom, who is kept back, what is missing, what comes later than asked."""

    incident: Incident
    tried: set[str]
    chosen: dict[str, Candidate] = field(default_factory=dict)
    beside: dict[str, str] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)
    missing: list[tuple[Need, int]] = field(default_factory=list)
    late: list[tuple[Need, int]] = field(default_factory=list)

    @property
    def taken(self) -> set[str]:
        """Who cannot be picked (again)."""
        return self.tried | self.chosen.keys()


def choose(
    step: Step,
    incident_id: str,
    needs: Sequence[Need],
    reach: Reach,
    *,
    because: ChoiceReason,
    with_ready: bool = False,
) -> list[str]:
    """Send the earliest free units that fill the needs; name what stays missing. Returns the new assignments' ids.

    Units that this incident has been given already are passed over, unless everybody has left. ``with_ready``: where a
    crew's station is not ready, the next one that is goes too. Raises `NeedMore`.
    """
    incident = step.incident(incident_id)
    picks = _pick(step, incident, needs, reach, with_ready=with_ready)
    step.emit_in(
        incident_id,
        ev.DispatchChosen,
        rule=because.text,
        because=because,
        needs=tuple(need_name(need) for need in needs),
        considered=_considered(step, reach, picks),
        network=reach.network,
        closures=reach.closures,
    )
    for need, count in picks.missing:
        _name_missing(step, incident, need, count, reach)
    for need, count in picks.late:
        _ask(step, incident, need, count, reach)
    ordered = sorted(picks.chosen.values(), key=by_arrival)
    assigned = [
        assign(step, incident_id, each.unit, each, because=_reason(because, picks, each.unit)) for each in ordered
    ]
    if not incident.exercise:  # it binds nobody, and a suggestion of it would be taken for an operation's
        step.attempt("move_up", zones.suggest_move_ups, incident_id, [each.unit for each in ordered], reach)
    return assigned


def is_free(world: World, unit_id: str, incident: Incident) -> bool:
    """Whether the unit is known, on duty, bound by nothing, and in the drill where the incident is one's.

    An operation takes it out of an exercise.
    """
    return (
        unit_id in world.units
        and unit_id not in world.off_duty
        and not world.is_bound(unit_id, exercise=incident.exercise)
        and may_be_sent(world, incident, unit_id)
    )


def _tried(world: World, incident: Incident) -> set[str]:
    """Return who is not asked again: everybody who was; once all have left, only who would not or did not answer."""
    unattended = world.unattended(incident)
    return {
        each.unit
        for each in world.assignments_of(incident)
        if not unattended or each.ending == "declined" or (each.no_answer_at and not each.acknowledged_at)
    }


def _reason(rule: ChoiceReason, picks: _Picks, unit: str) -> Reason:
    lacking = picks.beside.get(unit)
    return rule if lacking is None else beside(rule, lacking)


def _pick(step: Step, incident: Incident, needs: Sequence[Need], reach: Reach, *, with_ready: bool) -> _Picks:
    world = step.world
    picks = _Picks(incident, _tried(world, incident))
    for need in needs:
        fitting = _in_preference(world, incident, need, reach, picks)
        found = list(islice(fitting, need.count))
        for other, lacking in ready_beside(step, found, fitting) if with_ready else ():
            picks.chosen[other.unit] = other
            picks.beside[other.unit] = lacking.unit
        picks.chosen.update((candidate.unit, candidate) for candidate in found)
        if len(found) < need.count:
            picks.missing.append((need, need.count - len(found)))
        late = sum(need.within_s is not None and each.eta_ms > need.within_s * 1000 for each in found)
        if late:
            picks.late.append((need, late))
    return picks


def _in_preference(world: World, incident: Incident, need: Need, reach: Reach, picks: _Picks) -> Iterator[Candidate]:
    """Yield who fits, first those whom the need puts first, then by arrival; a bare zone's last ones a little later."""
    taken = picks.taken
    first = {
        unit
        for unit in (*_preferred(world, incident, need), *_better_fitted(world, need, reach))
        if unit not in taken and _could_go(world, unit, need, incident)
    }
    yield from _until_all_seen(_fitting(world, incident, need, reach, taken), first.copy())
    others = _fitting(world, incident, need, reach, taken | first)
    yield from zones.hold_back_last_crews(world, others, picks.chosen, picks.reserved)


def _until_all_seen(candidates: Iterator[Candidate], wanted: set[str]) -> Iterator[Candidate]:
    """Yield those who are wanted, in order of arrival, and look no further than the last of them."""
    while wanted:
        candidate = next(candidates, None)
        if candidate is None:
            return
        if candidate.unit in wanted:
            wanted.discard(candidate.unit)
            yield candidate


def _preferred(world: World, incident: Incident, need: Need) -> Iterator[str]:
    """Yield the units that go first: of the building's own stations, or of its zone's."""
    if need.first == "nearest" or incident.place.building is None:
        return
    yield from zones.units_in_building(world, incident.place.building)
    building = world.buildings.get(incident.place.building)
    if need.first == "zone" and building is not None and building.zone:
        yield from zones.units_in_zone(world, building.zone)


def _better_fitted(world: World, need: Need, reach: Reach) -> Iterator[str]:
    """Yield the units near here that have what the need prefers; no further is looked for them."""
    if need.prefers:
        for candidate in reach.known(world.settings.modes_for(need.modes)):
            unit = world.units.get(candidate.unit)
            if unit is not None and meets(need.prefers, unit.capabilities):
                yield candidate.unit


def _could_go(world: World, unit: str, need: Need, incident: Incident) -> bool:
    return is_free(world, unit, incident) and fits(world, world.units[unit], need)


def _fitting(world: World, incident: Incident, need: Need, reach: Reach, taken: set[str]) -> Iterator[Candidate]:
    modes = world.settings.modes_for(need.modes) if need.modes else None
    for candidate in reach.in_order(modes):
        if candidate.unit not in taken and _could_go(world, candidate.unit, need, incident):
            yield candidate


def _considered(step: Step, reach: Reach, picks: _Picks) -> tuple[Considered, ...]:
    """Return who was near, nearest first; whoever was chosen is among them however far."""
    units, chosen = step.world.units, picks.chosen
    seen = {each.unit: each for each in reach.around if each.unit in units} | chosen
    nearest = sorted(seen.values(), key=by_arrival)
    room = CONSIDERED_AT_MOST - len(chosen)
    if len(nearest) > CONSIDERED_AT_MOST:
        others = [each for each in nearest if each.unit not in chosen][: max(0, room)]
        nearest = sorted([*chosen.values(), *others], key=by_arrival)[:CONSIDERED_AT_MOST]
    return tuple([_describe(step, each, picks) for each in nearest])


def _describe(step: Step, candidate: Candidate, picks: _Picks) -> Considered:
    station = step.world.units[candidate.unit].station
    return Considered(
        unit=candidate.unit,
        station=station,
        eta_s=candidate.eta_ms / 1000,
        legs=candidate.legs,
        verdict=_verdict(step.world, candidate.unit, picks),
        not_ready=step.not_ready(station),
        cautions=candidate.cautions,
        at_station=candidate.at_station,
    )


def _verdict(world: World, unit: str, picks: _Picks) -> Verdict:
    if unit in picks.chosen:
        return "chosen"
    if unit in picks.tried:
        return "tried"
    if unit in world.off_duty:
        return "off_duty"
    active = [each for each in world.active_of_unit(unit) if picks.incident.exercise or not each.exercise]
    if active:
        return "busy" if all(each.no_answer_at is None for each in active) else "no_answer"
    if not may_be_sent(world, picks.incident, unit):
        return "not_in_drill"
    return "held_back" if unit in picks.reserved else "not_needed"


def _name_missing(step: Step, incident: Incident, need: Need, count: int, reach: Reach) -> None:
    """Name what nobody could be sent for, and ask for it elsewhere."""
    why = "unlocated" if not incident.place.located else "nobody_eligible" if reach.on_network else "off_network"
    step.emit_in(incident.id, ev.DispatchShortfall, need=need_name(need), missing=count, why=why)
    if why == "nobody_eligible":
        _ask(step, incident, need, count, reach)


def _ask(step: Step, incident: Incident, need: Need, count: int, reach: Reach) -> None:
    """Ask for what is missing or late: of the nearest fire station, else of the neighbouring district.

    In a drill only a station that takes part is asked, and nobody's telephone rings for any exercise.
    """
    station = zones.nearest_fire_station(step.world, reach, incident)
    step.emit_in(
        incident.id,
        ev.DispatchAsked,
        also=station,
        need=need_name(need),
        missing=count,
        station=station,
        phone=None if station or incident.exercise else step.world.settings.phones.get(NEIGHBOUR_PHONE),
    )


NEIGHBOUR_PHONE = "neighbour"
"""The label in ``[phones]`` of the neighbouring district's centre."""


def ready_beside(
    step: Step, found: Sequence[Candidate], others: Iterator[Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield (who goes too, beside whom): for each that is not ready the next that is, where that comes soon after.

    ``others`` are those who come after the found ones, in order; no further is looked than helps.
    """
    units, within_ms = step.world.units, step.world.settings.readiness.beside_within_s * 1000
    for lacking in found:
        if not within_ms or not step.not_ready(units[lacking.unit].station):
            continue
        for other in others:
            if other.eta_ms > lacking.eta_ms + within_ms:
                return
            if not step.not_ready(units[other.unit].station):
                yield other, lacking
                break
