"""The witness: a text file, best on another machine, that says where the record stood and when nothing can be unsaid.

One line per position (`signed_head`), each bound to the one before; lines are only ever added.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from io import FileIO
from pathlib import Path
from typing import NamedTuple, Self

from dispatch.files import sync_folder
from dispatch.log.base import Head, LogError, LogUnavailable
from dispatch.log.keys import PublicKey, SigningKey
from dispatch.log.signed_head import ALONE, SignedHead, link_to, parse_signed_head, sign


class WitnessFault(NamedTuple):
    """A line (from 1) that is not as it was written, and why."""

    line: int
    why: str


def read_witness(path: Path) -> list[SignedHead]:
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
            heads.append(parse_signed_head(line))
        except LogError as error:
            raise LogError(f"line {number} of the witness {path}: {error}") from error
    return heads


def find_fault(lines: Sequence[SignedHead], key: PublicKey | None) -> WitnessFault | None:
    """Return the first line that was changed, left out, put elsewhere or added by who has not the key; None: none was.

    Lines that were never signed come first, from before there was a key; they are bound by the first signed one.
    """
    first_signed = next((index for index, each in enumerate(lines) if each.signature), len(lines))
    for index, line in enumerate(lines[first_signed:], first_signed):
        link = link_to(str(lines[index - 1])) if index else ALONE
        if not line.signature:
            return WitnessFault(index + 1, "it is not signed, although lines before it are")
        if line.link != link:
            return WitnessFault(index + 1, "it does not follow the line before it: one was changed, moved or left out")
    if key is None or first_signed == len(lines) or lines[-1].signed_by(key):
        return None  # who signed the last line stands for all before
    bad = next(index for index, each in enumerate(lines) if index >= first_signed and not each.signed_by(key))
    return WitnessFault(bad + 1, f"it was not signed with the key {key}")


def set_aside(path: Path, epoch: str) -> Path:
    """Keep a witness of what was lost under another name, so that a new one begins. Raises `LogUnavailable`."""
    kept = path.with_name(f"{path.name}.until-{epoch[:8]}")
    try:
        path.rename(kept)
        sync_folder(path.parent)
    except OSError as error:
        raise LogUnavailable(f"the witness {path} cannot be set aside ({error}); name a new file for it") from error
    return kept


class WitnessFile:
    """Adds positions to a witness file. A context manager; `write` blocks until the line is on stable storage.

    With a key the lines are signed. What failed can be tried again: the file is opened anew then, so that a disk that
    went away and came back is found.
    """

    def __init__(self, path: Path, key: SigningKey | None = None) -> None:
        self._path = path
        self._key = key
        self._last = ""
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

    def write(self, head: Head, epoch: str) -> None:
        """Add a position of the record with this identity. Raises `LogUnavailable`."""
        try:
            file = self._file or self._open()
            text = str(self._next(head, epoch))
            line = text.encode("ascii") + b"\n"
            while line:  # a disk that is nearly full takes a part of it
                line = line[file.write(line) :]
            os.fsync(file.fileno())
            self._last = text
        except OSError as error:
            self._leave()
            raise self._meaning(error) from error

    def _next(self, head: Head, epoch: str) -> SignedHead:
        if self._key is None:
            return SignedHead(head)
        return sign(self._key, head, epoch, link_to(self._last) if self._last else ALONE)

    def _open(self) -> FileIO:
        """Open the file, without a line that was left unfinished: the next one must not grow together with it."""
        file = self._file = FileIO(self._path, "a+")
        file.seek(0)
        content = file.readall()
        if content and not content.endswith(b"\n"):
            file.truncate(content.rfind(b"\n") + 1)
        whole = content[: content.rfind(b"\n") + 1]
        self._last = whole.splitlines()[-1].decode("ascii", "replace") if whole else ""
        return file

    def _leave(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):  # a disk that is gone cannot be told goodbye
                file.close()

    def _meaning(self, error: OSError) -> LogUnavailable:
        return LogUnavailable(f"the witness {self._path} cannot be written ({error}); check its folder and disk")
