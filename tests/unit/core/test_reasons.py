"""Why is data: every reason has its sentence in both languages, and what people write is never taken for the hub's."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from dispatch.core import commands as cmd, events as ev, reasons as why
from dispatch.core.events import decode, encode
from dispatch.core.evolve import fold
from dispatch.core.old_reasons import with_reasons
from dispatch.core.reasons import Reason
from dispatch.core.world import DEFAULT_SETTINGS
from dispatch.wire.sentences import sentence
from dispatch.wire.vocabulary import Language
from stations.rules import DEFAULT_LADDER
from tests.unit.core.any_command import little_district
from tests.unit.core.test_properties import Sequence
from tests.unit.core.world_builder import Town, at, of_kind, only

EXAMPLE = {
    "plan": "示例",
    "unit": "m1-1",
    "trigger": "missed_arrive",
    "proposal": "pro-9",
    "who": "S01-1",
    "words": None,
    "sign": "called",
    "minutes": 3,
    "metres": 40,
    "seconds": 12,
    "incident": "inc-9",
    "close": "handled",
    "number": "11-0001",
    "drill": "drl-9",
    "assignment": "asg-9",
    "rule": "few_trapped",
    "zh": "有人被困",
    "en": "people are trapped",
    "source": "示例规定 3.2",
    "confidence": "B",
}
ALL: list[Any] = [kind(**{name: EXAMPLE[name] for name in kind.__struct_fields__}) for kind in get_args(Reason)]
OLD = (Path(__file__).parents[2] / "data" / "events-v1.jsonl").read_bytes().splitlines()


def is_chinese(text: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in text)


@pytest.mark.parametrize("because", ALL, ids=lambda each: str(each.__struct_config__.tag))
def test_every_reason_has_a_sentence_in_chinese_and_in_english(because: Reason) -> None:
    assert is_chinese(sentence(because, "zh"))
    english = sentence(because, "en")
    assert english
    assert "{" not in english + sentence(because, "zh")
    coded = {"trigger", "close"} & set(because.__struct_fields__)
    assert coded or not because.text or english == because.text, "the record's text is the English sentence"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_person_wrote_is_said_in_their_words(language: Language) -> None:
    assert sentence(why.ByHand(words="ladder: m1-1 declined"), language) == "ladder: m1-1 declined"


def test_an_event_without_a_reason_is_stored_with_none() -> None:
    t = Town().station("m1", 0)
    t.alarm(at(0))
    released = only(t.press(cmd.AssignmentRelease(assignment=t.order("m1-1").id)), ev.AssignmentReleased)
    assert (released.reason, released.because) == (None, None)
    assert msgspec.json.decode(encode(released))["because"] is None


NEWER = (why.SeenOnScene, why.AskedOnScene, why.CannotTell, why.NothingSaid, why.NobodyLooked)
"""Reasons that no record of version 1 has: there was nothing yet that they are said of."""


def as_version_1(event: ev.Event) -> ev.Event:
    """Return an event as it was stored before reasons were data; help and reasons of grades came later."""
    if isinstance(event, ev.HelpEvent | ev.IncidentOpened | ev.IncidentGraded | ev.GradeProposed):
        return event
    body = msgspec.json.decode(encode(event))
    body.pop("because", None)
    return decode(msgspec.json.encode(body))


@pytest.mark.parametrize("seed", range(6))
def test_an_old_record_says_what_a_new_one_does(seed: int) -> None:
    """Whatever happens, and whatever people write: a text of version 1 means the reason that the rule gave."""
    sequence = Sequence(seed)
    sequence.play()
    new = sequence.town.record
    for event, meant in zip(new, with_reasons(map(as_version_1, new)), strict=True):
        if isinstance(getattr(event, "because", None), NEWER):
            continue
        assert told(meant) == told(event), f"seed {seed}, {encode(event).decode()}"


def told(event: ev.Event) -> Reason | None:
    """Return an event's reason as far as an old record can have it: it names an operation by its number alone."""
    because: Reason | None = getattr(event, "because", None)
    if isinstance(because, why.NeededInOperation):
        return replace(because, incident=None)
    if isinstance(because, why.ByPerson):
        return replace(because, words=because.words or None)
    return because


def test_the_committed_old_record_is_understood() -> None:
    events = list(with_reasons(map(decode, OLD)))
    orders = of_kind(events, ev.AssignmentAssigned)
    assert all(each.because is not None for each in orders)
    assert any(isinstance(each.because, why.ByLadder) for each in orders)
    assert all(each.because is not None for each in of_kind(events, ev.DispatchChosen))
    assert all(each.because is not None for each in of_kind(events, ev.AlarmMerged))


def test_an_old_record_counts_what_its_ladder_sent() -> None:
    t = (
        Town(replace(DEFAULT_SETTINGS, ladder=DEFAULT_LADDER))
        .station("m1", 0)
        .station("m2", 1)
        .station("m3", 2, crews=4)
    )
    t.engine("f1", 3)
    t.alarm(at(0))
    t.wait(1)
    t.press(cmd.AssignmentDecline(assignment=t.order("m1-1").id))
    t.wait(1)
    t.press(cmd.AssignmentAssign(incident=t.incident().id, unit="m1-1", reason="ladder: m2-1 undelivered"))
    t.wait(200)
    assert t.incident().ladder_units > 1
    assert fold(map(as_version_1, t.record)).incidents[t.incident().id].ladder_units == t.incident().ladder_units


def test_with_reasons_leaves_new_events_as_they_are() -> None:
    t = little_district()
    t.alarm(at(0), device="d1")
    t.wait(90)
    assert list(with_reasons(t.record)) == t.record
