"""How a function becomes a compiled kernel."""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba

_P = ParamSpec("_P")
_R = TypeVar("_R")

# The compiler keeps machine code beside the source and asks only whether the function's own file has changed. A
# kernel also consists of what it calls in other files of this folder, so the name under which it is kept names
# the folder's content; otherwise an upgrade in place would run old code. Four small files: no work worth deferring.
_SOURCES = blake2b(
    b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))), digest_size=6
).hexdigest()


def kernel(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Compile a function at its first call, keep the machine code on disk, and let go of the interpreter lock.

    No `fastmath`: times are integers and stay exact.
    """
    function.__qualname__ = f"{function.__qualname__}_{_SOURCES}"
    return cast("Callable[_P, _R]", numba.njit(cache=True, nogil=True)(function))
