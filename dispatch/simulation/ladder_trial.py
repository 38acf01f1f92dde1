"""What the ladder does under one set of targets, on a stream of recorded calls: the numbers behind ``bench ladder``.

Crews are invented (`dispatch.simulation.crews`), and do the same about an order of one incident whatever the targets
are. The centre closes an incident a minute after the first crew has handled it, or half an hour after it was opened.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from dispatch.core import commands as cmd, events as ev
from dispatch.core.events import Event
from dispatch.core.reasons import ByLadder
from dispatch.simulation.crews import ACKNOWLEDGE_S, TEMPERS, Press, presses
from dispatch.simulation.recorded_town import Planned, RecordedTown
from stations.district import read_district
from stations.model import District
from stations.rules import Target

DELIVERED_S = 0.4
HANDLED_S, GIVEN_UP_S = 60.0, 1800.0
"""When the centre closes: after the first crew has handled it, or after nobody has."""

Call = tuple[float, cmd.AlarmRaise]
"""An alarm, seconds after the start."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a stream: counts, and the seconds from the alarm to the first arrival of each incident."""

    incidents: int
    orders: int
    ladder_orders: int
    recalls: int
    rungs: int
    missed_arrivals: int
    first_arrivals_s: tuple[float, ...]

    def each(self, count: int) -> float:
        """Return a count for each incident."""
        return count / self.incidents if self.incidents else 0.0

    def arrival_s(self, percent: float) -> float:
        """Return a percentile of the first arrivals, in seconds."""
        return float(np.percentile(self.first_arrivals_s, percent))


def play(district: District, calls: Iterable[Call], targets: tuple[Target, ...] | None, *, seed: int) -> Tally:
    """Play the calls on a district with these targets, None: its own; return what came of it."""
    if targets is not None:
        settings = msgspec.structs.replace(district.settings, targets=targets)
        district = msgspec.structs.replace(district, settings=settings)
    town = RecordedTown(district, partial(_habits, seed))
    for after_s, alarm in calls:
        town.call(after_s, alarm)
    town.play()
    return tally(town.record)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A trial to be played by the rules of another checkout: its district's folder, the calls, the seed."""

    district: Path
    calls: tuple[Call, ...]
    seed: int


def answer(asked: Path, answered: Path) -> None:
    """Play the trial that a file asks for with the targets that hold by default; write what came of it."""
    question = msgspec.json.decode(asked.read_bytes(), type=Question, dec_hook=lambda kind, value: kind(value))
    came = play(read_district(question.district), question.calls, None, seed=question.seed)
    answered.write_bytes(msgspec.json.encode(came))


def tally(record: Iterable[Event]) -> Tally:
    """Count what a record says."""
    opened: dict[str, ev.IncidentOpened] = {}
    first: dict[str, float] = {}
    counts = dict.fromkeys(("orders", "ladder_orders", "recalls", "rungs", "missed_arrivals"), 0)
    for event in record:
        match event:
            case ev.IncidentOpened():
                opened[event.incident] = event
            case ev.AssignmentAssigned():
                counts["orders"] += 1
                counts["ladder_orders"] += isinstance(event.because, ByLadder)
            case ev.AssignmentRecalled():
                counts["recalls"] += 1
            case ev.LadderClimbed():
                counts["rungs"] += 1
            case ev.TargetMissed(milestone="on_scene"):
                counts["missed_arrivals"] += 1
            case ev.AssignmentOnScene() if event.incident in opened:
                first.setdefault(event.incident, (event.at - opened[event.incident].at) / 1000)
    return Tally(incidents=len(opened), first_arrivals_s=tuple(first.values()), **counts)


def _habits(seed: int, event: Event) -> list[Planned]:
    match event:
        case ev.AssignmentAssigned():
            return _of_crew(seed, event)
        case ev.IncidentOpened():
            return [(GIVEN_UP_S, cmd.IncidentClose(incident=event.incident))]
        case ev.AssignmentControlled():
            return [(HANDLED_S, cmd.IncidentClose(incident=event.incident))]
        case _:
            return []


def _of_crew(seed: int, order: ev.AssignmentAssigned) -> list[Planned]:
    """Return what a crew does: by chance, but the same for the same crew and incident."""
    rng = random.Random(f"{seed}/{order.number}/{order.unit}")
    temper = rng.choices(list(TEMPERS), list(TEMPERS.values()))[0]
    pressed = presses(order, temper, rng)
    if temper in ("prompt", "late") and not any(each.button is cmd.AssignmentAcknowledge for each in pressed):
        # The phone rings until somebody answers it: of all buttons this one is not forgotten.
        pressed = [Press(rng.uniform(*ACKNOWLEDGE_S), cmd.AssignmentAcknowledge), *pressed]
    seen: Planned = (DELIVERED_S, cmd.Deliver(station=order.station, seen_seq=order.seq))
    return [seen, *((each.after_s, each.button(assignment=order.assignment)) for each in pressed)]
