"""The mappings in force: read from the district's folder, and read again when a file there changed.

``history.jsonl`` beside them has a line for each that was put into force: when, who, which, and why.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from dispatch.core.instant import Instant, to_text
from dispatch.files import replace_file
from dispatch.intake.mapping.model import Mapping
from dispatch.intake.mapping.shelf import FOLDER, Mappings, read_mappings

logger = logging.getLogger(__name__)

HISTORY = "history.jsonl"
LOOK_EVERY_S = 1.0


class PutIn(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping that was put into force: when, by whom, its content's digest (SHA-256), and a note."""

    at: str
    who: str
    mapping: str
    sha256: str
    note: str = ""


class MappingKeeper:
    """Gives the mappings in force; looks at most once a second whether a file changed."""

    def __init__(self, district: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._district = district
        self._clock = clock
        self._looked_at = -LOOK_EVERY_S
        self._stamp: tuple[tuple[str, int, int], ...] | None = None
        self._mappings = Mappings()

    def now(self) -> Mappings:
        """Return the mappings in force. A folder that cannot be read leaves those that were."""
        at = self._clock()
        if self._stamp is None or at - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = at
            self._look()
        return self._mappings

    def _look(self) -> None:
        try:
            stamp = _stamp(self._district / FOLDER)
            if stamp == self._stamp:
                return
            mappings = read_mappings(self._district)
        except OSError as error:
            logger.warning("the mappings in %s cannot be read now: %s", self._district / FOLDER, error)
            return
        first, self._stamp = self._stamp is None, stamp
        # One that was in force and is damaged now stays in force: a slip of the pen must not silence a product.
        for name, why in mappings.problems.items():
            logger.error("the mapping %s cannot be used: %s", name, why)
            stays = self._mappings.by_name.get(name.removesuffix(".toml"))
            if stays is not None:
                mappings = mappings.replaced(stays)
        self._mappings = mappings
        if not first or mappings.by_name:
            logger.info("mappings in force: %s", ", ".join(mappings.by_name) or "none")


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    if not folder.is_dir():
        return ()
    found = []
    for path in sorted(folder.glob("*.toml")):
        status = path.stat()
        found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)


def put_into_force(district: Path, mapping: Mapping, *, who: str, at: Instant, note: str = "") -> PutIn:
    """Put a mapping into the district's folder; a running hub reads it within a second. Raises `OSError`."""
    folder = district / FOLDER
    folder.mkdir(exist_ok=True)
    content = mapping.text.encode()
    done = PutIn(at=to_text(at), who=who, mapping=mapping.name, sha256=hashlib.sha256(content).hexdigest(), note=note)
    history = folder / HISTORY
    before = history.read_bytes() if history.exists() else b""
    replace_file(folder / f"{mapping.name}.toml", content)
    replace_file(history, before + msgspec.json.encode(done) + b"\n")
    return done


def read_history(district: Path) -> list[PutIn]:
    """Return what was put into force, oldest first; lines that cannot be read are left out. Raises `OSError`."""
    path = district / FOLDER / HISTORY
    found = []
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            found.append(msgspec.json.decode(line, type=PutIn))
        except msgspec.MsgspecError:
            logger.warning("a line of %s cannot be read", path)
    return found
