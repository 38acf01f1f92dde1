"""How an invariant says that it does not hold."""

from __future__ import annotations


class Broken(Exception):  # noqa: N818 - what an invariant is
    """An invariant does not hold; the message says which, and of what."""


def expect(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise `Broken` unless it holds."""
    if not holds:
        raise Broken(otherwise)
