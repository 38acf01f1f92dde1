"""Roads that are shut for one question alone: it is answered as if they were closed, and for nobody else they are."""

from __future__ import annotations

from routing.approach import Nearest
from routing.closures import Closure
from routing.snapshot import Snapshot
from routing.synthetic import generated_network
from tests.unit.routing.towns import NOON, Town

SEED = 20261122
QUESTIONS = 30


def answers(roads: Snapshot, town: Town, seed: int) -> list[Nearest | None]:
    town.random.seed(seed)
    return [roads.nearest(town.place(), 5, mode=mode, at=NOON) for _ in range(QUESTIONS) for mode in town.modes]


def test_a_question_with_shut_roads_is_answered_as_if_they_were_closed() -> None:
    print(f"seed {SEED}")
    town = Town(generated_network(900, 1), SEED, modes=("foot", "engine"))
    town.populate(40)
    town.router.rebuild_tables(NOON)
    closures = [
        Closure(
            id=f"c{number}", centre=town.spot(), radius_m=300.0, modes=frozenset({"engine"}) if number % 2 else None
        )
        for number in range(4)
    ]
    before = answers(town.router.snapshot, town, SEED)
    shut = answers(town.router.snapshot.also_shut(map(town.router.shut, closures)), town, SEED)
    assert town.router.closed == ()
    assert answers(town.router.snapshot, town, SEED) == before
    assert town.router.tables_fresh(NOON), "the tables of everybody else stay as they are"
    for closure in closures:
        town.router.close(closure)
    assert answers(town.router.snapshot, town, SEED) == shut
    assert shut != before
