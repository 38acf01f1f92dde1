"""What an incident gets now: the part of its plan that is due and has not been sent, and who is told beforehand."""

from __future__ import annotations

from dispatch.core import events as ev
from dispatch.core.decide import neighbours, sharing
from dispatch.core.decide.choice import choose
from dispatch.core.decide.grading import rise
from dispatch.core.decide.help import ask_planned
from dispatch.core.decide.plans import is_suspected, open_needs, plan_for
from dispatch.core.decide.step import Step
from dispatch.core.drill_queries import may_be_sent
from dispatch.core.reach import Reach
from dispatch.core.reasons import ByPlan, Reason, SuspectedFire, ToLook, reason_fields
from dispatch.core.world import Incident
from stations.model import BRIGADE_KINDS


def respond(step: Step, incident_id: str, reach: Reach) -> None:
    """Send what the plan asks for and nobody has an order for yet; forewarn the brigade while only a look is due.

    Then whoever stands beside it hears of it.
    """
    _send(step, incident_id, reach)
    step.attempt("neighbours", neighbours.inform, incident_id)


def _send(step: Step, incident_id: str, reach: Reach) -> None:
    incident = step.incident(incident_id)
    plan = plan_for(step.world, incident, step.now)
    needs = open_needs(step.world, incident, plan)
    if is_suspected(incident, plan):
        if needs:
            choose(step, incident_id, needs, reach, because=ToLook(plan=plan.name), with_ready=True)
        step.attempt("forewarning", _forewarn, step.incident(incident_id), reach)
        return
    if needs:
        choose(step, incident_id, needs, reach, because=ByPlan(plan=plan.name), with_ready=True)
    step.attempt("helpers", ask_planned, incident_id)
    step.attempt("sharing", sharing.note_rivals, incident_id, reach)


def confirm(step: Step, incident_id: str, because: Reason, reach: Reach) -> None:
    """Write down that it is real; the whole plan goes at once."""
    step.emit_in(incident_id, ev.IncidentConfirmed, **reason_fields(because))
    rise(step, incident_id)
    if not step.incident(incident_id).test:
        respond(step, incident_id, reach)


def _forewarn(step: Step, incident: Incident, reach: Reach) -> None:
    """Tell the nearest fire station that it may be needed: no order, no clock."""
    for candidate in reach.in_order(step.world.settings.modes_for(("engine", "aerial"))):
        unit = step.world.units.get(candidate.unit)
        station = step.world.stations.get(unit.station) if unit else None
        brigade = station is not None and station.kind in BRIGADE_KINDS
        if station is not None and brigade and may_be_sent(step.world, incident, candidate.unit):
            if station.id not in incident.forewarned:
                why = reason_fields(SuspectedFire())
                step.emit_in(incident.id, ev.DispatchForewarned, also=station.id, station=station.id, **why)
            return
