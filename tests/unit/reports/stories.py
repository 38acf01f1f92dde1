"""A little incident from the alarm to the end, for whatever reports it (all of it is 示例)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from dispatch.core import commands as cmd, events as ev
from dispatch.core.vocabulary import By
from dispatch.past.reports.incident import IncidentReport, incident_report
from tests.unit.core.world_builder import Town, at, only

HEAD = "41:" + "ab" * 32
CREW = By(role="station", name="示例班", station="a")
NASTY = "<script>alert('示例')</script>"


class Told(NamedTuple):
    """A town in which something happened, the incident, and its own events."""

    town: Town
    incident: str
    events: list[Any]

    def report(self) -> IncidentReport:
        """Report it as things stand."""
        return incident_report(self.events, self.incident, self.town.world, as_of=self.town.now, head=HEAD)


def fire(*, exercise: bool = False) -> Told:
    """The own crew ``a-1`` arrives in time and handles it late, ``b-1`` arrives late, the engine is recalled."""
    town = Town().station("a", 0, building="tower").station("b", 1, building="tower")
    town.station("e", 2, kind="fire", mode="engine")
    town.building("tower", 0.2)
    place = at(0.2, building="tower", floor=18)
    incident = only(town.alarm(place, device="d-1", exercise=exercise, note=NASTY), ev.IncidentOpened).incident
    orders = {each.unit: each.id for each in town.world.assignments.values() if each.incident == incident}
    for seconds, unit, command in (
        (5, "a-1", cmd.AssignmentAcknowledge),
        (7, "b-1", cmd.AssignmentAcknowledge),
        (8, "a-1", cmd.AssignmentDepart),
        (40.25, "a-1", cmd.AssignmentArrive),
        (26.679, "b-1", cmd.AssignmentArrive),
        (113, "a-1", cmd.AssignmentControl),
    ):
        town.wait(seconds)
        town.do(command(assignment=orders[unit]), by=CREW)
    town.press(cmd.AddNote(incident=incident, text=NASTY))
    town.press(cmd.AssignmentRecall(assignment=orders["e-1"], reason="不需要"))
    town.press(cmd.IncidentAccept(incident=incident, receiver="示例中队"))
    town.press(cmd.IncidentClose(incident=incident))
    return Told(town, incident, own_events(town.record, incident))


def own_events(record: Sequence[ev.Event], incident: str) -> list[Any]:
    """Return an incident's events, as `timeline` does."""
    return [event for event in record if event.incident == incident or getattr(event, "into", None) == incident]
