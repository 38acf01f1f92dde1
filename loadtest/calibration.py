"""A fixed piece of work that stands for the machine's speed: figures of CPU are held against it, not against seconds.

It is what a hub's rules do: frozen structs are made, persistent maps changed, structs written as JSON and read back,
through small Python functions. **It is frozen.** Whoever changes a line makes every earlier figure incomparable; a
change needs another name beside it, and `WORTH_S` measured anew.
"""

from __future__ import annotations

import time
from statistics import median

import msgspec
from rpds import HashTrieMap

WORTH_S = 1.0e-3
"""What one turn took, by definition: figures that are held against it read as milliseconds of that machine (two cores
at about 2.4 GHz, Python 3.11 without PGO). The number of steps in a turn was chosen for it."""

_STEPS = 120
_BURST = 40


class _Leg(msgspec.Struct, frozen=True):
    turnout_s: float
    road_s: float


class _Order(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    unit: str
    eta_s: float
    legs: tuple[_Leg, ...]
    reason: str | None = None


class Calibration:
    """Times the loop, in this thread's CPU time."""

    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(_Order)
        self._known: HashTrieMap[str, _Order] = HashTrieMap()
        for number in range(4096):
            self._known = self._known.insert(f"asg-{number}", self._order(number))

    def measure(self, bursts: int = 5) -> float:
        """Return the CPU seconds of one turn: the median of some bursts, so that one disturbed burst does not count."""
        taken = []
        for _ in range(bursts):
            start = time.thread_time()
            for turn in range(_BURST):
                self.turn(turn)
            taken.append((time.thread_time() - start) / _BURST)
        return median(taken)

    def turn(self, number: int) -> int:
        """Do the work once; return how many bytes it wrote."""
        known, written = self._known, 0
        for step in range(_STEPS):
            order = self._order(number * _STEPS + step)
            known = known.insert(order.id, order)
            body = self._encoder.encode(order)
            again = self._decoder.decode(body)
            written += len(body) + (again.unit == self._find(known, f"asg-{step}").unit)
        return written

    @staticmethod
    def _order(number: int) -> _Order:
        legs = tuple(_Leg(45.0, float(number % 97 + each)) for each in range(3))
        return _Order(id=f"asg-{number}", unit=f"u{number % 500}", eta_s=sum(leg.road_s for leg in legs), legs=legs)

    @staticmethod
    def _find(known: HashTrieMap[str, _Order], key: str) -> _Order:
        found = known.get(key)
        if found is None:
            raise KeyError(key)
        return found
