"""A source of alarms that is set aside for a time: what stays on the shelf, and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.deadlines import next_of
from dispatch.core.errors import NotFound, Unusable
from dispatch.core.instant import to_text
from dispatch.core.shelf import Shelf, subject_of
from dispatch.core.vocabulary import HUB, Place
from tests.unit.core.any_command import little_district
from tests.unit.core.world_builder import Town, of_kind, only

HOUR_MS = 3_600_000
TOWER = Place(building="tower", floor=3)


def shelved(source: str = "panel-7", **fields: str) -> Town:
    """A district in which a panel is under test."""
    town = little_district()
    town.press(cmd.SourceShelve(source=source, reason="示例：每月测试", **fields))
    return town


def smoke(device: str | None = "panel-7/3/12", **fields: Any) -> cmd.AlarmRaise:
    told: dict[str, Any] = {"source": "panel", "kind": "smoke", "device": device, "place": TOWER}
    return cmd.AlarmRaise(**(told | fields))


@pytest.mark.parametrize(
    ("device", "building", "covered"),
    [
        ("panel-7", None, True),
        ("PANEL_07/3/12", None, True),
        ("panel-71", None, False),
        ("panel", None, False),
        (None, None, False),
        ("panel-7/1", "tower", True),
        ("panel-7/1", "elsewhere", False),
    ],
)
def test_a_panel_is_all_its_loops_in_its_building(device: str | None, building: str | None, covered: bool) -> None:
    at = little_district().world.at
    shelf = Shelf(source="panel-7", building="tower", until=at, reason="示例", by=HUB, at=at)
    assert shelf.covers(device, building) is covered


def test_a_shelf_is_for_an_hour_where_nobody_says_and_never_for_longer_than_a_shift() -> None:
    town = shelved()
    shelf = town.world.shelved["panel-7"]
    assert (shelf.until - shelf.at, shelf.reason) == (HOUR_MS, "示例：每月测试")
    for until_ms in (-1, 13 * HOUR_MS):
        with pytest.raises(Unusable, match="12 hours"):
            town.press(cmd.SourceShelve(source="p", reason="示例", until=to_text(town.world.at.plus(until_ms))))
    with pytest.raises(Unusable, match="names no device"):
        town.press(cmd.SourceShelve(source="--", reason="示例"))


def test_a_shelf_ends_by_its_time_by_itself_and_by_hand() -> None:
    town = shelved()
    due = next_of(town.world, subject_of("panel-7"))
    assert due is not None
    assert due.due_at == town.world.shelved["panel-7"].until
    told = only(town.do(cmd.DeadlineDue(subject=due.subject, key=due.key, due_at=due.due_at)), ev.SourceUnshelved)
    assert (told.why, "panel-7" in town.world.shelved) == ("expired", False)
    town = shelved()
    assert only(town.press(cmd.SourceUnshelve(source="panel-7")), ev.SourceUnshelved).why == "by_hand"
    with pytest.raises(NotFound, match="not shelved"):
        town.press(cmd.SourceUnshelve(source="panel-7"))


def test_what_a_shelved_panel_says_is_recorded_and_answered_as_ever() -> None:
    quiet, loud = shelved(), little_district()
    heard, unshelved = quiet.press(smoke()), loud.press(smoke())
    assert [type(each) for each in heard] == [type(each) for each in unshelved]
    assert of_kind(heard, ev.AssignmentAssigned)
    quiet.press(smoke("panel-7/4/1"))
    assert "panel-7" in quiet.world.shelved, "two detectors of one panel under test are no second source"


@pytest.mark.parametrize(
    ("sign", "why"),
    [
        ({"source": "phone", "kind": "report", "device": None}, "person"),
        ({"kind": "manual_call_point"}, "sure_sign"),
        ({"kind": "water_flow"}, "sure_sign"),
        ({"device": "panel-8/1"}, "second_source"),
        ({"device": None}, "second_source"),
        ({"trapped": 2}, "trapped"),
    ],
)
def test_what_could_be_a_fire_breaks_the_shelf(sign: dict[str, Any], why: str) -> None:
    town = shelved()
    town.press(smoke())
    told = only(town.press(smoke(**sign)), ev.SourceUnshelved)
    assert (told.source, told.why, told.incident) == ("panel-7", why, next(iter(town.world.incidents)))
    assert not town.world.shelved


def test_who_makes_sure_breaks_the_shelf() -> None:
    town = shelved()
    town.press(smoke())
    incident = next(iter(town.world.incidents))
    assert only(town.press(cmd.IncidentConfirm(incident=incident)), ev.SourceUnshelved).why == "confirmed"


def test_a_name_that_many_buildings_share_is_refused() -> None:
    town = little_district()
    town.press(smoke("demo-1"))
    town.press(smoke("demo-2", place=Place(building="house")))
    with pytest.raises(Unusable, match="2 buildings"):
        town.press(cmd.SourceShelve(source="demo", reason="示例"))
    assert only(town.press(cmd.SourceShelve(source="demo-1", reason="示例")), ev.SourceShelved).building == "tower"
