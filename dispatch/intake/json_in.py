"""JSON that comes in: read into a struct, or refused in words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from dispatch.core.errors import Malformed, Unusable
from dispatch.intake.schema_words import in_words

T = TypeVar("T")

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder(order="sorted").encode


def read(decode: Callable[[bytes | str], T], content: bytes | str, what: str) -> T:
    """Read ``what`` with a decoder. Raises `Malformed` where it is no JSON, `Unusable` naming the wrong place in it."""
    try:
        return decode(content)
    except msgspec.ValidationError as error:
        wrong = in_words(str(error))
        raise Unusable(
            f"the {what} cannot be used: {wrong.en}; its fields are in /api/v1/openapi.json",
            zh=wrong.zh,
            en=wrong.en,
            at=wrong.at,
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(f"the {what} is not JSON: {error}; send one JSON object in UTF-8") from error
    except RecursionError as error:
        raise Malformed(f"the {what} is nested too deep; send it flat, as /api/v1/openapi.json describes") from error


def content_of(content: bytes) -> bytes:
    """Return what a readable JSON object says, written in one way: keys in order, no spaces, without its ``id``.

    Two sendings with the same content are the same, whichever way they came and whoever wrote them down. What cannot
    be written again (a number of more than 64 bits, say, in a field that nobody reads) is told apart by its bytes.
    """
    try:
        value: Any = _decode(content)
        if isinstance(value, dict):
            value.pop("id", None)
        return _encode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, OverflowError):
        return content
