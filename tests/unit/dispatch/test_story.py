"""The record as a story: every event has a line, whatever it holds."""

from __future__ import annotations

from typing import get_args

import pytest

from dispatch.core.events import AnyEvent
from dispatch.past.why.story import _LINES, Story

EVENTS = [str(kind.__struct_config__.tag) for kind in get_args(AnyEvent)]


def test_every_line_is_of_an_event() -> None:
    assert set(_LINES) <= set(EVENTS)


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_has_a_line_however_little_it_holds(kind: str) -> None:
    bare = {"type": kind, "by": {"name": "hub"}, "at": "2026-01-01T00:00:00.000Z", "percent": 50}
    for language in ("zh", "en"):
        assert kind not in Story(language, {}).timed(bare)


def test_an_event_of_a_later_version_is_called_by_its_name() -> None:
    assert Story("en", {}).line({"type": "tide.turned", "by": {"name": "hub"}}) == "tide.turned"


def test_a_line_has_names_the_local_time_and_the_time_since() -> None:
    story = Story("zh", {"U1": "一组", "B1": "示例大厦"})
    order = {
        "type": "assignment.assigned",
        "at": "2026-01-01T00:00:12.345Z",
        "by": {"name": "hub"},
        "unit": "U1",
        "eta_s": 45.2,
        "reason": "plan default",
    }
    line = story.timed(order, since="2026-01-01T00:00:00.000Z")
    assert line.startswith("08:00:12.345      +12.3 s  下达 一组，预计 45 s 到场")
    assert story.place({"building": "B1", "floor": -2}) == "示例大厦 -2 层"
    assert story.place({"text": "河边"}) == "河边"
    assert story.place({"lon": 106.5, "lat": 29.5}) == "106.50000, 29.50000"


def test_what_was_late_says_so() -> None:
    met = {"type": "target.met", "by": {"name": "hub"}, "unit": "U1", "target": "arrive", "took_ms": 75_000}
    assert Story("en", {}).line({**met, "late_ms": 15_000}) == "✓ U1: arrival in 75 s, 15 s late"
    assert Story("en", {}).line({**met, "late_ms": 0}) == "✓ U1: arrival in 75 s"


@pytest.mark.parametrize(
    ("kind", "because", "says"),
    [
        ("drill.broken_off", {"type": "needed_in_operation", "number": "11-0001"}, "警情 11-0001 需要出动"),
        ("assignment.assigned", {"type": "by_everybody"}, "参演各站全部出动"),
        ("check.excused", {"type": "by_person", "words": "示例"}, "示例"),
        ("check.excused", {"type": "by_the_tide"}, "the tide"),
    ],
)
def test_why_is_told_in_the_readers_language(kind: str, because: dict[str, str], says: str) -> None:
    event = {"type": kind, "by": {"name": "hub"}, "reason": "the tide", "because": because}
    assert says in Story("zh", {}).line(event)
