"""Readiness: one number with its reasons; what is not known is said, and never makes a station ready or unready."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st
from msgspec.structs import replace

from stations.duty.rules import ReadinessRules
from stations.readiness import NOT_READY_AT_MOST, Facts, failures, judge

RULES = ReadinessRules()
WELL = Facts(
    kind="micro_community",
    units=2,
    units_off_duty=0,
    strength=4,
    confirmed=True,
    present=True,
    battery=0.9,
    take_over_overdue=False,
    last_check="answered",
    last_check_age_s=3600,
    faults=(),
)


def with_(**fields: Any) -> Facts:
    return replace(WELL, **fields)


any_facts = st.builds(
    Facts,
    kind=st.sampled_from(["micro_unit", "micro_community", "fire"]),
    minimum=st.none() | st.integers(0, 6),
    units=st.just(3),
    units_off_duty=st.integers(0, 3),
    strength=st.none() | st.integers(0, 8),
    confirmed=st.booleans(),
    present=st.none() | st.booleans(),
    hidden=st.booleans(),
    sound=st.booleans(),
    battery=st.none() | st.floats(0, 1),
    take_over_overdue=st.none() | st.booleans(),
    last_check=st.none() | st.sampled_from(["answered", "missed"]),
    last_check_age_s=st.none() | st.integers(0, 10**7),
    faults=st.none() | st.lists(st.just("E:expired"), max_size=6).map(tuple),
)


def test_a_station_with_everything_is_ready_with_a_hundred() -> None:
    found = judge(WELL, RULES)
    assert (found.state, found.score, found.known_percent) == ("ready", 100, 100)


def test_below_the_minimum_it_is_not_ready_however_well_the_rest_stands() -> None:
    found = judge(with_(strength=2), RULES)
    assert (found.state, found.failures) == ("not_ready", ("below_minimum",))
    assert found.score == NOT_READY_AT_MOST


def test_nobody_at_the_alert_client_is_not_ready() -> None:
    assert judge(with_(present=False), RULES).failures == ("nobody_at_client",)


def test_with_every_unit_off_duty_it_is_not_ready() -> None:
    assert judge(with_(units_off_duty=2), RULES).failures == ("all_off_duty",)
    assert judge(with_(units_off_duty=1), RULES).state != "not_ready"


def test_a_station_whose_people_nobody_counted_is_neither_ready_nor_zero() -> None:
    found = judge(with_(strength=None), RULES)
    assert (found.state, found.score) == ("unknown", None)
    assert found.known_percent == 65


def test_a_station_of_which_nothing_is_known_is_unknown() -> None:
    found = judge(Facts(kind="micro_unit", units=1, units_off_duty=0), RULES)
    assert (found.state, found.score, found.failures) == ("unknown", None, ())


def test_what_is_not_decisive_and_not_known_is_left_out_of_the_number() -> None:
    found = judge(with_(faults=None, last_check=None, last_check_age_s=None), RULES)
    assert (found.state, found.score, found.known_percent) == ("ready", 100, 80)


def test_a_roster_that_nobody_confirmed_counts_for_less_than_people_who_said_so() -> None:
    by_roster = judge(with_(confirmed=False), RULES)
    assert by_roster.score is not None
    assert by_roster.score < 100
    assert by_roster.state == "ready"


def test_equipment_past_its_date_and_a_missed_check_lower_the_number() -> None:
    found = judge(with_(faults=("E-1:expired", "E-2:expired"), last_check="missed"), RULES)
    assert (found.state, found.score) == ("ready", 85)
    lacking = {reason.finding for reason in found.reasons if reason.met is not None and reason.met < 1}
    assert lacking == {"equipment_faults", "check_missed"}


def test_an_old_check_proves_nothing() -> None:
    found = judge(with_(last_check="missed", last_check_age_s=31 * 86_400), RULES)
    assert found.score == 100
    assert "no_recent_check" in {reason.finding for reason in found.reasons}


def test_what_a_norm_asks_of_this_station_goes_before_the_number_for_its_kind() -> None:
    assert judge(with_(minimum=6), RULES).failures == ("below_minimum",)


def test_a_kind_without_a_number_is_not_judged_by_its_strength() -> None:
    found = judge(with_(kind="fire", strength=None), RULES)
    assert (found.state, found.known_percent) == ("ready", 100)


def test_a_phone_that_cannot_ring_lowers_the_number_and_says_why() -> None:
    for fields, finding in (
        ({"hidden": True}, "client_hidden"),
        ({"sound": False}, "sound_off"),
        ({"battery": 0.1}, "battery_low"),
    ):
        found = judge(with_(**fields), RULES)
        assert found.score is not None
        assert found.score < 100
        assert finding in {reason.finding for reason in found.reasons}


@given(facts=any_facts)
def test_a_choice_asks_in_short_what_the_whole_judgement_says(facts: Facts) -> None:
    assert failures(facts, RULES) == judge(facts, RULES).failures


@given(facts=any_facts)
def test_the_number_is_what_its_reasons_add_up_to(facts: Facts) -> None:
    found = judge(facts, RULES)
    known = [(reason.weight, reason.met) for reason in found.reasons if reason.met is not None]
    total = sum(reason.weight for reason in found.reasons)
    assert found.known_percent == round(100 * sum(weight for weight, _ in known) / total)
    if found.state == "unknown":
        assert found.score is None
    else:
        plain = round(100 * sum(weight * met for weight, met in known) / sum(weight for weight, _ in known))
        assert found.score == (min(plain, NOT_READY_AT_MOST) if found.state == "not_ready" else plain)
    assert all(reason.source for reason in found.reasons)
