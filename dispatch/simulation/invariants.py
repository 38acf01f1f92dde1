"""What must always hold. Local rules are looked at after every step, whole Worlds at each crash and at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import Deadline, armed, changes_all, next_due, subjects_of, touched
from dispatch.core.decide.checks import order_of
from dispatch.core.errors import Refused
from dispatch.core.events import Event
from dispatch.core.evolve import fold
from dispatch.core.posts import subject_of
from dispatch.core.state import to_state, to_world
from dispatch.core.world import Incident, World
from dispatch.log.base import GENESIS, Head
from dispatch.log.chain import check_follows
from dispatch.log.memory import MemoryStorage
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.broken import Broken, expect
from dispatch.simulation.drill_invariants import check_drills
from dispatch.simulation.order_invariants import Graces, check_ladder_units, check_proposal
from dispatch.simulation.scene_invariants import check_scene
from dispatch.writer.schedule import Schedule
from dispatch.writer.wall import RuleFailure

LATE_MS = 100
"""How long after its time a deadline may act, or after the hub came back."""

WHOLE_WORLD_EVERY = 4000
"""After so many decisions the slow oracles are asked: `next_due` over everything, and the derived indexes."""


class Invariants:
    """Looks over the hub's shoulder and raises `Broken` at the first thing that is wrong.

    ``newest`` are the events of the last decision, ``latest_ms`` is how late the latest deadline acted, ``failures``
    are the rules that failed: none may, unless a test has made it so (``rules_may_fail``).
    """

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self._decisions = 0
        self.refusals: Counter[str] = Counter()
        self.rules_may_fail = False
        self.failures: list[RuleFailure] = []
        self.latest_ms = 0
        self.newest: tuple[Event, ...] = ()
        self._rearmed: dict[str, int] = {}  # by subject: since when an overdue deadline of it can act
        self._aside: set[str] = set()  # subjects with a deadline whose rule failed, until their next event
        self._all_rearmed = 0
        self._graces = Graces()

    def decided(self, before: World, world: World, events: Sequence[Event]) -> None:
        """Check numbering, and what the events touched."""
        self._decisions += 1
        self.newest = tuple(events)
        expect(
            [event.seq for event in events] == list(range(before.seq + 1, world.seq + 1)),
            f"events are not numbered one after another: {[event.seq for event in events]} after {before.seq}",
        )
        for key in dict.fromkeys(event.incident for event in events if event.incident is not None):
            if key in world.incidents:
                check_incident(world, world.incidents[key])
        for event in events:
            check_exercise(world, event)
            check_no_crew_out_is_asked(world, event)
            check_proposal(world, event)
            self._graces.see(world, event)
            self._note_rearmed(event)
        check_corridors(world)
        check_drills(before, world, events)
        check_scene(before, world, events)
        check_ladder_units(before, world, events)
        for unit in dict.fromkeys(event.unit for event in events if isinstance(event, ev.AssignmentEvent)):
            check_unit(world, unit)

    def _late_ms(self, due: Deadline, up_since: int) -> int:
        """Return how long a deadline could have acted and did not."""
        rearmed = max(self._rearmed.get(due.subject, 0), self._all_rearmed)
        return self._agenda.now - max(due.due_at, up_since, rearmed)

    def _check_overdue(self, world: World, schedule: Schedule, up_since: int) -> None:
        """Nothing that stands was forgotten."""
        due = next_standing(world, schedule)
        late_ms = 0 if due is None else self._late_ms(due, up_since)
        expect(late_ms <= LATE_MS, f"{due} stands {late_ms} ms after its time")

    def _note_rearmed(self, event: Event) -> None:
        """What a person or another ladder arms after its time can only act from then on."""
        for subject in self._aside.intersection(touched(event)):
            self._rearmed[subject] = event.at
            self._aside.discard(subject)
        if isinstance(event, ev.LadderResumed):
            self._rearmed[event.assignment] = event.at
        elif isinstance(event, ev.IncidentMerged):
            self._rearmed[event.into] = event.at
        elif isinstance(event, ev.DutyHandedOver | ev.DutyTakenOver):
            self._rearmed[subject_of(event.station)] = event.at
        elif changes_all(event):
            self._all_rearmed = event.at

    def failed(self, failure: RuleFailure) -> None:
        """Take note of a rule that failed."""
        expect(self.rules_may_fail, f"the rule {failure.kind} failed on {failure.command}: {failure.error!r}")
        self.failures.append(failure)
        if isinstance(failure.command, cmd.DeadlineDue):
            self._aside.add(failure.command.subject)

    def refused(self, command: cmd.Command, refusal: Refused) -> None:
        """Count a refusal."""
        del command
        self.refusals[refusal.code] += 1

    def fired(self, due: Deadline, events: Sequence[Event], up_since: int) -> None:
        """Check that a deadline that came up acted, in time."""
        late_ms = self._late_ms(due, up_since)
        self.latest_ms = max(self.latest_ms, late_ms)
        expect(late_ms <= LATE_MS, f"{due} acted {late_ms} ms late")
        # A search in a thread lets other commands pass: what they settled meanwhile rightly brings about nothing.
        expect(bool(events) or late_ms > 0, f"{due} came up and brought about nothing")

    def applied(self, world: World, schedule: Schedule, *, up_since: int) -> None:
        """Ask the slow oracles now and then. No deadline may be on its way through a worker thread."""
        if self._decisions >= WHOLE_WORLD_EVERY:
            self._decisions = 0
            check_schedule(world, schedule)
            check_indexes(world)
            self._check_overdue(world, schedule, up_since)

    def restarted(self, expected: World, restored: World, schedule: Schedule) -> None:
        """Check that a restart gives the World that the crash took, and arms its deadlines."""
        expect_same(expected, restored, "the World after a crash")
        check_schedule(restored, schedule)


def expect_same(one: World, other: World, what: str) -> None:
    """Raise `Broken` with the first field in which two Worlds differ."""
    if one == other:
        return
    for name in World.__struct_fields__:
        first, second = getattr(one, name), getattr(other, name)
        if first != second:
            raise Broken(f"{what} differs in {name}: {_difference(first, second)}")


def check_incident(world: World, incident: Incident) -> None:
    """An open incident is in somebody's hands: a crew's, a deadline's, or a named shortfall's. Tests need nobody."""
    for alarm in incident.alarms:
        expect(world.alarms[alarm].incident == incident.id, f"alarm {alarm} is not where {incident.id} has it")
    if not incident.open:
        expect(not any(world.active_of(incident)), f"{incident.id} is closed and still binds a unit")
        return
    cared_for = (
        incident.test
        or any(world.active_of(incident))
        or bool(incident.shortfalls)
        or any(armed(world, key) for key in incident.assignments)
    )
    expect(cared_for, f"{incident.id} is open with no unit, no armed deadline and no named shortfall")


def check_unit(world: World, unit: str) -> None:
    """A unit is on the way or on scene in one incident at most."""
    there = {each.incident for each in world.active_of_unit(unit) if each.en_route_at or each.on_scene_at}
    expect(len(there) <= 1, f"{unit} is under way or on scene in {sorted(there)}")


def check_corridors(world: World) -> None:
    """The traffic side hears of operations' vehicles that left, and of no exercise."""
    for key in world.corridors:
        order = world.assignments.get(key)
        expect(order is not None and not order.exercise, f"a corridor is open for {key}, which is no operation's order")
        expect(order is None or order.en_route_at is not None, f"a corridor is open for {key}, which has not left")


def check_exercise(world: World, event: Event) -> None:
    """Nothing of an exercise touches operations: flags agree with the incident's, and no arrow leads across."""
    if event.incident is None or event.incident not in world.incidents:
        return
    incident = world.incidents[event.incident]
    expect(event.exercise == incident.exercise, f"{event.seq} does not say what its incident {incident.id} is")
    if isinstance(event, ev.AssignmentEvent) and event.assignment in world.assignments:
        held = world.assignments[event.assignment]
        expect(held.exercise == incident.exercise, f"{held.id} is not of the kind of its incident {incident.id}")
    if isinstance(event, ev.DispatchChosen) and not event.exercise:
        busy = [each.unit for each in event.considered if each.verdict == "busy"]
        drilling = [unit for unit in busy if not world.is_bound(unit)]
        expect(not drilling, f"{event.seq} passed {drilling} over, whom only an exercise binds")
    into = getattr(event, "into", None)
    if into is not None:
        expect(world.incidents[into].exercise == incident.exercise, f"{event.seq} leads out of an exercise, or in")


def check_no_crew_out_is_asked(world: World, event: Event) -> None:
    """No post check is called while a crew of the station has an order, or waits for an answer once an operation
    sends one."""
    if isinstance(event, ev.CheckCalled):
        expect(order_of(world, event.station) is None, f"{event.check} is called at {event.station} with a crew out")
    if isinstance(event, ev.AssignmentAssigned) and not event.exercise:
        running = world.checks_of.get(event.station)
        expect(running is None, f"{running} still asks {event.station}, which got order {event.assignment}")


def check_outcomes(record: Iterable[Event]) -> None:
    """Every check that was called has exactly one outcome: answered in time, missed, or excused."""
    outcomes: dict[str, list[str]] = {}
    for event in record:
        match event:
            case ev.CheckCalled():
                outcomes[event.check] = []
            case ev.CheckMissed() | ev.CheckExcused(drawn=None) | ev.CheckAnswered(late_ms=0):
                outcomes[event.check].append(str(event.__struct_config__.tag))
    wrong = {check: found for check, found in outcomes.items() if len(found) != 1}
    expect(not wrong, f"checks without exactly one outcome: {wrong}")


def next_standing(world: World, schedule: Schedule) -> Deadline | None:
    """Return the earliest deadline of all but those that are set aside, whose rule failed: the slow oracle."""
    aside = schedule.aside(world)
    if not aside:
        return next_due(world)
    standing = (due for subject in subjects_of(world) for due in armed(world, subject))
    return min((due for due in standing if due not in aside), default=None)


def check_schedule(world: World, schedule: Schedule) -> None:
    """The heap knows what the slow oracle knows."""
    first, due = schedule.first(), next_standing(world, schedule)
    expect(first == due, f"the schedule has {first} first, the World has {due}")


def check_indexes(world: World) -> None:
    """The indexes that are kept are those that follow from the rest."""
    expect_same(to_world(to_state(world)), world, "the World with its indexes derived anew")


def check_fired_once(fired: Iterable[Deadline]) -> None:
    """No deadline acted twice."""
    twice = [due for due, count in Counter(fired).items() if count > 1]
    expect(not twice, f"acted more than once: {twice[:5]}")


def check_record(storage: MemoryStorage, world: World) -> None:
    """The record is whole, its bytes are what its events say, and its fold is the live World."""
    stored = storage.read(0, storage.head.seq)
    check_follows(Head(0, GENESIS), stored)
    events = []
    for each in stored:
        event = ev.decode(each.body)
        expect(ev.encode(event) == each.body, f"event {each.seq} is not stored as it reads")
        events.append(event)
    expect_same(fold(events), world, "the fold of the whole record")


def check_remembered(storage: MemoryStorage, answered: dict[tuple[str, bytes], int]) -> None:
    """Whatever was answered is in the record once: an id with its content, at the position that was told."""
    for (command, digest), seq in answered.items():
        known = [each for each in storage.find_commands(command) if each.fingerprint.startswith(digest)]
        expect(len(known) == 1, f"command {command} was answered and is {len(known)} times in the record")
        expect(known[0].last_seq == seq, f"command {command} was answered with {seq}, not with {known[0].last_seq}")


def _difference(one: object, other: object) -> str:
    keys = getattr(one, "keys", None)
    if keys is None:
        return f"{one!r:.300} / {other!r:.300}"
    first, second = dict(one.items()), dict(other.items())  # type: ignore[attr-defined]  # both are maps here
    for key in sorted({*first, *second}):
        if first.get(key) != second.get(key):
            return f"{key}: {first.get(key)!r:.600} / {second.get(key)!r:.600}"
    return "the order of its entries"
