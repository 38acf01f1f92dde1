"""The process that reads the past: one record, one question after the other, beside the hub and below its priority.

It is started by the hub (`dispatch.past.beside`), gets its questions on its standard input and gives its replies on its
standard output, each as four bytes of length and a msgpack value. It writes nothing anywhere, reads no further than the
head that each question names, and ends with the hub: when its input does.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import queue
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import BinaryIO

import msgspec

from dispatch.core.errors import Refused
from dispatch.core.instant import Instant
from dispatch.log.base import Head, LogError
from dispatch.log.open import open_log
from dispatch.log.readable import Confirmed
from dispatch.past import questions as ask
from dispatch.past.answering import Desk
from dispatch.past.archive import Archive

NICENESS = 5
"""So far below the hub: an alarm gets the processor first."""

GC_THRESHOLDS = (100_000, 50, 1_000)
"""Nearly everything here lives as long as the process: to look through it for garbage took a tenth of its time."""

MEMORY_BYTES = 2 << 30
"""What it may hold; a record that needs more ends the process, never the machine."""

_decode_place = msgspec.msgpack.Decoder(ask.Place).decode
_decode_asked = msgspec.msgpack.Decoder(ask.Asked).decode


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's: it is the hub that ends in order, and then this
    os.nice(NICENESS)
    gc.set_threshold(*GC_THRESHOLDS)
    with contextlib.suppress(ValueError, OSError):  # where a lower limit stands already, that one holds
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # What anything prints goes where errors go: only replies may be on the pipe to the hub.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    questions: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, questions), daemon=True).start()
    asyncio.run(_serve(_decode_place(questions.get()), questions, replies))


async def _serve(place: ask.Place, questions: queue.SimpleQueue[bytes], replies: BinaryIO) -> None:
    async with open_log(
        Path(place.folder), place.redis, name=place.name, create=False, accept_unsafe=place.accept_unsafe
    ) as log:
        confirmed = Confirmed(log)
        desk = Desk(Archive(confirmed), place.calendar)
        while True:
            asked = _decode_asked(await asyncio.to_thread(questions.get))
            confirmed.head = Head(asked.head_seq, asked.head_hash)
            reply = ask.encode(await _reply(desk, asked))
            replies.write(len(reply).to_bytes(ask.LENGTH_BYTES, "big") + reply)
            replies.flush()


async def _reply(desk: Desk, asked: ask.Asked) -> ask.Reply:
    try:
        await desk.archive.read_on()
        return await desk.answer(asked.question, Instant(asked.as_of))
    except Refused as refusal:
        return ask.Declined(refusal.code, refusal.status, refusal.detail)
    except LogError as error:
        return ask.Unreadable(str(error))


def _receive(source: BinaryIO, questions: queue.SimpleQueue[bytes]) -> None:
    """Take in questions until the hub is gone; then this process has nobody to read for, whatever it is at."""
    while len(head := source.read(ask.LENGTH_BYTES)) == ask.LENGTH_BYTES:
        questions.put(source.read(int.from_bytes(head, "big")))
    os._exit(0)


if __name__ == "__main__":
    main()
