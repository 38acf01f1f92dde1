"""What a crew saw, and what follows from it at once.

Fire makes it real; more trapped people are written down; reinforcement goes; a blocked lane is closed, a dry hydrant
marked; a crew that says "under control" has handled it. Everything else is for a person: no fire is an advice, never a
closing. Of what contradicts, the worse counts.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.decide.alarms import MAX_TRAPPED, own_time
from dispatch.core.decide.assignments import handled
from dispatch.core.decide.blocked_lane import area_of, barred_ahead, close_lane, stopped, wrong_with
from dispatch.core.decide.district import dry
from dispatch.core.decide.help import ask_wanted
from dispatch.core.decide.incidents import learn
from dispatch.core.decide.look import cannot_tell, leaves_open
from dispatch.core.decide.places import MAX_FLOOR, MIN_FLOOR
from dispatch.core.decide.reinforcement import flags_of, helpers_wanted, reinforce_scene
from dispatch.core.decide.response import confirm
from dispatch.core.decide.step import Step
from dispatch.core.drill import BarredLane
from dispatch.core.drill_queries import query_for
from dispatch.core.errors import Unusable
from dispatch.core.instant import Instant
from dispatch.core.reach import Closing, Query, Reach
from dispatch.core.reasons import AskedOnScene, SeenOnScene
from dispatch.core.scene import CONTRADICTED, UNREAD_AS, Advice, Report, Said, worst_seen
from dispatch.core.vocabulary import WORDS_CHARACTERS, Flag, Place
from dispatch.core.world import Assignment, Incident, World

_LIMITS: dict[str, tuple[int, int]] = {
    "floor": (MIN_FLOOR, MAX_FLOOR),
    "trapped": (0, MAX_TRAPPED),
    "got_out": (0, MAX_TRAPPED),
    "hurt": (0, MAX_TRAPPED),
}
_FLAGS: dict[str, Flag] = {
    "floor": "bad_floor",
    "trapped": "bad_trapped",
    "got_out": "bad_got_out",
    "hurt": "bad_hurt",
}


_CONTRADICTS_AT_MOST = 16
"""So many of the newest earlier reports are named: a phone that says yes and no all day fills no record."""


class _Heard(NamedTuple):
    """A report as it is used: its content within limits, what is wrong with it, whose it is."""

    said: Said
    flags: tuple[Flag, ...]
    crew: Assignment | None
    occurred_at: Instant | None
    contradicts: tuple[str, ...] = ()


def query_report(world: World, command: cmd.SceneReport, now: Instant) -> Query | None:
    """Ask for crews where the report may send some, on roads without the lane that it closes, and what that closes."""
    incident = world.incidents.get(command.incident)
    if incident is None or not (incident := world.merged(incident)).open or incident.test:
        return None
    undecided = command.saw == "cannot_tell" and leaves_open(world, incident, now)
    names_floor = command.floor is not None
    sends = command.saw == "fire" or bool(command.trapped) or bool(command.want) or names_floor or undecided
    lane = command.lane
    area = area_of(lane) if lane is not None else None
    if area is None:
        return query_for(world, incident) if sends else None
    here = query_for(world, incident) if sends else Query(place=Place())
    barred = barred_ahead(world, incident, lane, now)
    narrows_to_m = lane.narrows_to_m if lane is not None else None
    return replace(here, closing=area, wider_than_m=narrows_to_m, lanes=(*here.lanes, *barred))


def report(step: Step, command: cmd.SceneReport, reach: Reach) -> None:
    """Write down what a crew saw, and do what follows; to a closed incident it is added, and brings about nothing."""
    incident = step.world.merged(step.incident(command.incident))
    heard = _hear(step, command, incident, reach)
    crew, key = heard.crew, step.new_id("rep")
    step.emit_in(
        incident.id,
        ev.SceneReported,
        report=key,
        said=heard.said,
        assignment=crew.id if crew is not None else None,
        unit=crew.unit if crew is not None else None,
        station=crew.station if crew is not None else step.by.station,
        flags=heard.flags,
        contradicts=heard.contradicts,
        advice=_advice(incident, heard.said),
        occurred_at=heard.occurred_at,
        bars=_bars(step, incident, heard, reach.closing),
    )
    if incident.open:
        _mark_ground(step, incident, heard, key, reach.closing)
        _act(step, incident, heard, reach)


def _bars(step: Step, incident: Incident, heard: _Heard, closing: Closing | None) -> BarredLane | None:
    """Return the lane that is closed to the crews of the incident's drill."""
    lane = heard.said.lane
    if incident.drill is None or not incident.open or lane is None or wrong_with(incident, lane, closing) is not None:
        return None
    area, modes = area_of(lane), stopped(lane, closing)
    return None if area is None or modes is None else BarredLane(id=step.new_id("lane"), area=area, modes=modes)


def _mark_ground(step: Step, incident: Incident, heard: _Heard, key: str, closing: Closing | None) -> None:
    """Close the lane and mark the hydrant; what an exercise says of the ground binds no operation."""
    said = heard.said
    if incident.exercise or incident.test:
        return
    if said.lane is not None and wrong_with(incident, said.lane, closing) is None:
        close_lane(step, said.lane, key, closing)
    if said.water == "hydrant_dry" and said.hydrant is not None:
        dry(step, said.hydrant, incident.id)


def _hear(step: Step, command: cmd.SceneReport, incident: Incident, reach: Reach) -> _Heard:
    """Hold a report against what is known. Raises `Unusable` where it names an order of another incident."""
    said = Said(**{name: getattr(command, name) for name in Said.__struct_fields__})
    occurred_at, flags = own_time(step.world, command.occurred_at, step.now)
    unread = dict(said.unread)
    if "bad_time" in flags:
        unread["occurred_at"] = command.occurred_at or ""
    for name, (least, most) in _LIMITS.items():
        value = getattr(said, name)
        if value is not None and not least <= value <= most:
            unread[UNREAD_AS.get(name, name)] = str(value)[:WORDS_CHARACTERS]
            said, flags = replace(said, **{name: None}), (*flags, _FLAGS[name])
    said = replace(said, unread=unread)
    crew = _whose(step, command, incident)
    contradicts = tuple(each.id for each in incident.reports if _contradicts(said, crew, each))[-_CONTRADICTS_AT_MOST:]
    if contradicts or _fewer_than_known(incident, said):
        flags = (*flags, CONTRADICTED)
    if said.lane is not None and (wrong := wrong_with(incident, said.lane, reach.closing)) is not None:
        flags = (*flags, wrong)
    if incident.open:
        flags = (*flags, *flags_of(step.world, incident, said.want))
    return _Heard(said, tuple(dict.fromkeys((*flags, *command.odd))), crew, occurred_at, contradicts)


def _whose(step: Step, command: cmd.SceneReport, incident: Incident) -> Assignment | None:
    """Return the order of the crew whose word it is; None where nobody can tell which of several."""
    orders = step.world.assignments_of(incident)
    if command.assignment is not None:
        named = step.assignment(command.assignment)
        if named not in orders:
            raise Unusable(f"assignment {named.id} is of another incident; leave it out, or name one of these crews")
        return named
    own = [each for each in orders if each.station == step.by.station]
    standing = [each for each in own if each.active] or own
    there = [each for each in standing if each.on_scene_at is not None] or standing
    return there[0] if len(there) == 1 else None


def _contradicts(said: Said, crew: Assignment | None, other: Report) -> bool:
    """Whether an earlier report says otherwise. Who got out in the meantime explains that fewer are trapped."""
    before = other.said
    over = before.out or said.out
    if said.saw == "fire" and (before.saw == "no_fire" or before.out):
        return True
    if said.saw == "no_fire" and before.saw == "fire" and not over:
        return True
    if said.trapped is None or before.trapped is None:
        return False
    another = crew is None or crew.unit != other.unit
    return said.trapped + (said.got_out or 0) < before.trapped or (another and said.trapped > before.trapped)


def _fewer_than_known(incident: Incident, said: Said) -> bool:
    return said.trapped is not None and said.trapped + (said.got_out or 0) < (incident.trapped or 0)


def _advice(incident: Incident, said: Said) -> Advice | None:
    """Return what a person should do now. Fire and trapped people that anybody told of are worth more than no fire."""
    danger = said.saw == "fire" or bool(said.trapped)
    if not incident.open:
        return "reopen" if danger else None
    if danger or (said.saw is None and not said.out):
        return None
    if said.out:
        return "close"
    spared = worst_seen(incident.reports) != "fire" and not incident.trapped
    return "false_alarm" if said.saw == "no_fire" and spared else None


def _act(step: Step, incident: Incident, heard: _Heard, reach: Reach) -> None:
    said = heard.said
    trapped = _trapped_now(incident, said)
    place = replace(incident.place, floor=said.floor) if _floor_is_better(incident, said) else None
    if trapped is not None or place is not None:
        learn(step, incident.id, reach, place=place, trapped=trapped)
    if said.saw == "fire" and incident.confirmed_at is None:
        confirm(step, incident.id, SeenOnScene(who=_name_of(step, heard)), reach)
    elif said.saw == "cannot_tell":
        cannot_tell(step, incident.id, reach, who=_name_of(step, heard))
    if said.want and not incident.test:
        reinforce_scene(step, incident.id, said.want, _name_of(step, heard), reach)
    if said.want:
        wanted = helpers_wanted(step.world, said.want)
        step.attempt("helpers", ask_wanted, incident.id, wanted, AskedOnScene(who=_name_of(step, heard)))
    if (said.under_control or said.out) and heard.crew is not None:
        crew = step.world.assignments[heard.crew.id]
        if crew.active and crew.controlled_at is None:
            handled(step, crew, heard.occurred_at)


def _trapped_now(incident: Incident, said: Said) -> int | None:
    """Return how many are trapped, where that is news: more than was known, or fewer since people got out."""
    if said.trapped is None or said.trapped == incident.trapped or _fewer_than_known(incident, said):
        return None
    return said.trapped


def _floor_is_better(incident: Incident, said: Said) -> bool:
    """Whether the floor of the report is the incident's: nobody knew one, or the first crew that sees fire names it."""
    if said.floor is None or said.floor == incident.place.floor:
        return False
    seen = any(each.said.saw == "fire" and each.said.floor is not None for each in incident.reports)
    return incident.place.floor is None or (said.saw == "fire" and not seen)


def _name_of(step: Step, heard: _Heard) -> str:
    return heard.crew.unit if heard.crew is not None else step.by.station or step.by.name
