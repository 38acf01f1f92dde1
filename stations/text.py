"""Reads a text file the way spreadsheets write them, and names the encoding when it is the wrong one."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from stations.problems import Findings

_MOST_BROKEN = 100
"""With more broken lines than this the whole file is of another encoding."""


def read_text(path: Path, findings: Findings, *, encoding: str = "utf-8") -> str | None:
    """Return the file's text, without a byte order mark; None where it cannot be read as text at all.

    A file in GB 18030 (what Excel writes as "CSV" on a Chinese system) is an error where ``encoding`` does not
    declare it; it is named as such, but decoded, so that the other problems in it are found in the same pass. So is a
    file with some broken lines, each of which is named.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        findings.fail(f"cannot be read ({problem.strerror}); check that it is a file and who may read it")
        return None
    try:
        # A declared GB 18030 file that has become UTF-8 meanwhile says so by its mark.
        return content.decode("utf-8-sig" if encoding == "utf-8" or content.startswith(BOM_UTF8) else encoding)
    except UnicodeDecodeError:
        return _decode_other(content, findings, encoding)


def _decode_other(content: bytes, findings: Findings, encoding: str) -> str | None:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        findings.fail("is UTF-16 (Excel's “Unicode text”); save it as “CSV UTF-8”")
        return None
    lines = content.split(b"\n")
    broken = [number for number, line in enumerate(lines, start=1) if not _decodes(line, encoding)]
    other = sum(not line.isascii() for line in lines) - len(broken)
    if encoding == "utf-8" and other < len(broken) and _decodes(content, "gb18030"):
        advice = "save it as “CSV UTF-8” (另存为 CSV UTF-8), or import it with --encoding gb18030"
        findings.error(f"is GB18030 (GBK), not UTF-8; {advice}", line=broken[0])
        return content.decode("gb18030")
    if b"\0" in content or len(broken) > _MOST_BROKEN:
        findings.fail(f"is not {encoding.upper()}; save it as “CSV UTF-8”", line=broken[0])
        return None
    for number in broken:
        findings.error(f"is not {encoding.upper()}; write the text of this line anew, save as “CSV UTF-8”", line=number)
    return content.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
