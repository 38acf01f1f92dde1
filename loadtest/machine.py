"""What a figure was measured on: Python's build, the commit, and how much of the machine others used meanwhile."""

from __future__ import annotations

import os
import platform
import subprocess
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from loadtest.threads import PROC

_USER, _NICE, _SYSTEM, _IDLE, _IOWAIT, _IRQ, _SOFTIRQ, _STEAL = range(8)


class Use(NamedTuple):
    """Shares of the machine's CPU time, 0 to 1: what other programs used, and what the host gave to other guests."""

    others: float
    stolen: float


class MachineWatch:
    """Tells what others used of the machine since it was made or last asked. ``own`` are the processes measured."""

    def __init__(self, own: Sequence[int], *, proc: Path = PROC) -> None:
        self._own = own
        self._proc = proc
        self._before = self._read()

    def use(self) -> Use:
        """Return the shares since the last call; the kernel's own work for a socket counts as the program's."""
        now = self._read()
        total, busy, stolen, own = (after - before for after, before in zip(now, self._before, strict=True))
        self._before = now
        # What the kernel does in interrupts is nobody's, and loopback traffic is exactly that.
        return Use(max(0.0, busy - own) / total, stolen / total) if total > 0 else Use(0.0, 0.0)

    def _read(self) -> tuple[float, float, float, float]:
        ticks = _ticks(self._proc)
        own = sum(_process_ticks(self._proc, pid) for pid in self._own)
        # Steal counts in no other column; a guest's time is in its user's already.
        return sum(ticks), ticks[_USER] + ticks[_NICE] + ticks[_SYSTEM], ticks[_STEAL], own


def _ticks(proc: Path) -> list[int]:
    first = (proc / "stat").read_text(encoding="ascii").split("\n", maxsplit=1)[0]
    return [int(each) for each in first.split()[1:9]]


def _process_ticks(proc: Path, pid: int) -> int:
    """Return user and system ticks of a process; 0 for one that has ended."""
    try:
        fields = (proc / str(pid) / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12])


def python_build() -> str:
    """Return Python's version and build: distributions' (PGO) are 13 to 23 % faster than plain ones."""
    arguments = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    made = [name for name, flag in (("PGO", "--enable-optimizations"), ("LTO", "--with-lto")) if flag in arguments]
    return f"{platform.python_implementation()} {platform.python_version()} ({'+'.join(made) or 'without PGO'})"


def commit_of(folder: Path) -> str:
    """Return the commit of a checkout, marked where files were changed since; “no checkout” where it is none."""
    try:
        found = subprocess.run(  # noqa: S603 – fixed words and a folder
            ["git", "-C", str(folder), "describe", "--always", "--dirty=+changes", "--abbrev=7", "--exclude=*"],  # noqa: S607 – git is found where the user has it
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return "no checkout"
    return found.stdout.strip()


def describe(folder: Path) -> str:
    """Say in a line what is measured, and on what."""
    load = os.getloadavg()[0]
    when = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
    return f"commit {commit_of(folder)}, {python_build()}, {os.cpu_count()} cores, load {load:.1f}, {when} UTC"
