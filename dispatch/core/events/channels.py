"""What goes out besides the socket."""

from __future__ import annotations

from dispatch.core.events.base import Event
from dispatch.core.vocabulary import GivenUp


class ChannelCalled(Event, frozen=True, kw_only=True, tag="channel.called"):
    """A message is to go out over every channel of this ``use``; it is pending until each has an outcome.

    ``incident`` and ``assignment`` are None where it is about a post: a check or a hand-over. ``trigger`` is what the
    order's rung waited for: once that has come, nobody needs to be called. ``request`` is the help that nobody takes.
    """

    message: str
    use: str
    assignment: str | None
    station: str
    text: str
    channels: tuple[str, ...]
    trigger: str | None = None
    request: str | None = None


class ChannelSent(Event, frozen=True, kw_only=True, tag="channel.sent"):
    """The gateway took the message after so many tries."""

    message: str
    channel: str
    tries: int


class ChannelFailed(Event, frozen=True, kw_only=True, tag="channel.failed"):
    """The gateway did not take it; it is on the list of dead letters."""

    message: str
    channel: str
    tries: int
    error: str


class ChannelGivenUp(Event, frozen=True, kw_only=True, tag="channel.given_up"):
    """Nobody needs the message any more, after so many tries; nothing is left to do about it."""

    message: str
    channel: str
    tries: int
    given_up: GivenUp
