"""The kernels against the definition of a shortest path, on small graphs that shrink."""

from typing import NamedTuple

import numpy as np
from hypothesis import given, settings, strategies as st

from routing.kernels import search, table
from routing.kernels.search import OVER_BUDGET, Asked, Ground, Hangs, Workspace
from routing.kernels.table import Departures, Table


class Town(NamedTuple):
    """Directed edges (tail, head, ms), responders (node, offset ms), and a place (node, ms)."""

    nodes: int
    edges: list[tuple[int, int, int]]
    responders: list[tuple[int, int]]
    starts: list[tuple[int, int]]
    eligible: list[bool]
    k: int


@st.composite
def towns(draw: st.DrawFn) -> Town:
    nodes = draw(st.integers(1, 8))
    node, ms = st.integers(0, nodes - 1), st.integers(1, 4)
    responders = draw(st.lists(st.tuples(node, st.integers(0, 4)), min_size=1, max_size=24))
    return Town(
        nodes=nodes,
        edges=draw(st.lists(st.tuples(node, node, ms), max_size=20)),
        responders=responders,
        starts=draw(st.lists(st.tuples(node, st.integers(0, 3)), min_size=1, max_size=2, unique_by=lambda s: s[0])),
        eligible=draw(st.lists(st.booleans(), min_size=len(responders), max_size=len(responders))),
        k=draw(st.integers(1, 20)),
    )


def by_definition(town: Town) -> list[tuple[int, int]]:
    """(ms, responder) of all eligible who arrive, by relaxing every edge until nothing changes."""
    times = dict(town.starts)
    for _ in range(town.nodes):
        for tail, head, ms in town.edges:
            if head in times:
                times[tail] = min(times.get(tail, times[head] + ms), times[head] + ms)
    return sorted(
        (times[node] + offset, responder)
        for responder, (node, offset) in enumerate(town.responders)
        if node in times and town.eligible[responder]
    )


def ground_of(town: Town) -> Ground:
    edges = sorted(town.edges, key=lambda edge: edge[1])
    heads = [head for _, head, _ in edges]
    return Ground(
        indptr=np.searchsorted(heads, np.arange(town.nodes + 1)).astype(np.int32),
        tails=np.array([tail for tail, _, _ in edges], np.int32),
        weight_ms=np.array([ms for _, _, ms in edges], np.int64),
        passable=np.ones(len(edges), bool),
    )


def departures_of(town: Town) -> Departures:
    edges = sorted(town.edges)
    tails = [tail for tail, _, _ in edges]
    return Departures(
        indptr=np.searchsorted(tails, np.arange(town.nodes + 1)).astype(np.int32),
        heads=np.array([head for _, head, _ in edges], np.int32),
        weight_ms=np.array([ms for _, _, ms in edges], np.int64),
    )


def hangs_of(town: Town) -> Hangs:
    hung = sorted((node, responder, offset) for responder, (node, offset) in enumerate(town.responders))
    at_node = np.zeros(town.nodes, bool)
    at_node[[node for node, _, _ in hung]] = True
    return Hangs(
        at_node=at_node,
        nodes=np.array([node for node, _, _ in hung], np.int32),
        responders=np.array([responder for _, responder, _ in hung], np.int32),
        offset_ms=np.array([offset for _, _, offset in hung], np.int64),
    )


def asked_of(town: Town, budget: int = 1000) -> Asked:
    return Asked(
        eligible=np.array(town.eligible, bool),
        starts=np.array([node for node, _ in town.starts], np.int64),
        start_ms=np.array([ms for _, ms in town.starts], np.int64),
        k=town.k,
        budget=budget,
    )


def workspace(town: Town) -> Workspace:
    return Workspace.make(town.nodes, len(town.responders))


def found(count: int, work: Workspace) -> list[tuple[int, int]]:
    return list(zip(work.found_ms[:count].tolist(), work.found[:count].tolist(), strict=True))


@given(towns())
@settings(max_examples=400, deadline=None)
def test_the_search_finds_the_first_k_in_order_of_time_and_number(town: Town) -> None:
    work = workspace(town)
    count = search.explore(ground_of(town), hangs_of(town), asked_of(town), work)
    assert found(count, work) == by_definition(town)[: town.k]


@given(towns())
@settings(max_examples=400, deadline=None)
def test_the_table_is_sure_of_what_the_search_finds_and_says_where_that_is_everybody(town: Town) -> None:
    filled = table.fill(departures_of(town), hangs_of(town), 0)
    work = workspace(town)
    asked = asked_of(town)._replace(k=min(town.k, table.WIDTH))
    count, everybody = table.look_up(filled, 0, np.empty(0, np.int64), asked, work.found, work.found_ms)
    truth = by_definition(town)
    assert found(count, work) == truth[:count]
    assert count == min(asked.k, len(truth)) or (not everybody and len(town.responders) >= table.WIDTH)


@given(towns())
@settings(max_examples=100, deadline=None)
def test_every_row_of_the_table_is_the_first_sixteen_at_its_node(town: Town) -> None:
    filled: Table = table.fill(departures_of(town), hangs_of(town), 0)
    everybody = town._replace(eligible=[True] * len(town.responders))
    for node in range(town.nodes):
        truth = by_definition(everybody._replace(starts=[(node, 0)]))[: table.WIDTH]
        row = list(zip(filled.time_ms[node].tolist(), filled.responders[node].tolist(), strict=True))
        assert row[: len(truth)] == truth
        assert all(responder == table.NOBODY for _, responder in row[len(truth) :])


@given(towns(), st.integers(0, 8))
@settings(max_examples=200, deadline=None)
def test_a_budget_is_kept_or_the_search_says_so_and_its_workspace_serves_again(town: Town, budget: int) -> None:
    work = workspace(town)
    count = search.explore(ground_of(town), hangs_of(town), asked_of(town, budget), work)
    assert work.counts[search.SETTLED] <= budget + 1
    truth = by_definition(town)[: town.k]
    assert count == OVER_BUDGET or found(count, work) == truth
    again = search.explore(ground_of(town), hangs_of(town), asked_of(town), work)
    assert found(again, work) == truth


def test_a_responder_who_changed_since_the_table_was_filled_sends_the_question_to_the_search() -> None:
    town = Town(1, [], [(0, 5), (0, 7)], [(0, 0)], [True, True], 1)
    filled = table.fill(departures_of(town), hangs_of(town), 0)
    changed = np.array([1], np.int64)
    room = np.empty(2, np.int64), np.empty(2, np.int64)
    assert table.look_up(filled, 0, changed, asked_of(town), *room) == (0, False)
    without = asked_of(town._replace(eligible=[True, False]))
    assert table.look_up(filled, 0, changed, without, *room) == (1, True)


def test_the_heap_grows_beyond_its_first_size() -> None:
    leaves = 6000
    edges = [(leaf, 0, leaf) for leaf in range(1, leaves + 1)]
    town = Town(leaves + 1, edges, [(leaves, 0)], [(0, 0)], [True], 1)
    work = workspace(town)
    assert search.explore(ground_of(town), hangs_of(town), asked_of(town, 10_000), work) == 1
    assert found(1, work) == [(leaves, 0)]
