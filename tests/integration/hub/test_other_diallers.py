"""Somebody else's dialler of SIA DC-09 speaks to a real hub, and takes its answers.

None of its code is here. ``ONETHREE_DC09_SPT`` names a Python that has ``my_dc09_spt`` (PyPI), where the machine has
one. docs/signals.md has what it sent and what became of it.
"""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.hub import House
from tests.integration.hub.test_dc09 import free_address

SPT = os.environ.get("ONETHREE_DC09_SPT", "")
PATIENCE_S = 60
KEYS = {"none": None, "aes128": bytes(range(16)), "aes256": bytes(range(32))}

DRIVER = """
import json, sys, threading, time
from my_dc09_spt.dc09_spt import dc09_spt
host, port, transport, key = sys.argv[1:]
spt = dc09_spt("1234")
spt.set_path("main", "primary", host, int(port), account="1234", key=bytes.fromhex(key) or None, type=transport)
def say(kind, **what):
    sender = threading.Thread(target=spt.send_msg, args=(kind, what), daemon=True)
    sender.start()
    sender.join(20)
    print(json.dumps([kind, str(what["code"]), spt.notSent()]), flush=True)
say("SIA-DCS", code="FA", zone=14, area=1)
say("ADM-CID", code=115, q=1, zone=15, area=1)
say("SIA-DCS", code="FT", zone=16)
say("SIA-DCS", code="OP", zone=3)
say("ADM-CID", code=301, q=1, zone=0)
spt.start_poll(1)
end = time.monotonic() + 20
while not spt.isConnected() and time.monotonic() < end:
    time.sleep(0.05)
print(json.dumps(["poll", spt.isConnected(), spt.notSent()]), flush=True)
sys.stdout.flush()
import os
os._exit(0)
"""


@pytest.mark.skipif(not SPT, reason="ONETHREE_DC09_SPT names no Python that has my_dc09_spt")
@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("key", KEYS)
async def test_a_dialler_of_others_has_every_event_acknowledged(
    sqlite_house: House, tmp_path: Path, transport: str, key: str
) -> None:
    address, digits = free_address(), (KEYS[key] or b"").hex()
    sqlite_house.data.mkdir(parents=True, exist_ok=True)
    if digits:
        (sqlite_house.data / "dc09.keys").write_text(f"1234 {digits}\n")
    script = tmp_path / "driver.py"
    script.write_text(DRIVER)
    async with sqlite_house.open(dc09=address) as hub:
        peer = await asyncio.create_subprocess_exec(
            SPT,
            *(str(script), address[0], str(address[1]), transport, digits),
            env={},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(peer.communicate(), PATIENCE_S)
        said: list[Any] = [json.loads(line) for line in out.splitlines() if line.startswith(b"[")]
        assert [each[0] for each in said] == ["SIA-DCS", "ADM-CID", "SIA-DCS", "SIA-DCS", "ADM-CID", "poll"], err
        assert all(left == 0 for *_, left in said), (said, err)
        assert said[-1][1], err
        events = await hub.events()
    raised = {(e["device"], e["condition"]) for e in events if e["type"] == "condition.raised"}
    assert {condition for _, condition in raised} == {"fire", "fault", "mains_fault"}
    assert sum(condition == "fire" for _, condition in raised) == 2
    assert any("OP" in e["unread"].get("event", "") for e in events if e["type"] == "signal.received")
