"""Reads a text file the way spreadsheets write them, and names the encoding when it is the wrong one."""

from __future__ import annotations

from pathlib import Path

from stations.problems import Findings


def read_text(path: Path, findings: Findings) -> str | None:
    """Return the file's text, without a byte order mark; None where it cannot be read as text at all.

    A file in GB 18030 (what Excel writes as "CSV" on a Chinese system) is an error, named as such, but is
    decoded, so that the other problems in it are found in the same pass.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        findings.error(f"cannot be read ({problem.strerror}); check that it is a file and who may read it")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return _decode_other(content, problem, findings)


def _decode_other(content: bytes, problem: UnicodeDecodeError, findings: Findings) -> str | None:
    line = content.count(b"\n", 0, problem.start) + 1
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.error("is UTF-16 (Excel's “Unicode text”); save it as “CSV UTF-8”")
        return None
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        findings.error(f"is not UTF-8 (byte {problem.start + 1}); save it as “CSV UTF-8”", line=line)
        return None
    findings.error("is GB18030 (GBK), not UTF-8; save it as “CSV UTF-8” (另存为 CSV UTF-8)", line=line)
    return text
