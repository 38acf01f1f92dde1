"""Events that were stored once must fold for ever.

``events-v1.jsonl`` is a record (示例, synthetic) in the form in which version 1 stored it. Its lines are never changed;
a new type of event is appended with what leads to it, so that no type is ever stored without being kept here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from dispatch.core import events as ev
from dispatch.core.events import AnyEvent, decode, encode
from dispatch.core.evolve import fold
from dispatch.core.world import World

BODIES = (Path(__file__).parents[2] / "data" / "events-v1.jsonl").read_bytes().splitlines()

THE_FIRST = 147
"""How many events the file had when it was made."""


def world_after(n_events: int) -> World:
    return fold(decode(body) for body in BODIES[:n_events])


def test_every_type_of_event_is_kept() -> None:
    kept = {type(decode(body)) for body in BODIES}
    missing = sorted(str(kind.__struct_config__.tag) for kind in set(get_args(AnyEvent)) - kept)
    assert not missing, f"append one of each to events-v1.jsonl: {missing}"


@pytest.mark.parametrize("number", range(1, THE_FIRST + 1, 12))
def test_the_old_record_folds_up_to_every_point(number: int) -> None:
    assert world_after(number).seq == number


def test_what_the_old_events_said_still_holds() -> None:
    world = world_after(THE_FIRST)
    assert world.seq == THE_FIRST
    assert not world.incidents, "every incident was closed and archived"
    assert set(world.units) == {"f1-1", "between-1", "west-1"}
    assert world.settings.name == "示例区 (synthetic)"
    assert (world.month, world.last_number) == ("11", 4)


def test_the_middle_of_the_old_record_still_holds() -> None:
    closed = next(number for number, body in enumerate(BODIES, 1) if isinstance(decode(body), ev.IncidentClosed))
    incident = world_after(closed - 1).incidents["inc-7"]
    assert (incident.grade, incident.trapped, incident.receiver) == (2, 2, "示例 officer")
    assert len(incident.alarms) == 2
    assert incident.notes[0].text == "示例: the lift is out"
    assert [short.why for short in incident.shortfalls]


def test_what_is_read_is_written_again_with_nothing_lost() -> None:
    for body in BODIES:
        old, new = msgspec.json.decode(body), msgspec.json.decode(encode(decode(body)))
        assert what_was_said(old, new) == old


def what_was_said(old: Any, new: Any) -> Any:
    """Return of the new form only the fields that the old one had, at every depth: structs only grow."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {name: what_was_said(old[name], new.get(name)) for name in old}
    if isinstance(old, list) and isinstance(new, list):
        return [what_was_said(*pair) for pair in zip(old, new, strict=True)]
    return new
