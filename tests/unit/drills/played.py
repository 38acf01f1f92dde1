"""A drill played in the little district, for what is counted afterwards."""

from __future__ import annotations

from dispatch.core import commands as cmd, events as ev
from dispatch.core.vocabulary import By
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.past.drills.facts import DrillFacts, gather
from stations.drills.model import DrillPlace, DrillPlan, Objective
from tests.unit.core.world_builder import LAT, LON, Town, only

COMMANDER = By(role="commander", name="示例指挥员")
OBJECTIVES = (
    Objective(id="answer", milestone_to="acknowledged", limit_s=60),
    Objective(id="arrive", milestone_to="on_scene", limit_s=120),
    Objective(id="first", milestone_to="on_scene", limit_s=120, of="first", weight=2.0),
    Objective(id="brigade", milestone_to="on_scene", limit_s=300, kinds=("fire",)),
    Objective(id="gear", text="着装"),
)


def town() -> Town:
    """Two crews and an engine."""
    t = Town(DEFAULT_SETTINGS).set(ladder=())
    return t.station("near", 1).station("far", 3).engine("fire", 5)


def begin(t: Town, objectives: tuple[Objective, ...]) -> str:
    """Start a drill in which all three turn out."""
    plan = DrillPlan(
        name="示例",
        place=DrillPlace(lon=LON, lat=LAT),
        stations=("near", "far", "fire"),
        everybody=True,
        objectives=objectives,
    )
    drill = only(t.do(cmd.PlanDrill(plan=plan), by=COMMANDER), ev.DrillPlanned).drill
    t.do(cmd.DrillStart(drill=drill), by=COMMANDER)
    return drill


def play(t: Town, arrive_s: dict[str, float], *, objectives: tuple[Objective, ...] = OBJECTIVES) -> str:
    """Run a drill in which each crew answers after 10 s and arrives as given, and end it after 10 min."""
    drill = begin(t, objectives)
    orders = {each.station: each.id for each in t.world.active_of(t.incident())}
    t.wait(10)
    for order in orders.values():
        t.press(cmd.AssignmentAcknowledge(assignment=order))
    passed = 10.0
    for station, at_s in sorted(arrive_s.items(), key=lambda item: item[1]):
        t.wait(at_s - passed)
        t.press(cmd.AssignmentArrive(assignment=orders[station]))
        passed = at_s
    t.wait(600 - passed)
    t.do(cmd.DrillEnd(drill=drill), by=COMMANDER)
    return drill


def facts_of(t: Town, drill: str) -> DrillFacts:
    """Return what the record says of a drill."""
    return gather(t.record)[drill]


KINDS = {"near": "micro_unit", "far": "micro_unit", "fire": "fire"}
