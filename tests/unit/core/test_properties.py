"""What holds after any sequence of commands of every type, whoever gives them and however long they wait between."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from copy import copy

import msgspec
from hypothesis import given, note, settings, strategies as st

from dispatch.access.permissions import authorize
from dispatch.core import commands as cmd
from dispatch.core.errors import Refused
from dispatch.core.events import Event, decode, encode
from dispatch.core.evolve import evolve, fold
from dispatch.core.instant import encode_hook
from dispatch.core.state import join, pieces, to_state, to_world
from dispatch.core.vocabulary import HUB, By
from dispatch.core.world import World
from dispatch.simulation.invariants import (
    check_corridors,
    check_exercise,
    check_incident,
    check_indexes,
    check_no_crew_out_is_asked,
    check_outcomes,
    check_schedule,
    check_unit,
)
from dispatch.simulation.order_invariants import check_ladder_units, check_proposal
from dispatch.simulation.outcome import COMMAND_TYPES, EVENT_TYPES
from dispatch.writer.schedule import Schedule
from tests.long_plays import FULL, long_play
from tests.unit.core.any_command import AT_REST, NO_ROAD, PEOPLE, any_command, little_district

LENGTH = 200
"""How many things happen in one sequence."""

MOST_FIRINGS = 5000
"""A district of this size that fires more often than this never comes to rest."""

WAITS_S = (0.5, 3.0, 17.0, 61.0, 400.0)

AWAY_S = (2.0, 40.0, 400.0, 100_000.0)

_encode = msgspec.json.Encoder(enc_hook=encode_hook).encode


class Sequence:
    """The live World beside two that are folded from stored bytes: one from nothing, one from a snapshot."""

    def __init__(self, seed: int, on_progress: Callable[[str], None] = lambda _text: None) -> None:
        self.on_progress = on_progress
        self.rng = random.Random(seed)
        self.town = little_district()
        self.town.no_road = set(NO_ROAD[0])
        self.schedule = Schedule(self.town.world)
        self.folded = fold(decode(encode(event)) for event in self.town.record)
        self.restored = stored_and_read(self.town.world)
        self.done: Counter[str] = Counter()

    def play(self) -> None:
        """Let anything happen, then wait until nothing is armed any more."""
        for _ in range(LENGTH):
            chance = self.rng.random()
            if chance < 0.12:
                self.wait(self.rng.choice(WAITS_S))
            elif chance < 0.15:
                self.restored = stored_and_read(self.town.world)
            elif chance < 0.16:
                self.go_away()
            elif chance < 0.163:
                self.put_the_clock_right()
            elif chance < 0.18:
                self.town.no_road = set(self.rng.choice(NO_ROAD))
            else:
                self.ask(any_command(self.town.world, self.rng), self.rng.choice(PEOPLE))
        self.come_to_rest()
        check_outcomes(self.town.record)

    def ask(self, command: cmd.Command, by: By) -> None:
        """Give a command; one that is refused changes nothing. What only the hub asks for is asked by the hub."""
        hubs_own = str(command.__struct_config__.tag).startswith("hub.")
        by = HUB if hubs_own else by
        before, kept = self.town.world, to_state(self.town.world)
        self.on_progress(f"{by.role}: {command}")
        try:
            if not hubs_own:
                authorize(before, command, by)
            self.decide(command, by)
        except Refused:
            assert self.town.world is before
        else:
            self.done[str(command.__struct_config__.tag)] += 1
        assert to_state(before) == kept, "a World that is held somewhere was changed"

    def go_away(self) -> None:
        """Be away for a while: what falls due meanwhile is overdue afterwards."""
        away_from = self.town.now
        self.town.now = away_from.plus(round(self.rng.choice(AWAY_S) * 1000))
        self.ask(cmd.NoteReturn(away_from=away_from), HUB)

    def put_the_clock_right(self) -> None:
        """Go back to a time before the newest event."""
        self.town.now = self.town.world.at.plus(-round(self.rng.choice(AWAY_S) * 1000))
        self.ask(cmd.RestateClock(month=self.town.world.month, last_number=self.town.world.last_number), HUB)

    def wait(self, seconds: float) -> None:
        until = self.town.now.plus(round(seconds * 1000))
        while (due := self.schedule.first()) is not None and due.due_at <= until:
            self.fire()
        self.town.now = until

    def come_to_rest(self) -> None:
        """In the end whatever is armed has acted or is settled: nothing fires for ever."""
        self.decide(AT_REST, HUB)
        for _ in range(MOST_FIRINGS):
            if self.schedule.first() is None:
                return
            self.fire()
        raise AssertionError(f"after {MOST_FIRINGS} firings {self.schedule.first()} stands")

    def fire(self) -> None:
        """Let the first deadline act; it must."""
        due = self.schedule.first()
        assert due is not None
        self.town.now = max(self.town.now, due.due_at)
        self.on_progress(f"{due}")
        assert self.decide(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at), HUB), (
            f"{due} did nothing"
        )

    def decide(self, command: cmd.Command, by: By) -> tuple[Event, ...]:
        """Decide a command, twice; the same question has the same answer."""
        before, again = self.town.world, copy(self.town)
        again.record = []
        events = self.town.do(command, by=by)
        assert again.do(command, by=by) == events
        self.follow(events)
        check_ladder_units(before, self.town.world, events)
        return events

    def follow(self, events: tuple[Event, ...]) -> None:
        """Check everything that must hold after a decision."""
        world = self.town.world
        self.schedule.follow(world, events)
        for event in events:
            body = encode(event)
            read = decode(body)
            assert read == event
            assert encode(read) == body
            self.folded, self.restored = evolve(self.folded, read), evolve(self.restored, read)
            check_exercise(world, event)
            check_no_crew_out_is_asked(world, event)
            check_proposal(world, event)
        assert self.folded == world
        assert self.restored == world
        check_indexes(world)
        check_corridors(world)
        check_schedule(world, self.schedule)
        for incident in world.incidents.values():
            check_incident(world, incident)
        for unit in world.units:
            check_unit(world, unit)


def stored_and_read(world: World) -> World:
    """Return the World that a snapshot of this one gives, put together from small pieces."""
    return to_world(join(_encode(piece) for piece in pieces(world, size=2000)))


@long_play
@settings(max_examples=200 if FULL else 10, deadline=None, print_blob=True)
@given(seed=st.integers(0, 2**32))
def test_any_sequence(seed: int) -> None:
    Sequence(seed, note).play()


def test_the_sequences_are_of_every_type() -> None:
    """What is rare comes late: sequences are played until everything has come, or these are over."""
    commands, events = set(COMMAND_TYPES), set(EVENT_TYPES)
    for seed in range(100):
        sequence = Sequence(seed)
        sequence.play()
        commands -= set(sequence.done)
        events -= {str(event.__struct_config__.tag) for event in sequence.town.record}
        if not commands | events:
            break
    assert commands == set(), "commands that no sequence carried out"
    assert events == set(), "events that no sequence brought about"
