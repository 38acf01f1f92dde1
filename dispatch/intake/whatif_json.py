"""What if, as JSON: the changes that a commander asks about."""

from __future__ import annotations

from typing import Annotated

import msgspec

from dispatch.core.errors import Unusable
from dispatch.intake.json_in import read

CHANGES_AT_MOST = 16


class WhatIfIn(msgspec.Struct, frozen=True, kw_only=True):
    """``changes`` are written as ``onethree whatif --change`` takes them, such as ``off:S0001-1``; none: as it was."""

    changes: Annotated[
        list[Annotated[str, msgspec.Meta(min_length=1, max_length=200)]], msgspec.Meta(max_length=CHANGES_AT_MOST)
    ] = []


_decode = msgspec.json.Decoder(WhatIfIn).decode


def read_what_if(body: bytes) -> WhatIfIn:
    """Read a question. Raises `Malformed` or `Unusable`."""
    asked = read(_decode, body, "question")
    if any(change.startswith("settings:") for change in asked.changes):
        # It names a file of this machine, which nobody reads from outside.
        raise Unusable("settings: names a file beside the hub; ask with onethree whatif there, or leave it out")
    return asked
