"""Where a telephone finds the hub: never by an address that means the telephone itself."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address

import pytest

from dispatch.listener import own_addresses
from dispatch.listener.own_addresses import machine_addresses, reachable


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1"])
def test_s31_a_hub_that_listens_on_its_own_machine_is_reached_by_nobody_else(host: str) -> None:
    assert reachable(host) == ()


def test_s31_a_hub_that_listens_at_one_address_is_reached_there() -> None:
    assert reachable("198.51.100.7") == ("198.51.100.7",)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])  # noqa: S104 - asked about, not bound
def test_s31_a_hub_that_listens_everywhere_is_reached_at_each_address_of_its_machine(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_addresses, "_way_out", lambda: "198.51.100.7")
    named = {"lo": "127.0.0.1", "eth0": "198.51.100.7", "wlan0": "203.0.113.9", "down": None, "usb0": "169.254.3.4"}
    monkeypatch.setattr(socket, "if_nameindex", lambda: list(enumerate(named)))
    monkeypatch.setattr(own_addresses, "_of_interface", named.__getitem__)
    assert reachable(host) == ("198.51.100.7", "203.0.113.9"), "the way out first, each once"


def test_s31_what_this_machine_says_of_itself_is_addresses() -> None:
    for each in machine_addresses():
        assert not IPv4Address(each).is_loopback
