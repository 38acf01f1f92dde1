"""Chance, said in words."""

from __future__ import annotations

import random


def happens(rng: random.Random, share: float) -> bool:
    """Whether that happens now which happens in this share of cases."""
    return rng.random() < share
