"""What goes out besides the socket."""

from __future__ import annotations

from dispatch.core.events.base import IncidentEvent


class ChannelCalled(IncidentEvent, frozen=True, kw_only=True, tag="channel.called"):
    """A message is to go out over every channel of this ``use``; it is pending until each has an outcome."""

    message: str
    use: str
    assignment: str
    station: str
    text: str
    channels: tuple[str, ...]


class ChannelSent(IncidentEvent, frozen=True, kw_only=True, tag="channel.sent"):
    """The gateway took the message after so many tries."""

    message: str
    channel: str
    tries: int


class ChannelFailed(IncidentEvent, frozen=True, kw_only=True, tag="channel.failed"):
    """The gateway did not take it; it is on the list of dead letters."""

    message: str
    channel: str
    tries: int
    error: str
