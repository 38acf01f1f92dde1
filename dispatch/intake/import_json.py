"""Imports as JSON: tables of the registry as the page reads them from a clerk's files."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.intake.json_in import read
from stations.datum import Datum

FILES_AT_MOST = 20


IMPORT_BYTES = 8 * 1024 * 1024
"""The largest body of an import: a district's 40,000 rows take about 3 MiB as CSV, in base64 a third more."""


class TableIn(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a clerk; its ``name`` says which table it is: ``members.csv``, ``人员.xlsx``.

    ``content`` are the file's bytes in base64, whatever they are; ``text`` is what has been decoded already. One of
    them is given.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,79}$")]
    content: bytes | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        """Hold it to one of the two."""
        if (self.content is None) == (self.text is None):
            raise ValueError("a file has either content or text")

    @property
    def given(self) -> bytes:
        """The file's bytes."""
        return self.content if self.content is not None else (self.text or "").encode()


class ImportIn(msgspec.Struct, frozen=True, kw_only=True):
    """Tables that change those of the district folder; with ``dry_run`` nothing is written.

    ``datum`` is that of positions where a table has no column of it. Rows that the files do not mention stay; without
    ``partial`` they go, and ``removing`` is their number, which whoever sends it has seen.
    """

    files: Annotated[tuple[TableIn, ...], msgspec.Meta(min_length=1, max_length=FILES_AT_MOST)]
    datum: Datum = "wgs84"
    partial: bool = True
    removing: Annotated[int, msgspec.Meta(ge=0)] = 0
    dry_run: bool = True


_decode = msgspec.json.Decoder(ImportIn).decode


def read_import(body: bytes) -> ImportIn:
    """Read an import. Raises `Malformed` or `Unusable`."""
    return read(_decode, body, "import")
