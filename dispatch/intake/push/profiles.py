"""Every profile of a platform, and a body read by one: sendings with their signals, ready for the gate."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from typing import NamedTuple

from dispatch.core.signal import Signal
from dispatch.intake.mapping.reading import Given, read_document, unmapped
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.push.aliyun import ALIYUN
from dispatch.intake.push.ctwing import CTWING
from dispatch.intake.push.hikvision import HIKVISION
from dispatch.intake.push.huawei import HUAWEI
from dispatch.intake.push.onenet import ONENET
from dispatch.intake.push.plain import PLAIN
from dispatch.intake.push.port import MOST_PUSHED, Profile, Pushed, Secret

PROFILES: Dict[str, Profile] = {each.name: each for each in (CTWING, ONENET, HUAWEI, ALIYUN, HIKVISION, PLAIN)}


class Sending(NamedTuple):
    """One sending of a body: what tells a repeat, what it says, and whether the platform says that its device came or
    went."""

    same: str
    signals: tuple[Signal, ...]
    device: str | None = None
    online: bool | None = None


def read_push(profile: Profile, secret: Secret, body: bytes, *, gateway: str, mappings: Mappings) -> list[Sending]:
    """Return the sendings of a body. Never raises: what cannot be read is a sending that says so."""
    try:
        pushed = profile.read(secret, body)
    except ValueError:
        # The same words whatever is wrong where: what is no news is no event. The bytes are kept, and say the rest.
        given = Given(gateway=gateway, protocol="push")
        return [Sending("", (unmapped(given, f"no envelope of {profile.name}"),))]
    sendings = [_sending(profile, each, gateway, mappings) for each in pushed[:MOST_PUSHED]]
    if len(pushed) > MOST_PUSHED:
        given = Given(gateway=gateway, protocol="push")
        sendings.append(Sending("", (unmapped(given, f"more than {MOST_PUSHED} in one body"),)))
    return sendings


def _sending(profile: Profile, pushed: Pushed, gateway: str, mappings: Mappings) -> Sending:
    given = Given(
        gateway=gateway,
        protocol="push",
        product=pushed.product,
        device=pushed.device,
        occurred_at=pushed.occurred_at,
        sent_at=pushed.sent_at,
    )
    if pushed.online is not None:
        return Sending(pushed.same, (), pushed.device, pushed.online)
    mapping = mappings.find(profile=profile.name, product=pushed.product)
    if mapping is None:
        why = f"no mapping for {profile.name} product {pushed.product or '(none)'}"
        return Sending(pushed.same, (unmapped(given, why),), pushed.device)
    return Sending(pushed.same, read_document(mapping, pushed.document, given), pushed.device)
