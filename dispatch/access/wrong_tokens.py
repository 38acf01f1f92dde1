"""Wrong tokens, by address: slowed, and said once a minute.

Whoever comes with a good token is never held up by what others behind the same address send.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)

FREE_TRIES = 10
"""So many wrong ones an address may send before it is slowed: a phone whose token was withdrawn asks several times."""

SLOWEST_S = 60.0
FORGIVEN_AFTER_S = 600.0
SAID_EVERY_S = 60.0
_FORGET_ABOVE = 10_000


@dataclass
class _Tries:
    """What an address sent; ``said_at`` is when it was last logged, ``unsaid`` how many came since."""

    count: int
    at: float
    said_at: float
    unsaid: int = 0


class WrongTokens:
    """Counts them. ``clock`` gives seconds that only go forward; ``on_wrong`` hears of each."""

    def __init__(self, clock: Callable[[], float], on_wrong: Callable[[], None]) -> None:
        self._clock = clock
        self._on_wrong = on_wrong
        self._tries: dict[str, _Tries] = {}

    def note(self, address: str) -> float:
        """Take note of a wrong token; return the seconds that it came too early (0: it is answered as any).

        The wait doubles with each that is answered, up to `SLOWEST_S`; what comes too early makes it no longer.
        """
        now = self._clock()
        self._on_wrong()
        tries = self._of(address, now)
        self._say(address, tries, now)
        early_s = tries.at + _wait_s(tries.count) - now
        if early_s > 0:
            return early_s
        tries.count, tries.at = tries.count + 1, now
        return 0.0

    def _of(self, address: str, now: float) -> _Tries:
        found = self._tries.get(address)
        if found is None or now - found.at > FORGIVEN_AFTER_S:
            if len(self._tries) > _FORGET_ABOVE:
                self._tries = {key: each for key, each in self._tries.items() if now - each.at <= SAID_EVERY_S}
            found = self._tries[address] = _Tries(0, now, now - SAID_EVERY_S)
        return found

    def _say(self, address: str, tries: _Tries, now: float) -> None:
        tries.unsaid += 1
        if now - tries.said_at >= SAID_EVERY_S:
            logger.warning("wrong tokens from %s: %d; withdrawn, expired, or somebody guesses", address, tries.unsaid)
            tries.said_at, tries.unsaid = now, 0


def _wait_s(count: int) -> float:
    """Return how long after the last one the next wrong token is answered."""
    return 0.0 if count < FREE_TRIES else min(SLOWEST_S, 2.0 ** min(count - FREE_TRIES, 10))
