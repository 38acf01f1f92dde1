"""Whether a crew's way can pass a sign against its mode, told without a search: most ways pass none."""

import numpy as np

from routing.approach import Approach
from routing.kernels.signs import Arriving, may_pass
from routing.mode_router import ModeRouter


def may_meet_signs(router: ModeRouter, approach: Approach, number: int, eta_ms: int) -> bool:
    """Tell whether a sign may stand on the way that an arrival of `Approach.times` rests on.

    False is certain: no fastest way passes any, at any hour. Where it is True, `routing.geometry.find_cautions` knows.
    """
    known = approach.access.meets_signs
    if number not in known:
        known[number] = _may_meet_signs(router, approach, number, eta_ms)
    return known[number]


def _may_meet_signs(router: ModeRouter, approach: Approach, number: int, eta_ms: int) -> bool:
    view, access = approach.view, approach.access
    if not router.has_cautions or number in access.inside:
        return False
    post = int(np.searchsorted(view.posts.numbers, number))
    if view.table is None or access.snap is None or post in view.stale:
        return True
    own = view.both_ways(int(view.posts.edges[post]), 0.0) + view.both_ways(access.snap.edge, 0.0)
    if router.cautions_on(edge for edge, _ in own):
        return True
    first = view.roads.network.roads.node_count
    due_ms = eta_ms - approach.storeys_ms - view.table.least_ms
    ends = [(node, due_ms - time_ms) for node, time_ms in access.starts.items() if node < first]
    arriving = Arriving(post, *np.ascontiguousarray(np.array(ends, np.int64).reshape(-1, 2).T))
    with approach.workspaces.lend(view.posts.size) as work:
        return may_pass(view.roads.ground, view.table, router.cautions, arriving, work)
