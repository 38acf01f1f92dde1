"""The witness: a text file, best on another machine, that says where the record stood and when nothing can be unsaid.

One line per position, ``SEQ:HASH`` with the chained hash in hexadecimal; lines are only ever added.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from dispatch.log.base import Head, LogError, LogUnavailable

_HASH_BYTES = 32


def parse_head(text: str) -> Head:
    """Read ``SEQ:HASH``. Raises `LogError`."""
    seq, _, hexadecimal = text.strip().partition(":")
    try:
        head = Head(int(seq), bytes.fromhex(hexadecimal))
    except ValueError:
        head = Head(-1, b"")
    if head.seq < 0 or len(head.hash) != _HASH_BYTES:
        raise LogError(f"{text.strip()!r} is not a position; write SEQ:HASH, a number and {2 * _HASH_BYTES} hex digits")
    return head


def format_head(head: Head) -> str:
    """Write ``SEQ:HASH``."""
    return f"{head.seq}:{head.hash.hex()}"


def read_witness(path: Path) -> list[Head]:
    """Return every witnessed position, oldest first. Raises `LogError` at a line that is none, and says which.

    A last line without its end was being written when the machine stopped; it is left out.
    """
    try:
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise LogError(
            f"the witness {path} cannot be read ({error}); name the file that serve --witness writes"
        ) from error
    heads = []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not line.endswith("\n"):
            break
        try:
            heads.append(parse_head(line))
        except LogError as error:
            raise LogError(f"line {number} of the witness {path}: {error}") from error
    return heads


class WitnessFile:
    """Adds positions to a witness file. A context manager; `write` blocks until the line is on stable storage."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Open the file for adding. Raises `LogUnavailable`."""
        try:
            self._file = self._path.open("a+b", buffering=0)
            self._end_torn_line()
        except OSError as error:
            raise self._meaning(error) from error
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the file."""
        self._file.close()

    def write(self, head: Head) -> None:
        """Add a position. Raises `LogUnavailable`."""
        try:
            self._file.write(format_head(head).encode("ascii") + b"\n")
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._meaning(error) from error

    def _end_torn_line(self) -> None:
        """Cut off a line that a crash left unfinished, so that the next one does not grow together with it."""
        content = self._path.read_bytes()
        if content and not content.endswith(b"\n"):
            self._file.truncate(content.rfind(b"\n") + 1)

    def _meaning(self, error: OSError) -> LogUnavailable:
        return LogUnavailable(f"the witness {self._path} cannot be written ({error}); check its folder and disk")
