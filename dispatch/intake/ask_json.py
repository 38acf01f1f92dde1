"""What a gateway is to be asked, as JSON."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from dispatch.intake.json_in import read


class AskIn(msgspec.Struct, frozen=True, kw_only=True):
    """``post_check`` (查岗): is somebody there, to be answered within ``minutes``. ``inspection`` (巡检): how is all
    that is behind it.
    """

    what: Literal["post_check", "inspection"]
    minutes: Annotated[int, msgspec.Meta(ge=1, le=255)] = 10


_decode = msgspec.json.Decoder(AskIn).decode


def read_ask(body: bytes) -> AskIn:
    """Read what is to be asked. Raises `Malformed` or `Unusable`."""
    return read(_decode, body, "question")
