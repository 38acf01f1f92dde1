"""From bytes to text: strict UTF-8 first, whatever was declared; UTF-16; GB 18030 only where the bytes are no UTF-8.

The tools of a clerk do not say which encoding they wrote. Bytes that are strict UTF-8 are UTF-8: Chinese text in
another encoding is that by accident once in millions of lines. What is not is judged by the characters in it: text of
which most characters are whole in UTF-8 is UTF-8 with damaged lines, and each of those is named; nothing else of it is
touched.
"""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from stations.problems import Findings
from stations.sheets.odd import exposed

_MARKS = (  # the longer ones first: that of UTF-32 begins like that of UTF-16
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_MARK_GB18030 = b"\x84\x31\x95\x33"
_MARK = "\ufeff"
_WIDE = 0x800
"""From this code point on a character takes three bytes or more in UTF-8, which hardly happens by accident."""

_COMMON = 0.9
"""So many of the characters of Chinese text are in GB 2312; other encodings read as GB 18030 give rare ones."""

_ENOUGH = 4
"""One rare character among so many is a name's."""

_MOST_BROKEN = 100
"""With more broken lines than this the file is not named line by line."""

_FEW_ZEROS = 8
"""A file with fewer zero bytes than one in so many may be UTF-8 with strays."""

_SHOWN = 20

_ANEW = "write the text of this line anew, save as “CSV UTF-8”"


def decode(content: bytes, findings: Findings, declared: str = "utf-8") -> str | None:
    """Return a file's text without byte order marks; None where it cannot be read as text at all.

    ``declared`` only counts for bytes that are no UTF-8 and that have no mark. What is wrong is noted in ``findings``.
    """
    wide = _decode_wide(content, findings)
    if wide is not None:
        return _without_marks(wide, findings) if wide else None
    try:
        return _without_marks(content.decode("utf-8"), findings)
    except UnicodeDecodeError:
        return _decode_broken(content, findings, declared)


def _decode_wide(content: bytes, findings: Findings) -> str | None:
    """Return text of UTF-16 or UTF-32, empty where it is neither although it holds zero bytes; None without such."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if encoding is None:
        zeros = content.count(0)
        if zeros == 0 or (zeros * _FEW_ZEROS < len(content) and _decodes(content, "utf-8")):
            return None
        even, odd = content[::2].count(0), content[1::2].count(0)
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = content.decode(encoding, errors="replace")
    lines = text.splitlines()
    broken = [number for number, line in enumerate(lines, start=1) if "\ufffd" in line or "\0" in line]
    if len(broken) > min(_MOST_BROKEN, len(lines) // 2):
        findings.fail("is no text, and no workbook that is known here; save it as .xlsx, or as “CSV UTF-8”")
        return ""
    for number in broken:
        findings.error(f"is not {encoding[:6].upper()}; {_ANEW}", line=number)
    return text


def _without_marks(text: str, findings: Findings) -> str:
    bare = text.lstrip(_MARK)
    if len(text) - len(bare) > 1:
        findings.warn(f"begins with {len(text) - len(bare)} byte order marks (U+FEFF); all were left out")
    return bare


def _decode_broken(content: bytes, findings: Findings, declared: str) -> str | None:
    loose = content.removeprefix(BOM_UTF8).decode("utf-8", errors="replace")
    whole = sum(ord(each) >= _WIDE and each != "\ufffd" for each in loose)
    if content.startswith(BOM_UTF8) or whole >= loose.count("\ufffd"):
        return _name_broken(content, findings, "utf-8")
    rest = content.removeprefix(_MARK_GB18030)
    if declared == "utf-8" and len(rest) == len(content) and not _is_common(rest):
        findings.fail(
            "is neither UTF-8 nor common Chinese text in GB18030 (GBK); save it as “CSV UTF-8”", line=_first(content)
        )
        return None
    text = _name_broken(rest, findings, "gb18030")
    if text is not None and declared == "utf-8":
        sample = next((line for line in text.splitlines() if not line.isascii()), "")
        shown = exposed("".join(each for each in sample if not each.isascii()), _SHOWN)
        findings.warn(f"is read as GB18030 (GBK): “{shown}”; see that the names are right, or save it as “CSV UTF-8”")
    return text


def _is_common(content: bytes) -> bool:
    """Whether most lines are GB 18030, and say what Chinese people write."""
    lines = [line for line in _lines(content) if not line.isascii()]
    whole = [line for line in lines if _is_in(line, "gb18030")]
    read = [each for line in whole for each in line.decode("gb18030") if not each.isascii()]
    rare = len(read) - sum(map(_in_gb2312, read))
    few = rare <= (1 - _COMMON) * len(read) or (rare == 1 and len(read) >= _ENOUGH)
    return 2 * len(whole) >= len(lines) and few and bool(read)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _name_broken(content: bytes, findings: Findings, encoding: str) -> str | None:
    """Return the text, and name each line that is not in the encoding, or is in UTF-8 among lines that are not."""
    lines = _lines(content)
    broken = [number for number, line in enumerate(lines, start=1) if not _is_in(line, encoding)]
    if len(broken) > _MOST_BROKEN:
        findings.fail(f"is not {encoding.upper()}; save it as “CSV UTF-8”", line=broken[0])
        return None
    for number in broken:
        findings.error(f"is not {encoding.upper()}; {_ANEW}", line=number)
    return content.decode(encoding, errors="replace").lstrip(_MARK)


def _is_in(line: bytes, encoding: str) -> bool:
    if not _decodes(line, encoding):
        return False
    if encoding == "utf-8" or line.isascii() or not _decodes(line, "utf-8"):
        return True
    return not all(each.isascii() or "\u3000" <= each <= "\u9fff" for each in line.decode("utf-8"))


def _first(content: bytes) -> int:
    return next(number for number, line in enumerate(_lines(content), start=1) if not _decodes(line, "utf-8"))


def _lines(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
