"""Past messages read again: by the program of today, and by a mapping that is not in force yet.

Nothing is brought into the record: what a changed mapping would have made of the past is shown, and counts for what
comes after it is put into force.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from dispatch.core.signal import Signal
from dispatch.gateways.gate import decode_reading
from dispatch.gateways.raw_file import RawRow
from dispatch.intake.gb26875.frames import Frame, Scanner
from dispatch.intake.gb26875.profiles import STANDARD, Profile, profiles as hub_profiles
from dispatch.intake.gb26875.reading import Explained, explain
from dispatch.intake.gb26875.signals import signals_of
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.mqtt import mapped
from dispatch.intake.push.port import Secret
from dispatch.intake.push.profiles import PROFILES, read_push

Signals = tuple[Signal, ...]
PanelProfiles = Mapping[str, Profile]
NOBODY = Secret("")
OWN_TOPICS = "fire/v1/"


class Difference(NamedTuple):
    """A message that reads otherwise now: its number, when and from where it came, both readings."""

    n: int
    at: str
    gateway: str
    topic: str
    before: Signals
    after: Signals


class Rereader:
    """Reads kept messages again. ``secret_of`` gives a profile's secret, for messages that came encrypted;
    ``panel_profile_of`` names the vendor of a gateway of fire panels, ``panel_profiles`` are the vendors' habits."""

    def __init__(
        self,
        mappings: Mappings,
        *,
        secret_of: Callable[[str], Secret | None] = lambda _name: None,
        panel_profile_of: Callable[[str], str | None] = lambda _gateway: None,
        panel_profiles: PanelProfiles | None = None,
    ) -> None:
        self._panel_profiles = panel_profiles if panel_profiles is not None else hub_profiles()
        self._mappings = mappings
        self._secret_of = secret_of
        self._panel_profile_of = panel_profile_of

    def read(self, row: RawRow) -> Signals | None:
        """Return what a message says when it is read now; None where its way in is not read again here."""
        match row.protocol:
            case "push":
                return self._push(row)
            case "mqtt":
                return self._mqtt(row)
            case "gb26875":
                return self._panel(row)
            case _:
                return None

    def explained(self, row: RawRow) -> Explained | None:
        """Return what a fire panel's frame says field by field; None for any other message."""
        if row.protocol != "gb26875":
            return None
        named = self._panel_profile_of(row.gateway) or row.topic or None
        return explain(row.body, named, self._panel_profiles)

    def _push(self, row: RawRow) -> Signals | None:
        profile = PROFILES.get(row.topic)
        if profile is None:
            return None
        secret = self._secret_of(profile.name) or NOBODY
        found = read_push(profile, secret, row.body, gateway=row.gateway, mappings=self._mappings)
        return tuple(itertools.chain.from_iterable(each.signals for each in found))

    def _mqtt(self, row: RawRow) -> Signals | None:
        """Read what came on a topic of others; our own contract is not a mapping's."""
        if row.topic.startswith(OWN_TOPICS):
            return None
        return mapped.read(row.topic, row.body, row.gateway, self._mappings).signals

    def _panel(self, row: RawRow) -> Signals | None:
        """Read frames again, with the vendor's habits that the table names, else those of then."""
        if not row.body:
            return None
        named = self._panel_profile_of(row.gateway) or row.topic
        profile = self._panel_profiles.get(named, STANDARD)
        frames = [each for each in Scanner().feed(row.body) if isinstance(each, Frame)]
        return tuple(itertools.chain.from_iterable(signals_of(each, profile, row.gateway) for each in frames))


def read_before(row: RawRow) -> Signals:
    """Return how a message was read when it came; nothing where that cannot be read any more."""
    try:
        parts = decode_reading(row.reading)
    except msgspec.MsgspecError:
        return ()
    return tuple(itertools.chain.from_iterable(part.signals for part in parts))


def differences(rows: Iterable[RawRow], rereader: Rereader) -> tuple[int, list[Difference]]:
    """Return how many of the messages were read again, and which of them read otherwise."""
    looked, found = 0, []
    for row in rows:
        after = rereader.read(row)
        if after is None:
            continue
        looked += 1
        before = read_before(row)
        if before != after:
            found.append(Difference(row.n, row.at, row.gateway, row.topic, before, after))
    return looked, found


def in_words(signals: Signals) -> str:
    """Return what signals say in one line: ``865: raise fire; battery 87 %; not read: payload.x 99``."""
    return " | ".join(map(_words, signals)) or "nothing"


def _words(signal: Signal) -> str:
    said = [f"raise {each}" for each in signal.raised] + [f"clear {each}" for each in signal.cleared]
    said += ["normal"] if signal.whole else []
    said += ["test"] if signal.test else []
    said += [f"{each.what} {each.value:g} {each.unit}".strip() for each in signal.measured]
    said += [signal.operation] if signal.operation is not None else []
    said += [f"not read: {name} {value}" for name, value in signal.unread.items()]
    return f"{signal.address or signal.gateway}: {'; '.join(said) or 'nothing'}"


def shown(row: RawRow, *, now: Signals | None = None) -> dict[str, Any]:
    """Return a message for people: its text where it is one, its bytes as hexadecimal digits, how it was read, and
    how it reads ``now`` where that is another way."""
    before = read_before(row)
    told: dict[str, Any] = {
        "n": row.n,
        "at": row.at,
        "gateway": row.gateway,
        "protocol": row.protocol,
        "remote": row.remote,
        "topic": row.topic,
        "bytes": len(row.body),
        "text": _text(row.body),
        "hex": row.body[:HEX_BYTES].hex(),
        "signals": msgspec.to_builtins(before),
        "words": in_words(before),
        "seq": row.seq,
        "note": row.note,
    }
    if now is not None and now != before:
        told |= {"signals_now": msgspec.to_builtins(now), "words_now": in_words(now)}
    return told


HEX_BYTES = 4_096
_TEXT_CHARACTERS = 8_000


def _text(body: bytes) -> str | None:
    """Return a body as text; None where it is none."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    printable = all(each.isprintable() or each in "\r\n\t" for each in text)
    return text[:_TEXT_CHARACTERS] if printable else None
