"""Anybody's own JSON: an object or a list of them. Device and time stand under the usual names, or a mapping's."""

from __future__ import annotations

from typing import Any

from dispatch.intake.mapping.times import read_time
from dispatch.intake.push.port import Profile, Pushed, Secret, by_token, entries_of, same_of, text_of


def read(_secret: Secret, body: bytes) -> list[Pushed]:
    """Read a body. Raises `ValueError`."""
    return [_read(each) for each in entries_of(body)]


def _read(document: dict[str, Any]) -> Pushed:
    device = text_of(document, "deviceId", "device_id", "deviceName", "device", "imei", "IMEI")
    names = ("timestamp", "ts", "time", "eventTime", "event_time", "msgId")
    time = next((document[name] for name in names if document.get(name) is not None), None)
    return Pushed(
        device=device,
        product=text_of(document, "productId", "product_id", "product") or "",
        document=document,
        same=same_of(device, time, document),
        occurred_at=_time(time),
    )


def _time(value: Any) -> str | None:
    if isinstance(value, int | float):
        return read_time(value, "ms" if value > 1e11 else "s")  # noqa: PLR2004 - seconds are ten digits until 2286
    return read_time(value, "text")


PLAIN = Profile("plain", "plain JSON", by_token, read)
