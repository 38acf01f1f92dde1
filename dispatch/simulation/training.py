"""Commanders who drill: planned, unannounced, disturbed, broken off, signed; and fires that do not wait for the end."""

from __future__ import annotations

import random
from collections.abc import Callable

from dispatch.core import commands as cmd
from dispatch.core.drill import Drill
from dispatch.core.instant import to_text
from dispatch.core.vocabulary import By, Place
from dispatch.core.world import World
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.centre import COMMANDER, DISPATCHER
from dispatch.simulation.dice import happens
from dispatch.simulation.district import SyntheticDistrict
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.people import Network
from dispatch.simulation.recurring import Recurring
from stations.drills.model import DRILL_KINDS, DrillPlace, DrillPlan, Inject, Lane, Objective

PLAN_S, TURN_S = 700.0, 45.0
"""Mean seconds between two plans, and between two things that somebody does about drills."""

AT_MOST = 4
"""Drills that are planned or running at a time: a district does not train with everybody."""

QUIET_TURNS = 3
"""After the shift it is looked so often whether a plan that was under way still came in."""

REAL_FIRE = 0.06
"""The share of turns in which a drill's own place really burns."""

Act = Callable[[World, Drill, random.Random], cmd.Command | None]


class Training(Recurring):
    """Plans drills and sees them through, on what the durable World shows; at the end it signs what is open."""

    def __init__(
        self, agenda: Agenda, hub: SimulatedHub, network: Network, district: SyntheticDistrict, rng: random.Random
    ) -> None:
        super().__init__(agenda, hub, network, district, rng)
        self._quiet = 0

    def begin(self) -> None:
        """Plan the first drill."""
        self._agenda.after(self._rng.expovariate(1 / PLAN_S) * 1000, self._plan)
        self._agenda.after(TURN_S * 1000, self._turn)

    def _plan(self) -> None:
        if not self.going_on:
            return
        rng = self._rng
        self._agenda.after(rng.expovariate(1 / PLAN_S) * 1000, self._plan)
        if sum(each.state in ("planned", "running") for each in self._hub.durable.drills.values()) < AT_MOST:
            later = to_text(self._agenda.now.plus(rng.randint(5_000, 400_000)))
            starts_at = rng.choice((None, later, later, "at noon"))
            by = DISPATCHER if happens(rng, 0.05) else COMMANDER
            self._network.send(cmd.PlanDrill(plan=a_plan(self._district, rng), starts_at=starts_at), by)

    def _turn(self) -> None:
        """Do something about one drill; after the shift end, cancel and sign until none is left open."""
        world, rng = self._hub.durable, self._rng
        open_ones = [each for _, each in sorted(world.drills.items()) if each.over_at is None]
        if not self.going_on:
            for drill in open_ones:
                self._network.send(_CLOSING[drill.state](drill=drill.id), COMMANDER)
            self._quiet = 0 if open_ones else self._quiet + 1
            if self._quiet == QUIET_TURNS:
                return
        elif world.drills:
            drill = world.drills[rng.choice(sorted(world.drills))]
            self._act(world, drill, rng)
        self._agenda.after((rng.expovariate(1 / TURN_S) if self.going_on else TURN_S) * 1000, self._turn)

    def _act(self, world: World, drill: Drill, rng: random.Random) -> None:
        if drill.running and happens(rng, REAL_FIRE):
            place = drill.plan.place
            real = cmd.AlarmRaise(source="phone", kind="flame", place=Place(building=place.building, floor=place.floor))
            self._network.alarm(real, DISPATCHER)
            return
        act = rng.choices(_ACTS, _WEIGHTS)[0] if happens(rng, 0.1) else rng.choice(_FITTING[drill.state])
        command = act(world, drill, rng)
        if command is not None:
            self._network.send(command, _who(command, rng))


def a_plan(district: SyntheticDistrict, rng: random.Random) -> DrillPlan:
    """Return a plan of any kind, here and there with faults."""
    building = rng.choice(district.buildings)
    stations = tuple(sorted(each.id for each in rng.sample(district.stations, rng.randint(2, 8))))
    named = happens(rng, 0.7)
    lane = Lane(lon=building.lon, lat=building.lat, radius_m=rng.uniform(20, 300))
    return DrillPlan(
        name="示例 drill",
        kind=rng.choice(DRILL_KINDS),
        place=DrillPlace(building=building.id if happens(rng, 0.97) else "bld-unknown", floor=rng.randint(1, 20)),
        stations=stations if named else (),
        everybody=named and happens(rng, 0.5),
        unannounced=happens(rng, 0.5),
        objectives=(
            Objective(id="arrive", milestone_to="on_scene", limit_s=180),
            Objective(id="gear", text="示例: everybody in gear"),
        ),
        injects=(
            Inject(id="lane", after_s=rng.randint(0, 90), effect="lane_blocked", lane=lane),
            Inject(
                id="second",
                upon="on_scene",
                after_s=rng.randint(0, 30),
                effect="second_fire",
                place=_other(district, rng),
            ),
            Inject(id="lift", upon="acknowledged", effect="lift_lost"),
            Inject(id="people", upon="on_scene", after_s=20, effect="trapped_more", trapped=3),
            Inject(id="leader", after_s=rng.randint(30, 200), effect="leader_out", station=stations[0]),
        ),
        ends_after_s=rng.randint(120, 1200),
    )


def _other(district: SyntheticDistrict, rng: random.Random) -> DrillPlace:
    return DrillPlace(building=rng.choice(district.buildings).id, floor=18)


def _who(command: cmd.Command, rng: random.Random) -> By:
    """Return who gives a command: mostly somebody who may."""
    if isinstance(command, cmd.DrillAttend) and happens(rng, 0.7):
        return By(role="station", name=f"phone of {command.station}", station=command.station)
    if isinstance(command, cmd.DrillBreakOff) or happens(rng, 0.05):
        return DISPATCHER
    return COMMANDER


def _start(_world: World, drill: Drill, _rng: random.Random) -> cmd.Command:
    return cmd.DrillStart(drill=drill.id)


def _cancel(_world: World, drill: Drill, rng: random.Random) -> cmd.Command | None:
    return cmd.DrillCancel(drill=drill.id, reason="示例: rain") if happens(rng, 0.6) else None


def _inject(_world: World, drill: Drill, rng: random.Random) -> cmd.Command:
    if happens(rng, 0.5):
        return cmd.DrillInject(
            drill=drill.id, inject=rng.choice((*(each.id for each in drill.plan.injects), "unknown"))
        )
    free = Inject(id=f"own-{rng.randint(1, 9)}", text="示例: smoke in the staircase")
    return cmd.DrillInject(drill=drill.id, free=free)


def _remark(_world: World, drill: Drill, rng: random.Random) -> cmd.Command:
    return cmd.DrillRemark(
        drill=drill.id,
        text="示例: quick",
        objective=rng.choice((None, "gear", "unknown")),
        verdict=rng.choice((None, "met", "partly", "missed")),
    )


def _attend(world: World, drill: Drill, rng: random.Random) -> cmd.Command | None:
    stations = (*drill.plan.stations, *drill.ordered)
    if not stations:
        return None
    station = rng.choice(stations)
    roster = world.rosters.get(station)
    # Whom the roster has, in most cases: somebody whom nobody knows is refused.
    rostered = [] if roster is None else sorted({member for row in roster.rows for member in row.members})
    known = rostered or [f"{station}-m{number}" for number in range(8)]
    members = tuple([*known, "nobody-knows"][: rng.randint(0, 8)])
    return cmd.DrillAttend(drill=drill.id, station=station, members=members)


def _break_off(_world: World, drill: Drill, rng: random.Random) -> cmd.Command | None:
    if happens(rng, 0.6):
        return None
    station = rng.choice((None, *drill.ordered)) if drill.ordered else None
    return cmd.DrillBreakOff(drill=drill.id, station=station, reason="示例: somebody is hurt")


def _end(_world: World, drill: Drill, rng: random.Random) -> cmd.Command | None:
    return cmd.DrillEnd(drill=drill.id) if happens(rng, 0.5) else None


def _sign(_world: World, drill: Drill, _rng: random.Random) -> cmd.Command:
    return cmd.DrillSignOff(drill=drill.id, score=80.0, note="示例")


def _note(world: World, drill: Drill, rng: random.Random) -> cmd.Command | None:
    known = [key for key in drill.incidents if key in world.incidents]
    return cmd.IncidentReopen(incident=rng.choice(known)) if known else None


_WEIGHED: dict[Act, float] = {
    _start: 3,
    _cancel: 1,
    _inject: 3,
    _remark: 3,
    _attend: 3,
    _break_off: 1,
    _end: 1,
    _sign: 2,
    _note: 1,
}
_ACTS, _WEIGHTS = list(_WEIGHED), list(_WEIGHED.values())
_FITTING: dict[str, tuple[Act, ...]] = {
    "planned": (_start, _start, _cancel),
    "running": (_inject, _inject, _remark, _attend, _break_off, _end),
    "ended": (_remark, _attend, _sign),
    "cancelled": (_start, _remark),
    "signed_off": (_remark, _attend, _note),
}
_CLOSING: dict[str, type[cmd.DrillCommand]] = {
    "planned": cmd.DrillCancel,
    "running": cmd.DrillEnd,
    "ended": cmd.DrillSignOff,
}
