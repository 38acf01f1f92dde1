"""The cyclic garbage collector while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the cyclic garbage collector still while many objects are born that all stay.

    It would walk all of them again and again and find nothing: half the time of an import of roads.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
