"""Injects (情况设置): what happens in a drill to make it harder.

Nothing of it leaves the drill. A barred lane and a lost lift change the travel times of the drill's own orders only; a
second fire is one more exercise alarm over the ordinary path; more trapped people raise the drill's grade as a crew's
word would; the rest is told to those who are assigned.
"""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.alarms import MAX_TRAPPED, raise_alarm
from dispatch.core.decide.exercise import emit_for_drill
from dispatch.core.decide.incidents import learn
from dispatch.core.decide.places import resolve
from dispatch.core.decide.step import Step
from dispatch.core.drill import Drill
from dispatch.core.drill_queries import place_of, query_for, query_in
from dispatch.core.reach import Query, Reach
from dispatch.core.world import World
from stations.drills.model import Effect, Inject

WORDS: dict[Effect, str] = {
    "lane_blocked": "演练情况：通道受阻 (a lane is blocked)",
    "second_fire": "演练情况：另有一处起火 (a second fire)",
    "leader_out": "演练情况：指挥员不能履职 (the leader is out of action)",
    "lift_lost": "演练情况：电梯停用 (the lift is lost)",
    "told": "演练情况",
    "trapped_more": "演练情况：又发现被困人员 (more people are trapped)",
}
"""What crews are told where the plan has no words of its own; the mark comes first in any case."""


def scripted(drill: Drill, key: str) -> Inject | None:
    """Return an inject of the plan; None where it has none of this id."""
    return next((each for each in drill.plan.injects if each.id == key), None)


def query_inject(world: World, drill: Drill, inject: Inject) -> Query | None:
    """Ask who is near a further fire, or near the first one where that becomes worse."""
    if inject.effect == "trapped_more":
        incident = world.incidents.get(drill.incidents[0]) if drill.incidents else None
        return query_for(world, incident) if incident is not None and incident.open else None
    if inject.effect != "second_fire" or inject.place is None:
        return None
    place = resolve(world, place_of(inject.place)).place
    return query_in(drill, place)


def carry_out(step: Step, drill: Drill, inject: Inject, reach: Reach, *, late_ms: int) -> None:
    """Have an inject happen."""
    lane = step.new_id("lane") if inject.effect == "lane_blocked" else None
    emit_for_drill(step, drill, ev.DrillInjected, also=inject.station, inject=inject, lane=lane, fired_late_ms=late_ms)
    for key in step.world.drills[drill.id].incidents:
        incident = step.world.incidents.get(key)
        if incident is not None and incident.open:
            step.emit_in(key, ev.IncidentNoted, text=_words(step, inject))
    if inject.effect == "second_fire" and inject.place is not None:
        alarm = cmd.AlarmRaise(
            source="person", kind=inject.kind, place=place_of(inject.place), note=inject.text or None, drill=drill.id
        )
        raise_alarm(step, alarm, reach)
    elif inject.effect == "trapped_more" and inject.trapped is not None and drill.incidents:
        incident = step.world.incidents.get(drill.incidents[0])
        if incident is not None and incident.open:
            more = min((incident.trapped or 0) + inject.trapped, MAX_TRAPPED)
            learn(step, incident.id, reach, trapped=more)


def _words(step: Step, inject: Inject) -> str:
    """Return what everybody who is assigned reads: the mark of an exercise, who it is about, the plan's own words."""
    station = step.world.stations.get(inject.station) if inject.station is not None else None
    about = f" {station.name}" if station is not None else ""
    return f"{WORDS[inject.effect]}{about}" + (f"：{inject.text}" if inject.text else "")
