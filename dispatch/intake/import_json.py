"""Imports as JSON: tables of the registry as the page reads them from a clerk's files."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.intake.json_in import read
from stations.datum import Datum

FILES_AT_MOST = 20


class TableIn(msgspec.Struct, frozen=True, kw_only=True):
    """One table as CSV text; the file's ``name`` says which: ``members.csv``, ``人员.csv``."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]{0,79}$")]
    text: str


class ImportIn(msgspec.Struct, frozen=True, kw_only=True):
    """Tables that replace those of the district folder; with ``dry_run`` nothing is written.

    ``datum`` is that of positions where a table has no column of it; with ``partial`` rows that are not given stay.
    """

    files: Annotated[tuple[TableIn, ...], msgspec.Meta(min_length=1, max_length=FILES_AT_MOST)]
    datum: Datum = "wgs84"
    partial: bool = False
    dry_run: bool = True


_decode = msgspec.json.Decoder(ImportIn).decode


def read_import(body: bytes) -> ImportIn:
    """Read an import. Raises `Malformed` or `Unusable`."""
    return read(_decode, body, "import")
