"""Bytes that an alarm came as: where a JSON object can be had, it is one; nothing else is refused."""

from __future__ import annotations

import json

import pytest

from dispatch.core.errors import Malformed, Refused, Unusable
from dispatch.intake.bodies import read_object
from dispatch.intake.hand_written import BY_HAND_AT_MOST

NOTE = {"note": "三楼冒烟 é"}
TEXT = json.dumps(NOTE, ensure_ascii=False)
DEEP = 60_000


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (TEXT.encode(), None),
        (TEXT.encode("utf-8-sig"), None),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("gb18030"), None),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gb18030"), "GBK"),
        (TEXT.encode("gb18030"), "no-such-charset"),
        (TEXT.encode("gb18030"), "utf-8"),
        (TEXT.encode(), "gb18030"),
        (TEXT.encode("utf-16"), None),
        (TEXT.encode("utf-16-le"), None),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), None),
        (TEXT.encode() + b"\0", None),
        (TEXT.encode() + b"\r\n\x1a", None),
        (b"\r\n " + TEXT.encode(), None),
        (f"[{TEXT}]".encode(), None),
    ],
)
def test_a1_an_object_in_any_encoding_is_read(body: bytes, charset: str | None) -> None:
    assert read_object(body, charset=charset) == (NOTE, (), {})


@pytest.mark.parametrize("charset", ["rot13", "zip", "base64", "idna", "punycode", "unicode_escape", "\0", "x" * 300])
def test_a1_a_charset_that_is_none_of_texts_is_ignored(charset: str) -> None:
    assert read_object(TEXT.encode("gb18030"), charset=charset).fields == NOTE


def test_a1_one_broken_byte_takes_nothing_but_itself() -> None:
    read = read_object(b'{"device":"d-1","note":"\xff"}')
    assert read.fields == {"device": "d-1", "note": "\ufffd"}
    assert read.flags == ("bad_encoding",)


def test_a1_half_a_character_and_a_line_end_in_a_text_are_read() -> None:
    assert read_object(b'{"note":"\\ud800 \n"}').fields == {"note": "\ufffd \n"}


def test_a1_what_is_behind_the_object_is_kept_and_flagged() -> None:
    read = read_object(b'{"device":"d-1"}{"device":"d-2"}')
    assert read.fields == {"device": "d-1"}
    assert read.flags == ("bad_body",)
    assert read.unread == {"body": '{"device":"d-2"}'}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (r'{"device": 007, "note": "x"}', {"device": "007", "note": "x"}),
        (r'{"device": 0x11}', {"device": "0x11"}),
        (r'{"device": d-1}', {"device": "d-1"}),
        (r'{"test": True, "drill": None, "note": undefined}', {"test": "True", "drill": "None", "note": "undefined"}),
        (r'{"place": {"lon": +106.5, "lat": .5}}', {"place": {"lon": "+106.5", "lat": ".5"}}),
        (r'{"note": "C:\x \u12 \n", "device": "a\\b"}', {"note": "C:\\x \\u12 \n", "device": "a\\b"}),
        (r'{device: "d-1", kind: smoke,}', {"device": "d-1", "kind": "smoke"}),
        (r'{"list": [1, 2, ], /* remark */ "device": "d, }", }', {"list": [1, 2], "device": "d, }"}),
        ('{设备: "d-1"}', {"设备": "d-1"}),
    ],
)
def test_a1_json_as_firmware_writes_it_is_read_where_it_has_one_meaning(body: str, fields: dict[str, object]) -> None:
    assert read_object(body.encode()) == (fields, (), {})


def test_a1_what_no_hand_writes_is_not_mended() -> None:
    with pytest.raises(Malformed):
        read_object(b'{"device": 007, "note": "' + b"x" * BY_HAND_AT_MOST + b'"}')


def test_a1_of_a_name_that_stands_twice_nothing_overwrites_what_was_said() -> None:
    assert read_object(b'{"device":"d-1","device":null,"kind":"gas","kind":"smoke"}').fields == {
        "device": "d-1",
        "kind": "smoke",
    }


def test_a1_what_is_nested_without_measure_is_a_field_that_nobody_reads() -> None:
    assert read_object(b'{"x":' + b"[" * DEEP + b"]" * DEEP + b',"device":"d-1"}').fields["device"] == "d-1"


@pytest.mark.parametrize(
    "body",
    [b"", b"\0", b"smoke", b"{", b'{"kind": "smoke"', b"\xff\xfe{}", b'{"x": ' + b"[" * DEEP + b"}", b"{'a': 1}"],
)
def test_a1_what_is_no_json_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_object(body)


@pytest.mark.parametrize("body", [b"[]", b'"smoke"', b"null", b"7", b"[{},{}]"])
def test_a1_json_that_is_no_object_is_unusable(body: bytes) -> None:
    with pytest.raises(Unusable):
        read_object(body)


def test_a1_no_bytes_break_the_reader() -> None:
    for length in range(1, 40):
        for seed in range(40):
            body = bytes((seed * 37 + place * 101) % 256 for place in range(length))
            try:
                read_object(body)
            except Refused:
                continue
