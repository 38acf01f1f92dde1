"""What a ``--change`` may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.core import commands as cmd
from dispatch.core.errors import NotFound, Refused, Unusable
from dispatch.core.vocabulary import ClosureArea
from dispatch.core.world import World
from dispatch.past.why.changes import read_change
from stations.problems import DistrictError
from stations.rules import PLAN_PROFILES, VERIFY_FIRST
from tests.unit.core.world_builder import Town, at


@pytest.fixture
def world() -> World:
    town = Town().station("a", 0, crews=2).engine("fire", 1)
    town.do(cmd.DutyOff(unit="a-2"))
    town.do(cmd.RoadClose(area=ClosureArea(way="1")))
    town.alarm(at(0.1))
    return town.world


def test_a_station_is_staffed_by_calling_its_absent_units_on(world: World) -> None:
    change = read_change("staff:a", world)
    assert change.commands == (cmd.DutyOn(unit="a-2"),)
    assert change.held_units == ("a-1", "a-2")


def test_a_closure_in_force_is_opened_and_a_later_one_never_comes(world: World) -> None:
    (closure,) = world.closures
    assert read_change(f"open:{closure}", world).commands == (cmd.RoadOpen(closure=closure),)
    later = read_change("open:clo-99", world)
    assert (later.commands, later.never_closed) == ((), "clo-99")


def test_a_way_or_a_circle_is_closed(world: World) -> None:
    assert read_change("close:way=7", world).commands == (cmd.RoadClose(area=ClosureArea(way="7")),)
    circle = ClosureArea(lon=106.5, lat=29.5, radius_m=80.0)
    assert read_change("close:106.5,29.5,80", world).commands == (cmd.RoadClose(area=circle),)


def test_a_busy_unit_is_freed_from_every_order(world: World) -> None:
    (held,) = world.active_of_unit("a-1")
    assert read_change("free:a-1", world).commands == (cmd.AssignmentRelease(assignment=held.id),)


def test_a_profile_of_plans_may_apply(world: World) -> None:
    (command,) = read_change(f"plan:{VERIFY_FIRST}", world).commands
    assert isinstance(command, cmd.ChangeRegistry)
    assert command.settings is not None
    assert command.settings.plans == PLAN_PROFILES[VERIFY_FIRST]


def test_a_grade_is_one_of_five(world: World) -> None:
    assert read_change("grade:3", world).grade == 3
    for wrong in ("0", "6", "2.0", "三", "3 "):
        with pytest.raises(Unusable, match="a grade is one of 1, 2"):
            read_change(f"grade:{wrong}", world)


def test_settings_with_errors_are_not_used(world: World, tmp_path: Path) -> None:
    (tmp_path / "district.toml").write_text('timezone = "Nowhere"\n', "utf-8")
    with pytest.raises(DistrictError):
        read_change(f"settings:{tmp_path}", world)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Unusable),
        ("off", Unusable),
        ("shut:a-1", Unusable),
        ("close:1,2", Unusable),
        ("move:a-1=here", Unusable),
        ("free:a-2", Unusable),
        ("off:nobody", NotFound),
        ("staff:nowhere", NotFound),
        ("plan:none", NotFound),
        ("settings:nowhere", NotFound),
    ],
)
def test_what_cannot_be_done_says_what_can(world: World, text: str, problem: type[Refused]) -> None:
    with pytest.raises(problem) as refused:
        read_change(text, world)
    assert len(str(refused.value)) > 30
