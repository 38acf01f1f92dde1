"""Ways out besides the socket: webhooks to gateways for SMS, voice and bells."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

ChannelUse = Literal["other_channel", "duty_officer"]
"""Which rung of the ladder calls over it."""

CHANNEL_USES: tuple[ChannelUse, ...] = get_args(ChannelUse)


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One gateway. ``secret_file`` in the hub's data folder holds the key that signs what is sent."""

    name: str
    url: str
    use: ChannelUse = "other_channel"
    secret_file: str = "channel-secret"  # noqa: S105 - a file name, not a secret
