"""Platforms' envelopes: who signs how, what is a sending of its own, what tells a repeat. All devices are made up."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import struct
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from dispatch.intake.mapping.model import read_mapping
from dispatch.intake.mapping.shelf import Mappings
from dispatch.intake.push.aliyun import ALIYUN
from dispatch.intake.push.ctwing import CTWING
from dispatch.intake.push.hikvision import HIKVISION
from dispatch.intake.push.huawei import HUAWEI
from dispatch.intake.push.onenet import ONENET
from dispatch.intake.push.port import Came, Secret, WrongSignatureError
from dispatch.intake.push.profiles import PROFILES, read_push

SECRET = Secret("示例-token")
KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")


def came(body: Any = b"", query: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> Came:
    return Came(query or {}, headers or {}, body if isinstance(body, bytes) else json.dumps(body).encode())


def onenet(message: str, token: str = SECRET.token) -> dict[str, Any]:
    digest = hashlib.md5(f"{token}n1{message}".encode()).digest()  # noqa: S324
    return {
        "msg": message,
        "nonce": "n1",
        "signature": base64.b64encode(digest).decode(),
        "time": 1_780_000_000_000,
        "id": "1",
    }


@pytest.mark.parametrize("name", ["ctwing", "huawei", "hikvision", "plain"])
def test_who_signs_nothing_shows_the_token(name: str) -> None:
    profile, secret = PROFILES[name], Secret("t-1")
    profile.verify(secret, came(query={"token": "t-1"}))
    profile.verify(secret, came(headers={"authorization": "Bearer t-1"}))
    profile.verify(secret, came(headers={"x-push-token": "t-1"}))
    for wrong in (came(), came(query={"token": ""}), came(query={"token": "t-2"}), came(query={"token": "é"})):
        with pytest.raises(WrongSignatureError):
            profile.verify(secret, wrong)
    with pytest.raises(WrongSignatureError):
        profile.verify(Secret(""), came(query={"token": ""}))


def test_onenet_signs_token_nonce_and_message() -> None:
    body = onenet('{"deviceName": "sd-1", "at": 1780000000000, "value": 1}')
    ONENET.verify(SECRET, came(body))
    (pushed,) = ONENET.read(SECRET, json.dumps(body).encode())
    assert (pushed.device, pushed.document["value"]) == ("sd-1", 1)
    wrong: Any
    for wrong in (body | {"nonce": "n2"}, body | {"msg": "{}"}, onenet("{}", "other"), {}, [], b"no json"):
        with pytest.raises(WrongSignatureError):
            ONENET.verify(SECRET, came(wrong))


def test_onenet_gets_its_message_back_where_its_signature_is_right() -> None:
    query = {"msg": "hello", "nonce": "n1", "signature": onenet("hello")["signature"]}
    assert ONENET.check_answer is not None
    assert ONENET.check_answer(SECRET, came(query=query)) == "hello"
    assert (
        ONENET.check_answer(SECRET, came(query=query | {"signature": query["signature"].replace("+", " ")})) == "hello"
    )
    with pytest.raises(WrongSignatureError):
        ONENET.check_answer(SECRET, came(query=query | {"msg": "hullo"}))


@pytest.mark.parametrize("block", [16, 32])
def test_onenet_encrypts_with_the_key_of_the_address(block: int) -> None:
    """Made here by the rule itself: random, length, message, padding; the library that pads to 32 is theirs."""
    message = json.dumps({"deviceName": "sd-1", "at": 5, "value": "示例"}).encode()
    plain = bytes(16) + struct.pack(">I", len(message)) + message
    plain += bytes([block - len(plain) % block]) * (block - len(plain) % block)
    cipher = Cipher(algorithms.AES(bytes(range(32))), modes.CBC(bytes(range(16)))).encryptor()
    packed = base64.b64encode(cipher.update(plain) + cipher.finalize()).decode()
    secret = Secret(SECRET.token, KEY)
    ONENET.verify(secret, came({"enc_msg": packed}))
    for body in ({"enc_msg": packed}, onenet(packed)):
        (pushed,) = ONENET.read(secret, json.dumps(body).encode())
        assert pushed.document["value"] == "示例"
    for wrong in ("", "AAAA", packed[:-24], base64.b64encode(bytes(48)).decode(), 5):
        with pytest.raises(WrongSignatureError):
            ONENET.verify(secret, came({"enc_msg": wrong}))
    with pytest.raises(WrongSignatureError):
        ONENET.verify(SECRET, came({"enc_msg": packed}))


def test_aliyun_signs_its_fields_in_order_with_the_secret_behind() -> None:
    fields = {"appKey": "k", "msgCode": "thing_property", "message": '{"deviceName": "d", "gmtCreate": 1}'}
    text = f"appKey=k&message={fields['message']}&msgCode=thing_property"
    sign = hashlib.md5((text + SECRET.token).encode()).hexdigest()  # noqa: S324
    ALIYUN.verify(SECRET, came(fields | {"sign": sign.upper()}))
    (pushed,) = ALIYUN.read(SECRET, json.dumps(fields).encode())
    assert (pushed.device, pushed.document["msgCode"]) == ("d", "thing_property")
    for wrong in (fields, fields | {"sign": sign, "appKey": "x"}, b"", b"{"):
        with pytest.raises(WrongSignatureError):
            ALIYUN.verify(SECRET, came(wrong))


CT: dict[str, Any] = {
    "upPacketSN": -1,
    "upDataSN": -1,
    "topic": "v1/up/ad",
    "timestamp": 1_780_000_000_000,
    "productId": "15000001",
    "deviceId": "示例865",
    "messageType": "dataReport",
    "payload": {"Alarm_Status": 1},
}


def test_ctwings_numbers_are_often_minus_one_so_device_time_and_content_tell_a_repeat() -> None:
    def same(**other: Any) -> str:
        return CTWING.read(SECRET, json.dumps({**CT, **other}).encode())[0].same

    assert same() == same(upPacketSN=7, tenantId="x")
    assert len({same(), same(deviceId="b"), same(timestamp=5), same(payload={"Alarm_Status": 7})}) == 4
    assert same(timestamp=None) == "", "without a time the same words may be a second event"


def test_a_platform_says_which_devices_come_and_go() -> None:
    gone = json.dumps(CT | {"messageType": "deviceOnlineOfflineReport", "eventType": "0"}).encode()
    (sending,) = read_push(CTWING, SECRET, gone, gateway="g", mappings=Mappings())
    assert (sending.device, sending.online, sending.signals) == ("示例865", False, ())


def test_each_entry_of_a_body_is_a_sending_of_its_own() -> None:
    body = json.dumps([CT, CT | {"deviceId": "b"}, CT | {"timestamp": None}]).encode()
    sendings = read_push(CTWING, SECRET, body, gateway="g", mappings=Mappings())
    assert [each.device for each in sendings] == ["示例865", "b", "示例865"]
    events = [{"eventId": f"e{n}", "eventType": 1, "status": n, "srcIndex": "c1", "happenTime": "x"} for n in (1, 2)]
    body = json.dumps({"method": "OnEventNotify", "params": {"sendTime": "", "events": events}}).encode()
    found = HIKVISION.read(SECRET, body)
    assert [each.product for each in found] == ["1", "1"]
    assert found[0].same != found[1].same, "it began and it ended are two"


def test_both_forms_of_huawei_give_a_sending_for_each_service() -> None:
    old = {
        "notifyType": "deviceDataChanged",
        "requestId": "r",
        "deviceId": "d",
        "service": {"serviceId": "Smoke", "data": {"status": 1}, "eventTime": "20261201T000000Z"},
    }
    (pushed,) = HUAWEI.read(SECRET, json.dumps(old).encode())
    assert (pushed.device, pushed.occurred_at) == ("d", "2026-12-01T00:00:00+00:00")
    services = [{"service_id": name, "properties": {"v": 1}, "event_time": "20261201T000000Z"} for name in "ab"]
    new = {
        "resource": "device.property",
        "event_time": "20261201T000001Z",
        "notify_data": {"header": {"device_id": "d", "product_id": "p"}, "body": {"services": services}},
    }
    found = HUAWEI.read(SECRET, json.dumps(new).encode())
    assert [(each.device, each.product, each.document["service"]["service_id"]) for each in found] == [
        ("d", "p", "a"),
        ("d", "p", "b"),
    ]
    assert found[0].same != found[1].same


def test_what_no_mapping_is_for_says_so_and_is_no_fire() -> None:
    (sending,) = read_push(CTWING, SECRET, json.dumps(CT).encode(), gateway="g", mappings=Mappings())
    (signal,) = sending.signals
    assert (signal.address, signal.raised) == ("示例865", ())
    assert "no mapping for ctwing product 15000001" in signal.unread["message"]


def test_no_body_makes_a_reader_raise_or_a_fire_of_nothing() -> None:
    dice = random.Random(1616)
    mapping = read_mapping(
        'name = "any"\n[for]\nprofile = ["ctwing", "onenet", "huawei", "aliyun", "hikvision", "plain"]\n'
        '[[read]]\npath = "payload.never"\nvalues = { 1 = "raise fire" }\n'
    )
    mappings = Mappings([mapping])
    atoms: list[Any] = [None, True, 0, -1, 1e300, "", "x", "示例", [], {}, 10**30, "2026-13-40 99:00:00"]
    names = [*CT, "msg", "enc_msg", "time", "at", "notify_data", "header", "body", "services", "service", "params"]
    names += ["events", "message", "gmtCreate", "deviceInfo", "happenTime", "notifyType"]

    def grow(depth: int) -> Any:
        if depth == 0 or dice.random() < 0.3:
            return dice.choice(atoms)
        if dice.random() < 0.3:
            return [grow(depth - 1) for _ in range(dice.randrange(4))]
        return {dice.choice(names): grow(depth - 1) for _ in range(dice.randrange(6))}

    bodies = [json.dumps(grow(4)).encode() for _ in range(800)]
    bodies += [b"", b"\xff\xfe", b"[" * 5_000, b'{"a":' * 5_000, b"null", b"[[]]", b'"x"', b"a=1&b=2"]
    for body in bodies:
        for profile in PROFILES.values():
            for sending in read_push(profile, SECRET, body, gateway="g", mappings=mappings):
                assert all(not signal.raised for signal in sending.signals)


def test_bodies_that_are_no_envelope_say_so_in_the_same_words_so_that_a_flood_of_them_is_one_event() -> None:
    told = {
        signal.unread["message"]
        for body in (b"", b"{", b'{"a": tru', b"\xff", b"[1]", b"x" * 999)
        for sending in read_push(CTWING, SECRET, body, gateway="g", mappings=Mappings())
        for signal in sending.signals
    }
    assert told == {"no envelope of ctwing"}
