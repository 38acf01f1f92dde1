"""Whatever JSON object comes in opens or joins an incident: no value of any field is a reason to be deaf.

``ONETHREE_ANY_OBJECT=100000`` tries so many instead of a share; ``make anything`` does.
"""

from __future__ import annotations

import json
import os
import random
from typing import Any

from hypothesis import given, settings, strategies as st

from dispatch.core import events as ev
from dispatch.core.events import decode, encode
from dispatch.core.vocabulary import Place
from dispatch.intake.alarm_json import read_alarm
from dispatch.intake.command_json import read_command
from tests.field.any_json import objects, random_object
from tests.unit.core.world_builder import DISPATCHER, Town, only

EXAMPLES = int(os.environ.get("ONETHREE_ANY_OBJECT", "4000"))
"""How many objects a seed makes; Hypothesis, which makes smaller ones of those that fail, tries a tenth at most."""

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32")


def burning() -> Town:
    """A district with an open incident that some alarms join."""
    town = Town().station("m1", 1).engine("f1", 2).building("B1", 1)
    town.alarm(Place(building="B1"), device="17")
    return town


TOWN = burning()
BEFORE = TOWN.world


@settings(max_examples=min(EXAMPLES // 10, 400), deadline=None)
@given(objects(), st.sampled_from(ENCODINGS))
def test_a1_any_object_opens_or_joins_an_incident(sent: dict[str, Any], encoding: str) -> None:
    opens_or_joins(sent, encoding)


def test_a1_thousands_of_objects_open_or_join_incidents() -> None:
    rng = random.Random(20261130)
    for _ in range(EXAMPLES):
        sent, encoding = random_object(rng), rng.choice(ENCODINGS)
        try:
            opens_or_joins(sent, encoding)
        except Exception as error:
            error.add_note(f"{encoding}: {json.dumps(sent)}")
            raise


def opens_or_joins(sent: dict[str, Any], encoding: str) -> None:
    body = json.dumps(sent, ensure_ascii=False).encode(encoding, errors="replace")
    command, _ = read_alarm(body, token="示例")  # noqa: S106 - an id, no secret
    TOWN.world = BEFORE
    events = TOWN.do(command, by=DISPATCHER)
    raised = only(events, ev.AlarmRaised)
    assert raised.incident in TOWN.world.incidents
    assert [decode(encode(event)) for event in events] == list(events), "all of it can be stored"
    assert all(len(words) <= 200 for words in raised.unread.values())


@settings(max_examples=min(EXAMPLES // 40, 400), deadline=None)
@given(objects())
def test_a1_an_alarm_as_a_command_is_read_by_the_same_reader(sent: dict[str, Any]) -> None:
    body = json.dumps({**sent, "type": "alarm.raise", "id": "c-1"}).encode()
    TOWN.world = BEFORE
    assert only(TOWN.do(read_command(body), by=DISPATCHER), ev.AlarmRaised).alarm
