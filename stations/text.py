"""Reads a text file of a district folder, whatever encoding a clerk's program saved it in."""

from __future__ import annotations

from pathlib import Path

from stations.problems import Findings
from stations.sheets.encoding import decode


def read_text(path: Path, findings: Findings) -> str | None:
    """Return the file's text, without a byte order mark; None where it cannot be read as text at all."""
    content = read_content(path, findings)
    return None if content is None else decode(content, findings)


def read_content(path: Path, findings: Findings) -> bytes | None:
    """Return the file's bytes, or None after noting why they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as problem:
        findings.fail(f"cannot be read ({problem.strerror}); check that it is a file and who may read it")
        return None
