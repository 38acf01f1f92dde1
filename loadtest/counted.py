"""Runs a program and counts its main thread's function calls: how often each was called, and what it called in C.

``python counted.py FOLDER PROGRAM ARGUMENT…``, run by its path. On each SIGUSR2 it writes ``FOLDER/N.json`` with the
calls since the last one and the number of memory blocks that are in use, and counts on from nothing. Times are not
told: counting makes them wrong, while counts are the same on any machine.
"""

from __future__ import annotations

import cProfile
import json
import runpy
import signal
import sys
from pathlib import Path
from types import CodeType


class Counter:
    """The profile, and where it is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self.profile = cProfile.Profile(subcalls=True, builtins=True)

    def write(self, *_signal: object) -> None:
        """Write down what was called, whole or not at all, and begin anew."""
        self.profile.disable()
        path = self._folder / f"{self._number}.json"
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"blocks": sys.getallocatedblocks(), "calls": self._calls()}), encoding="utf-8")
        part.rename(path)
        self._number += 1
        self.profile.clear()
        self.profile.enable()

    def _calls(self) -> list[tuple[str, str, int, int]]:
        """Return (file, function, calls, calls of C functions from it) for every Python function that ran."""
        found = []
        for entry in self.profile.getstats():
            if isinstance(entry.code, CodeType):
                in_c = sum(each.callcount for each in entry.calls or () if isinstance(each.code, str))
                found.append((entry.code.co_filename, entry.code.co_qualname, entry.callcount, in_c))
        return found


def main(folder: str, program: str, *arguments: str) -> None:
    """Run the program in this process, under the counter."""
    # This file's own folder must not be where the program's imports are found.
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != Path(__file__).parent]
    sys.argv = [program, *arguments]
    counter = Counter(Path(folder))
    signal.signal(signal.SIGUSR2, counter.write)
    counter.profile.enable()
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
