"""A month's plan pays every debt whose turn it is; a year of 400 stations is planned in seconds and leaves nothing."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date
from itertools import combinations

from msgspec.structs import replace

from stations.training.model import WEEKDAYS, Debt, Party, PartyKey, Training
from stations.training.outings import possible
from stations.training.owed import owed
from stations.training.plan import MonthPlan, as_held, plan_month, plan_year
from stations.training.reading import read_training

READY = read_training()
JANUARY = date(2026, 1, 1)


def district(seed: int, *, stations: int, buildings: int, communities: int, streets: int) -> list[Party]:
    """Return an invented district (示例) on some eight by six kilometres."""
    rng = random.Random(seed)

    def located(who: str, key: str, kind: str = "", **more: object) -> Party:
        community = rng.randrange(communities)
        return Party(
            who=who,  # type: ignore[arg-type] # named below
            id=key,
            name=f"示例{key}",
            kind=kind,
            lon=106.5 + rng.random() * 0.08,
            lat=29.53 + rng.random() * 0.05,
            community=f"c{community}",
            street=f"st{community % streets}",
            **more,  # type: ignore[arg-type] # plain fields
        )

    found = [
        located("station", f"s{number}", rng.choice(("micro_unit", "micro_community"))) for number in range(stations)
    ]
    found += [
        located("building", f"b{number}", "residential", height_m=rng.choice((20.0, 60.0)))
        for number in range(buildings)
    ]
    found += [
        replace(located("community", f"c{number}"), community=f"c{number}", street=f"st{number % streets}")
        for number in range(communities)
    ]
    found += [
        replace(located("street", f"st{number}"), community="", street=f"st{number}") for number in range(streets)
    ]
    return found


def check(plan: MonthPlan, training: Training) -> None:
    """What holds of every plan: days that are allowed, nobody out twice on one day, nothing paid twice."""
    out = Counter((outing.day, party) for outing in plan.outings if outing.day for party in outing.parties)
    assert max(out.values(), default=1) == 1, "nobody is out twice on one day"
    paid = Counter(pay for outing in plan.outings for pay in outing.pays)
    assert max(paid.values(), default=1) == 1, "each debt is paid once"
    limits = {kind.drill: kind for kind in training.outings}
    for outing in plan.outings:
        assert outing.day is None or WEEKDAYS[outing.day.weekday()] in training.weekdays
        assert sum(key.who == "station" for key in outing.parties) <= limits[outing.drill].stations + 1
        assert {party for _, party in outing.pays} == set(outing.parties)
        assert all(key.who != "building" or key == outing.site for key in outing.parties), "who stays at home"
    assert len(plan.outings) >= plan.at_least


def test_a_year_of_four_hundred_stations_is_planned_and_leaves_nothing_owed() -> None:
    parties = district(1, stations=400, buildings=1500, communities=79, streets=11)
    started = time.process_time()
    plans = plan_year(READY, parties, [], JANUARY)
    took_s = time.process_time() - started
    outings, bound = sum(len(plan.outings) for plan in plans), sum(plan.at_least for plan in plans)
    print(
        f"{outings} outings pay {sum(plan.due + plan.early for plan in plans)} debts in {took_s:.2f} s; bound {bound}"
    )
    for plan in plans:
        check(plan, READY)
        assert plan.proven
    done = [held for plan in plans for held in as_held(plan)]
    begun = replace(READY, since=JANUARY)
    for day in (date(2026, 6, 30), date(2026, 12, 31)):
        left = [
            debt for debt in owed(begun, parties, done, day) if debt.missed or (debt.state != "met" and debt.due <= day)
        ]
        assert left == []


def test_no_plan_of_a_small_district_has_fewer_outings() -> None:
    """Every choice of possible outings, small ones first."""
    for seed in range(12):
        parties = district(seed, stations=6, buildings=4, communities=2, streets=1)
        december = date(2026, 12, 1)
        plan = plan_month(READY, parties, [], december)
        debts = [debt for debt in owed(READY, parties, [], december) if debt.state != "met"]
        assert plan.due == len(debts), "in its period's last month everything is due"
        assert len(plan.outings) == plan.at_least == _fewest(debts, parties), f"seed {seed}"
        check(plan, READY)


def _fewest(debts: list[Debt], parties: list[Party]) -> int:
    known = {party.key: party for party in parties}
    sets = {each.debts for each in possible(READY, debts, known)}
    needed = [each for each in sets if not any(each < other for other in sets)]
    return next(
        size
        for size in range(len(needed) + 1)
        if any(len(frozenset().union(*chosen)) == len(debts) for chosen in combinations(needed, size))
    )


def test_one_joint_drill_pays_for_building_community_street_and_stations() -> None:
    building = Party(
        who="building",
        id="b",
        name="示例楼",
        kind="住宅",
        lon=106.5,
        lat=29.5,
        height_m=50.0,
        community="c",
        street="st",
    )
    others = [
        Party(who="community", id="c", name="c", lon=106.5, lat=29.5, community="c", street="st"),
        Party(who="street", id="st", name="st", lon=106.5, lat=29.5, street="st"),
        Party(who="station", id="near", name="near", kind="micro_unit", lon=106.501, lat=29.5),
        Party(who="station", id="far", name="far", kind="fire", lon=106.6, lat=29.5),
    ]
    plan = plan_month(
        replace(READY, duties=tuple(duty for duty in READY.duties if duty.id != "no-notice")),
        [building, *others],
        [],
        date(2026, 12, 1),
    )
    (outing,) = plan.outings
    assert outing.drill == "joint"
    assert {key.id for key in outing.parties} == {"b", "c", "st", "near"}


def test_nobody_calls_the_brigade_to_what_needs_no_brigade() -> None:
    alone = Party(who="building", id="b", name="示例楼", kind="住宅", lon=106.5, lat=29.5, height_m=50.0)
    (outing,) = plan_month(READY, [alone], [], date(2026, 12, 1)).outings
    assert (outing.drill, outing.site, outing.pays) == ("evacuation", alone.key, (("high-rise", alone.key),))


def test_the_load_is_even_over_a_period() -> None:
    parties = district(3, stations=60, buildings=0, communities=1, streets=1)
    plans = plan_year(
        replace(READY, duties=tuple(duty for duty in READY.duties if duty.id == "no-notice")), parties, [], JANUARY
    )
    assert max(plan.due for plan in plans) <= -(-60 // 3)


def test_what_is_overdue_is_planned_first_and_from_today() -> None:
    parties = [Party(who="station", id="s", name="示例站", kind="micro_unit", lon=106.5, lat=29.5)]
    training = replace(READY, since=JANUARY)
    plan = plan_month(training, parties, [], date(2026, 7, 1), from_day=date(2026, 7, 20))
    assert {duty for outing in plan.outings for duty, _ in outing.pays} == {"key-unit", "no-notice"}
    assert all(outing.day is not None and outing.day >= date(2026, 7, 20) for outing in plan.outings)


def test_a_full_day_takes_no_more() -> None:
    parties = district(4, stations=40, buildings=40, communities=4, streets=2)
    training = replace(READY, per_day=1, weekdays=("tue",))
    plan = plan_month(training, parties, [], date(2026, 12, 1))
    days = Counter(outing.day for outing in plan.outings if outing.day is not None)
    assert set(days.values()) == {1}
    assert len(days) == 5
    assert any(outing.day is None for outing in plan.outings), "what fits on no day is said, not dropped"
    assert sum(len(outing.pays) for outing in plan.outings) == plan.due + plan.early


def test_who_has_no_place_trains_alone() -> None:
    nowhere = Party(who="community", id="c", name="c", community="c")
    plan = plan_month(READY, [nowhere], [], date(2026, 12, 1))
    assert [outing.site for outing in plan.outings] == [PartyKey("community", "c")]
