"""Bytes that an alarm came as, read as one JSON object where one can be had.

Gateways send byte order marks, GB 18030, UTF-16, a NUL behind the last brace, ``NaN``, one broken byte in a name. None
of it is a reason to be deaf: what can be read is, what is in doubt is flagged, and its words stay.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from dispatch.core.errors import Malformed, Unusable
from dispatch.core.vocabulary import Flag
from dispatch.intake.fields.reading import is_blank, words_of
from dispatch.intake.hand_written import BY_HAND_AT_MOST, as_json

_TEXTS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312", "big5", "big5hkscs"}
    | {"shift_jis", "cp932", "euc_jp", "euc_kr", "iso8859-1", "cp1252"}
)
"""Encodings that a sender may name. Others that Python knows are none of texts."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ANY_MARK = tuple(mark for mark, _ in _MARKS)
_BEHIND = " \t\r\n\0\x1a\ufeff"
"""What stands behind the last brace without a meaning: blanks, NUL, the end-of-file of old terminals."""

_NESTED_AT_MOST = 64
_DIGITS_AT_MOST = 400
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_HALVES = re.compile("[\ud800-\udfff]")


class Body(NamedTuple):
    """An alarm's fields as they were sent; flags and words of what was wrong with the whole."""

    fields: dict[str, Any]
    flags: tuple[Flag, ...] = ()
    unread: Mapping[str, str] = MappingProxyType({})


def read_object(body: bytes, *, charset: str | None = None) -> Body:
    """Read the one JSON object in a body. Raises `Malformed` where it is no JSON, `Unusable` where it is no object."""
    text, garbled = decode_text(body, charset)
    value, rest = _parse(text.strip(_BEHIND))
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise Unusable(
            "the alarm is JSON, but no object; send one alarm as {…}; its fields are in /api/v1/openapi.json"
        )
    flags: tuple[Flag, ...] = ("bad_encoding",) if garbled else ()
    if rest:
        return Body(value, (*flags, "bad_body"), {"body": words_of(rest)})
    return Body(value, flags)


def decode_text(body: bytes, charset: str | None = None) -> tuple[str, bool]:
    """Return the text and whether bytes of it had to be replaced.

    What is UTF-8 is never read as anything else; then the encoding that was named counts, then GB 18030, which panels
    in China write without a word.
    """
    if body.startswith(_ANY_MARK):
        mark, name = next(each for each in _MARKS if body.startswith(each[0]))
        return _replaced(body[len(mark) :], name)
    for name in _candidates(body, charset):
        try:
            return body.decode(name), False
        except UnicodeDecodeError:
            continue
    return _replaced(body, "utf-8")


def _candidates(body: bytes, charset: str | None) -> Iterator[str]:
    head = body[:4]
    if b"\0" in head.rstrip(b"\0") and len(body) % 2 == 0:  # JSON begins with two characters of ASCII
        yield "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    yield "utf-8"
    named = _named(charset)
    if named is not None:
        yield named
    yield "gb18030"


def _named(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "").strip("\"' ")).name
    except (LookupError, ValueError):  # none that Python knows
        return None
    if name in ("gbk", "gb2312"):
        return "gb18030"
    return name if name in _TEXTS else None


def _replaced(body: bytes, name: str) -> tuple[str, bool]:
    try:
        return body.decode(name), False
    except UnicodeDecodeError:
        return body.decode(name, errors="replace"), True


def _parse(text: str, *, as_written: bool = False) -> tuple[Any, str]:
    """Return the first JSON value of a text and what is behind it. Raises `Malformed`.

    What begins as an object or a list is mended once, unless it must stand ``as_written``.
    """
    try:
        value, end = _decoder.raw_decode(text)
    except RecursionError:
        return _parse(_flattened(text), as_written=as_written)
    except ValueError as error:
        if not as_written and text.startswith(("{", "[")) and len(text) <= BY_HAND_AT_MOST:
            return _parse(as_json(text), as_written=True)
        raise Malformed(f"the alarm is not JSON: {error}; send one JSON object in UTF-8") from error
    return value, text[end:].strip(_BEHIND)


def _flattened(text: str) -> str:
    """Return a text whose values that are nested too deep are texts: nobody reads a field down there."""
    pieces: list[str] = []
    depth, start = 0, 0
    for token in _TOKENS.finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
            if depth == _NESTED_AT_MOST + 1:
                pieces.append(text[start : token.start()])
                start = token.end()
        elif sign in "]}":
            if depth == _NESTED_AT_MOST + 1:
                pieces.append('"…"')
                start = token.end()
            depth -= 1
    if depth > 0:
        raise Malformed("the alarm is not JSON: it ends inside an object; send one JSON object in UTF-8")
    return "".join((*pieces, text[start:]))


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _DIGITS_AT_MOST else Decimal(digits)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a name that stands twice the last value counts, but nothing that is left out."""
    found = dict(pairs)
    if len(found) < len(pairs):
        found = {}
        for name, value in pairs:
            if name not in found or not is_blank(value):
                found[name] = value
    for name, value in found.items():
        if isinstance(value, str) and not value.isascii():
            found[name] = _HALVES.sub("\ufffd", value)
    return found


_decoder = json.JSONDecoder(
    strict=False,  # line ends inside a text
    parse_int=_whole,
    parse_float=Decimal,  # 4.10 names another device than 4.1
    parse_constant=str,  # NaN, Infinity: no numbers
    object_pairs_hook=_named_once,
)
