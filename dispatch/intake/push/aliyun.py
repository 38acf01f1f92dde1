"""Aliyun: ``{appKey, msgCode, message, sign}``, sign = MD5 of the sorted ``name=value`` pairs and the secret."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from dispatch.intake.mapping.times import read_time
from dispatch.intake.push.port import (
    Came,
    Profile,
    Pushed,
    Secret,
    WrongSignatureError,
    decode,
    equal,
    same_of,
    text_of,
)


def signature(secret: str, fields: Mapping[str, str]) -> str:
    """Return the signature of the fields, without ``sign``."""
    text = "&".join(sorted(f"{name}={value}" for name, value in fields.items() if name != "sign"))
    return hashlib.md5((text + secret).encode(), usedforsecurity=False).hexdigest()


def verify(secret: Secret, came: Came) -> None:
    """Check the signature. Raises `WrongSignatureError`."""
    try:
        fields = _fields(came.body)
    except ValueError:
        fields = {}
    if not equal(fields.get("sign", "").lower(), signature(secret.token, fields)):
        raise WrongSignatureError("sign is not the MD5 of appKey, message and msgCode with this address's secret")


def read(_secret: Secret, body: bytes) -> list[Pushed]:
    """Read a body. Raises `ValueError`."""
    fields = _fields(body)
    message = decode(fields.get("message", ""))
    entries = message if isinstance(message, list) else [message]
    if not all(isinstance(each, dict) for each in entries):
        raise ValueError("message is no JSON object, nor a list of them")
    return [_read(each, fields.get("msgCode", "")) for each in entries]


def _read(message: dict[str, Any], code: str) -> Pushed:
    device = text_of(message, "deviceName", "iotId")
    time = message.get("gmtCreate", message.get("time", message.get("timestamp")))
    status = text_of(message, "status")
    is_status = isinstance(message.get("status"), str) and "lastTime" in message
    time = message.get("lastTime") if time is None else time
    return Pushed(
        device=device,
        product=text_of(message, "productKey") or "",
        document={**message, "msgCode": code},
        same=same_of(device, time, message),
        occurred_at=read_time(time, "text" if isinstance(time, str) and not time.isdigit() else "ms"),
        online={"online": True, "offline": False}.get(status or "") if is_status else None,
    )


def _fields(body: bytes) -> dict[str, str]:
    """Return the envelope's fields, sent as JSON or as a form. Raises `ValueError`."""
    if body.lstrip().startswith(b"{"):
        found = decode(body)
        return {str(name): value if isinstance(value, str) else str(value) for name, value in found.items()}
    return dict(parse_qsl(body.decode("utf-8", "strict"), keep_blank_values=True, max_num_fields=20))


ALIYUN = Profile("aliyun", "Aliyun (生活物联网平台)", verify, read)
