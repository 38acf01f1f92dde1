"""Drills: planned, started over the very alarm path of operations, disturbed by injects, broken off, signed off.

What a drill does is an exercise from its first event to its last. The moment an operation needs a station's crews, the
drill is over for that station, in the same decision that sends them.
"""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.alarms import raise_alarm
from dispatch.core.decide.choice import is_free
from dispatch.core.decide.exercise import emit_for_drill, end_drill, end_if_all_left, find_drill, release_from, started
from dispatch.core.decide.injects import carry_out, query_inject, scripted
from dispatch.core.decide.orders import assign
from dispatch.core.decide.places import resolve
from dispatch.core.decide.step import Step
from dispatch.core.decide.unknown import Told, check_members, no_station, together, unknown
from dispatch.core.drill import Drill
from dispatch.core.drill_queries import named_stations, place_of, query_in
from dispatch.core.errors import Unusable, WrongState
from dispatch.core.instant import Instant, read_time
from dispatch.core.reach import Candidate, Query, Reach
from dispatch.core.reasons import ByEverybody, ByPerson, DrillLeft, DrillStopped, DrillTimeOver
from dispatch.core.world import Incident, World
from stations.drills.checks import faults, inject_faults


def query_start(world: World, command: cmd.DrillStart, _now: Instant) -> Query | None:
    """Ask who is near the place of the drill."""
    drill = world.drills.get(command.drill)
    return query_place(world, drill) if drill is not None and drill.state == "planned" else None


def query_by_hand(world: World, command: cmd.DrillInject, _now: Instant) -> Query | None:
    """Ask who is near a further fire that somebody injects."""
    drill = world.drills.get(command.drill)
    if drill is None or not drill.running:
        return None
    inject = command.free or scripted(drill, command.inject or "")
    return query_inject(world, drill, inject) if inject is not None else None


def query_scripted(world: World, drill: Drill, key: str) -> Query | None:
    """Ask who is near a further fire of the script."""
    found = scripted(drill, key)
    return query_inject(world, drill, found) if found is not None else None


def query_place(world: World, drill: Drill) -> Query:
    """Ask who is near the place of a drill."""
    place = resolve(world, place_of(drill.plan.place)).place
    return query_in(drill, place)


def plan(step: Step, command: cmd.PlanDrill, _reach: Reach) -> None:
    """Write a drill down; of one that is not announced no station hears before it starts."""
    found, missing = faults(command.plan), _unknown(step.world, command)
    detail = "the drill's plan cannot be used: " + "; ".join((*found, *(each.detail for each in missing)))
    if found:
        raise Unusable(detail)
    if missing:
        raise together(detail, missing)
    starts_at = read_time(command.starts_at, "starts_at")
    if starts_at is not None and starts_at < step.now:
        raise Unusable(
            "starts_at lies in the past; leave it out and start the drill by drill.start",
            zh="开始时间已经过去：请改时间，或留空后手动开始。",
            at="starts_at",
        )
    drill = Drill(id=step.new_id("drl"), plan=command.plan, planned_at=step.now)
    emit_for_drill(step, drill, ev.DrillPlanned, plan=command.plan, starts_at=starts_at)


BEGUN_LATE_AT_MOST_MS = 3_600_000
"""A planned drill that comes up later than that (the hub was away) is none any more: it could ring at any hour."""


def begin_on_time(step: Step, drill: Drill, reach: Reach, *, late_ms: int) -> None:
    """Begin a drill whose time has come; cancel one whose time is long over."""
    if late_ms > BEGUN_LATE_AT_MOST_MS:
        emit_for_drill(step, drill, ev.DrillCancelled, reason="the hub was away when it should have begun")
    else:
        begin(step, drill, reach, late_ms=late_ms)


def start(step: Step, command: cmd.DrillStart, reach: Reach) -> None:
    """Begin now."""
    begin(step, _in_state(step, command.drill, "planned"), reach, late_ms=0)


def inject(step: Step, command: cmd.DrillInject, reach: Reach) -> None:
    """Have something happen, of the script before its time or beside the script."""
    drill = _in_state(step, command.drill, "running")
    if (command.inject is None) == (command.free is None):
        raise Unusable("give inject (an id of the script) or free (an inject of its own), not both")
    found = command.free or scripted(drill, command.inject or "")
    if found is None:
        raise Unusable(f"the script of {drill.id} has no inject {command.inject}; {_script(drill)}")
    if found.id in drill.injected or (command.free is not None and scripted(drill, found.id) is not None):
        raise WrongState(f"inject {found.id} of {drill.id} was carried out or is in its script; give another id")
    if wrong := tuple(inject_faults(found)):
        raise Unusable("; ".join(wrong))
    carry_out(step, drill, found, reach, late_ms=0)


def remark(step: Step, command: cmd.DrillRemark, _reach: Reach) -> None:
    """Write down what an observer saw."""
    drill = _in_state(step, command.drill, "running", "ended")
    if command.objective is not None and command.objective not in {each.id for each in drill.plan.objectives}:
        known = ", ".join(each.id for each in drill.plan.objectives) or "none"
        raise Unusable(f"{drill.id} has no objective {command.objective}; its objectives are {known}")
    if command.verdict is not None and command.objective is None:
        raise Unusable("a verdict is about an objective; name it in objective")
    emit_for_drill(
        step,
        drill,
        ev.DrillRemarked,
        text=command.text,
        objective=command.objective,
        verdict=command.verdict,
        station=command.station,
    )


def attend(step: Step, command: cmd.DrillAttend, _reach: Reach) -> None:
    """Write down who of a station took part; a later list replaces an earlier one."""
    drill = _in_state(step, command.drill, "running", "ended")
    if command.station not in step.world.stations:
        raise no_station(step.world, command.station)
    members = tuple(dict.fromkeys(command.members))
    check_members(step.world, command.station, members)
    emit_for_drill(step, drill, ev.DrillAttended, also=command.station, station=command.station, members=members)


def break_off(step: Step, command: cmd.DrillBreakOff, _reach: Reach) -> None:
    """Stop it for one station, or for everybody."""
    drill = _in_state(step, command.drill, "running")
    if command.station is None:
        emit_for_drill(step, drill, ev.DrillBrokenOff, reason=command.reason, because=ByPerson(words=command.reason))
        end_drill(step, drill, DrillStopped())
        return
    if command.station in drill.left:
        raise WrongState(f"{command.station} has left {drill.id} already")
    if command.station not in step.world.stations:
        raise no_station(step.world, command.station)
    emit_for_drill(
        step,
        drill,
        ev.DrillBrokenOff,
        also=command.station,
        station=command.station,
        reason=command.reason,
        because=ByPerson(words=command.reason),
    )
    release_from(step, drill, command.station, DrillLeft())
    end_if_all_left(step, drill.id)


def end(step: Step, command: cmd.DrillEnd, _reach: Reach) -> None:
    """It is over: its incidents close, everybody is released or called back."""
    end_drill(step, _in_state(step, command.drill, "running"), ByPerson(words=command.reason))


def cancel(step: Step, command: cmd.DrillCancel, _reach: Reach) -> None:
    """It will not take place; one that runs is broken off instead."""
    drill = _in_state(step, command.drill, "planned")
    emit_for_drill(step, drill, ev.DrillCancelled, reason=command.reason)


def sign_off(step: Step, command: cmd.DrillSignOff, _reach: Reach) -> None:
    """Put one's name to it; every further change is refused."""
    drill = _in_state(step, command.drill, "ended")
    emit_for_drill(step, drill, ev.DrillSignedOff, score=command.score, head=command.head, note=command.note)


def begin(step: Step, drill: Drill, reach: Reach, *, late_ms: int) -> None:
    """Begin a drill: its alarm comes in as any other would."""
    emit_for_drill(step, started(step, drill), ev.DrillStarted, plan=drill.plan, fired_late_ms=late_ms)
    signal = drill.plan.alarm
    alarm = cmd.AlarmRaise(
        source=signal.source,
        kind=signal.kind,
        place=place_of(drill.plan.place),
        note=signal.note,
        trapped=signal.trapped,
        exercise=True,
        drill=drill.id,
    )
    raise_alarm(step, alarm, reach)
    if drill.plan.everybody:
        _turn_out(step, step.world.drills[drill.id], reach)


def run_scripted(step: Step, drill: Drill, key: str, reach: Reach, *, late_ms: int) -> None:
    """Have an inject of the script happen."""
    found = scripted(drill, key)
    if found is not None:
        carry_out(step, drill, found, reach, late_ms=late_ms)


def end_by_time(step: Step, drill: Drill) -> None:
    """End a drill whose time is over."""
    end_drill(step, drill, DrillTimeOver())


def archive(step: Step, drill: Drill) -> None:
    """Let a drill leave the World."""
    emit_for_drill(step, drill, ev.DrillArchived)


def cue(step: Step) -> None:
    """Arm the injects that wait for a milestone that this decision was the first to reach."""
    for event in tuple(step.events):
        if not event.exercise or not isinstance(event, ev.AssignmentEvent):
            continue
        incident = step.world.incidents.get(event.incident)
        drill = step.world.drills.get(incident.drill) if incident is not None and incident.drill else None
        if drill is None or not drill.running:
            continue
        milestone = str(event.__struct_config__.tag).removeprefix("assignment.")
        for each in drill.plan.injects:
            if each.upon == milestone and each.id not in step.world.drills[drill.id].cues:
                due_at = step.now.plus(each.after_s * 1000)
                emit_for_drill(step, drill, ev.DrillCued, inject=each.id, due_at=due_at)


def refuse_what_is_over(world: World, command: cmd.Command) -> None:
    """Raise `WrongState` where a command would change an incident of a drill that is over.

    A drill that was ended is not opened again, and of one that was signed off nothing can be changed.
    """
    incident = _incident_of(world, command)
    if incident is None or incident.drill is None:
        return
    drill = world.drills.get(incident.drill)
    state = drill.state if drill is not None else "archived"
    if state == "running" or (
        state == "ended" and isinstance(command, cmd.AddNote | cmd.IncidentClose | cmd.SceneReport)
    ):
        return
    raise WrongState(
        f"incident {incident.number} belongs to drill {incident.drill}, which is {state}; "
        "if something is really happening, raise a real alarm"
    )


def _incident_of(world: World, command: cmd.Command) -> Incident | None:
    """Return the incident that somebody's command is about."""
    if isinstance(command, (cmd.IncidentCommand, cmd.AssignmentAssign)):
        return world.incidents.get(command.incident)
    if isinstance(command, cmd.AssignmentCommand):
        assignment = world.assignments.get(command.assignment)
        return world.incidents.get(assignment.incident) if assignment is not None else None
    if isinstance(command, cmd.HelpCommand):
        request = world.requests.get(command.request)
        return world.incidents.get(request.incident) if request is not None else None
    return None


def _turn_out(step: Step, drill: Drill, reach: Reach) -> None:
    """Order one crew of every station that is named and has none on its way: a turnout is everybody's."""
    incident = step.incident(drill.incidents[0])
    ordered = {each.station for each in step.world.active_of(incident)}
    wanted = dict.fromkeys(
        unit
        for station in named_stations(step.world, drill)
        if station not in ordered
        for unit in _first_free(step, drill, station)
    )
    travel: dict[str, Candidate] = {}
    for candidate in reach.in_order():
        if len(travel) == len(wanted):
            break
        if candidate.unit in wanted:
            travel[candidate.unit] = candidate
    for unit in wanted:
        assign(step, incident.id, unit, travel.get(unit), because=ByEverybody())


def _first_free(step: Step, drill: Drill, station: str) -> tuple[str, ...]:
    """Return a station's first crew that is named or any of it, and free; none where all are bound or off duty."""
    incident = step.incident(drill.incidents[0])
    units = step.world.units_of.get(station, ())
    named = [unit for unit in units if unit in drill.plan.units] or units
    return tuple(unit for unit in named if is_free(step.world, unit, incident))[:1]


def _in_state(step: Step, key: str, *states: str) -> Drill:
    drill = find_drill(step, key)
    if drill.state not in states:
        raise WrongState(f"drill {drill.id} is {drill.state}; this is for one that is {' or '.join(states)}")
    return drill


def _script(drill: Drill) -> str:
    return "it has " + (", ".join(each.id for each in drill.plan.injects) or "none")


def _unknown(world: World, command: cmd.PlanDrill) -> tuple[Told, ...]:
    """Return what is said of each station, unit and building of a plan that the district does not have."""
    given = command.plan
    stations = (*given.stations, *(each.station for each in given.injects if each.station is not None))
    places = (given.place, *(each.place for each in given.injects if each.place is not None))
    buildings = (each.building for each in places if each.building is not None)
    return (
        *unknown("station", stations, world.stations),
        *unknown("unit", given.units, world.units),
        *unknown("building", buildings, world.buildings),
    )
