"""``onethree bench odd``: twenty thousand requests that nobody planned, from the interface's own description."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from loadtest.districts import make_generated_district
from loadtest.figures import Figure, at_most
from loadtest.hub import HubProcess, issue_station_tokens, issue_token
from loadtest.odd_requests import Outcome, run as send

LONGEST_WAIT_GOAL_MS = 250.0
SHOWN = 10
OTHER_ROLES = ("device", "dispatcher", "commander", "admin")
STATION = "S0001"

OnProgress = Callable[[str], None]
"""Told each step of the bench in a sentence."""


async def run(*, requests: int, seed: int, folder: Path | None = None, on_progress: OnProgress = print) -> list[Figure]:
    """Run the bench on a hub of its own and return its figures; what failed is told."""
    with tempfile.TemporaryDirectory(prefix="onethree-bench-", dir=folder) as name:
        work = Path(name)
        district = make_generated_district(work / "district", stations=30, seed=seed)
        async with HubProcess(district, work / "data") as hub:
            tokens = {role: await issue_token(hub.data, role) for role in OTHER_ROLES}
            tokens["station"] = (await issue_station_tokens(hub.data, [STATION]))[STATION]
            outcome = await send(hub.url, tokens, requests=requests, seed=seed)
    for failure in outcome.failed[:SHOWN]:
        on_progress(failure)
    on_progress(f"answers by status: {dict(sorted(outcome.by_status.items()))}")
    return figures(outcome)


def figures(outcome: Outcome) -> list[Figure]:
    """Return what came of it as figures."""
    return [
        at_most("odd requests", outcome.asked, ""),
        at_most("operations asked", len(outcome.by_operation), ""),
        at_most("answers of 5xx, or none", len(outcome.failed), "", 0),
        at_most("longest wait for health", outcome.longest_wait_s * 1000, "ms", LONGEST_WAIT_GOAL_MS),
        at_most("of it the asker's own lateness, at most", outcome.longest_lateness_s * 1000, "ms"),
    ]
