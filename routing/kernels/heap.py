"""A 4-ary min-heap of 64-bit keys for the compiled searches.

A key packs a time in ms (39 bits) above a number (24 bits), so that equal times come out in order of the
number: ties are exact without a second comparison. With four children the heap is half as deep and siblings
share a cache line (LaMarca and Ladner, "The influence of caches on the performance of heaps", 1996).
"""

import numpy as np

from routing.arrays import Int64s
from routing.kernels.compile import kernel

NUMBER_BITS = 24
NUMBER_MASK = (1 << NUMBER_BITS) - 1
NEVER = (1 << 39) - 1
"""Later than any arrival: 17 years in ms."""


@kernel
def push(heap: Int64s, size: int, time_ms: int, number: int) -> int:
    """Put a time (it may be negative) and a number into a heap of `size` keys; return the new size.

    The array must have room for one more.
    """
    _rise(heap, size, (time_ms << NUMBER_BITS) | number)
    return size + 1


@kernel
def _rise(heap: Int64s, place: int, key: int) -> None:
    """Put a key into a gap, or as far above it as it belongs."""
    while place > 0:
        parent = (place - 1) >> 2
        if heap[parent] <= key:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = key


@kernel
def pop(heap: Int64s, size: int) -> int:
    """Remove the least key, `heap[0]`, from a heap of `size` keys; return the new size.

    The gap sinks along the least children to a leaf and the last key rises from there: it came from a leaf and
    seldom rises far, so no level asks whether it fits (Wegener 1993). Four whole children are compared as two
    pairs without a branch.
    """
    size -= 1
    key, place, first = heap[size], 0, 1
    while first + 3 < size:
        left = first + (heap[first + 1] < heap[first])
        right = first + 2 + (heap[first + 3] < heap[first + 2])
        least = right if heap[right] < heap[left] else left
        heap[place] = heap[least]
        place, first = least, (least << 2) + 1
    if first < size:
        least = first
        for child in range(first + 1, size):
            if heap[child] < heap[least]:
                least = child
        heap[place] = heap[least]
        place = least
    _rise(heap, place, key)
    return size


@kernel
def with_room(heap: Int64s, needed: int) -> Int64s:
    """Return the heap, moved to a larger array where it has no room for `needed` keys."""
    if needed <= heap.size:
        return heap
    larger = np.empty(2 * needed, np.int64)
    larger[: heap.size] = heap
    return larger
