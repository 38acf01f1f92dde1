"""Huawei-style: the old ``{notifyType, deviceId, service{serviceId, data, eventTime}}`` of telecom platforms, and the
newer ``{resource, event, notify_data{header, body}}`` of IoTDA."""

from __future__ import annotations

from typing import Any

from dispatch.intake.mapping.times import read_time
from dispatch.intake.push.port import Profile, Pushed, Secret, by_token, entries_of, object_in, same_of, text_of


def read(_secret: Secret, body: bytes) -> list[Pushed]:
    """Read a body. Raises `ValueError`."""
    return [
        sending
        for document in entries_of(body)
        for sending in (_newer(document) if "notify_data" in document else _older(document))
    ]


def _older(document: dict[str, Any]) -> list[Pushed]:
    """Read the old form; with ``services`` each of them is a sending of its own, as if it had come alone."""
    device = text_of(document, "deviceId", "gatewayId")
    product = text_of(document, "productId", "manufacturerId") or ""
    services = document.get("services")
    services = services if isinstance(services, list) else [document.get("service")]
    kind, online = document.get("notifyType"), None
    if kind == "deviceInfoChanged" and isinstance(info := document.get("deviceInfo"), dict):
        online = {"ONLINE": True, "OFFLINE": False}.get(text_of(info, "status") or "")
    found = []
    for service in services:
        time = service.get("eventTime") if isinstance(service, dict) else document.get("timestamp")
        content = {"type": kind, "service": service, "info": document.get("deviceInfo")}
        found.append(
            Pushed(
                device=device,
                product=product,
                document={**document, "service": service},
                same=same_of(device, time, content),
                occurred_at=read_time(time, "text"),
                online=online,
            )
        )
    return found


def _newer(document: dict[str, Any]) -> list[Pushed]:
    data = object_in(document, "notify_data")
    header, content = object_in(data, "header"), object_in(data, "body")
    device, product = text_of(header, "device_id", "node_id"), text_of(header, "product_id") or ""
    services = content.get("services")
    if not isinstance(services, list):
        time = document.get("event_time")
        online = {"ONLINE": True, "OFFLINE": False}.get(text_of(content, "status") or "")
        return [Pushed(device, product, document, same_of(device, time, data), read_time(time, "text"), online=online)]
    found = []
    for service in services:
        time = service.get("event_time") if isinstance(service, dict) else None
        time = time if time is not None else document.get("event_time")
        found.append(
            Pushed(
                device=device,
                product=product,
                document={**document, "service": service},
                same=same_of(device, time, service),
                occurred_at=read_time(time, "text"),
                sent_at=read_time(document.get("event_time"), "text"),
            )
        )
    return found


HUAWEI = Profile("huawei", "Huawei-style (电信旧平台, IoTDA)", by_token, read)
