"""What a kind of command costs a hub that has grown, beside a small hub of the same seconds.

What stands around a command (incidents, stations, events, sockets) takes minutes to build up, in which the machine
becomes another one. So a small hub lives beside the growing one, their blocks alternate, and each size is told as the
ratio of the two; the ratio of ratios is the growth.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from loadtest.cast import Cast
from loadtest.cpu_ledger import Block, Teller
from loadtest.windows import in_turns

GOAL = 1.2
_REPEATS = 5
ALARMS = ("opening", "repeat")


class Pair(NamedTuple):
    """The hub that grows, and the small one beside it."""

    grown: Teller
    small: Teller


class Cost(NamedTuple):
    """What a kind of alarm costs at one size: turns of the calibration loop, and times what the small hub paid."""

    turns: float
    beside_small: float


Costs = Mapping[str, Cost]


async def measure_size(pair: Pair, *, rounds: int, openings: int) -> Costs:
    """Return what an opening and a repeat cost now; what is opened for it is closed again."""
    found: dict[str, dict[str, list[Block]]] = {side: {kind: [] for kind in ALARMS} for side in Pair._fields}
    for side in in_turns(Pair._fields, rounds):
        for kind, block in (await _alarms(getattr(pair, side), openings)).items():
            found[side][kind].append(block)
    return {kind: cost_of(found["grown"][kind], found["small"][kind]) for kind in ALARMS}


async def _alarms(teller: Teller, openings: int) -> dict[str, Block]:
    cast: Cast = teller.cast
    opened = await teller.block("opening", lambda: cast.open(openings))
    repeated = await teller.block("repeat", lambda: cast.repeat(_REPEATS * openings))
    await cast.close()
    return {"opening": opened, "repeat": repeated}


def cost_of(grown: list[Block], small: list[Block]) -> Cost:
    """Return one size's cost from its blocks and the small hub's of the same rounds."""
    pairs = zip(grown, small, strict=True)
    ratio = median(one.cpu.total_s / one.commands / (other.cpu.total_s / other.commands) for one, other in pairs)
    return Cost(median(block.units(block.cpu.total_s) for block in grown), ratio)
