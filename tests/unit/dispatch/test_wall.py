"""The wall around rules: whatever rule is broken, the World stays as it was, and everything else goes on."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadline_keys import ClimbRung, DeadlineKey, Meet, parse
from dispatch.core.decide import _RULES
from dispatch.core.errors import Refused, RuleFailed
from dispatch.core.instant import Instant
from dispatch.core.posts import CHECKS
from dispatch.core.signal import Signal
from dispatch.core.vocabulary import By, ClosureArea, Place
from dispatch.writer.core import Answer, Request, Settled, Step, Writer
from dispatch.writer.wall import RuleFailure, kind_of
from tests.broken_rules import BESIDE, BrokenRules
from tests.unit.core.any_command import PEOPLE, any_command, little_district
from tests.unit.core.world_builder import DISPATCHER, LineTimes, Town, at

COMMANDS = {str(kind.__struct_config__.tag) for kind in _RULES if kind is not cmd.DeadlineDue}
DEADLINES = {f"hub.fire:{kind.name}" for kind in get_args(DeadlineKey) if kind is not Meet}
ADMIN = By(role="admin", name="示例")
LENGTH = 300
WAITS_S = (0.5, 3.0, 17.0, 61.0, 400.0)


PUMP: dict[str, Any] = {"gateway": "gw", "protocol": "gb26875", "address": "1-9"}
PANEL = By(role="device", name="示例主机")


class District:
    """A little district under a writer: people ask for anything, time passes, and what falls due is fired."""

    def __init__(self, town: Town) -> None:
        self.now = town.now
        self.failures: list[RuleFailure] = []
        self.times = LineTimes(town.world)
        self.writer = Writer(town.world, self.times, lambda _batch: None, self.failures.append)

    def ask(self, command: cmd.Command, by: By = DISPATCHER) -> Answer | Refused:
        """Give a command; return what became of it once all is durable."""
        return self._settled(self.writer.submit(Request(command, by), now=self.now))

    def note(self, command: cmd.Command) -> Answer | Refused:
        """Have the hub ask something of itself."""
        return self._settled(self.writer.do(Request(command), now=self.now))

    def wait(self, seconds: float) -> None:
        """Let time pass; what falls due meanwhile acts, or is set aside."""
        until = self.now.plus(round(seconds * 1000))
        while (due := self.writer.schedule.first()) is not None and due.due_at <= until:
            self.now = max(self.now, due.due_at)
            command = cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)
            outcome = self._settled(self.writer.do(Request(command, due=due), now=self.now))
            assert isinstance(outcome, Answer), "nobody asked for it, so nobody is refused"
        self.now = Instant(until)

    def _settled(self, step: Step) -> Answer | Refused:
        for batch in self.writer.committed(self.writer.world.seq):
            for settled in batch.settled:
                step = settled
        assert isinstance(step, Settled)
        return step.outcome


def alarm(**fields: object) -> cmd.AlarmRaise:
    return cmd.AlarmRaise(**{"source": "phone", "kind": "report", "place": at(0), **fields})  # type: ignore[arg-type]  # the caller's


def always(kind: str) -> Callable[[str, int], bool]:
    return lambda asked, _time: asked == kind


@pytest.mark.parametrize("seed", range(3))
def test_in_any_sequence_a_broken_rule_changes_nothing_and_no_alarm_is_refused(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng, district = random.Random(seed), District(little_district())
    rules = BrokenRules(monkeypatch, lambda _kind, time: time % 4 == 0)
    for _ in range(LENGTH):
        if rng.random() < 0.2:
            district.wait(rng.choice(WAITS_S))
            continue
        command, by = any_command(district.writer.world, rng), rng.choice(PEOPLE)
        before, failed = district.writer.world, len(district.failures)
        outcome = district.ask(command, by)
        if isinstance(outcome, RuleFailed):
            assert district.writer.world is before
            assert district.failures[failed].command == command
        if isinstance(command, cmd.AlarmRaise):
            assert not isinstance(outcome, RuleFailed), "no alarm is ever refused"
    assert {failure.kind for failure in district.failures} >= set(rules.raised) & COMMANDS


def test_whatever_command_is_broken_is_answered_and_the_next_alarm_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    rng, district, met = random.Random(1), District(little_district()), set[str]()
    district.ask(cmd.DutyOff(unit="m1-1"))
    rules = BrokenRules(monkeypatch, lambda _kind, _time: True, at_once=True)
    at_start = [cmd.NoteReturn(away_from=Instant(0)), cmd.RestateClock(month="11", last_number=1)]
    while not met >= COMMANDS:
        command = at_start.pop() if at_start else any_command(district.writer.world, rng)
        before = district.writer.world
        if isinstance(command, cmd.AlarmRaise):
            assert isinstance(district.ask(command), Answer), "no alarm is ever refused"
        elif isinstance(command, get_args(cmd.AnyCommand)):
            if isinstance(command, cmd.RoadClose):
                command = replace(command, area=ClosureArea(way="1"))  # one that is none is refused before its rule
            assert isinstance(district.ask(command, ADMIN), RuleFailed)
            assert district.writer.world is before
        elif isinstance(command, cmd.SignalReceive) and "fire" in command.signal.raised:
            told = district.note(command)
            assert isinstance(told, Answer)
            assert any(isinstance(event, ev.AlarmRaised) for event in told.events), "nor is a fire that a device says"
        else:
            assert district.note(command) == Answer(before.seq, ()), "the hub has nobody to tell"
        met.add(kind_of(command))
    assert set(rules.raised) >= COMMANDS
    rules.mended = True
    answer = district.ask(alarm(place=at(3)))
    assert isinstance(answer, Answer)
    assert any(isinstance(event, ev.AssignmentAssigned) for event in answer.events)


def test_every_kind_of_deadline_can_be_broken_and_time_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = [little_district() for _ in range(12)]
    rules = BrokenRules(monkeypatch, lambda kind, time: kind.startswith("hub.fire") and time % 2 == 1)
    for seed, town in enumerate(towns):
        rng, district = random.Random(seed), District(town)
        district.note(cmd.DrawSeed(purpose=CHECKS, seed="示例"))
        district.wait(3600)
        for trembling in (Signal(**PUMP, raised=("fault",)), Signal(**PUMP, cleared=("fault",))) * 2:
            district.note(cmd.SignalReceive(signal=trembling))
        for _ in range(LENGTH):
            command = any_command(district.writer.world, rng)
            district.ask(command, PANEL if isinstance(command, cmd.SignalReceive) else rng.choice(PEOPLE))
            if rng.random() < 0.3:
                district.wait(rng.choice(WAITS_S))
        district.wait(25 * 3600)
        if set(rules.raised) >= DEADLINES:
            return
    raise AssertionError(f"never broken: {DEADLINES - set(rules.raised)}; broken: {set(rules.raised)}")


def test_an_alarm_whose_rule_is_broken_is_recorded_with_nobody_sent_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    district = District(little_district())
    BrokenRules(monkeypatch, always("alarm.raise"))
    answer = district.ask(alarm(place=Place(building="low"), note="示例", trapped=2))
    assert isinstance(answer, Answer)
    kinds = [type(event) for event in answer.events]
    assert kinds == [ev.IncidentOpened, ev.AlarmRaised, ev.DispatchShortfall, ev.IncidentNoted]
    (incident,) = district.writer.world.incidents.values()
    assert (incident.trapped, incident.kind) == (2, "report")
    assert incident.place.located, "a person can send crews there by hand"
    assert [short.why for short in incident.shortfalls] == ["rule_failed"]
    assert "BrokenRuleError" in answer.events[-1].text  # type: ignore[attr-defined]  # a note, as was checked above
    assert isinstance(district.ask(cmd.AssignmentAssign(incident=incident.id, unit="f1-1")), Answer)


@pytest.mark.parametrize("beside", BESIDE)
def test_what_is_done_beside_takes_no_order_with_it(monkeypatch: pytest.MonkeyPatch, beside: str) -> None:
    district = District(little_district())
    BrokenRules(monkeypatch, always(beside))
    answer = district.ask(alarm())
    assert isinstance(answer, Answer)
    assert any(isinstance(event, ev.AssignmentAssigned) for event in answer.events)
    assert {failure.kind for failure in district.failures} == {beside}


def test_a_deadline_whose_rule_is_broken_is_tried_again_after_its_subjects_next_event(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    district = District(little_district())
    rules = BrokenRules(monkeypatch, always("hub.fire:rung"))
    answer = district.ask(alarm())
    assert isinstance(answer, Answer)
    district.wait(3600)
    tried = rules.raised["hub.fire:rung"]
    aside = district.writer.schedule.aside(district.writer.world)
    assert tried
    assert {kind_of(failure.command) for failure in district.failures} == {"hub.fire:rung"}
    assert {type(parse(due.key)) for due in aside} == {ClimbRung}
    assert rules.counts["hub.fire:miss"], "the other deadlines of the same order acted"
    district.wait(3600)
    assert rules.raised["hub.fire:rung"] == tried, "it is not tried over and over"
    order = next(iter(district.writer.world.assignments))
    rules.mended = True
    district.ask(cmd.LadderHold(assignment=order))
    district.ask(cmd.LadderResume(assignment=order))
    assert order not in {due.subject for due in district.writer.schedule.aside(district.writer.world)}
    climbed = rules.counts["hub.fire:rung"]
    district.wait(1)
    assert rules.counts["hub.fire:rung"] > climbed


def test_a_restart_tries_what_was_set_aside_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = BrokenRules(monkeypatch, always("hub.fire:archive"))
    town = little_district()
    district = District(town)
    district.ask(alarm())
    (incident,) = district.writer.world.incidents
    district.ask(cmd.IncidentClose(incident=incident))
    district.wait(25 * 3600)
    assert rules.raised["hub.fire:archive"] == 1
    town.world, town.now = district.writer.world, district.now
    restarted = District(town)
    restarted.wait(1)
    assert rules.raised["hub.fire:archive"] == 2
    rules.mended = True
    town.world, town.now = restarted.writer.world, restarted.now
    mended = District(town)
    mended.wait(1)
    assert not mended.writer.world.incidents
