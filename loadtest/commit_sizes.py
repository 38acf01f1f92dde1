"""How many bytes a hub's commits have, by kind, read from its own record: what a bare server must write as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import orjson

from dispatch.client.http import HubClient, Json
from loadtest.bare import Sizes
from loadtest.errors import LoadError

_NEWEST = 20_000


async def read_sizes(url: str, token: str) -> Sizes:
    """Return the median sizes of the newest events' commits. Raises `LoadError` where a kind is not among them."""
    async with HubClient(url, token) as client:
        head = await client.head()
        return sizes_of([event async for event in client.list_events(max(0, head - _NEWEST))])


def sizes_of(events: Iterable[Json]) -> Sizes:
    """Return the medians. Raises `LoadError` where a kind is not among the events."""
    commits: defaultdict[tuple[str, str, str], list[Json]] = defaultdict(list)
    for event in events:
        # Everything decided with an alarm or a press bears its moment and its maker.
        commits[event.get("incident", ""), event["at"], event["by"]["role"]].append(event)
    found: defaultdict[str, list[int]] = defaultdict(list)
    orders = []
    for commit in commits.values():
        found[_kind({event["type"] for event in commit})].append(sum(len(orjson.dumps(event)) for event in commit))
        orders += [len(orjson.dumps(event)) for event in commit if event["type"] == "assignment.assigned"]
    missing = [kind for kind in ("opening", "repeat", "press") if not found[kind]]
    if missing or not orders:
        raise LoadError(f"the record has no commit of kind {', '.join(missing) or 'order'}; let a surge run first")
    opening, repeat, press, frame = (
        int(np.median(sizes)) for sizes in (found["opening"], found["repeat"], found["press"], orders)
    )
    return Sizes(opening, repeat, press, frame)


def _kind(types: set[str]) -> str:
    if "incident.opened" in types:
        return "opening"
    if "alarm.raised" in types:
        return "repeat"
    return "press" if "assignment.acknowledged" in types else ""
