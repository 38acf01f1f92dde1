"""Which words of an incident's events are about a person, and how they are taken out of an event's bytes and put back.

Every text that a person said, or that somebody wrote down about one, is personal: who called, notes, the words of a
place, whom an incident was handed to, reasons in people's own words, the text of a message. What is not: places on the
map, buildings, devices, codes of any vocabulary, and who used the system (the bearer of a token acts in an office, and
the record exists to say who did what). `PERSONAL` is the list; a test holds every text of every event to a decision.

Nothing is encrypted here: `split` gives two texts of JSON, what stays and what is personal, and `join` makes of them
the very bytes that there were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from dispatch.core import events as ev
from dispatch.core.reasons import ByHand, ByPerson, ConfirmedByHand, MergedByHand, Reason
from dispatch.core.vocabulary import KNOWN_DECLINES, Place

Fields = dict[str, msgspec.Raw]
"""An event's fields by name, each as it stands in the JSON."""

Blank = Callable[[Fields, str], bytes | None]
"""Return what stands in a field's place once it is taken out; None where nothing in it is personal."""

ERASED, WITHHELD = b"erased", b"withheld"
"""What an event says of its personal words that are not there: destroyed, or not readable by this process."""


class Split(NamedTuple):
    """An event without its personal words, and these by themselves (a JSON object of whole fields)."""

    incident: str
    rest: bytes
    personal: bytes


_NULL = b"null"
_NOTHING_SAID: dict[str, Any] = {"room": None, "burning": None, "note": None, "unread": {}}
"""A report's own words, where they are taken out."""

_decode_fields = msgspec.json.Decoder(Fields).decode
_decode_any = msgspec.json.Decoder().decode
_decode_text = msgspec.json.Decoder(str).decode
_encode = msgspec.json.Encoder().encode


def _optional(fields: Fields, name: str) -> bytes | None:
    return None if _raw(fields, name) in (b"", _NULL) else _NULL


def _required(fields: Fields, name: str) -> bytes | None:
    return None if _raw(fields, name) in (b"", b'""') else b'""'


def _words(fields: Fields, name: str) -> bytes | None:
    """A text that may be missing, and leaves an empty one: what is left tells that there was one."""
    return None if _raw(fields, name) in (b"", _NULL, b'""') else b'""'


def _emptied(fields: Fields, name: str) -> bytes | None:
    """What was sent and nobody could read: it may be anything that anybody said."""
    return None if _raw(fields, name) in (b"", b"{}") else b"{}"


def _place(fields: Fields, name: str) -> bytes | None:
    raw = _raw(fields, name)
    if raw in (b"", _NULL) or b'"text":null' in raw or b'"text":' not in raw:
        return None
    return _encode(_decode_any(raw) | {"text": None})


def _decline(fields: Fields, name: str) -> bytes | None:
    raw = _raw(fields, name)
    return None if raw in _DECLINES else _optional(fields, name)


def _said(fields: Fields, name: str) -> bytes | None:
    """What a crew wrote in its own words, or nobody could read; numbers and codes stay."""
    said = _decode_any(_raw(fields, name))
    left = said | _NOTHING_SAID
    return None if left == said else _encode(left)


def _so_far(fields: Fields, name: str) -> bytes | None:
    """The notes, calls and reports of what went before, and what nobody could read; the orders and the building are
    nobody's words."""
    record = _decode_any(_raw(fields, name))
    wordless = record | {"notes": [note | {"text": ""} for note in record.get("notes", ())]}
    if "unread" in record:
        wordless["unread"] = {}
    if "reports" in record:
        wordless["reports"] = [each | {"said": each["said"] | _NOTHING_SAID} for each in record["reports"]]
    if "calls" in record:
        wordless["calls"] = [each | {"reporter": None, "note": None} for each in record["calls"]]
    return None if wordless == record else _encode(wordless)


def _own_words(fields: Fields) -> dict[str, Any] | None:
    """Return the reason that an event has beside its sentence where it holds somebody's own words."""
    raw = _raw(fields, "because")
    if b'"words":' not in raw or b'"words":null' in raw:
        return None
    because: dict[str, Any] = _decode_any(raw)
    return because


def _because(fields: Fields, _name: str) -> bytes | None:
    words = _own_words(fields)
    return None if words is None else _encode(words | {"words": None})


def _sentence(fields: Fields, _name: str) -> bytes | None:
    """What the record writes where a person gave no words."""
    words = _own_words(fields)
    return None if words is None else _encode(_SENTENCES[words["type"]])


def _sentence_or_text(fields: Fields, name: str) -> bytes | None:
    """As `_sentence`; a text that has no reason beside it is somebody's own."""
    return _sentence(fields, name) if _raw(fields, "because") not in (b"", _NULL) else _optional(fields, name)


def _raw(fields: Fields, name: str) -> bytes:
    return bytes(fields.get(name, b""))


_DECLINES = {_encode(reason) for reason in KNOWN_DECLINES}
_OWN: tuple[type[ByPerson], ...] = (ByPerson, ByHand, ConfirmedByHand, MergedByHand)
_SENTENCES = {str(kind.__struct_config__.tag): kind.sentence for kind in _OWN}

PERSONAL: Mapping[type[ev.Event], Mapping[str, Blank]] = {
    ev.AlarmRaised: {"place": _place, "reporter": _optional, "note": _optional, "unread": _emptied},
    ev.IncidentOpened: {"place": _place, "unread": _emptied},
    ev.IncidentUpdated: {"place": _place},
    ev.IncidentConfirmed: {"reason": _sentence, "because": _because},
    ev.ZoneInformed: {"place": _place},
    ev.IncidentNoted: {"text": _required},
    ev.IncidentHandOverOffered: {"receiver": _words, "note": _optional},
    ev.IncidentHandedOver: {"receiver": _required, "note": _optional},
    ev.SceneReported: {"said": _said},
    ev.IncidentMerged: {"reason": _sentence, "because": _because},
    ev.IncidentClosed: {"note": _optional, "not_handed_over": _optional},
    ev.IncidentReopened: {"reason": _optional},
    ev.DispatchSettled: {"reason": _optional},
    ev.AssignmentAssigned: {"reason": _sentence, "because": _because, "place": _place, "record": _so_far},
    ev.AssignmentDeclined: {"reason": _decline},
    ev.AssignmentReleased: {"reason": _sentence_or_text, "because": _because},
    ev.AssignmentRecalled: {"reason": _sentence_or_text, "because": _because},
    ev.LadderHeld: {"reason": _optional},
    ev.LadderResumed: {"reason": _optional},
    ev.HelpRequested: {"note": _optional},
    ev.HelpAccepted: {"note": _optional},
    ev.HelpRefused: {"reason": _optional},
    ev.HelpCancelled: {"reason": _sentence_or_text, "because": _because},
    ev.ChannelCalled: {"text": _required},
    ev.SignalReceived: {"text": _optional, "operator": _optional},
    ev.SignalVerified: {"note": _optional},
    ev.ConditionRaised: {"text": _optional},
}
"""Event → its fields that may hold personal words, and what is left of each without them."""

_BY_TAG = {str(kind.__struct_config__.tag).encode(): blanks for kind, blanks in PERSONAL.items()}
_TYPE = b'{"type":"'
_UNREAD = b'"unread":{"'
_OF_REPORTS = (b'"room":"', b'"burning":"', b'"note":"')
_OF_CALLS = (b'"reporter":"', b'"note":"')
_MAY_HOLD: dict[Blank, tuple[bytes, ...]] = {
    _place: (b'"text":"',),
    _so_far: (b'"text":"', _UNREAD, *_OF_REPORTS, *_OF_CALLS),
    _said: (_UNREAD, *_OF_REPORTS),
    _emptied: (_UNREAD,),
    _sentence: (b'"words":"',),
    _because: (b'"words":"',),
}
"""What stands in the bytes of every event whose field has something to take out; any other field may always have."""


def _signs(blanks: Mapping[str, Blank]) -> tuple[bytes, ...]:
    own = ((name, _MAY_HOLD.get(blank)) for name, blank in blanks.items())
    return tuple({sign for name, signs in own for sign in signs or (b'"%b":"' % name.encode(),)})


_SIGNS = {tag: _signs(blanks) for tag, blanks in _BY_TAG.items()}


def split(body: bytes) -> Split | None:
    """Take the personal words out of an event's bytes; None where it has none, or belongs to no incident."""
    tag = body[len(_TYPE) : body.find(b'"', len(_TYPE))] if body.startswith(_TYPE) else b""
    blanks = _BY_TAG.get(tag)
    if blanks is None or not any(map(body.__contains__, _SIGNS[tag])):
        return None
    fields = _decode_fields(body)
    left = {name: blank for name, blank_of in blanks.items() if (blank := blank_of(fields, name)) is not None}
    incident = _raw(fields, "incident")
    if not left or incident in (b"", _NULL):
        return None
    personal = {name: fields[name] for name in left}
    fields.update({name: msgspec.Raw(blank) for name, blank in left.items()})
    return Split(_decode_text(incident), _encode(fields), _encode(personal))


def join(rest: bytes, personal: bytes) -> bytes:
    """Put the personal words back: the bytes that were split."""
    fields = _decode_fields(rest)
    fields.update(_decode_fields(personal))
    return _encode(fields)


# --- of values that are held in memory --------------------------------------------------------------------------------


def without_words(because: Reason | None) -> Reason | None:
    """Return a reason without what a person wrote."""
    return replace(because, words=None) if isinstance(because, ByPerson) else because


def without_text(place: Place) -> Place:
    """Return a place without its words."""
    return place if place.text is None else replace(place, text=None)


_SAID = frozenset({"reporter", "note", "text", "reason", "receiver", "words", "unread", "room", "burning"})


def redacted(value: msgspec.Struct) -> str:
    """Return a command for the hub's own log: everything but what people said."""
    return repr(_redacted(msgspec.to_builtins(value, enc_hook=repr)))


def _redacted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: "…" if name in _SAID and each else _redacted(each) for name, each in value.items()}
    return [_redacted(each) for each in value] if isinstance(value, list | tuple) else value
