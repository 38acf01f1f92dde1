"""Event codes of panels as signals: fire is fire, everything else never is."""

from __future__ import annotations

import pytest
from siadc09 import dc03, dc05

from dispatch.core.signal import Signal
from dispatch.intake.dc09.codes import CONTACT_ID, SIA
from dispatch.intake.dc09.events import signals_of
from dispatch.intake.dc09.frames import Frame
from stations.device_kinds import DEVICE_KINDS


def read(data: str, name: str = "SIA-DCS", extended: tuple[bytes, ...] = ()) -> tuple[Signal, ...]:
    frame = Frame(name=name, account="1234", data=data.encode(), stamp="08:30:00,01-15-2026", extended=extended)
    return signals_of(frame, "panel-1")


def cid(data: str) -> Signal:
    (signal,) = read(f"#1234|{data}", "ADM-CID")
    return signal


def test_a_fire_of_a_zone_in_both_languages_is_of_one_address() -> None:
    (sia,) = read("#1234|Nri1/FA12")
    contact_id = cid("1110 01 012")
    for signal in (sia, contact_id):
        assert (signal.address, signal.raised, signal.device_kind) == ("1-12", ("fire",), "fire_detector")
        assert signal.sent_at == "2026-01-15T08:30:00+00:00"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("111", "smoke_detector"),
        ("113", "flow_switch"),
        ("114", "heat_detector"),
        ("115", "manual_call_point"),
        ("116", "smoke_detector"),
        ("117", "flame_detector"),
        ("151", "gas_detector"),
    ],
)
def test_each_fire_code_names_its_detector(code: str, kind: str) -> None:
    signal = cid(f"1{code} 01 005")
    assert (signal.raised, signal.device_kind, signal.address) == (("fire",), kind, "1-5")


@pytest.mark.parametrize(
    ("code", "condition"),
    [
        ("118", "prealarm"),
        ("200", "supervisory"),
        ("205", "started"),
        ("206", "fault"),
        ("373", "fault"),
        ("301", "mains_fault"),
        ("302", "battery_fault"),
        ("571", "disabled"),
        ("607", "test"),
        ("383", "tamper"),
    ],
)
def test_what_is_no_fire_raises_its_own_condition_and_a_restoral_clears_it(code: str, condition: str) -> None:
    assert cid(f"1{code} 01 005").raised == (condition,)
    assert cid(f"6{code} 01 005").raised == (condition,)
    restored = cid(f"3{code} 01 005")
    assert (restored.raised, restored.cleared) == ((), (condition,))


@pytest.mark.parametrize("data", ["NBA5", "NPA1", "NMA1", "NZZ9", "NPE501", "NCQ1"])
def test_a_code_that_is_none_of_ours_is_kept_and_shown_and_raises_nothing(data: str) -> None:
    (signal,) = read(f"#1234|{data}")
    assert signal.raised == ()
    assert data[1:3] in signal.unread["event"]


def test_several_events_of_one_frame_are_several_signals() -> None:
    first, second = read("#1234|Nti08:29ri02/FA7^Kitchen 示例^/FT8")
    assert (first.address, first.text, first.raised) == ("2-7", "Kitchen 示例", ("fire",))
    assert (second.address, second.raised) == ("2-8", ("fault",))


def test_text_of_its_own_block_belongs_to_the_event() -> None:
    (signal,) = read("#1234|NFA3|A三楼 走道")
    assert (signal.text, signal.address) == ("三楼 走道", "3")


def test_a_panel_without_a_zone_speaks_for_itself() -> None:
    (signal,) = read("#1234|NFA")
    assert (signal.address, signal.device_kind) == (None, "fire_panel")


def test_a_periodic_test_and_a_link_test_say_nothing() -> None:
    assert read("#1234|NRP0") == ()
    assert read("", "NULL") == ()
    assert signals_of(Frame(name="ADM-CID", data=b"#1|1602 00 000"), "g") == ()


def test_a_user_is_no_device() -> None:
    signal = cid("1406 00 015")
    assert (signal.address, signal.operation, signal.operator) == (None, "alarm_cleared", "15")


def test_the_time_of_occurrence_is_kept_beside_the_time_of_sending() -> None:
    (signal,) = read("#1234|NFA1", extended=(b"H08:29:41,01-15-2026", b"M1234567890AB"))
    assert signal.occurred_at == "2026-01-15T08:29:41+00:00"


@pytest.mark.parametrize("data", ["", "#1234", "#1234|garbage", "|||", "N" * 4000, "Nri/ri/ri", "\x00\xff"])
def test_data_that_says_nothing_readable_is_shown_as_such(data: str) -> None:
    (signal,) = read(data)
    assert signal.raised == ()
    assert signal.unread


def test_a_name_of_a_vendor_is_kept_and_shown() -> None:
    (signal,) = read("#000000|3400 00 000", "HENG-BO")
    assert signal.unread["name"] == "HENG-BO"


def test_a_frame_of_nothing_but_events_is_bounded() -> None:
    assert len(read("N" + "/".join(f"FA{n}" for n in range(1, 800)))) == 64


def test_our_tables_agree_with_another_programs() -> None:
    """Codes that a published table has, too: ours are in it, and kinds are words of the house."""
    assert set(CONTACT_ID) <= set(dc05.EVENT)
    known = {code for name in dir(dc03) if isinstance(getattr(dc03, name), dict) for code in getattr(dc03, name)}
    assert set(SIA) - known <= {f"{letter}{end}" for letter in "KSGW" for end in "VX"}  # built as fire's are
    kinds = {each.kind for each in (*SIA.values(), *CONTACT_ID.values())} - {None}
    assert kinds <= set(DEVICE_KINDS)
