"""The mix that a bench drives: a tenth opens incidents, the rest repeats what is alarming already."""

from collections import Counter

from loadtest.load import make_surge
from loadtest.mix import make_mix
from loadtest.streams import Site

SITES = [Site(f"b{n}", 106.5, 29.5, storeys=8) for n in range(50)]


def test_a_tenth_opens_and_every_alarm_is_due_at_its_time() -> None:
    alarms = make_mix(SITES, rate=500.0, seconds=20.0, seed=1, run=1)
    assert [alarm.due_s for alarm in alarms[:3]] == [0.0, 0.002, 0.004]
    devices = Counter(alarm.body["device"] for alarm in alarms)
    assert 0.08 < len(devices) / len(alarms) < 0.13
    assert len({alarm.body["key"] for alarm in alarms}) == len(alarms)


def test_a_repeat_comes_while_its_incident_is_surely_open() -> None:
    first: dict[str, float] = {}
    for alarm in make_mix(SITES, rate=200.0, seconds=20.0, seed=2, run=1):
        opened_s = first.setdefault(alarm.body["device"], alarm.due_s)
        assert alarm.due_s - opened_s <= 3.01


def test_the_same_seed_and_run_give_the_same_mix_and_another_run_another() -> None:
    first, again, other = (make_mix(SITES, rate=50.0, seconds=2.0, seed=3, run=run) for run in (1, 1, 2))
    assert first == again
    assert not {alarm.body["key"] for alarm in first} & {alarm.body["key"] for alarm in other}


def test_a_surge_against_a_long_lived_hub_uses_new_keys_every_time() -> None:
    first, second = (make_surge(SITES, rate=50.0, duration_s=2.0, seed=1) for _ in range(2))
    assert not {alarm.body["key"] for alarm in first} & {alarm.body["key"] for alarm in second}
