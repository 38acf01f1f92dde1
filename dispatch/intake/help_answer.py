"""What a helper answers to a message of ours, as JSON or as CAP 1.2, and the command that it stands for."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

import msgspec

from dispatch.core import commands as cmd
from dispatch.core.commands.base import Text
from dispatch.core.commands.help import Eta
from dispatch.core.errors import Unusable
from dispatch.intake.cap_answer import CapMessage, read_cap
from dispatch.intake.json_in import read

ANSWER_BYTES = 64 * 1024

Answering = Literal["accept", "depart", "arrive", "done", "refuse"]

CODE = "onethree:"
"""Begins the ``code`` with which a CAP message says more than that it was accepted: ``onethree:depart``."""

ETA = "onethree:eta_s"
_ETA_DIGITS = 9
"""What is written with more is cut to these: it is refused as too long all the same."""

_BY_KIND: dict[str, Answering] = {"Ack": "accept", "Error": "refuse"}


class HelpAnswerIn(msgspec.Struct, frozen=True, kw_only=True):
    """``message`` is the id of the message that asked, as it came with it under ``answer``."""

    message: str
    answer: Answering
    eta_s: Eta | None = None
    note: Text | None = None


class MessageId(NamedTuple):
    """The parts of a message's id: of which request and ask it is, and of which moment (milliseconds)."""

    request: str
    ask: str
    at: str


_decode = msgspec.json.Decoder(HelpAnswerIn).decode


def read_answer(body: bytes, *, sender: str, charset: str | None = None) -> HelpAnswerIn:
    """Read an answer; ``sender`` is our name in CAP. Raises `Malformed` or `Unusable`."""
    if body.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] == b"<":
        return _from_cap(read_cap(body, charset), sender)
    return read(_decode, body, "answer")


def message_id(text: str) -> MessageId | None:
    """Return the parts of a message's id; None for what is none."""
    parts = text.removesuffix(".off").split(".")
    return MessageId(*parts) if len(parts) == len(MessageId._fields) else None


def command_of(answer: HelpAnswerIn, request: str, helper: str) -> cmd.HelpCommand:
    """Return the command that a helper's answer stands for."""
    match answer.answer:
        case "accept":
            return cmd.HelpAccept(request=request, helper=helper, eta_s=answer.eta_s, note=answer.note)
        case "refuse":
            return cmd.HelpRefuse(request=request, helper=helper, reason=answer.note)
        case "depart":
            return cmd.HelpDepart(request=request, helper=helper)
        case "arrive":
            return cmd.HelpArrive(request=request, helper=helper)
        case "done":
            return cmd.HelpFinish(request=request, helper=helper)


def _from_cap(message: CapMessage, sender: str) -> HelpAnswerIn:
    ours = [identifier for named, identifier in message.references if named == sender]
    if len(ours) != 1:
        raise Unusable(f"the message refers to {len(ours)} messages of {sender}; answer one at a time")
    said = [each.removeprefix(CODE) for each in message.codes if each.startswith(CODE)]
    answer = said[0] if said else _BY_KIND.get(message.kind)
    if len(said) > 1 or answer not in get_args(Answering):
        raise Unusable(
            "send Ack to accept, Error to refuse, or a code: " + ", ".join(CODE + each for each in get_args(Answering))
        )
    try:
        return msgspec.convert(
            {"message": ours[0], "answer": answer, "eta_s": _eta(message), "note": message.note}, HelpAnswerIn
        )
    except msgspec.ValidationError as error:
        raise Unusable(f"the answer cannot be used: {error}") from error


def _eta(message: CapMessage) -> int | None:
    said = message.parameters.get(ETA, "")
    digits = said.lstrip("0")[:_ETA_DIGITS] or "0"
    return int(digits) if said.isascii() and said.isdigit() else None
