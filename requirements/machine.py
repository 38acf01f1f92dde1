"""Looks for what a machine must have before anything is installed, and says the one command that brings the rest.

Run first by `make` with the machine's own Python: ``python3 requirements/machine.py run | test``. ``run`` is what the
hub needs, ``test`` also what the tests' browser needs. Only the standard library is used, and no syntax that a Python
too old for the rest could not read: it is here to be told so.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from typing import NamedTuple

OLDEST_PYTHON = (3, 11)
"""As in ``requires-python`` of pyproject.toml: what is written for a newer one fails `make check`."""


class Need(NamedTuple):
    """Something that a machine may lack, and the packages that bring it."""

    what: str
    debian: str
    fedora: str


VENV = Need("Python's venv module with ensurepip", f"python3.{sys.version_info[1]}-venv", "python3-libs")
LIBATOMIC = Need("libatomic.so.1, which the driver of the tests' browser is linked with", "libatomic1", "libatomic")


def missing(task: str) -> list[Need]:
    """Return what this machine lacks for a task, ``run`` or ``test``."""
    lacks_venv = importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None
    lacks_libatomic = task == "test" and sys.platform == "linux" and not _loads("libatomic.so.1")
    return [need for need, lacks in ((VENV, lacks_venv), (LIBATOMIC, lacks_libatomic)) if lacks]


def command_for(needs: list[Need]) -> str | None:
    """Return the command that brings what is missing here; None where this machine's packages are not known."""
    as_root = "" if os.geteuid() == 0 else "sudo "
    if shutil.which("apt-get"):
        packages = " ".join(need.debian for need in needs)
        return f"{as_root}apt-get update && {as_root}apt-get install -y {packages}"
    if shutil.which("dnf"):
        return f"{as_root}dnf install -y {' '.join(need.fedora for need in needs)}"
    return None


def complaint(task: str) -> str | None:
    """Return what is wrong with this machine and what to do; None where nothing is."""
    if sys.version_info < OLDEST_PYTHON:
        oldest, found = (".".join(map(str, each)) for each in (OLDEST_PYTHON, sys.version_info[:2]))
        return f"Python {oldest} or newer is needed and this is {found}; say which one: make {task} PYTHON=python3.12"
    needs = missing(task)
    if not needs:
        return None
    wanted = " and ".join(need.what for need in needs)
    command = command_for(needs)
    return f"this machine lacks {wanted}; " + (f"run:\n\n    {command}\n" if command else "install it, then come back")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    said = complaint(sys.argv[1])
    sys.exit(said and f"onethree: {said}")
