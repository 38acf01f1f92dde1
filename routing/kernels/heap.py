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
    key = (time_ms << NUMBER_BITS) | number
    place = size
    while place > 0:
        parent = (place - 1) >> 2
        if heap[parent] <= key:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = key
    return size + 1


@kernel
def pop(heap: Int64s, size: int) -> int:
    """Remove the least key, `heap[0]`, from a heap of `size` keys; return the new size."""
    size -= 1
    key = heap[size]
    place = 0
    while True:
        first = (place << 2) + 1
        if first >= size:
            break
        least = first
        for child in range(first + 1, min(first + 4, size)):
            if heap[child] < heap[least]:
                least = child
        if heap[least] >= key:
            break
        heap[place] = heap[least]
        place = least
    heap[place] = key
    return size


@kernel
def with_room(heap: Int64s, needed: int) -> Int64s:
    """Return the heap, moved to a larger array where it has no room for `needed` keys."""
    if needed <= heap.size:
        return heap
    larger = np.empty(2 * needed, np.int64)
    larger[: heap.size] = heap
    return larger
