"""What an explanation says, on a little town whose every travel time is plain arithmetic."""

from __future__ import annotations

import pytest

from dispatch.core import commands as cmd
from dispatch.core.errors import NotFound
from dispatch.core.events import Event
from dispatch.core.vocabulary import By
from dispatch.past.why.acts import name_of, own_acts
from dispatch.past.why.explain import explain
from dispatch.past.why.explanation import Explanation
from dispatch.past.why.render_text import Speech, lines
from dispatch.wire.vocabulary import Language
from tests.unit.core.world_builder import Town, at

CREW = By(role="station", name="示例", station="near")


class Story:
    """A town that remembers its record."""

    def __init__(self) -> None:
        self.town = (
            Town()
            .building("b", 0.1)
            .station("near", 0, crews=1, building="b")
            .station("far", 1, crews=2)
            .engine("fire", 2)
        )
        self.events: list[Event] = []

    def alarm(self, device: str = "d-1") -> None:
        self.events += self.town.alarm(at(0.1, building="b"), device=device)

    def press(self, command: cmd.Command) -> None:
        self.events += self.town.press(command)

    def crew(self, command: cmd.Command) -> None:
        self.events += self.town.do(command, by=CREW)

    def wait(self, seconds: float) -> None:
        self.events += self.town.wait(seconds)

    def explained(self) -> Explanation:
        incident = next(event.incident for event in self.events if event.incident is not None)
        return explain([each for each in self.events if each.incident == incident], incident)


def test_each_alarm_says_why_it_belongs_here() -> None:
    story = Story()
    story.alarm()
    story.wait(5)
    story.alarm()
    assert [each.joined for each in story.explained().alarms] == [None, "same device"]


def test_everybody_considered_has_a_distance_and_a_verdict() -> None:
    story = Story()
    story.alarm()
    (choice,) = story.explained().choices
    verdicts = {each.unit: (each.eta_s, each.verdict) for each in choice.considered}
    assert verdicts == {
        "near-1": (6.0, "chosen"),
        "far-1": (54.0, "chosen"),
        "far-2": (54.0, "not_needed"),
        "fire-1": (114.0, "chosen"),
    }


def test_a_kept_promise_a_missed_one_and_one_that_nothing_came_of() -> None:
    story = Story()
    story.alarm()
    near = story.town.order("near-1").id
    story.wait(2)
    story.crew(cmd.AssignmentAcknowledge(assignment=near))
    story.wait(70)
    story.crew(cmd.AssignmentArrive(assignment=near))
    story.press(cmd.IncidentClose(incident=story.town.incident().id))
    first = story.explained().orders[0]
    assert {each.name: each.outcome for each in first.promises} == {
        "respond": "kept",
        "arrive": "late",
        "handle": "lapsed",
    }
    assert [each.name for each in first.milestones] == ["acknowledged", "on_scene", "released"]


def test_the_ladder_is_told_rung_by_rung() -> None:
    story = Story()
    story.alarm()
    story.wait(16)
    rungs = story.explained().orders[0].rungs
    assert [(each.trigger, each.action) for each in rungs][-1] == ("unacknowledged", "alert_again")
    assert {each.outcome for each in rungs} <= {"alerted", "sent", "nobody", "already_coming"}


def test_what_people_decided_is_told_with_who_and_why() -> None:
    story = Story()
    story.alarm()
    story.wait(1)
    incident = story.town.incident().id
    story.press(cmd.AssignmentAssign(incident=incident, unit="far-2", reason="示例理由"))
    story.wait(1)
    story.press(cmd.AssignmentRecall(assignment=story.town.order("fire-1").id, reason="不需要"))
    story.press(cmd.LadderHold(assignment=story.town.order("near-1").id, reason="正在联系"))
    told = [(each.what, each.about, each.by.name, each.reason) for each in story.explained().overrides]
    assert told == [
        ("assignment.assigned", "far-2", "示例调度员", "示例理由"),
        ("assignment.recalled", "fire-1", "示例调度员", "不需要"),
        ("ladder.held", "near-1", "示例调度员", "正在联系"),
    ]
    by_hand = [order.unit for order in story.explained().orders if order.by_hand]
    assert by_hand == ["far-2"]


def test_what_the_rules_did_is_nobodys_own_act() -> None:
    story = Story()
    story.alarm()
    story.wait(130)
    assert {name_of(act) for act in own_acts(story.events)} == {"alarm.raised"}


def test_the_hand_over_and_the_end_are_told() -> None:
    story = Story()
    story.alarm()
    incident = story.town.incident().id
    story.press(cmd.IncidentAccept(incident=incident, receiver="示例中队"))
    story.press(cmd.IncidentFalseAlarm(incident=incident, reason="false_cooking"))
    told = story.explained()
    assert told.hand_over is not None
    assert told.closed is not None
    assert (told.hand_over.about, told.closed.reason) == ("示例中队", "false_cooking")


def test_an_incident_that_is_not_in_the_events_cannot_be_explained() -> None:
    with pytest.raises(NotFound, match="inc-99"):
        explain([], "inc-99")


@pytest.mark.parametrize(("language", "says"), [("zh", "预案“default”"), ("en", "plan default")])
def test_it_is_told_in_both_languages(language: Language, says: str) -> None:
    story = Story()
    story.alarm()
    story.wait(200)
    told = list(lines(story.explained(), Speech(language)))
    assert any(says in line for line in told)
    assert not any("_" in line for line in told)
