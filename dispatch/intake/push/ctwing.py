"""CTWing (AEP): ``{deviceId, productId, timestamp, messageType, payload}``, one or a list; numbers are often -1."""

from __future__ import annotations

from typing import Any

from dispatch.intake.mapping.times import read_time
from dispatch.intake.push.port import Profile, Pushed, Secret, by_token, entries_of, same_of, text_of

_COMES_AND_GOES = "deviceOnlineOfflineReport"


def read(_secret: Secret, body: bytes) -> list[Pushed]:
    """Read a body. Raises `ValueError`."""
    return [_read(each) for each in entries_of(body)]


def _read(document: dict[str, Any]) -> Pushed:
    device, time = text_of(document, "deviceId", "IMEI", "imei"), document.get("timestamp")
    online = None
    if document.get("messageType") == _COMES_AND_GOES:
        online = text_of(document, "eventType") == "1"
    content = {
        name: document.get(name) for name in ("messageType", "serviceId", "eventType", "eventContent", "payload")
    }
    return Pushed(
        device=device,
        product=text_of(document, "productId") or "",
        document=document,
        same=same_of(device, time, content),
        occurred_at=read_time(time, "ms"),
        online=online,
    )


CTWING = Profile("ctwing", "CTWing (AEP)", by_token, read)
