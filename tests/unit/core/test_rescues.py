"""What is no fire is known by its name, has plans of its own, and is never taken for a fire."""

from __future__ import annotations

import pytest

from dispatch.core import events as ev
from dispatch.core.decide.joining import kinds_go_together
from dispatch.core.decide.plans import plan_for
from dispatch.wire.vocabulary import word
from stations.kinds import FIRE_KINDS, RESCUE_KINDS
from stations.rules import DEFAULT_PLANS, PLAN_PROFILES, VERIFY_FIRST, Need, Plan
from tests.unit.core.world_builder import Town, at, of_kind, only


def town() -> Town:
    return Town().building("tower", 0, height_m=99.0).station("m", 1, crews=6).engine("f", 2, crews=6)


@pytest.mark.parametrize("kind", RESCUE_KINDS)
@pytest.mark.parametrize("plans", [DEFAULT_PLANS, PLAN_PROFILES[VERIFY_FIRST]])
def test_a_rescue_is_known_and_gets_a_plan_of_its_own(kind: str, plans: tuple[Plan, ...]) -> None:
    t = town().set(plans=plans)
    opened = only(t.alarm(at(0, building="tower"), source="phone", kind=kind), ev.IncidentOpened)
    assert "unknown_kind" not in opened.flags
    assert kind in plan_for(t.world, t.incident(), t.now).kinds
    assert t.going()
    assert not any(t.world.units[unit].mode == "aerial" for unit in t.going())


@pytest.mark.parametrize("kind", RESCUE_KINDS)
def test_many_trapped_in_a_rescue_are_sent_more(kind: str) -> None:
    counts = []
    for trapped in (1, 3, 10):
        t = town()
        t.alarm(at(0, building="tower"), source="phone", kind=kind, trapped=trapped)
        counts.append(len(t.going()))
    assert counts == sorted(counts)
    assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("kind", RESCUE_KINDS)
def test_a_rescue_has_words_in_both_languages(kind: str) -> None:
    assert word("kind", kind, "zh") != kind
    assert word("kind", kind, "en")


def test_a_kind_that_nobody_knows_still_gets_the_fire_plan_flagged() -> None:
    t = town()
    opened = only(t.alarm(at(0, building="tower"), source="phone", kind="示例"), ev.IncidentOpened)
    assert "unknown_kind" in opened.flags
    assert len(t.going()) >= 3


@pytest.mark.parametrize("rescue", RESCUE_KINDS)
@pytest.mark.parametrize("fire", FIRE_KINDS)
def test_no_rescue_joins_a_fire(rescue: str, fire: str) -> None:
    assert kinds_go_together(rescue, fire) == ((rescue, fire) == ("gas_leak", "gas"))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("flood", "water_rescue", True),
        ("gas", "gas_leak", True),
        ("rescue", "lift", True),
        ("traffic", "rescue", True),
        ("lift", "flood", False),
        ("traffic", "collapse", False),
        ("hazmat", "gas_leak", False),
        ("lift", "lift", True),
    ],
)
def test_which_rescues_are_one(one: str, other: str, *, together: bool) -> None:
    assert kinds_go_together(one, other) is together
    assert kinds_go_together(other, one) is together


def test_who_says_what_rescue_it_is_names_the_one_that_nobody_named() -> None:
    t = town()
    t.alarm(at(0, building="tower"), source="phone", kind="rescue")
    events = t.alarm(at(0, building="tower"), source="phone", kind="lift")
    assert only(events, ev.IncidentUpdated).kind == "lift"
    assert not of_kind(events, ev.IncidentOpened)
    assert not of_kind(t.alarm(at(0, building="tower"), source="phone", kind="rescue"), ev.IncidentUpdated)


def test_a_districts_own_plan_for_a_rescue_comes_first_and_one_for_all_kinds_does_not() -> None:
    fire = Plan(name="high", height_from_m=24.0, needs=(Need(count=4, modes=("engine",)),))
    own = Plan(name="our lifts", kinds=("lift",), needs=(Need(count=2, modes=("engine",)),))
    t = town().set(plans=(fire, *DEFAULT_PLANS))
    t.alarm(at(0, building="tower"), source="phone", kind="lift")
    assert plan_for(t.world, t.incident(), t.now).name == "lift"
    t.set(plans=(fire, own, *DEFAULT_PLANS))
    assert plan_for(t.world, t.incident(), t.now).name == "our lifts"


def test_an_old_districts_plan_that_names_no_kind_still_serves_a_rescue_where_none_does() -> None:
    only_one = Plan(name="all", needs=(Need(count=1, modes=("engine",)),))
    t = town().set(plans=(only_one,))
    t.alarm(at(0, building="tower"), source="phone", kind="collapse")
    assert plan_for(t.world, t.incident(), t.now).name == "all"
