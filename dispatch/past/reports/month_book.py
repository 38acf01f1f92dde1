"""Adds up a district's month from its events. Pure.

A `MonthBook` is fed the record from the first moment of the month, event by event, and keeps only what the figures
need. An incident belongs to the month in which it opened; it is followed to its end even where that is later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dispatch.core import events as ev
from dispatch.core.instant import Instant
from dispatch.core.performance import FOLLOWED, Judgement, Track, follow, judge
from dispatch.core.vocabulary import IncidentOutcome
from dispatch.core.world import World
from dispatch.past.corridor_lines import CORRIDOR_TAKEN, CorridorLine, follow_corridor
from dispatch.past.help_lines import HELP_TAKEN, HelpLine, follow_help
from dispatch.past.reader import tag_of
from dispatch.past.reports.corridors import corridor_figures
from dispatch.past.reports.figures import kept, spreads
from dispatch.past.reports.helpers import help_figures
from dispatch.past.reports.month import DeviceLine, Month, MonthReport, Result, Section, StationLine
from dispatch.past.reports.posts import COUNTED, checks_by_shift
from dispatch.past.reports.samples import Opening, Sample, samples
from dispatch.past.reports.training import TrainingReport
from stations.kinds import is_rescue

FALSE = ("false_equipment", "false_cooking", "false_touched", "false_malicious", "false_works")
"""The closings that make an alarm a false one (NFIRS 5.0 73x, 74x, 71x)."""


_TAKEN: tuple[type[ev.Event], ...] = (
    *FOLLOWED,
    *COUNTED,
    ev.AlarmRaised,
    ev.AlarmSplit,
    ev.IncidentOpened,
    ev.IncidentGraded,
    ev.IncidentClosed,
    ev.IncidentReopened,
    ev.IncidentUpdated,
    ev.IncidentOutcomeRecorded,
    ev.IncidentArchived,
    *HELP_TAKEN,
    *CORRIDOR_TAKEN,
)
TAKEN = frozenset(map(tag_of, _TAKEN))
"""The types of events of which a book takes more than their time: two thirds of a record are others."""


class _Case(NamedTuple):
    """What is kept of an incident."""

    opened: ev.IncidentOpened
    opening: Opening


class MonthBook:
    """Takes the record's events in order and adds up one month."""

    def __init__(self, month: Month) -> None:
        self.month = month
        # The time of the last event that was entered: is the month over?
        self._now = Instant(0)
        # The incidents that opened in the month, by id; those of other months are not kept at all.
        self._cases: dict[str, _Case] = {}
        # Which of them are still open, however long after the month.
        self._open: set[str] = set()
        # Incident → the grade that it came to last.
        self._grades: dict[str, int] = {}
        # Incident → why it was closed last; one that was opened again has none.
        self._closings: dict[str, str] = {}
        # Assignment → its milestones and targets.
        self._tracks: dict[str, Track] = {}
        # Incident → what it is about now, and what was said last of what came of it.
        self._kinds: dict[str, str] = {}
        self._outcomes: dict[str, IncidentOutcome] = {}
        # Which are not archived yet: until then their outcome may be corrected.
        self._kept: set[str] = set()
        # Alarm → the event that brought it, and the incident that it is in now: alarms move by split and merge.
        self._alarms: dict[str, ev.AlarmRaised] = {}
        self._incident_of: dict[str, str] = {}
        # Request for help → what became of it.
        self._help: dict[str, HelpLine] = {}
        # Assignment → what became of its green corridor.
        self._corridors: dict[str, CorridorLine] = {}
        # Calls of post checks in the month and what came of them, in order.
        self._checks: list[ev.Event] = []
        # Which of these have not ended yet.
        self._running_checks: set[str] = set()

    @property
    def complete(self) -> bool:
        """Whether the month is over and each of its incidents is archived and its checks ended: nothing more comes."""
        return self._now >= self.month.until_at and not self._kept and not self._running_checks

    def pass_to(self, moment: Instant) -> None:
        """Go on to the time of an event that is none of those that are `TAKEN`."""
        self._now = moment

    def enter(self, event: ev.AnyEvent) -> None:
        """Take one more event."""
        self.pass_to(event.at)
        within = self.month.from_at <= event.at < self.month.until_at
        if isinstance(event, ev.IncidentOpened) and within:
            opening = Opening(event.incident, event.number, event.at, event.exercise)
            self._cases[event.incident] = _Case(event, opening)
            self._grades[event.incident] = event.grade
            self._open.add(event.incident)
            self._kept.add(event.incident)
            self._kinds[event.incident] = event.kind
        if event.incident in self._cases:
            self._enter_of_a_case(event)
        else:
            self._enter_check(event, within=within)

    def _enter_check(self, event: ev.AnyEvent, *, within: bool) -> None:
        if within and isinstance(event, ev.CheckCalled):
            self._running_checks.add(event.check)
            self._checks.append(event)
        elif isinstance(event, ev.CheckAnswered | ev.CheckMissed | ev.CheckExcused):
            self._running_checks.discard(event.check)
            self._checks.append(event)

    def _enter_of_a_case(self, event: ev.AnyEvent) -> None:
        follow(self._tracks, event)
        follow_help(self._help, event)
        follow_corridor(self._corridors, event)
        match event:
            case ev.AlarmRaised():
                self._alarms[event.alarm] = event
                self._incident_of[event.alarm] = event.incident
            case ev.AlarmSplit():
                self._incident_of[event.alarm] = event.into
            case ev.IncidentGraded():
                self._grades[event.incident] = event.grade
            case ev.IncidentMerged():
                self._move_alarms(event.incident, event.into)
                self._move_outcome(event.incident, event.into)
                self._end(event.incident, "merged")
            case ev.IncidentClosed():
                self._end(event.incident, event.reason)
            case ev.IncidentReopened():
                self._closings.pop(event.incident, None)
                self._open.add(event.incident)
            case ev.IncidentUpdated() if event.kind is not None:
                self._kinds[event.incident] = event.kind
            case ev.IncidentOutcomeRecorded():
                self._outcomes[event.incident] = event.outcome
            case ev.IncidentArchived():
                self._kept.discard(event.incident)
            case _:
                return

    def _end(self, incident: str, reason: str) -> None:
        self._closings[incident] = reason
        self._open.discard(incident)

    def _move_alarms(self, source: str, target: str) -> None:
        for alarm, incident in list(self._incident_of.items()):
            if incident == source:
                self._incident_of[alarm] = target

    def _move_outcome(self, source: str, target: str) -> None:
        """What was said of both is said of one, and nobody who died is counted twice."""
        said, known = self._outcomes.pop(source, None), self._outcomes.get(target)
        if said is not None:
            self._outcomes[target] = said if known is None else known.filled(said)

    def samples(self) -> list[Sample]:
        """Return every sample, of operations and exercises, each marked as what it is; tests have none."""
        return [sample for exercise in (False, True) for sample in self._samples(exercise=exercise)]

    def close(
        self,
        world: World,
        *,
        as_of: Instant,
        head: str,
        training: TrainingReport | None = None,
        year_before: Result | None = None,
    ) -> MonthReport:
        """Return the report; ``world`` lends names."""
        return MonthReport(
            district=world.settings.name,
            timezone=world.settings.timezone,
            month=self.month.name,
            from_at=self.month.from_at,
            until_at=self.month.until_at,
            as_of=as_of,
            complete=as_of >= self.month.until_at and not self._open and not self._running_checks,
            head=head,
            operations=self._section(world, as_of, exercise=False),
            exercises=self._section(world, as_of, exercise=True),
            tests=sum(case.opened.test for case in self._cases.values()),
            checks=checks_by_shift(self._checks),
            training=training,
            year_before=year_before,
        )

    def _counted(self, *, exercise: bool) -> list[_Case]:
        return [each for each in self._cases.values() if each.opened.exercise == exercise and not each.opened.test]

    def _samples(self, *, exercise: bool) -> Iterator[Sample]:
        by_incident: dict[str, list[Track]] = {}
        for track in self._tracks.values():
            by_incident.setdefault(track.incident, []).append(track)
        for case in self._counted(exercise=exercise):
            yield from samples(case.opening, by_incident.get(case.opening.incident, ()))

    def _section(self, world: World, as_of: Instant, *, exercise: bool) -> Section:
        cases = {each.opened.incident: each for each in self._counted(exercise=exercise)}
        orders = [each for each in self._tracks.values() if each.incident in cases]
        judged = {order.assignment: judge(order, as_of) for order in orders}
        measured = list(self._samples(exercise=exercise))
        alarms = [each for each in self._alarms.values() if self._incident_of[each.alarm] in cases]
        closings = Counter(self._closings[key] for key in cases if key in self._closings)
        merged = closings.pop("merged", 0)
        return Section(
            exercise=exercise,
            incidents=len(cases) - merged,
            open=sum(key in self._open for key in cases),
            alarms=len(alarms),
            merged=merged,
            grades=dict(sorted(Counter(str(self._grades[key]) for key in cases).items())),
            closings=dict(closings.most_common()),
            orders=len(orders),
            kept=kept(each for found in judged.values() for each in found),
            spreads=spreads(measured),
            stations=tuple(_stations(orders, judged, measured, world)),
            devices=tuple(self._devices(alarms, world)),
            result=self.result(exercise=exercise),
            helpers=help_figures(each for each in self._help.values() if each.incident in cases),
            corridors=corridor_figures(orders, self._corridors),
        )

    def result(self, *, exercise: bool = False) -> Result:
        """Return what came of the incidents of operations, or of exercises."""
        keys = [each.opened.incident for each in self._counted(exercise=exercise)]
        closings = [reason for key in keys if (reason := self._closings.get(key, "merged")) != "merged"]
        said = [self._outcomes[key] for key in keys if key in self._outcomes]
        fires = [key for key in keys if self._was_fire(key)]
        false = sum(reason in FALSE for reason in closings)
        return Result(
            fires=len(fires),
            dead=sum(each.dead or 0 for each in said),
            injured=sum(each.injured or 0 for each in said),
            loss_yuan=sum(each.loss_yuan or 0 for each in said),
            closed=len(closings),
            false_alarms=false,
            false_rate=false / len(closings) if closings else None,
            without_outcome=sum(key not in self._outcomes for key in fires),
        )

    def _was_fire(self, incident: str) -> bool:
        handled = self._closings.get(incident) == "handled" and not is_rescue(self._kinds[incident])
        outcome = self._outcomes.get(incident)
        return handled and (outcome is None or outcome.cause != "no_fire")

    def _devices(self, alarms: Iterable[ev.AlarmRaised], world: World) -> Iterator[DeviceLine]:
        """Yield a line for each device that raised a false alarm, the worst first."""
        by_device: dict[tuple[str, str, str], list[str | None]] = {}
        for alarm in alarms:
            key = (alarm.source, alarm.device or "", alarm.place.building or "")
            by_device.setdefault(key, []).append(self._closings.get(self._incident_of[alarm.alarm]))
        lines = [_device(key, reasons, world) for key, reasons in by_device.items()]
        yield from sorted((line for line in lines if line.false), key=lambda line: (-line.false, line.device))


def _device(key: tuple[str, str, str], reasons: list[str | None], world: World) -> DeviceLine:
    source, device, building = key
    found = world.buildings.get(building)
    false = Counter(reason for reason in reasons if reason in FALSE)
    return DeviceLine(
        source=source,
        device=device,
        building=building,
        building_name=found.name if found else "",
        alarms=len(reasons),
        false=false.total(),
        reasons={str(reason): count for reason, count in false.most_common()},
    )


def _stations(
    orders: Iterable[Track],
    judged: dict[str, tuple[Judgement, ...]],
    measured: Iterable[Sample],
    world: World,
) -> Iterator[StationLine]:
    """Yield a line for each station that had an order, in the order of ids."""
    by_station: dict[str, list[Track]] = {}
    for order in orders:
        by_station.setdefault(order.station, []).append(order)
    samples_of: dict[str, list[Sample]] = {}
    for sample in measured:
        if sample.start != "opened":  # how long the desk took is nothing of the station's
            samples_of.setdefault(sample.station, []).append(sample)
    for key, found in sorted(by_station.items()):
        station = world.stations.get(key)
        yield StationLine(
            station=key,
            name=station.name if station else "",
            kind=station.kind if station else "",
            orders=len(found),
            declined=sum(order.ending == "declined" for order in found),
            no_answer=sum(order.no_answer_at is not None for order in found),
            kept=kept(each for order in found for each in judged[order.assignment]),
            spreads=spreads(samples_of.get(key, ())),
        )
