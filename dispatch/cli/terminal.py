"""The terminal's side of the alert client: single keys where there is a keyboard, lines where there is none."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager

_CHUNK = 1024


@contextmanager
def typed(loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.Queue[str]]:
    """Yield a queue of what is typed: keys where stdin is a terminal, whole lines where it is not.

    A thread reads, since a file cannot be waited for like a socket; it is a daemon that holds no lock, so that nobody
    has to press a key for the program to end.
    """
    queue: asyncio.Queue[str] = asyncio.Queue()
    descriptor = sys.stdin.fileno()
    keyboard = os.isatty(descriptor)

    def read() -> None:
        rest = b""
        while data := os.read(descriptor, _CHUNK):
            *whole, rest = [bytes((byte,)) for byte in data] + [b""] if keyboard else (rest + data).split(b"\n")
            for item in whole:
                loop.call_soon_threadsafe(queue.put_nowait, item.decode(errors="replace").strip())

    before = termios.tcgetattr(descriptor) if keyboard else None
    try:
        if keyboard:
            tty.setcbreak(descriptor)
        threading.Thread(target=read, name="keys", daemon=True).start()
        yield queue
    finally:
        if before is not None:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
