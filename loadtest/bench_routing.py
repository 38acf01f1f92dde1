"""`onethree bench routing`: this router beside its peers, on one network, with the same stations and questions.

A question is a random node and the three responders first on scene. The peers answer it the only way they can: times
from every node, then the smallest over the responders. Beside the peers stand what the hub feels (a closure until it
shows in an answer, the longest stall of an event loop), memory, and how time grows with stations and nodes.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np

from loadtest.figures import Figure, at_most, undercut
from loadtest.grid_city import grid_view
from loadtest.routing_peers import Peer, peers
from routing.approach import asked_about
from routing.arrays import Floats
from routing.closures import Closure
from routing.inspection import shares
from routing.kernels import search, table
from routing.kernels.search import Asked, Workspace
from routing.model import Spot
from routing.modes import DEFAULT_MODES
from routing.place import Place
from routing.responders import Responder
from routing.router import Router
from routing.synthetic import generated_network
from routing.view import View

NODES = 250_000
STATIONS = 200
FIRST = 3
MODE = "engine"
AT = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
GOALS = {"scipy": 100.0, "networkx": 1000.0}
TABLE_GOAL = 12_000.0
CLOSURE_GOAL_MS = 1.0
REBUILD_GOAL_S = 5.0
STALL_GOAL_MS = 5.0
UNREACHED_GOAL = 0.005
IN_LOOP_BUDGET = 20_000
_TURN = 10

_T = TypeVar("_T")


class City(NamedTuple):
    """A generated city with stations, all synthetic (示例)."""

    router: Router
    corners: tuple[float, float, float, float]
    random: random.Random

    def spot(self) -> Spot:
        """A random place within the city."""
        west, east, south, north = self.corners
        return Spot(self.random.uniform(west, east), self.random.uniform(south, north))

    def view(self) -> View:
        """What a question sees now."""
        return self.router.snapshot.view(MODE, AT)


def run(*, full: bool = False, seed: int = 1) -> list[Figure]:
    """Measure everything; under two minutes, or with `full` more questions and larger networks in about ten."""
    city = make_city(NODES, STATIONS, seed)
    city.router.prepare(AT)
    figures = [*beside_peers(city, questions=300 if full else 60)]
    figures += [*through_router(city, questions=2000 if full else 300)]
    figures += [*closures(city, count=200 if full else 40)]
    figures += asyncio.run(loop_stall(city, turns=5000 if full else 1000))
    figures += [*memory(city)]
    figures += [*unreached(city)]
    figures += [*growth(seed, full=full)]
    return figures


def make_city(nodes: int, stations: int, seed: int) -> City:
    """Generate a city and its stations."""
    network = generated_network(nodes, seed)
    router = Router(network, {MODE: DEFAULT_MODES[MODE]}, zone=UTC)
    places = [network.node(node) for node in network.graph.nodes]
    lon, lat = [place["lon"] for place in places], [place["lat"] for place in places]
    city = City(router, (min(lon), max(lon), min(lat), max(lat)), random.Random(seed))
    router.set_responders(
        Responder(f"示例{number:05}", MODE, city.spot(), 1000 * city.random.randrange(45, 78))
        for number in range(stations)
    )
    return city


def beside_peers(city: City, *, questions: int) -> Iterable[Figure]:
    """Time the search and the table beside every peer; scipy answers every question, slower peers one in ten."""
    view = city.view()
    node_count = view.roads.network.roads.node_count
    nodes = [city.random.randrange(node_count) for _ in range(questions)]
    asked = {node: question(view, node) for node in nodes}
    work = Workspace.make(node_count, view.posts.size)
    rebuild_s = seconds(partial(city.router.rebuild_tables, AT))
    tabled = city.view()

    def searched(node: int) -> list[int]:
        return search_once(view, asked[node], work)

    def looked_up(node: int) -> list[int]:
        return look_up_once(tabled, asked[node], work)

    differing = 0
    for name, peer in peers(view.roads):
        truth = partial(answer_of, view, peer)
        every = 1 if name == "scipy" else _TURN
        ours, theirs = side_by_side(searched, truth, nodes, every=every)
        yield undercut(f"search vs {name}", 1e6 * ours, "µs", peer=name, takes=1e6 * theirs, goal=GOALS.get(name))
        if name == "scipy":
            ours, theirs = side_by_side(looked_up, truth, nodes, every=every)
            yield undercut("table vs scipy", 1e6 * ours, "µs", peer=name, takes=1e6 * theirs, goal=TABLE_GOAL)
        differing += sum((searched(node) != truth(node)) + (looked_up(node) != truth(node)) for node in nodes[::every])
    yield at_most("answers unlike the peers'", float(differing), "", 0.0)
    yield at_most("table rebuild per mode", rebuild_s, "s", REBUILD_GOAL_S)


def question(view: View, node: int) -> Asked:
    """Ask for the first responders at a node."""
    return asked_about(view, {node: 0}, np.ones(view.posts.size, np.bool_), FIRST)


def search_once(view: View, asked: Asked, work: Workspace) -> list[int]:
    """Return the times of the first arrivals by the search, in ms."""
    count = search.explore(view.roads.ground, view.hangs, asked, work)
    return [ms + view.least_ms for ms in work.found_ms[:count].tolist()]


def look_up_once(view: View, asked: Asked, work: Workspace) -> list[int]:
    """Return the same by the table."""
    if view.table is None:
        return []
    count, _ = table.look_up(view.table, view.least_ms, view.stale, asked, work.found, work.found_ms)
    return [ms + view.least_ms for ms in work.found_ms[:count].tolist()]


def answer_of(view: View, peer: Peer, node: int) -> list[int]:
    """Return the same from a peer's times to the node: the best of each responder's one or two ends."""
    hangs = view.hangs
    arrivals: Floats = np.full(view.posts.size, np.inf)
    np.minimum.at(arrivals, hangs.responders, peer(node)[hangs.nodes] + hangs.offset_ms + view.least_ms)
    return [int(ms) for ms in np.sort(arrivals)[:FIRST] if np.isfinite(ms)]


def through_router(city: City, *, questions: int) -> Iterable[Figure]:
    """Time whole questions, from a place on the map to arrivals with their legs, by the search and by the table."""
    tabled = city.router.snapshot
    for name, snapshot in (("search", tabled.without_tables()), ("table", tabled)):
        places = [Place(city.spot()) for _ in range(questions)]
        taken = [seconds(partial(snapshot.nearest, place, FIRST, mode=MODE, at=AT)) for place in places]
        yield at_most(f"whole question by {name} p50", 1e6 * float(np.percentile(taken, 50)), "µs")
        yield at_most(f"whole question by {name} p99", 1e6 * float(np.percentile(taken, 99)), "µs")


def closures(city: City, *, count: int) -> Iterable[Figure]:
    """Time from an order to close until the next answer that sees it; the answer's own search is part of it."""
    taken = []
    for _ in range(count):
        spot = city.spot()
        city.router.nearest(Place(spot), FIRST, mode=MODE, at=AT)
        closure = Closure(id="示例", centre=spot, radius_m=150.0)

        def close_and_ask(at: Spot = spot, area: Closure = closure) -> None:
            city.router.close(area)
            city.router.nearest(Place(at), FIRST, mode=MODE, at=AT)

        taken.append(seconds(close_and_ask))
        city.router.open("示例")
    yield at_most("closure to next answer p50", 1e3 * float(np.percentile(taken, 50)), "ms")
    yield at_most("closure to next answer p99", 1e3 * float(np.percentile(taken, 99)), "ms", CLOSURE_GOAL_MS)


def unreached(city: City, *, at_most_places: int = 500) -> Iterable[Figure]:
    """Count the street places that nobody reaches from the main part of the roads, and those near a usable street."""
    for share in shares(city.router, AT, at_most=at_most_places):
        name = f"street places that no {share.mode} reaches"
        yield Figure(name, share.unreached, "", "street places", share.share)
        yield at_most(f"{name}, of those within 50 m of a usable street", share.share_near, "", UNREACHED_GOAL)


async def loop_stall(city: City, *, turns: int) -> list[Figure]:
    """Turn an event loop that asks, closes and moves, while a worker thread fills tables; how long is a turn?

    Its floor is a loop whose turns only count to the same time, beside the same worker: what the machine and its other
    programs take away from any loop. Processor time is what the turn itself needs.
    """
    await turn_loop(city, turns // 10, lambda turn: work_once(city, turn))
    wall, processor = await turn_loop(city, turns, lambda turn: work_once(city, turn))
    typical_s = float(np.median(wall))
    idle, _ = await turn_loop(city, turns, lambda _turn: count_for(typical_s))
    for closed in city.router.closed:
        city.router.open(closed)
    late, floor = (1e3 * float(np.percentile(each, 99)) for each in (wall, idle))
    return [
        at_most("event loop's longest turn, processor time", 1e3 * max(processor), "ms", STALL_GOAL_MS),
        Figure("event loop's turn p99", late, "ms", "a loop that only counts, beside the same worker", late / floor),
        at_most("event loop's longest turn", 1e3 * max(wall), "ms"),
    ]


async def turn_loop(city: City, turns: int, work: Callable[[int], object]) -> tuple[list[float], list[float]]:
    """Return each turn's seconds on the wall and of the processor, while tables are filled without a pause."""
    wall, processor = [], []
    filling = asyncio.create_task(asyncio.to_thread(city.router.rebuild_tables, AT))
    for turn in range(turns):
        began, used = time.perf_counter(), time.thread_time()
        await asyncio.sleep(0)
        work(turn)
        wall.append(time.perf_counter() - began)
        processor.append(time.thread_time() - used)
        if filling.done():
            city.router.move(city.random.choice(city.router.responder_ids), city.spot())
            filling = asyncio.create_task(asyncio.to_thread(city.router.rebuild_tables, AT))
    await filling
    return wall, processor


def work_once(city: City, turn: int) -> None:
    """Do what a hub does in one turn: ask, now and then after a move or a closure."""
    if turn % 10 == 0:
        city.router.move(city.random.choice(city.router.responder_ids), city.spot())
    if turn % 50 == 0:
        city.router.close(Closure(id=f"示例{turn % 4}", centre=city.spot(), radius_m=100.0))
    city.router.nearest(Place(city.spot()), FIRST, mode=MODE, at=AT, budget=IN_LOOP_BUDGET)


def count_for(span_s: float) -> None:
    """Keep the processor busy for a time."""
    end = time.perf_counter() + span_s
    while time.perf_counter() < end:
        pass


def memory(city: City) -> Iterable[Figure]:
    """Count the bytes of the arrays, per node of the network, and per station."""
    city.router.rebuild_tables(AT)
    view = city.view()
    roads, nodes = view.roads.network.roads, view.roads.network.roads.node_count
    yield at_most("memory of the roads per node, all modes", roads.nbytes / nodes, "B")
    standing_bytes = sum(ranks.nbytes for ranks in view.roads.standing)
    mode_bytes = view.roads.network.weight_ms.nbytes + view.roads.passable.nbytes + standing_bytes
    yield at_most("memory of the search per node and mode", mode_bytes / nodes, "B")
    table_bytes = 0 if view.table is None else view.table.nbytes
    yield at_most("memory of the table per node and mode", table_bytes / nodes, "B")
    posts = view.posts
    post_bytes = sum(array.nbytes for array in (posts.numbers, posts.edges, posts.fractions, posts.access_ms))
    hang_bytes = sum(array.nbytes for array in view.hangs) - view.hangs.at_node.nbytes
    yield at_most("memory per station", (post_bytes + posts.turnout_ms.nbytes + hang_bytes) / posts.size, "B")


def growth(seed: int, *, full: bool) -> Iterable[Figure]:
    """Time search and table over more stations and over more nodes, on plain grids."""
    for stations in (50, 200, 1000, 5000):
        yield from grown(f"K={stations}", grid_view(NODES if full else 50_000, stations, seed), with_table=full)
    for nodes in (10_000, 100_000, 1_000_000):
        small = full or nodes <= 100_000  # noqa: PLR2004 - filling a million rows takes a while
        yield from grown(f"N={nodes}", grid_view(nodes, STATIONS, seed), with_table=small)


def grown(label: str, view: View, *, with_table: bool) -> Iterable[Figure]:
    """Time the search, and where asked the filling of the table and a lookup in it."""
    node_count = view.roads.network.roads.node_count
    work = Workspace.make(node_count, view.posts.size)
    chosen = random.Random(node_count)
    asked = [question(view, chosen.randrange(node_count)) for _ in range(200)]
    yield at_most(f"search, {label}", 1e6 * median_s(lambda one: search_once(view, one, work), asked), "µs")
    if with_table:
        started = time.perf_counter()
        tabled = view.with_table(table.fill(view.roads.departures(), view.hangs, view.least_ms))
        yield at_most(f"table rebuild, {label}", time.perf_counter() - started, "s")
        yield at_most(f"table, {label}", 1e6 * median_s(lambda one: look_up_once(tabled, one, work), asked), "µs")


def side_by_side(
    ours: Callable[[_T], object], theirs: Callable[[_T], object], inputs: Sequence[_T], *, every: int
) -> tuple[float, float]:
    """Return both median times, taken in turns of a few inputs, so that what else the machine does weighs on both.

    They answer each `every`-th of the inputs.
    """
    ours(inputs[0])
    our_times: list[float] = []
    their_times: list[float] = []
    for first in range(0, len(inputs), _TURN):
        turn = inputs[first : first + _TURN]
        our_times += [seconds(partial(ours, one)) for one in turn]
        their_times += [seconds(partial(theirs, one)) for one in turn[::every]]
    return float(np.median(our_times)), float(np.median(their_times))


def median_s(function: Callable[[_T], object], inputs: Sequence[_T]) -> float:
    """Return the median time of a call over the inputs, after one call that does not count."""
    function(inputs[0])
    return float(np.median([seconds(partial(function, one)) for one in inputs]))


def seconds(function: Callable[[], object]) -> float:
    """Return the time of one call."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began
