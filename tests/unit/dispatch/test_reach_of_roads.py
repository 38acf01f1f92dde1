"""What the rules are told of who is near, against the same put together from one search for each part of it.

What is kept of a place (where it lies on the roads, who comes first) must never show: not when roads, crews or tables
change between two questions, nor at another storey, for another mode, or in a drill with roads of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
import pytest

from dispatch.core.reach import Candidate, ModeReach, Reach
from dispatch.core.vocabulary import Legs
from dispatch.travel.ask import AROUND, AROUND_OF_A_MODE, CAUTIONED, Ask
from dispatch.travel.port import FIRST_LOOK
from routing.access import KEPT
from routing.approach import Arrival, Nearest
from routing.assembly import assemble
from routing.closures import Closure
from routing.geometry import find_cautions
from routing.model import Network
from routing.osm import read_osm
from routing.place import Place
from routing.snapshot import Snapshot
from routing.synthetic import generate, generated_network, hills
from stations.model import TRAVEL_MODES
from tests.shared_data import shared_data
from tests.unit.routing.towns import NIGHT, NOON, Town

SEED = int(os.environ.get("ONETHREE_SEED", "20261130"))
QUESTIONS = 150
AT_STATION = frozenset({"foot-0001", "engine-0002"})


@pytest.fixture(scope="module", params=["generated", "yuzhong"])
def compiled(request: pytest.FixtureRequest) -> Town:
    if request.param == "generated":
        return Town(generated_network(900, seed=3), SEED, modes=TRAVEL_MODES)
    path: Path = shared_data("yuzhong-osm", "yuzhong.osm.pbf")
    return Town(read_osm(path), SEED, modes=TRAVEL_MODES)


def network_with_signs() -> Network:
    """Generate roads on which every seventh way is closed to motor vehicles, and every eleventh one is at night."""
    source = generate(900, seed=3).source
    signs = {0: {"motor_vehicle": "no"}, 1: {"motor_vehicle:conditional": "no @ (22:00-06:00)"}}
    for number, way in enumerate(source.ways):
        kind = 0 if number % 7 == 0 else 1 if number % 11 == 0 else None
        if kind is not None:
            source.ways[number] = msgspec.structs.replace(way, tags={**way.tags, **signs[kind]})
    return assemble(source, hills)


@pytest.fixture
def town(compiled: Town) -> Town:
    """Crews and tables on compiled roads, all of which are open."""
    compiled.router = compiled.router.fork()
    compiled.random.seed(SEED)
    return populated(compiled)


def populated(town: Town) -> Town:
    town.populate(30)
    town.router.rebuild_tables(NOON)
    return town


def test_every_answer_is_what_searches_say(town: Town) -> None:
    compare(town)


def test_where_many_ways_pass_signs_every_answer_names_the_same() -> None:
    town = populated(Town(network_with_signs(), SEED, modes=TRAVEL_MODES))
    assert compare(town) > QUESTIONS / 10


def compare(town: Town) -> int:
    """Hold answers against searches, and return how many tell of signs."""
    print(f"seed {SEED}")
    places = [place_on_roads(town) for _ in range(12)]
    with_signs = 0
    for _ in changes(town, QUESTIONS):
        ask = question(town, town.random.choice(places))
        told = ask.reach()
        assert told == by_searches(ask)
        assert told is not None
        if town.random.random() < 0.3:
            ask.wanted = {town.random.choice(TRAVEL_MODES): 24}
            assert ask.reach() == by_searches(ask), "a further look, at one mode"
        with_signs += any(each.cautions for found in told.free.values() for each in found.nearest)
    return with_signs


def place_on_roads(town: Town) -> Place:
    """Draw a place whose answer rests on roads; what is told of others rests on none of what is kept."""
    while True:
        place = town.place()
        if all(router.approach(place.door) is not None for router in town.router.snapshot.modes.values()):
            return place


def changes(town: Town, count: int) -> Iterator[None]:
    """Before each question something may change: roads, crews, or how fresh the tables are."""
    for number in range(count):
        chance = town.random.random()
        if chance < 0.08:
            town.router.close(Closure(id=f"c{number}", centre=town.spot(), radius_m=200.0))
        elif chance < 0.16 and town.router.closed:
            town.router.open(town.random.choice(town.router.closed))
        elif chance < 0.22:
            town.router.move(town.random.choice(town.router.responder_ids), town.spot())
        elif chance < 0.28:
            town.router.set_turnout(town.random.choice(town.router.responder_ids), 10_000 * town.random.randrange(8))
        elif chance < 0.4:
            town.router.rebuild_tables(NOON)
        yield


def question(town: Town, place: Place, at: datetime | None = None) -> Ask:
    """Ask about a place of a few at one of its storeys, sometimes with a drill's lane barred or for more units."""
    router, chosen = town.router, town.random
    modes = np.array([each.mode for each in router.snapshot.roster.responders])
    storey = chosen.choice([place.floor, None, 3, -1])
    roads = router.snapshot
    if chosen.random() < 0.1:
        roads = roads.also_shut([router.shut(Closure(id="lane", centre=place.spot, radius_m=80.0))])
    return Ask(
        roads=roads,
        network=router.network,
        closures=router.closed,
        place=Place(place.spot, storey, place.building),
        at=at or chosen.choice([NOON, NOON, NIGHT]),
        modes=TRAVEL_MODES,
        of_mode={mode: modes == mode for mode in TRAVEL_MODES},
        free=town.mask(),
        wanted={chosen.choice(TRAVEL_MODES): 24} if chosen.random() < 0.2 else {},
        only=None,
        budget=None,
        at_station=AT_STATION,
    )


def by_searches(ask: Ask) -> Reach:
    """Return the same answer by the rule as it reads: no table, nothing kept, and a new search for every part."""
    roads = ask.roads.without_tables()
    everybody = {mode: nearest(roads, ask, mode, AROUND_OF_A_MODE) for mode in ask.modes}
    around = sorted(
        (each for found in everybody.values() for each in found.arrivals),
        key=lambda each: (each.eta_ms, each.responder),
    )
    free = {mode: free_of(roads, ask, mode, found) for mode, found in everybody.items()}
    said = {
        each.responder: find_cautions(roads, ask.network, each.responder, ask.place, ask.at)
        for found in free.values()
        for each in found.arrivals[:CAUTIONED]
    }

    def candidates(arrivals: list[Arrival] | tuple[Arrival, ...]) -> tuple[Candidate, ...]:
        return tuple(candidate(each, said.get(each.responder, ())) for each in arrivals)

    return Reach(
        free={
            mode: ModeReach(nearest=candidates(found.arrivals), complete=found.complete) for mode, found in free.items()
        },
        around=candidates(around[:AROUND]),
        network=roads.version,
        closures=ask.closures,
    )


def free_of(roads: Snapshot, ask: Ask, mode: str, everybody: Nearest) -> Nearest:
    """Return the free ones among the first of all where these are enough, else the first free ones."""
    wanted, number = ask.wanted.get(mode, FIRST_LOOK), roads.roster.number
    free = tuple(each for each in everybody.arrivals if ask.free[number(each.responder)])
    if everybody.complete or len(free) >= wanted:
        return Nearest(free, everybody.complete)
    return nearest(roads, ask, mode, wanted, only_free=True)


def nearest(roads: Snapshot, ask: Ask, mode: str, k: int, *, only_free: bool = False) -> Nearest:
    found = roads.nearest(ask.place, k, mode=mode, at=ask.at, eligible=ask.free if only_free else None)
    assert found is not None, "a search without a budget always answers"
    return found


def candidate(arrival: Arrival, cautions: tuple[str, ...]) -> Candidate:
    legs = arrival.legs
    return Candidate(
        unit=arrival.responder,
        eta_ms=arrival.eta_ms,
        legs=Legs(
            turnout_s=legs.turnout_ms / 1000,
            road_s=legs.road_ms / 1000,
            entrance_s=legs.entrance_ms / 1000,
            storeys_s=legs.storeys_ms / 1000,
        ),
        cautions=cautions,
        at_station=arrival.responder in AT_STATION,
    )


def test_a_place_that_is_kept_is_forgotten_with_what_it_rests_on(town: Town) -> None:
    place = place_on_roads(town)

    def kept() -> object:
        approach = town.router.snapshot.approach(place, mode="engine", at=NOON)
        assert approach is not None
        return approach.access

    first = kept()
    assert kept() is first
    town.router.close(Closure(id="c", centre=place.door, radius_m=400.0))
    closed = kept()
    assert closed is not first
    town.router.move("foot-0003", town.spot())
    assert kept() is closed, "nobody who comes that way has moved"
    town.router.move("engine-0003", town.spot())
    moved = kept()
    assert moved is not closed
    town.router.rebuild_tables(NOON)
    assert kept() is not moved


def test_a_storey_is_no_other_door_and_doors_are_kept_within_a_bound(town: Town) -> None:
    roads = town.router.snapshot
    spot = town.spot()
    for floor in (1, 5, 20):
        assert roads.approach(Place(spot, floor), mode="foot", at=NOON) is not None
    view = roads.view("foot", NOON)
    assert len(view.accesses) == 1
    for _ in range(KEPT + 10):
        roads.approach(Place(town.spot()), mode="foot", at=NOON)
    assert len(view.accesses) == KEPT


def test_questions_about_many_places_at_once_keep_none(town: Town) -> None:
    roads = town.router.snapshot
    for _ in range(5):
        roads.nearest(Place(town.spot()), 3, mode="foot", at=NOON)
    assert len(roads.view("foot", NOON).accesses) == 0


def test_a_question_whose_search_exceeds_its_budget_is_not_answered(town: Town) -> None:
    ask = question(town, place_on_roads(town), at=NOON)
    ask.roads = town.router.snapshot.without_tables()
    assert replace(ask, budget=1).reach() is None
    assert replace(ask, budget=1_000_000).reach() == ask.reach()
