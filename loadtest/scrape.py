"""Reads a hub's ``/metrics``, as Prometheus does."""

from __future__ import annotations

import re
from collections.abc import Mapping

import aiohttp

_LINE = re.compile(r"^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$", re.MULTILINE)
_BUCKET = re.compile(r'\{le="([^"]+)"\}')

Metrics = Mapping[str, float]
"""Sample with its labels, as it is written → value."""


async def scrape(url: str) -> Metrics:
    """Return every sample of a hub."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/metrics") as answer:
        return parse(await answer.text())


def parse(text: str) -> Metrics:
    """Return the samples of a text in the Prometheus format."""
    return {name: float(value) for name, value in _LINE.findall(text)}


def longest_bucket(before: Metrics, after: Metrics, histogram: str) -> float | None:
    """Return the upper bound of the highest bucket that something fell into between two readings.

    None where the hub has no such histogram; 0 where nothing fell into it.
    """
    prefix = f"{histogram}_bucket"
    counts = sorted(
        (float(found[1].replace("+Inf", "inf")), value - before.get(name, 0.0))
        for name, value in after.items()
        if name.startswith(prefix) and (found := _BUCKET.search(name))
    )
    if not counts:
        return None
    total = counts[-1][1]
    if total == 0:
        return 0.0
    return next(bound for bound, count in counts if count >= total)
