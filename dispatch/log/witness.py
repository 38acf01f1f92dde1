"""The witness: a text file, best on another machine, that says where the record stood and when nothing can be unsaid.

One line per position, ``SEQ:HASH`` with the chained hash in hexadecimal; lines are only ever added.
"""

from __future__ import annotations

import contextlib
import os
from io import FileIO
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
    """Adds positions to a witness file. A context manager; `write` blocks until the line is on stable storage.

    What failed can be tried again: the file is opened anew then, so that a disk that went away and came back is found.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None

    def __enter__(self) -> Self:
        """Open the file for adding. Raises `LogUnavailable`."""
        try:
            self._open()
        except OSError as error:
            raise self._meaning(error) from error
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the file."""
        self._leave()

    def write(self, head: Head) -> None:
        """Add a position. Raises `LogUnavailable`."""
        line = format_head(head).encode("ascii") + b"\n"
        try:
            file = self._file or self._open()
            while line:  # a disk that is nearly full takes a part of it
                line = line[file.write(line) :]
            os.fsync(file.fileno())
        except OSError as error:
            self._leave()
            raise self._meaning(error) from error

    def _open(self) -> FileIO:
        """Open the file, without a line that was left unfinished: the next one must not grow together with it."""
        file = self._file = FileIO(self._path, "a+")
        file.seek(0)
        content = file.readall()
        if content and not content.endswith(b"\n"):
            file.truncate(content.rfind(b"\n") + 1)
        return file

    def _leave(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):  # a disk that is gone cannot be told goodbye
                file.close()

    def _meaning(self, error: OSError) -> LogUnavailable:
        return LogUnavailable(f"the witness {self._path} cannot be written ({error}); check its folder and disk")
