"""Which ids were surely never accepted: most are new, and to know that must not cost a look into the record.

A Bloom filter (B. H. Bloom, Communications of the ACM 13(7), 1970): it may take a new id for an old one, which costs a
look, and never an old one for a new one.
"""

from __future__ import annotations

_BITS = 1 << 25
"""4 MiB. With a million ids one new id in 6,000 is looked up in vain, with five million one in 25."""

_PLACES = 4


class BloomFilter:
    """Ids that may have been accepted before. Belongs to one thread: a bit set by another could be lost."""

    def __init__(self) -> None:
        self._bits = bytearray(_BITS // 8)

    def take(self, command_id: str) -> bool:
        """Take an id in, before it is accepted or when it is read back; return False only for one that is new."""
        bits, held = self._bits, True
        place, step = _begin(command_id)
        for _ in range(_PLACES):
            at, bit = place >> 3, 1 << (place & 7)
            if not bits[at] & bit:
                bits[at] |= bit
                held = False
            place = (place + step) % _BITS
        return held


def _begin(command_id: str) -> tuple[int, int]:
    """Return the first place of an id and the odd step to its others (Kirsch and Mitzenmacher, 2006).

    The interpreter's own hash of a text is keyed anew in each process: nobody outside can make ids that collide.
    """
    number = hash(command_id)
    return number % _BITS, (number >> 32) % _BITS | 1
