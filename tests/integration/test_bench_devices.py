"""Of devices that only say that they live nothing is recorded, and a fire among them has its orders."""

from loadtest.bench_devices import DevicesPlan, run
from tests.long_plays import long_play, only_in_full
from tests.mqtt_broker import needs_mosquitto

pytestmark = needs_mosquitto
PLAN = DevicesPlan(devices=2_000, every_s=4.0, rounds=1, quiet_s=3.0, busy_s=5.0)


@long_play
@only_in_full
async def test_heartbeats_are_heard_and_not_recorded() -> None:
    figures = {each.name: each for each in await run(PLAN, on_progress=lambda _: None)}
    assert figures["heartbeats that were heard"].ok
    assert figures["events recorded of heartbeats"].value == 0
    assert figures["orders that did not come"].value == 0
