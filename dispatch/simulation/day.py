"""One simulated day: everything put together, step by step, with the hub crashing between any two steps."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count

from dispatch.core import events as ev
from dispatch.core.events import Event, encode
from dispatch.core.instant import Instant, to_text
from dispatch.core.vocabulary import By, Role
from dispatch.simulation.agenda import Agenda
from dispatch.simulation.alarms import START, Fire, Signal, in_order, invented_fires, signals_of
from dispatch.simulation.broken import Broken, expect
from dispatch.simulation.centre import Centre
from dispatch.simulation.crews import Phone
from dispatch.simulation.devices import Devices
from dispatch.simulation.dice import happens
from dispatch.simulation.district import SyntheticDistrict, synthetic_district
from dispatch.simulation.forwarding import Outside
from dispatch.simulation.gateways import Gateways
from dispatch.simulation.helpers import Helpers
from dispatch.simulation.hub import SimulatedHub
from dispatch.simulation.invariants import (
    Invariants,
    check_fired_once,
    check_indexes,
    check_outcomes,
    check_record,
    check_remembered,
)
from dispatch.simulation.outcome import Outcome
from dispatch.simulation.people import Network
from dispatch.simulation.posts import Posts
from dispatch.simulation.surroundings import Surroundings
from dispatch.simulation.traffic import Traffic
from dispatch.simulation.training import Training

PER_HOUR = 45.0
STEPS_BETWEEN_CRASHES = 15_000
DOWN_MS = (200, 6000)
OUTAGE_MS = (8_000, 240_000)
OUTAGES = 0.3
"""The share of crashes after which the hub is away for longer than somebody needs to start it again."""

WITH_PENDING = 0.75
"""The share of crashes that wait until something is decided and not yet durable: those are the ones that hurt."""

LAST_EVENTS = 25
MOST_STEPS_AFTER_HOURS = 2_000_000
"""A day that does not end by then never will."""


class Failure(Exception):  # noqa: N818 - what happened to the day
    """An invariant broke: the message says seed, step and the last events."""


class Day:
    """A busy day of the district that belongs to the seed.

    ``fires`` replaces the invented ones; they must come in order of time.
    """

    def __init__(
        self, seed: int, *, hours: float = 24.0, per_hour: float = PER_HOUR, fires: Iterable[Fire] | None = None
    ) -> None:
        self.seed = seed
        self.hours = hours
        self.per_hour = per_hour
        self.steps = 0
        self.crashes = 0
        self._agenda = Agenda(START)
        self._invariants = Invariants(self._agenda)
        self._rng = self._random("faults")
        self._hub = SimulatedHub(self._agenda, self._random("hub"), self._invariants)
        self._network = Network(self._agenda, self._hub, self._random("network"))
        self._district = synthetic_district(seed)
        self._centre = Centre(self._agenda, self._hub, self._network, self._random("centre"))
        self._surroundings = Surroundings(
            self._agenda, self._hub, self._network, self._district, self._random("surroundings")
        )
        self._devices = Devices(self._agenda, self._hub, self._network, self._district, self._random("devices"))
        self._posts = Posts(self._agenda, self._hub, self._network, self._district, self._random("posts"))
        self._training = Training(self._agenda, self._hub, self._network, self._district, self._random("training"))
        self._gateways = Gateways(self._agenda, self._hub, self._random("gateways"))
        self._helpers = Helpers(self._agenda, self._hub, self._network, self._random("helpers"))
        self._traffic = Traffic(self._agenda, self._hub, self._random("traffic"))
        self._outside = Outside(self._agenda, self._hub, self._random("outside"))
        self._phones = self._connect(self._district)
        stream = invented_fires(self._district.buildings, seed=seed, hours=hours, per_hour=per_hour)
        self._fires = in_order(stream if fires is None else fires)
        self._numbers = count(1)
        self._next_crash = self._draw_crash()

    def run(self) -> Outcome:
        """Play the day to its end, when every incident is closed and archived. Raises `Failure`."""
        try:
            self._begin()
            self._play_while(lambda: self._agenda.now < self._closing_time)
            self._end_shift()
            self._play_while(lambda: True, at_most=MOST_STEPS_AFTER_HOURS)
            self._audit()
        except Failure:
            raise
        except Exception as error:
            raise Failure(self._report(error)) from error
        return self._outcome()

    @property
    def record(self) -> list[Event]:
        """Every durable event so far, in order."""
        return self._hub.record

    # --- steps --------------------------------------------------------------------------------------------------------

    def _play_while(self, goes_on: Callable[[], bool], *, at_most: int | None = None) -> None:
        begun = self.steps
        while goes_on() and self._step():
            self.steps += 1
            if self._hub.up and not self._hub.held:
                self._invariants.applied(self._hub.world, self._hub.schedule, up_since=self._hub.up_since)
            self._crash_if_due()
            if at_most is not None and self.steps - begun > at_most:
                raise Broken(f"the day does not end: {len(self._agenda)} acts are planned still")

    def _step(self) -> bool:
        """Do what comes next, an act or a deadline; False where nothing does."""
        planned = self._agenda.next_at()
        due = self._hub.schedule.first() if self._hub.up else None
        if due is not None and (planned is None or max(due.due_at, self._agenda.now) <= planned):
            self._agenda.advance(due.due_at)
            self._hub.fire(due)
            return True
        if planned is None:
            return False
        self._agenda.step()
        return True

    def _crash_if_due(self) -> None:
        if self.steps < self._next_crash or not self._hub.up:
            return
        if not self._hub.has_pending and happens(self._rng, WITH_PENDING):
            return
        self.crashes += 1
        self._next_crash = self._draw_crash()
        self._hub.crash()
        for phone in self._phones:
            phone.lose_line(self._rng.randint(*DOWN_MS))
        down_ms = OUTAGE_MS if happens(self._rng, OUTAGES) else DOWN_MS
        self._agenda.after(self._rng.randint(*down_ms), self._hub.restart)

    def _draw_crash(self) -> int:
        return self.steps + 1 + int(self._rng.expovariate(1 / STEPS_BETWEEN_CRASHES))

    # --- the day ------------------------------------------------------------------------------------------------------

    @property
    def _closing_time(self) -> Instant:
        return START.plus(int(self.hours * 3_600_000))

    def _begin(self) -> None:
        self._hub.do(self._district.as_command())
        self._centre.begin()
        self._surroundings.begin()
        self._devices.begin()
        self._posts.begin()
        self._training.begin()
        self._plan_next_fire()

    def _end_shift(self) -> None:
        self._centre.at_work = False
        self._surroundings.end()
        self._devices.end()
        self._posts.end()
        self._training.end()

    def _plan_next_fire(self) -> None:
        fire = next(self._fires, None)
        if fire is not None:
            self._agenda.at(START.plus(int(fire.at_s * 1000)), partial(self._break_out, fire))

    def _break_out(self, fire: Fire) -> None:
        for signal in signals_of(fire, next(self._numbers), self._rng):
            self._agenda.after(signal.after_s * 1000, partial(self._alarm, signal))
        self._plan_next_fire()

    def _alarm(self, signal: Signal) -> None:
        role: Role = "dispatcher" if signal.sender == "switchboard" else "device"
        self._network.alarm(signal.alarm, By(role=role, name=signal.sender))

    def _connect(self, district: SyntheticDistrict) -> tuple[Phone, ...]:
        phones = tuple(
            Phone(each.id, self._agenda, self._hub, self._network, self._random(f"phone {each.id}"))
            for each in district.stations
        )

        self._hub.on_durable.append(partial(_push, {phone.station: phone for phone in phones}))
        return phones

    def _random(self, purpose: str) -> random.Random:
        """Return numbers of one purpose's own, so that a change in one place leaves the others as they were."""
        return random.Random(f"{self.seed}/{purpose}")

    # --- the end ------------------------------------------------------------------------------------------------------

    def _audit(self) -> None:
        hub = self._hub
        expect(not hub.world.drills, f"drills never left the World: {sorted(hub.world.drills)[:5]}")
        expect(not hub.world.incidents, f"incidents never left the World: {sorted(hub.world.incidents)[:5]}")
        expect(hub.schedule.first() is None, f"{hub.schedule.first()} stands for ever")
        check_indexes(hub.world)
        check_record(hub.storage, hub.world)
        check_fired_once(hub.fired)
        check_outcomes(hub.record)
        check_remembered(hub.storage, self._network.answered)

    def _report(self, error: Exception) -> str:
        what = str(error) if isinstance(error, Broken) else repr(error)
        lines = "\n".join(self._last_events())
        return (
            f"{what}\nseed {self.seed}, step {self.steps}, {to_text(self._agenda.now)}, after {self.crashes} crashes; "
            f"the last events:\n{lines}\n"
            f"again: onethree simulate --seed {self.seed} --hours {self.hours:g} --per-hour {self.per_hour:g}"
        )

    def _last_events(self) -> Iterator[str]:
        durable = self._hub.record[-LAST_EVENTS:]
        last_seq = durable[-1].seq if durable else 0
        undurable = [event for event in self._invariants.newest if event.seq > last_seq]
        return (encode(event).decode() for event in (*durable, *undurable))

    def _outcome(self) -> Outcome:
        opened = [event for event in self._hub.record if isinstance(event, ev.IncidentOpened)]
        return Outcome(
            seed=self.seed,
            head=self._hub.storage.head.hash.hex(),
            steps=self.steps,
            incidents=sum(not each.exercise and not each.test for each in opened),
            exercises=sum(each.exercise for each in opened),
            tests=sum(each.test and not each.exercise for each in opened),
            crashes=self.crashes,
            deadlines=len(self._hub.fired),
            latest_ms=self._invariants.latest_ms,
            answered=len(self._network.answered),
            events=dict(Counter(str(event.__struct_config__.tag) for event in self._hub.record)),
            commands=dict(self._hub.commands),
            refusals=dict(self._invariants.refusals),
        )


def _push(phones: Mapping[str, Phone], events: Sequence[Event]) -> None:
    """Give every station's phone what is for it; closures are nothing to its buttons."""
    mine: dict[str, list[Event]] = {}
    for event in events:
        for station in event.to:
            if station in phones:
                mine.setdefault(station, []).append(event)
    for station, found in mine.items():
        phones[station].hear(found)
