"""The wish to erase, as JSON: why, for the record."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.intake.json_in import read


class EraseIn(msgspec.Struct, frozen=True, kw_only=True):
    """``reason`` stays in the record for good: name the request or the rule, not the person."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


_decode = msgspec.json.Decoder(EraseIn).decode


def read_erasure(body: bytes) -> EraseIn:
    """Read a wish to erase. Raises `Malformed`."""
    return read(_decode, body, "erasure")
