"""The last few things made, so that they are made once and still let go of."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Recent(Generic[_K, _V]):
    """Keeps the values of the last `size` new keys. Threads may share it; two may make the same value at once."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: dict[_K, _V] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: _K) -> _V | None:
        """Return a value, None where it is not kept."""
        with self._lock:
            return self._values.get(key)

    def get_or_make(self, key: _K, make: Callable[[], _V]) -> _V:
        """Return a value, made now where it is not kept. The lock is not held while it is made."""
        value = self.get(key)
        if value is None:
            value = make()
            with self._lock:
                self._values[key] = value
                while len(self._values) > self._size:
                    del self._values[next(iter(self._values))]
        return value
