"""A helper's answer as a CAP 1.2 message (OASIS CAP 1.2, 3.2.1): Ack, Error or Update with a reference to ours.

What others send may be meant to harm: a document type, and with it every entity, is refused before anything of it is
used; so is what is deeper or longer than any answer. Nothing outside the document is ever read.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from dispatch.core.errors import Malformed, Unusable
from dispatch.intake.bodies import decode_text

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
DEEPEST = 8
ELEMENTS_AT_MOST = 500

_BETWEEN = "\x1f"
"""Between a namespace and a name; no name can hold it."""

_REFERENCE = re.compile(r"[^\s,]+,[^\s,]+,[^\s,]+")
_ONCE = frozenset({"identifier", "sender", "sent", "status", "msgType", "scope", "note", "references"})


class CapMessage(NamedTuple):
    """What is read of a message: its kind, the (sender, identifier) of each message that it is about, and words."""

    kind: str
    references: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    parameters: dict[str, str]
    note: str | None


def read_cap(body: bytes, charset: str | None = None, *, any_status: bool = False) -> CapMessage:
    """Read an answer; with ``any_status`` also that to an exercise.

    Raises `Malformed` where it is no safe XML, `Unusable` where it is no CAP 1.2 answer to us.
    """
    found = _read_alert(decode_text(body, charset)[0])
    for needed in ("identifier", "sender", "status", "msgType"):
        if not found.alert.get(needed):
            raise Unusable(f"the message has no {needed}; send a whole alert of CAP 1.2")
    if found.alert["status"] != "Actual" and not any_status:
        raise Unusable(f"the message's status is {found.alert['status'][:20]}; only Actual answers a real request")
    references = tuple(
        (parts[0], parts[1])
        for each in found.alert.get("references", "").split()
        if _REFERENCE.fullmatch(each) and (parts := each.split(","))
    )
    if not references:
        raise Unusable("the message refers to none of ours; references takes sender,identifier,sent of the request")
    note = found.alert.get("note") or None
    return CapMessage(found.alert["msgType"], references, tuple(found.codes), found.parameters, note)


class _Alert:
    """What a document holds, as far as answers need it."""

    def __init__(self) -> None:
        self.alert: dict[str, str] = {}
        self.codes: list[str] = []
        self.parameters: dict[str, str] = {}
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        self._n_elements = 0
        self._name = ""

    def start(self, name: str, _attributes: object) -> None:
        """An element begins."""
        self._n_elements += 1
        if self._n_elements > ELEMENTS_AT_MOST or len(self._path) >= DEEPEST:
            raise Unusable(f"an answer has at most {ELEMENTS_AT_MOST} elements, {DEEPEST} deep")
        if not self._path and name != f"{NAMESPACE}{_BETWEEN}alert":
            shown = name.replace(_BETWEEN, " ")[:100]
            raise Unusable(f"the document is “{shown}”, not an alert of {NAMESPACE}")
        self._path.append(name.removeprefix(f"{NAMESPACE}{_BETWEEN}"))
        self._texts.append([])

    def data(self, text: str) -> None:
        """Text goes on."""
        if self._texts:
            self._texts[-1].append(text)

    def end(self, _name: str) -> None:
        """An element ends."""
        path, text = self._path[1:], "".join(self._texts.pop()).strip()
        self._path.pop()
        match path:
            case ["code"]:
                self.codes.append(text)
            case [name] if name in _ONCE:
                if name in self.alert:
                    raise Unusable(f"the message has two of {name}; CAP 1.2 has one")
                self.alert[name] = text
            case ["info", "parameter", "valueName"]:
                self._name = text
            case ["info", "parameter", "value"]:
                self.parameters.setdefault(self._name, text)
            case _:
                return


def _read_alert(text: str) -> _Alert:
    found = _Alert()
    # The encoding was read already, whatever the document says of itself.
    parser = expat.ParserCreate("utf-8", namespace_separator=_BETWEEN)
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(text.strip("\x00\ufeff \t\r\n").encode("utf-8", "replace"), True)  # noqa: FBT003 - expat's own
    except expat.ExpatError as error:
        raise Malformed(f"the answer is not XML: {error}; send one alert of CAP 1.2") from error
    return found


def _refuse(*_given: object) -> NoReturn:
    raise Malformed("the answer has a document type or entities; an alert of CAP 1.2 has none: leave them out")
