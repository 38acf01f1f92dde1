"""What must hold of what happens on scene: the worse word counts, nothing of an exercise leaves the house, a fire is
handed over or somebody says why not, and nobody counts from where a crew is not believed to be.
"""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.core import events as ev
from dispatch.core.events import Event
from dispatch.core.help import Help
from dispatch.core.reasons import DrillOver
from dispatch.core.whereabouts import spot_of
from dispatch.core.world import Assignment, World
from dispatch.simulation.broken import expect
from stations.model import BRIGADE_KINDS, MICRO_KINDS


def check_scene(before: World, world: World, events: Sequence[Event]) -> None:
    """Check what a decision's events say of scenes, helpers, hand-overs and positions."""
    for event in events:
        match event:
            case ev.SceneReported():
                _check_never_lower(before, world, event)
            case ev.IncidentClosed(reason="handled"):
                _check_handed_over(before, event)
            case ev.HelpTold() | ev.HelpNotTold():
                _check_inside(world.requests[event.request], event)
            case ev.UnitPosition(doubt=doubt) if doubt is not None:
                _check_unmoved(before, world, event)
            case ev.UnitPositionStale():
                _check_gone(before, world, event)
            case _:
                continue


def _check_never_lower(before: World, world: World, event: ev.SceneReported) -> None:
    """A report never makes an incident less than it was; who is trapped no more got out by its own words."""
    was, now = before.incidents.get(event.incident), world.incidents[event.incident]
    if was is None:
        return
    expect(now.grade >= was.grade, f"{event.report} lowers {now.id} from grade {was.grade} to {now.grade}")
    unconfirmed = was.confirmed_at is not None and now.confirmed_at is None
    expect(not unconfirmed, f"{event.report} takes back that {now.id} is real")
    accounted = (now.trapped or 0) + (event.said.got_out or 0)
    lost = accounted < (was.trapped or 0)
    expect(not lost, f"{event.report} takes {now.id} from {was.trapped} to {now.trapped} trapped, and nobody says why")


def _check_handed_over(before: World, event: ev.IncidentClosed) -> None:
    """With the brigade beside micro crews an incident is handed over before it is closed, or a reason is given.

    A drill that is over closes its own incidents: a real alarm may have ended it in the midst of one.
    """
    incident = before.incidents.get(event.incident)
    if incident is None or incident.handed_over_at is not None or event.not_handed_over is not None:
        return
    if isinstance(event.because, DrillOver):
        return
    orders = before.assignments_of(incident)
    brigade = [each.id for each in orders if each.station_kind in BRIGADE_KINDS and _was_there(each)]
    micro = [each for each in orders if each.station_kind in MICRO_KINDS and (each.active or _was_there(each))]
    expect(not (brigade and micro), f"{event.seq} closes {incident.id} silently, with {brigade} of the brigade there")


def _was_there(order: Assignment) -> bool:
    return order.on_scene_at is not None or order.controlled_at is not None


def _check_inside(request: Help, event: ev.HelpTold | ev.HelpNotTold) -> None:
    """Of an exercise or a test no gateway hears."""
    reached = event.means != "phone" and not request.outside
    expect(not reached, f"{event.seq} sent {request.id} of {request.incident} out of the house by {event.means}")


def _check_unmoved(before: World, world: World, event: ev.UnitPosition) -> None:
    """A position that is not believed moves nobody."""
    was, now = spot_of(before, event.unit), spot_of(world, event.unit)
    expect(was == now, f"{event.seq} is {event.doubt}, and {event.unit} counts from {now} and no more from {was}")


def _check_gone(before: World, world: World, event: ev.UnitPositionStale) -> None:
    """Nobody counts from a position that is stale."""
    position, now = before.positions.get(event.unit), spot_of(world, event.unit)
    believed = None if position is None else position.believed
    stale = believed is not None and now == (believed.lon, believed.lat)
    posted = world.standbys.get(event.unit)
    expect(not stale or posted is not None, f"{event.unit} still counts from {now}, which is stale")
