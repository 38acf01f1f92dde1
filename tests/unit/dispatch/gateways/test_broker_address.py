"""The address of a broker: what it says, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.gateways.mqtt.broker import Broker, BrokerAddressError, broker_of


def read(url: str, **more: str) -> Broker:
    return broker_of(url, district="示例区", **more)


def test_the_client_id_is_the_same_after_every_start_and_another_in_another_district() -> None:
    assert read("mqtt://b").client == read("mqtt://b").client
    assert read("mqtt://b").client != broker_of("mqtt://b", district="另一区").client
    assert len(read("mqtt://b").client) <= 23, "more than a broker of 3.1.1 must take"


def test_ports_are_those_of_the_protocol() -> None:
    assert (read("mqtt://b").port, read("mqtts://b").port, read("mqtt://b:99").port) == (1883, 8883, 99)
    assert (read("mqtt://b").tls, read("mqtts://b").tls) == (False, True)


def test_a_file_of_the_password_counts_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    assert read(f"mqtt://hub@b?password={file}", password="from there").secret() == "from the file"  # noqa: S106
    assert read("mqtt://hub@b", password="from there").secret() == "from there"  # noqa: S106
    assert read("mqtt://h%40b@b").user == "h@b"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://b", "mqtts://"),
        ("mqtt://", "mqtts://"),
        ("b:1883", "mqtts://"),
        ("mqtt://hub:secret@b", "list of processes"),
        ("mqtt://b:99999", "no port"),
        ("mqtt://b?ca=x", "belongs to mqtts"),
        ("mqtt://b?version=4", "5 or 3.1.1"),
        ("mqtt://b?topic=x", "the address knows"),
    ],
)
def test_an_address_that_cannot_be_used_says_what_to_write(url: str, says: str) -> None:
    with pytest.raises(BrokerAddressError, match=says):
        read(url)
