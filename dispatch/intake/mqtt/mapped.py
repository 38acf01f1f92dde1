"""Topics of others, read by the district's mappings: a file of the folder ``mappings`` whose ``[for]`` names topics."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

from dispatch.intake.mapping.reading import Given, read_document, unmapped
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.mqtt.reading import Reading

_OWN = "fire/v1/"
_FILTER_AT_MOST = 65_535


def filters_of(mappings: Mappings) -> tuple[str, ...]:
    """Return the topics that mappings read, for the hub to subscribe to; those of our own contract are never theirs.

    What is no filter (``a/#/b``) is left out: a broker hangs up on it, and with it on all the others.
    """
    named = (topic for each in mappings.by_name.values() for topic in each.source.applies.topic)
    return tuple(dict.fromkeys(topic for topic in named if is_filter(topic) and not topic.startswith(_OWN)))


def is_filter(topic: str) -> bool:
    """Whether a text is a topic filter (MQTT 5, 4.7): ``#`` at the end alone, ``+`` a level of its own."""
    levels = topic.split("/")
    return (
        0 < len(topic.encode(errors="replace")) <= _FILTER_AT_MOST
        and "\0" not in topic
        and all("#" not in each or (each == "#" and at == len(levels)) for at, each in enumerate(levels, start=1))
        and all("+" not in each or each == "+" for each in levels)
    )


def read(topic: str, payload: bytes, gateway: str, mappings: Mappings) -> Reading:
    """Read a message on a topic that is not of our contract. One that no mapping knows is kept, and said to be unread.

    Two messages are one sending where they say the same of the same instant; what names no instant is new each time.
    """
    given = Given(gateway, "mqtt", topic=topic)
    mapping = mappings.find(topic=topic)
    if mapping is None:
        return Reading(gateway=gateway, signals=(unmapped(given, f"no mapping for {topic}"[:200]),))
    try:
        document = msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return Reading(gateway=gateway, signals=(unmapped(given, f"{mapping.name}: no JSON: {error}"[:200]),))
    signals = read_document(mapping, document, given)
    dated = bool(signals) and all(signal.occurred_at is not None for signal in signals)
    digest = blake2b(payload, digest_size=16, key=blake2b(topic.encode(), digest_size=16).digest()).hexdigest()
    addresses = {signal.address for signal in signals}
    return Reading(
        gateway=gateway,
        address=addresses.pop() if len(addresses) == 1 else None,
        signals=signals,
        same=f"topic\x1f{digest}" if dated else "",
    )
