"""The stream protocol without I/O: frames in, effects out. The drivers of `stream` carry the effects out.

A session knows which frames make sense when, reads them, and says what is wrong with the others. It never waits and
holds no socket.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from dispatch.access.permissions import may_see
from dispatch.access.tokens import Token
from dispatch.core.commands import Command
from dispatch.core.errors import Refused, Unusable
from dispatch.intake.command_json import read_command
from dispatch.intake.json_in import content_of, read
from dispatch.problems import of
from dispatch.stream.views import View, read_view

PROTOCOL = 1
FRAME_BYTES = 64 * 1024
"""The largest frame that a client may send."""

UNREADABLE, UNKNOWN_TOKEN, VIEW_FORBIDDEN, TOO_SLOW = 4400, 4401, 4403, 4408
"""Close codes of the contract."""


class PositionIn(msgspec.Struct, frozen=True):
    """Where a client was: the record's identity and the last event that it has.

    ``hash`` is the chained hash (hexadecimal) that the hub last told it, of event ``hash_seq`` (None: of ``seq``).
    """

    epoch: str
    seq: int
    hash: str | None = None
    hash_seq: int | None = None


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello"):
    """The first frame."""

    token: str
    view: str
    protocol: int = PROTOCOL
    position: PositionIn | None = None


class CommandFrame(msgspec.Struct, frozen=True, tag_field="type", tag="command"):
    """A command; its body is read by itself so that what is wrong with it can be answered under its id."""

    id: str
    command: msgspec.Raw


class Seen(msgspec.Struct, frozen=True, tag_field="type", tag="seen"):
    """This client has its orders up to here."""

    seq: int


class Health(msgspec.Struct, frozen=True, tag_field="type", tag="health"):
    """A crew client's condition."""

    hidden: bool = False
    sound: bool = True
    battery: float | None = None


class PresenceFrame(msgspec.Struct, frozen=True, tag_field="type", tag="presence"):
    """What a console's user is doing with an incident; never logged."""

    incident: str
    doing: str


class Ping(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """Are you there?"""

    n: int = 0


class _Kind(msgspec.Struct, frozen=True):
    type: str


_FRAMES: dict[str, msgspec.json.Decoder[Any]] = {
    str(kind.__struct_config__.tag): msgspec.json.Decoder(kind)
    for kind in (Hello, CommandFrame, Seen, Health, PresenceFrame, Ping)
}
_read_kind = msgspec.json.Decoder(_Kind).decode


class Open(NamedTuple):
    """Begin the stream of a view from a position."""

    token: Token
    view: View
    position: PositionIn | None


class Submit(NamedTuple):
    """Carry a command out and answer under its id; ``content`` tells it from another under the same id."""

    id: str
    command: Command
    content: bytes


class Refuse(NamedTuple):
    """Answer a command that cannot even be tried."""

    id: str
    problem: dict[str, Any]


class Close(NamedTuple):
    """Close the socket; a client may come back with its position."""

    code: int
    reason: str


Effect = Open | Submit | Refuse | Close | Seen | Health | PresenceFrame | Ping | None
"""What a frame asks of the driver; None: nothing (an unknown type, which later versions may know)."""


class Session:
    """One connection's side of the protocol."""

    __slots__ = ("_find_token", "token")

    def __init__(self, find_token: Callable[[str], Token | None]) -> None:
        self._find_token = find_token
        # Whose session it is; None before the hello.
        self.token: Token | None = None

    def receive(self, frame: bytes | str) -> Effect:
        """Read a text frame and return what it asks for."""
        try:
            kind = read(_read_kind, frame, "frame").type
            decoder = _FRAMES.get(kind)
            message = read(decoder.decode, frame, "frame") if decoder is not None else None
        except Refused as error:
            return Close(UNREADABLE, error.detail)
        if self.token is None:
            return self._hello(message)
        match message:
            case Hello():
                return Close(UNREADABLE, "hello comes once; open a new connection for another view")
            case CommandFrame():
                return self._command(message)
            case _:
                return message

    def _hello(self, message: Any) -> Open | Close:
        if not isinstance(message, Hello):
            return Close(UNREADABLE, "the first frame must be a hello with token and view")
        if message.protocol != PROTOCOL:
            return Close(UNREADABLE, f"this hub speaks protocol {PROTOCOL}")
        token = self._find_token(message.token)
        if token is None:
            return Close(UNKNOWN_TOKEN, "this token is unknown, withdrawn or expired; ask for a new one")
        view = read_view(message.view)
        if view is None:
            return Close(UNREADABLE, "view is console, station:ID or incident:ID")
        if not may_see(token.by, view.kind, view.id):
            return Close(VIEW_FORBIDDEN, f"a {token.role} token may not see {view}")
        self.token = token
        return Open(token, view, message.position)

    def _command(self, message: CommandFrame) -> Submit | Refuse:
        content = bytes(message.command)
        try:
            return Submit(check_id(message.id), read_command(content), content_of(content))
        except Refused as error:
            return Refuse(message.id, of(error))


def check_id(text: str) -> str:
    """Return a command id. Raises `Unusable`."""
    if not 0 < len(text) <= ID_LENGTH or not set(text) <= ID_CHARACTERS:
        raise Unusable("a command's id is 1 to 64 characters of A-Z a-z 0-9 . _ -; make a new one for every command")
    return text


ID_LENGTH = 64
ID_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
