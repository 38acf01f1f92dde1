"""The writer without any clock, log or loop: what it asks for, and when what it decided may be told."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import Forbidden, IdReused, WrongState
from dispatch.core.reach import Query, Reach
from dispatch.core.vocabulary import By
from dispatch.log.base import Batch, LogUnavailable
from dispatch.travel.port import Search
from dispatch.writer.core import Answer, LookUp, Request, Settled, Waiting, Writer
from dispatch.writer.idempotency import NEW, IdempotencyKey, Known
from dispatch.writer.wall import RuleFailure
from stations.model import TravelMode
from tests.unit.core.world_builder import DISPATCHER, LineTimes, Town, at

NOW = Town().now
ALARM = cmd.AlarmRaise(source="phone", place=at(0))
COMMANDER = By(role="commander", name="示例指挥")


@dataclass
class Bench:
    """A writer over a little town; what it hands to the log lies in ``batches``."""

    town: Town = field(default_factory=lambda: Town().station("m1", 1).engine("f1", 3))
    slow: bool = False
    batches: list[Batch] = field(default_factory=list)
    failures: list[RuleFailure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.times = SlowTimes(self.town.world) if self.slow else LineTimes(self.town.world)
        self.writer = Writer(self.town.world, self.times, self.batches.append, self.failures.append)

    def commit(self) -> list[Settled]:
        """Make everything durable; return who may be told what."""
        return [settled for batch in self.writer.committed(self.writer.world.seq) for settled in batch.settled]


class SlowTimes(LineTimes):
    """Travel times that always take a worker thread."""

    def find(self, query: Query, wanted: dict[TravelMode, int], *, at_ms: int) -> Reach | None:  # type: ignore[override]  # a line never does
        del query, wanted, at_ms
        return None


def alarm(key: IdempotencyKey | None = None) -> Request:
    return Request(ALARM, DISPATCHER, key)


def settled(request: Request, found: list[Settled]) -> Answer:
    (outcome,) = [each.outcome for each in found if each.request is request]
    assert isinstance(outcome, Answer)
    return outcome


def test_an_answer_is_told_only_once_its_events_are_durable() -> None:
    bench = Bench()
    before, request = bench.writer.durable, alarm()
    assert bench.writer.submit(request, now=NOW) == Waiting()
    assert bench.writer.world.incidents, "the next command is decided on it at once"
    assert bench.writer.durable is before, "nobody sees it yet"
    answer = settled(request, bench.commit())
    assert isinstance(answer.events[0], ev.IncidentOpened)
    assert bench.writer.durable is bench.writer.world
    assert bench.batches[0].first_seq == before.seq + 1


def test_a_refusal_is_told_only_once_what_it_rests_on_is_durable() -> None:
    bench = Bench()
    bench.writer.submit(alarm(), now=NOW)
    (incident,) = bench.writer.world.incidents
    refused = Request(cmd.IncidentReopen(incident=incident), DISPATCHER)
    assert bench.writer.submit(refused, now=NOW) == Waiting()
    assert [type(each.outcome) for each in bench.commit()] == [Answer, WrongState]
    step = bench.writer.submit(Request(cmd.IncidentReopen(incident=incident), DISPATCHER), now=NOW)
    assert isinstance(step, Settled), "everything is durable: it may be told at once"


def test_who_may_not_is_refused_before_anything_is_looked_at() -> None:
    step = Bench().writer.submit(Request(ALARM, COMMANDER, IdempotencyKey("c-1", b"one")), now=NOW)
    assert isinstance(step, Settled)
    assert isinstance(step.outcome, Forbidden)


def test_a_sending_is_looked_up_and_remembered_beside_its_events() -> None:
    bench, key = Bench(), IdempotencyKey("c-1", b"one")
    request = alarm(key)
    assert bench.writer.submit(request, now=NOW) == LookUp(key)
    assert not bench.batches
    bench.writer.looked_up(request, NEW, now=NOW)
    assert bench.batches[0].command == key.accepted_at(NOW)


def test_two_sendings_of_one_id_take_turns() -> None:
    bench, key = Bench(), IdempotencyKey("c-1", b"one")
    first, second, third = alarm(key), alarm(key), alarm(key)
    bench.writer.submit(first, now=NOW)
    assert bench.writer.submit(second, now=NOW) == bench.writer.submit(third, now=NOW) == Waiting()
    bench.writer.looked_up(first, NEW, now=NOW)
    answer = settled(first, bench.commit())
    assert bench.writer.leave(first) is second
    step = bench.writer.looked_up(second, Known(answer.events), now=NOW)
    assert step == Settled(second, Answer(answer.seq, answer.events, repeated=True))
    assert len(bench.batches) == 1


def test_one_that_gives_up_while_it_waits_takes_nobodys_turn() -> None:
    bench, key = Bench(), IdempotencyKey("c-1", b"one")
    first, second, third = alarm(key), alarm(key), alarm(key)
    for request in (first, second, third):
        bench.writer.submit(request, now=NOW)
    assert bench.writer.leave(second) is None
    assert bench.writer.leave(first) is third
    assert bench.writer.leave(third) is None
    assert bench.writer.submit(alarm(key), now=NOW) == LookUp(key), "the id is free again"


def test_an_id_that_stood_for_something_else_is_refused_but_an_alarm_never_is() -> None:
    bench, key = Bench(), IdempotencyKey("c-1", b"one")
    note = Request(cmd.RoadOpen(closure="clo-1"), DISPATCHER, key)
    bench.writer.submit(note, now=NOW)
    step = bench.writer.looked_up(note, Known(reused=True), now=NOW)
    assert isinstance(step, Settled)
    assert isinstance(step.outcome, IdReused)
    bench.writer.leave(note)
    request = alarm(key)
    bench.writer.submit(request, now=NOW)
    bench.writer.looked_up(request, Known(reused=True), now=NOW)
    (opened,) = (each for each in settled(request, bench.commit()).events if isinstance(each, ev.IncidentOpened))
    assert "key_reused" in opened.flags


def test_what_must_be_searched_is_passed_by_others_and_decided_when_it_comes_back() -> None:
    bench = Bench(slow=True)
    request = alarm()
    step = bench.writer.submit(request, now=NOW)
    assert isinstance(step, Search)
    bench.writer.do(Request(cmd.NoteDrift(drift_ms=2000)), now=NOW)
    assert [each.request.command for each in bench.writer.pending] == [cmd.NoteDrift(drift_ms=2000)]
    reach = LineTimes(bench.town.world).find(step.query, step.wanted, at_ms=NOW)
    assert bench.writer.found(request, reach, now=NOW) == Waiting()
    assert any(isinstance(each, ev.AssignmentAssigned) for each in settled(request, bench.commit()).events)


def test_nothing_is_decided_once_the_log_has_failed() -> None:
    bench = Bench()
    bench.writer.submit(alarm(), now=NOW)
    bench.writer.stop(LogUnavailable("示例: the disk is full"))
    with pytest.raises(LogUnavailable):
        bench.writer.submit(alarm(), now=NOW)
    with pytest.raises(LogUnavailable):
        bench.writer.submit(Request(ALARM, COMMANDER), now=NOW)
