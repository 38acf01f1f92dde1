"""Counts of function calls by stage of an alarm's way: a regression shows in them on any machine, however busy."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from loadtest.errors import LoadError

_LIMIT_S = 20.0
_POLL_S = 0.01
_OURS = re.compile(r"/(dispatch|routing|stations)/([a-z_]+)(?:\.py|/([a-z_]+))")
_LIBRARIES = (
    ("/aiohttp/", "http"),
    ("/asyncio/", "loop"),
    ("/selectors.py", "loop"),
    ("/prometheus_client/", "metrics"),
)
_DEEP = {"core"}
"""Parts of the hub whose own parts are stages: what is decided and how the World follows are two things."""
_RULES = ("core.", "routing", "travel", "stations", "intake")
OTHER = "other"
_SHOWN = 0.05
"""Fewer calls than this for a command are chores that happened to fall into the time."""


class Counted(msgspec.Struct, frozen=True):
    """What `loadtest.counted` wrote."""

    blocks: int
    calls: list[tuple[str, str, int, int]]


class Stage(msgspec.Struct, frozen=True):
    """Calls of one stage for one command: of Python functions, and of C functions from these."""

    stage: str
    python: float
    c: float


class CallCounter:
    """Asks a hub that runs under `loadtest.counted` for its counts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0

    @property
    def under(self) -> tuple[str, ...]:
        """The command that a hub is to be started under."""
        return sys.executable, str(Path(__file__).with_name("counted.py")), str(self._folder)

    async def take(self, pid: int) -> Counted:
        """Return what was called since the last time. Raises `LoadError` where the hub does not say it."""
        os.kill(pid, signal.SIGUSR2)
        path = self._folder / f"{self._number}.json"
        self._number += 1
        try:
            async with asyncio.timeout(_LIMIT_S):
                while not path.exists():  # noqa: ASYNC110 – the file is another process's
                    await asyncio.sleep(_POLL_S)
        except TimeoutError as problem:
            raise LoadError(f"the hub did not write down its calls within {_LIMIT_S:g} s") from problem
        return msgspec.json.decode(path.read_bytes(), type=Counted)


def stages(counted: Counted, rest: Counted, *, share: float, commands: int) -> list[Stage]:
    """Return the calls for each of so many commands by stage, most first, less this share of a rest's."""
    total: defaultdict[str, float] = defaultdict(float)
    in_c: defaultdict[str, float] = defaultdict(float)
    for weight, each in ((1.0, counted), (-share, rest)):
        for file, _, python, c in each.calls:
            total[stage_of(file)] += weight * python
            in_c[stage_of(file)] += weight * c
    found = (Stage(stage, total[stage] / commands, in_c[stage] / commands) for stage in total)
    return sorted((each for each in found if each.python >= _SHOWN), key=lambda each: -each.python)


def stage_of(file: str) -> str:
    """Return the stage that a source file belongs to: a part of the hub, or who it is of.

    >>> stage_of("/x/dispatch/core/decide/alarms.py"), stage_of("/x/dispatch/stream/feed.py")
    ('core.decide', 'stream')
    >>> stage_of("/x/routing/router.py"), stage_of("/x/site-packages/aiohttp/web.py"), stage_of("<frozen abc>")
    ('routing', 'http', 'other')
    """
    if found := _OURS.search(file):
        package, part, inner = found.groups()
        if package != "dispatch":
            return package
        return f"{part}.{inner}" if part in _DEEP and inner else part
    return next((stage for mark, stage in _LIBRARIES if mark in file), OTHER)


def in_all(found: Sequence[Stage]) -> float:
    """Return all calls of one command, of Python functions and of C functions."""
    return sum(each.python + each.c for each in found)


def of_rules(found: Sequence[Stage]) -> float:
    """Return the calls of Python functions that one command's rules take: these are exactly the same in every run.

    What the loop, HTTP and the streams call depends a little on what else falls into the time.
    """
    return sum(each.python for each in found if each.stage.startswith(_RULES))


def rows(by_command: Iterable[tuple[str, Sequence[Stage]]]) -> list[tuple[str, list[float | None]]]:
    """Return a table of Python calls: a stage in each row, a kind of command in each column, largest rows first."""
    columns = [{each.stage: each.python for each in found} for _, found in by_command]
    names = {name for column in columns for name in column}
    table = [(name, [column.get(name) for column in columns]) for name in names]
    return sorted(table, key=lambda row: -max(value or 0.0 for value in row[1]))
