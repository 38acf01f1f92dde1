"""What came of an incident (处置结果): asked for at its end, in numbers alone, corrected with what was said before."""

from __future__ import annotations

import msgspec
import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.errors import Unusable, WrongState
from dispatch.core.events import Event
from dispatch.core.vocabulary import IncidentOutcome
from dispatch.core.world import Incident
from dispatch.intake.command_json import read_command
from dispatch.past.why.story import Story
from tests.unit.core.world_builder import Town, at, only


def over() -> tuple[Town, Incident]:
    """Return a fire that is closed."""
    t = Town().station("m1", 1)
    t.alarm(at(0))
    incident = t.incident()
    t.press(cmd.IncidentClose(incident=incident.id))
    return t, incident


def say(t: Town, incident: Incident, **fields: object) -> tuple[Event, ...]:
    return t.press(cmd.IncidentRecordOutcome(incident=incident.id, **fields))  # type: ignore[arg-type]


def test_an_outcome_is_recorded_of_an_incident_that_is_over_and_of_one_that_is_not() -> None:
    t, incident = over()
    said = only(say(t, incident, cause="electrical", dead=0, area_m2=4.5), ev.IncidentOutcomeRecorded)
    assert (said.outcome, said.before) == (IncidentOutcome(cause="electrical", dead=0, area_m2=4.5), None)
    t.press(cmd.IncidentReopen(incident=incident.id))
    assert only(say(t, incident, injured=2), ev.IncidentOutcomeRecorded).outcome.injured == 2


def test_a_correction_keeps_what_it_does_not_speak_of_and_says_who_when_and_what_was_before() -> None:
    t, incident = over()
    say(t, incident, dead=1, injured=2)
    t.wait(600)
    corrected = only(say(t, incident, dead=2), ev.IncidentOutcomeRecorded)
    assert (corrected.outcome.dead, corrected.outcome.injured) == (2, 2)
    assert corrected.before == IncidentOutcome(dead=1, injured=2)
    assert (corrected.by.role, corrected.at) == ("dispatcher", t.now)


def test_what_was_said_of_two_that_are_one_is_kept_and_of_the_same_thing_the_one_that_stays() -> None:
    t = Town().station("m1", 1)
    t.alarm(at(0))
    t.alarm(at(9))
    one, other = t.world.incidents.values()
    say(t, one, dead=1, injured=2)
    say(t, other, dead=2, rescued=3)
    t.press(cmd.IncidentMerge(incident=other.id, into=one.id))
    assert t.world.incidents[one.id].outcome == IncidentOutcome(dead=1, injured=2, rescued=3)
    assert t.world.incidents[other.id].outcome is None


def test_what_was_said_wrongly_can_be_taken_back() -> None:
    t, incident = over()
    say(t, incident, dead=1, rescued=3)
    taken = only(say(t, incident, unknown=("dead",)), ev.IncidentOutcomeRecorded)
    assert taken.outcome == IncidentOutcome(rescued=3)


def test_what_says_nothing_new_is_no_event_and_what_says_nothing_is_refused() -> None:
    t, incident = over()
    say(t, incident, dead=0)
    assert say(t, incident, dead=0) == ()
    with pytest.raises(Unusable) as refused:
        say(t, incident, unknown=("z" * 100_000,))
    assert len(str(refused.value)) < 300, "what was sent is not sent back"
    with pytest.raises(Unusable, match="at least one of: cause, dead"):
        say(t, incident)
    with pytest.raises(Unusable, match="ghost"):
        say(t, incident, unknown=("ghost",))


def test_of_an_incident_that_was_merged_it_is_said_of_the_other() -> None:
    t = Town().station("m1", 1).station("m2", 5)
    first = only(t.alarm(at(0), device="a"), ev.IncidentOpened).incident
    second = only(t.alarm(at(4), device="b"), ev.IncidentOpened).incident
    t.press(cmd.IncidentMerge(incident=first, into=second))
    with pytest.raises(WrongState, match=second):
        say(t, t.world.incidents[first], dead=0)


@pytest.mark.parametrize("field", ["dead", "injured", "rescued", "evacuated", "area_m2", "loss_yuan", "water_m3"])
@pytest.mark.parametrize("value", ["-1", '"two"', "1e9", "-0.5", "true"])
def test_a_number_that_cannot_be_is_refused_and_its_field_named(field: str, value: str) -> None:
    body = f'{{"type":"incident.outcome","incident":"inc-1","{field}":{value}}}'
    with pytest.raises(Exception, match=field) as refused:
        read_command(body.encode())
    assert not isinstance(refused.value, msgspec.MsgspecError), "in the hub's own words"


def test_a_cause_outside_the_vocabulary_is_refused_and_its_field_named() -> None:
    with pytest.raises(Exception, match="cause"):
        read_command(b'{"type":"incident.outcome","incident":"inc-1","cause":"dragon"}')


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "处置结果：起火原因 电气，亡人 0，过火面积（m²） 4.5"),
        ("en", "outcome: cause electrical, dead 0, area burned (m²) 4.5"),
    ],
)
def test_the_story_tells_it_in_both_languages(language: str, line: str) -> None:
    outcome = {"cause": "electrical", "dead": 0, "injured": None, "area_m2": 4.5}
    event = {"type": "incident.outcome_recorded", "by": {"name": "示例"}, "outcome": outcome, "before": None}
    assert Story(language, {}).line(event) == line  # type: ignore[arg-type] # both languages
