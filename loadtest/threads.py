"""CPU time of another process, thread by thread, from Linux's ``/proc/PID/task/*/schedstat``: nanoseconds, not ticks.

The kernel counts for each thread what it ran and how long it was ready and waited for a core. In the hub the first
thread is the loop; of the others the record's writer is by far the busiest, which is how it is told here: Python 3.11
gives its threads no names that the kernel would know.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from loadtest.errors import LoadError

PROC = Path("/proc")
_NANOSECONDS = 1e-9


class Ran(NamedTuple):
    """What one thread ran and waited for a core so far, in seconds."""

    ran_s: float
    waited_s: float


Threads = Mapping[int, Ran]
"""A reading: each living thread's times."""


class Cpu(msgspec.Struct, frozen=True, kw_only=True):
    """CPU seconds of a process within some time: of its loop, its record's writer and its other threads.

    ``waited_s`` is how long the loop was ready to run and had no core.
    """

    main_s: float
    log_s: float
    other_s: float
    waited_s: float

    @property
    def total_s(self) -> float:
        """All threads."""
        return self.main_s + self.log_s + self.other_s


class ThreadClock:
    """Reads the threads of one process. ``task`` is its folder of threads, ``/proc/PID/task`` where none is given."""

    def __init__(self, pid: int, *, task: Path | None = None) -> None:
        self._pid = pid
        self._task = PROC / str(pid) / "task" if task is None else task
        self.read()

    def read(self) -> Threads:
        """Return each living thread's times. Raises `LoadError` where the process has gone, or is not on Linux."""
        found = {}
        try:
            for folder in self._task.iterdir():
                if (ran := _read(folder / "schedstat")) is not None:
                    found[int(folder.name)] = ran
        except OSError as problem:
            raise LoadError(f"the threads of process {self._pid} cannot be read ({problem})") from problem
        return found

    def between(self, before: Threads, after: Threads, writer: int | None = None) -> Cpu:
        """Return what was used between two readings; a thread that ended meanwhile is not counted.

        ``writer`` is the record's thread where it is known; else the busiest but the first is taken for it.
        """
        used = _used(before, after)
        writer = self.busiest(before, after) if writer is None else writer
        return Cpu(
            main_s=used[self._pid],
            log_s=used.get(writer, 0.0) if writer is not None else 0.0,
            other_s=sum(seconds for thread, seconds in used.items() if thread not in {self._pid, writer}),
            waited_s=after[self._pid].waited_s - before[self._pid].waited_s,
        )

    def busiest(self, before: Threads, after: Threads) -> int | None:
        """Return the thread that did most between two readings beside the first."""
        others = {thread: seconds for thread, seconds in _used(before, after).items() if thread != self._pid}
        return max(others, key=lambda thread: others[thread], default=None)


def _used(before: Threads, after: Threads) -> dict[int, float]:
    return {thread: ran.ran_s - before.get(thread, Ran(0, 0)).ran_s for thread, ran in after.items()}


def _read(path: Path) -> Ran | None:
    """Return None for a thread that ends just now."""
    try:
        ran, waited, _slices = path.read_text(encoding="ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return Ran(int(ran) * _NANOSECONDS, int(waited) * _NANOSECONDS)
