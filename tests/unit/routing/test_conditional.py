from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from routing.conditional import Conditional, Size, conditionals, parse, schedule

ENGINE = Size(width=2.5, height=3.5, weight=16.0)
CAR = Size(width=1.8, height=1.5, weight=1.5)
NIGHT = datetime(2026, 5, 4, 3, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MORNING = NIGHT.replace(hour=8)


def says_no(value: str) -> bool:
    return value == "no"


def value(rule: Conditional, at: datetime | None, size: Size = ENGINE) -> str | None:
    return rule.value(size, at, strict=says_no)


def test_hours_decide() -> None:
    rule = parse("yes @ (Mo-Su 6:30-24:00)")
    assert value(rule, MORNING) == "yes"
    assert value(rule, NIGHT) is None


def test_the_last_clause_that_holds_wins() -> None:
    rule = parse("no @ (Mo-Fr 07:00-09:00); yes @ (weight<3.5)")
    assert value(rule, MORNING) == "no"
    assert value(rule, MORNING, CAR) == "yes"


def test_conditions_joined_by_and_must_all_hold() -> None:
    rule = parse("no @ (Mo-Fr 07:00-09:00 AND weight>5)")
    assert value(rule, MORNING) == "no"
    assert value(rule, MORNING, CAR) is None
    assert value(rule, NIGHT) is None


def test_semicolons_inside_the_hours_belong_to_the_hours() -> None:
    rule = parse("no @ (Mo-Fr 07:00-09:00; Sa 10:00-12:00)")
    assert len(rule.clauses) == 1
    assert value(rule, datetime(2026, 5, 9, 11, tzinfo=ZoneInfo("Asia/Shanghai"))) == "no"


def test_without_an_hour_only_restrictions_hold() -> None:
    assert value(parse("no @ (Mo-Fr 07:00-09:00)"), None) == "no"
    assert value(parse("yes @ (Mo-Fr 07:00-09:00)"), None) is None


def test_a_restriction_that_cannot_be_read_is_named_and_in_force_and_an_allowance_is_not() -> None:
    rule = parse("no @ snow; yes @ (Mo-Su 6:30-24:00); no, never")
    assert rule.ignored == ("no @ snow", "no, never")
    assert [clause.value for clause in rule.clauses] == ["no", "yes"]
    assert value(rule, NIGHT) == "no"
    assert value(rule, MORNING) == "yes"
    assert value(parse("yes @ snow"), MORNING) is None


def test_both_spellings_are_found_and_names_are_left_alone() -> None:
    tags = {"vehicle": "yes @ (Mo)", "motor_vehicle:conditional": "no @ (Tu)", "name": "Café @ the corner"}
    assert [key for key, _ in conditionals(tags)] == ["vehicle", "motor_vehicle"]


def test_the_next_change_keeps_the_zone() -> None:
    change = schedule("Mo-Su 06:30-24:00").next_change(NIGHT)
    assert change == NIGHT.replace(hour=6, minute=30)
    assert schedule("24/7").next_change(NIGHT) is None


def test_hours_that_are_none_say_so() -> None:
    with pytest.raises(ValueError, match="no opening hours"):
        schedule("whenever")
