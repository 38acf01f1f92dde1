"""The same rules on the same record once more, with something changed.

What people and devices did comes again at its own time. A crew that is sent again does what it did then, as long after
its order as then, its arrival earlier or later by as much as its way is shorter or longer. A crew that was not sent
then answers at once and arrives when the roads say. Deadlines act on time. Everything else in the district happens as
recorded. With nothing changed this is the record again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadline_keys import ClimbRung, DeadlineKey, Miss, Warn, parse
from dispatch.core.deadlines import Deadline, armed
from dispatch.core.errors import Refused, Unusable
from dispatch.core.evolve import evolve
from dispatch.core.instant import Instant
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import Incident, World
from dispatch.past.why.changes import Change
from dispatch.past.why.episode import Episode
from dispatch.past.why.facts import Facts
from dispatch.past.why.reissue import IdMap, command_for
from dispatch.past.why.script import Script
from dispatch.travel.decide_with import decide_with
from dispatch.travel.port import TravelQuery, TravelTimes
from stations.rules import MISSED

ASKER = By(role="commander", name="what if")

MODELLED = ("delivered", "acknowledged", "on_scene")
"""What is assumed of a crew that was not sent then; promises about anything later are not judged."""


class Planned(NamedTuple):
    """Something to do at a time; of equal times the record's own order counts."""

    at: Instant
    sort_key: int
    tie: int
    by: By
    what: ev.Event | cmd.Command


class Rerun:
    """One re-run. `run` plays it; then ``events`` are the incident's, ``notes`` what could not be done again."""

    def __init__(self, episode: Episode, changes: Sequence[Change], roads_of: Callable[[World], TravelTimes]) -> None:
        self.events: list[ev.Event] = []
        self.notes: list[str] = []
        self._script = Script(episode)
        self._facts = Facts(self._script, changes)
        self._changes = changes
        self._grade = next((each.grade for each in changes if each.grade is not None), None)
        self._world = episode.before
        self._travel = roads_of(episode.before)
        self._now = episode.opened.at
        self._seq = episode.head
        self._ids = IdMap(incident="")
        self._agenda: list[Planned] = []
        self._ties = count()
        self._modelled: set[str] = set()
        # Nearly all that happens is elsewhere in the district and moves no deadline here: the last answer is kept.
        self._due_of: tuple[object, ...] = ()
        self._due: Deadline | None = None

    @property
    def incident(self) -> str:
        """The id that the incident has in the re-run."""
        return self._ids.incident

    async def run(self) -> None:
        """Play it to the end. Raises `Unusable` where the change leaves no incident of its own to speak of, or where
        hub time went back meanwhile."""
        if any(isinstance(event, ev.ClockRestated) for event in self._script.fixed):
            raise Unusable("the clock was put right while this incident was open: its times cannot be played again")
        for change in self._changes:
            for command in change.commands:
                await self._decide(command, ASKER)
        for event in self._script.fixed:
            self._plan(event.at, event.seq, event.by, event)
        while await self._step():
            pass
        if self.incident == "":
            raise Unusable("by the rules of now what opened it is the state of a device, and opens no incident")

    async def _step(self) -> bool:
        """Do what comes next, a deadline or what is planned; of both at one time what is planned. False at the end."""
        due, planned = self._next_due(), self._agenda[0] if self._agenda else None
        due_at = self._script.at_work(due.due_at) if due is not None else None
        if due is not None and due_at is not None and self._is_first(due_at, planned):
            self._now = max(self._now, due_at)
            await self._decide(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at), HUB)
        elif planned is not None:
            heappop(self._agenda)
            self._now = max(self._now, planned.at)
            await self._play(planned)
        else:
            return False
        return True

    def _is_first(self, due_at: Instant, planned: Planned | None) -> bool:
        return due_at <= self._script.ends_at and (planned is None or due_at < planned.at)

    async def _play(self, planned: Planned) -> None:
        what = planned.what
        if isinstance(what, cmd.Command):
            await self._try(what, planned.by)
        elif not self._script.is_input(what):
            fact = self._facts.adapt(what, self._world, self._ids)
            if fact is not None:
                self._let_happen(fact)
        elif isinstance(what, ev.AssignmentDelivered):
            await self._show(what)
        elif self._is_over(what) or (self._grade is not None and isinstance(what, ev.IncidentGraded)):
            return
        else:
            await self._do_again(what)

    def _let_happen(self, fact: ev.Event) -> None:
        self._world = evolve(self._world, fact)
        self._travel.follow(self._world, (fact,))
        if isinstance(fact, ev.IncidentMerged) and fact.into == self.incident:
            # What came with another incident has the same ids here as in the record.
            joined = self._world.incidents[self.incident]
            self._ids.alarms.update((key, key) for key in joined.alarms)
            self._ids.assignments.update((key, key) for key in joined.assignments)

    async def _do_again(self, what: ev.Event) -> None:
        command = self._script.opening(what) or command_for(what, self._ids)
        if command is None:
            return
        happened = await self._try(command, what.by)
        if isinstance(what, ev.AlarmRaised):
            self._ids.alarms.update((what.alarm, each.alarm) for each in happened if isinstance(each, ev.AlarmRaised))

    def _is_over(self, what: ev.Event) -> bool:
        """Whether a crew reports about an order that has ended in the re-run: it would not have."""
        twin = self._ids.assignments.get(what.assignment) if isinstance(what, ev.MilestoneEvent) else None
        return twin is not None and not self._world.assignments[twin].active

    async def _show(self, what: ev.AssignmentDelivered) -> None:
        """Show the order on the station's telephones again."""
        twin = self._world.assignments.get(self._ids.assignments.get(what.assignment, ""))
        if twin is not None:
            await self._decide(cmd.Deliver(station=twin.station, seen_seq=twin.assigned_seq), what.by)

    def _next_due(self) -> Deadline | None:
        world = self._world
        incident = world.incidents.get(self.incident)
        if incident is None:
            return None
        due_of = (incident, world.settings, world.proposals, *map(world.assignments.get, incident.assignments))
        if due_of != self._due_of:
            self._due_of, self._due = due_of, self._earliest(incident)
        return self._due

    def _earliest(self, incident: Incident) -> Deadline | None:
        proposals = (each.id for each in self._world.proposals.values() if each.incident == incident.id)
        own = (incident.id,) if incident.open else ()
        standing = (due for key in (*own, *incident.assignments, *proposals) for due in armed(self._world, key))
        return min((due for due in standing if not self._unknowable(due)), default=None)

    def _unknowable(self, due: Deadline) -> bool:
        """Whether a deadline judges a crew by what is not assumed of it: only one that was really sent handled it."""
        if due.subject not in self._modelled:
            return False
        target = self._target_of(parse(due.key))
        clocks = self._world.assignments[due.subject].targets
        return any(clock.name == target and clock.milestone not in MODELLED for clock in clocks)

    def _target_of(self, key: DeadlineKey | None) -> str | None:
        """Return the promise that a deadline of an order is about; None for a rung that waits for something else."""
        match key:
            case Warn(target) | Miss(target):
                return target
            case ClimbRung(number):
                trigger = self._world.settings.ladder[number].trigger
                return trigger.removeprefix(MISSED) if trigger.startswith(MISSED) else None
            case _:
                return None

    async def _try(self, command: cmd.Command, by: By) -> tuple[ev.Event, ...]:
        """Decide; what the state does not allow any more is noted, and the re-run goes on without it."""
        try:
            return await self._decide(command, by)
        except Refused as refusal:
            self.notes.append(f"{command.__struct_config__.tag} of {by.role} {by.name} not done again: {refusal}")
            return ()

    async def _decide(self, command: cmd.Command, by: By) -> tuple[ev.Event, ...]:
        """Decide a command at this moment, with travel times as the hub would have asked for them."""
        # Numbers beyond the record's keep what happens here apart from what happens elsewhere in the record.
        world, travel = replace(self._world, seq=self._seq), TravelQuery(self._travel)
        while (decision := decide_with(world, command, now=self._now, by=by, travel=travel)) is None:
            travel.found(await self._travel.search(*travel.search, at_ms=self._now))
        self._world, self._seq = decision.world, decision.world.seq
        self._travel.follow(self._world, decision.events)
        self._take_in(decision.events)
        return decision.events

    def _take_in(self, events: Sequence[ev.Event]) -> None:
        """Note the incident's new events, and plan what its crews will do."""
        for event in events:
            if self.incident == "" and isinstance(event, (ev.IncidentOpened, ev.AlarmRaised)):
                if not isinstance(event, ev.IncidentOpened):
                    raise Unusable(f"with this change the alarm joins incident {event.number}: ask about that one")
                self._ids.incident = event.incident
                if self._grade is not None:
                    given = cmd.IncidentGrade(incident=event.incident, grade=self._grade)
                    self._plan(event.at, event.seq, ASKER, given)
            own = event.incident == self.incident
            if own:
                self.events.append(event)
            match event:
                case ev.AssignmentAssigned() if own:
                    self._send(event)
                case ev.AssignmentAssigned() if (recorded := self._script.same_diversion(event)) is not None:
                    self._ids.assignments[recorded] = event.assignment
                case ev.DispatchProposed() if own and (recorded := self._script.next_proposal()) is not None:
                    self._ids.proposals[recorded] = event.proposal
                case _:
                    continue

    def _send(self, order: ev.AssignmentAssigned) -> None:
        recorded = self._script.same_order(order.unit)
        if recorded is None:
            self._model(order)
            return
        self._ids.assignments[recorded.assignment] = order.assignment
        earlier_ms = round(1000 * ((recorded.eta_s or 0) - (order.eta_s or 0)))
        for report in self._script.reports[recorded.assignment]:
            after_ms = report.at - recorded.at
            if isinstance(report, _THERE) and recorded.eta_s is not None and order.eta_s is not None:
                after_ms = max(0, after_ms - earlier_ms)
            self._plan(order.at.plus(after_ms), report.seq, report.by, report)

    def _model(self, order: ev.AssignmentAssigned) -> None:
        """Plan what is assumed of a crew that was not sent then."""
        self._modelled.add(order.assignment)
        crew = By(role="station", name=order.station, station=order.station)
        shown = cmd.Deliver(station=order.station, seen_seq=order.seq)
        self._plan(order.at, order.seq, crew, shown)
        self._plan(order.at, order.seq, crew, cmd.AssignmentAcknowledge(assignment=order.assignment))
        if order.eta_s is not None:
            arrival = order.at.plus(round(order.eta_s * 1000))
            self._plan(arrival, order.seq, crew, cmd.AssignmentArrive(assignment=order.assignment))

    def _plan(self, at: Instant, sort_key: int, by: By, what: ev.Event | cmd.Command) -> None:
        if at <= self._script.ends_at:
            heappush(self._agenda, Planned(at, sort_key, next(self._ties), by, what))


_THERE = (ev.AssignmentOnScene, ev.AssignmentControlled, ev.AssignmentReleased)
"""Reports that come later by as much as the way is longer."""
