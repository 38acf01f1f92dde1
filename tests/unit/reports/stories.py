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


def usual_fire() -> Told:
    """A fire as it usually is: eight crews with the long names of a district, some late, each for another reason."""
    town = Town()
    for number in range(6):
        town.station(f"解放碑{280 + number}号楼单位微型消防站", number / 3)
    town.engine("七星岗消防救援站", 2, crews=2)
    town.building("tower", 0.2)
    incident = only(town.alarm(at(0.2, building="tower", floor=18), kind="fire"), ev.IncidentOpened).incident
    for unit in sorted(town.world.units):
        if not any(each.unit == unit for each in town.world.assignments.values()):
            town.press(cmd.AssignmentAssign(incident=incident, unit=unit))
    orders = [each for each in town.world.assignments.values() if each.incident == incident]
    for command, step_s in (
        (cmd.AssignmentAcknowledge, 4),
        (cmd.AssignmentDepart, 7),
        (cmd.AssignmentArrive, 31),
        (cmd.AssignmentControl, 9),
    ):
        for number, order in enumerate(orders):
            if command is cmd.AssignmentDepart and number == 1:
                continue  # one forgets to say that it leaves
            town.wait(step_s * (1 + number % 3) / 2)
            crew = By(role="station", name="示例班", station=order.station)
            town.do(command(assignment=order.id), by=crew)
    town.press(cmd.AddNote(incident=incident, text="示例：18层走廊有烟，已疏散"))
    town.press(cmd.IncidentAccept(incident=incident, receiver="示例中队"))
    town.press(cmd.IncidentClose(incident=incident))
    return Told(town, incident, own_events(town.record, incident))


def own_events(record: Sequence[ev.Event], incident: str) -> list[Any]:
    """Return an incident's events, as `timeline` does."""
    return [event for event in record if event.incident == incident or getattr(event, "into", None) == incident]
