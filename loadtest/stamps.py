"""When bytes arrived, as the kernel knows it: a reader that comes late does not make what it reads late.

Linux stamps each segment as it comes in (``SO_TIMESTAMPNS``, socket(7)). Of several that one read takes together the
last one's stamp is given: who reads late sees bytes too late at the worst, never too early. So does who reads in the
first moments after a machine's first socket asked: the kernel begins to stamp a little later, and what came before has
the moment of reading.
"""

from __future__ import annotations

import socket
import struct
import time

_SO_TIMESTAMPNS = 35
"""Linux's number on x86 and ARM; Python has no name for it."""
_TIMESPEC = struct.Struct("@qq")
_NANOSECONDS = 1e-9


def ask_for_stamps(connection: socket.socket) -> None:
    """Have the kernel stamp what comes in on a socket from now on."""
    connection.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)


def receive(connection: socket.socket, size: int) -> tuple[bytes, float, float]:
    """Read; return the bytes, when the last of them arrived (on `time.perf_counter`), and how much later this read was.

    Where the kernel gives no stamp, as at the end of a connection, the moment of reading stands for it. Raises what
    ``recvmsg`` raises.
    """
    data, ancillary, _flags, _address = connection.recvmsg(size, socket.CMSG_SPACE(_TIMESPEC.size))
    # In this order: where this process is held up in between, the bytes seem to come later and not earlier.
    wall_ns = time.time_ns()
    now = time.perf_counter()
    for level, kind, content in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPNS):
            seconds, nanoseconds = _TIMESPEC.unpack_from(content)
            waited_s = (wall_ns - seconds * 1_000_000_000 - nanoseconds) * _NANOSECONDS
            return data, now - waited_s, waited_s
    return data, now, 0.0
