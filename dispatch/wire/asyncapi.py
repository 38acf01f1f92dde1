"""``/api/v1/asyncapi.json``: the stream described for programs, as AsyncAPI 3.0.

What clients send is generated from the structs that `session` reads it with. What the hub sends is described by the
structs below; a test holds real frames against them.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec
import orjson

from dispatch.core.events import AnyEvent
from dispatch.core.vocabulary import Role
from dispatch.stream import session
from dispatch.wire.schemas import COMMANDS, EVENTS, Problem, RecordPosition, Schema, components, one_of, ref

DOOR = "/api/v1/stream"
INCOMING: tuple[type[msgspec.Struct], ...] = (
    session.Hello,
    session.CommandFrame,
    session.Seen,
    session.Health,
    session.PresenceFrame,
    session.Ping,
)


class Frame(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """A frame that the hub sends."""


ResetReason = Literal["new", "epoch", "ahead", "too_old"]


class Welcome(Frame, frozen=True, tag="welcome"):
    """Where this stream starts, where the log is, and why a snapshot comes first (null: none does).

    Where one comes, the client has nothing of this position before the snapshot is whole. ``build`` names the pages
    that this hub serves (null: none).
    """

    protocol: int
    position: RecordPosition
    head: RecordPosition
    reset: ResetReason | None
    role: Role
    server_time: str
    build: str | None = None


class Reset(Frame, frozen=True, tag="reset"):
    """A snapshot's part: lists are to be appended, maps united. It replaces everything that the client had."""

    reason: ResetReason
    position: RecordPosition
    part: int
    parts: int
    state: dict[str, Any]


class EventFrame(Frame, frozen=True, tag="event"):
    """An event; ``prev`` is the number of the one before it on this stream."""

    seq: int
    prev: int
    event: AnyEvent


class Mark(Frame, frozen=True, tag="mark"):
    """Nothing for this view up to ``seq``."""

    seq: int
    prev: int


class Done(Frame, frozen=True, tag="done"):
    """The command is carried out; its events came before this."""

    id: str
    seq: int


class RefusedFrame(Frame, frozen=True, tag="refused"):
    """The command is not carried out; why."""

    id: str
    problem: Problem


class PresenceTold(Frame, frozen=True, tag="presence"):
    """What somebody else at a console is doing with an incident; never logged."""

    incident: str
    doing: str
    who: str


class Pong(Frame, frozen=True, tag="pong"):
    """The answer to a ping; ``position`` is what this stream has sent up to, with its hash, where that is at hand."""

    n: int
    server_time: str
    position: RecordPosition | None = None


OUTGOING: tuple[type[Frame], ...] = (Welcome, Reset, EventFrame, Mark, Done, RefusedFrame, PresenceTold, Pong)

CLOSE_CODES = {
    session.UNREADABLE: "unreadable frame",
    session.UNKNOWN_TOKEN: "no, wrong or withdrawn token",
    session.VIEW_FORBIDDEN: "view not allowed",
    session.TOO_SLOW: "answers or takes nothing for 15 s; come back with your position",
    1001: "the hub stops; come back with your position",
    1009: f"a frame of more than {session.FRAME_BYTES} bytes",
    1013: "the record cannot be read; come back with your position",
}


@cache
def document() -> bytes:
    """Return the description as JSON; made once."""
    frames = (*INCOMING, *OUTGOING)
    schemas = {
        **components(*frames),
        "Command": one_of(COMMANDS),
        "Event": one_of(EVENTS),
    }
    # The body is read by itself, so that what is wrong with it is answered under its id.
    schemas["CommandFrame"]["properties"]["command"] = {"$ref": "#/components/schemas/Command"}
    closing = "; ".join(f"{code}: {meaning}" for code, meaning in CLOSE_CODES.items())
    return orjson.dumps(
        {
            "asyncapi": "3.0.0",
            "info": {
                "title": "onethree 一三调度: the stream",
                "version": "1",
                "description": f"Text frames, one JSON object each; hello first, within 5 s. Close codes: {closing}.",
                "license": {"name": "Apache-2.0"},
            },
            "defaultContentType": "application/json",
            "channels": {
                "stream": {
                    "address": DOOR,
                    "messages": {_name(frame): {"$ref": f"#/components/messages/{_name(frame)}"} for frame in frames},
                }
            },
            "operations": {
                "receive": _operation("receive", INCOMING, "What clients send."),
                "send": _operation("send", OUTGOING, "What the hub sends."),
            },
            "components": {"messages": {_name(frame): _message(frame) for frame in frames}, "schemas": schemas},
        }
    )


def _name(frame: type[msgspec.Struct]) -> str:
    return frame.__name__


def _message(frame: type[msgspec.Struct]) -> Schema:
    summary = (frame.__doc__ or "").split("\n")[0]
    return {"name": str(frame.__struct_config__.tag), "summary": summary, "payload": ref(frame)}


def _operation(action: str, frames: tuple[type[msgspec.Struct], ...], summary: str) -> Schema:
    messages = [{"$ref": f"#/channels/stream/messages/{_name(frame)}"} for frame in frames]
    return {"action": action, "summary": summary, "channel": {"$ref": "#/channels/stream"}, "messages": messages}
