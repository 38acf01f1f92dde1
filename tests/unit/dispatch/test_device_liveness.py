"""Who is silent: after its own time, never behind a silent gateway, later each time it comes and goes."""

from __future__ import annotations

import random

from dispatch.gateways.liveness import LOST_AFTER_S, Liveness, News, Watched


class Scene:
    """A liveness in the test's own time."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.liveness = Liveness(lambda: self.now)

    def watch(self, address: str | None, after_s: float, *, silent: bool = False, gateway: str = "g") -> None:
        key = gateway if address is None else f"{gateway}-{address}"
        self.liveness.watch(Watched(key, gateway, address, after_s, silent))

    def after(self, seconds: float) -> list[News]:
        self.now += seconds
        return list(self.liveness.news(1_000))


def test_one_is_silent_after_its_own_time_and_told_once() -> None:
    scene = Scene()
    scene.watch("1", 300)
    scene.watch("2", 0)
    assert scene.after(299) == []
    scene.liveness.hear("g", "1")
    assert scene.after(299) == []
    assert scene.after(2) == [News("g-1", 301.0)]
    assert scene.after(10_000) == [], "whom no time is set for is never silent"
    scene.liveness.hear("g", "1")
    assert scene.after(0) == [News("g-1", None)]
    assert scene.after(0) == []


def test_after_a_start_nobody_is_silent_before_its_time_and_who_was_silent_is_back_when_heard() -> None:
    scene = Scene()
    scene.watch("1", 300)
    scene.watch("2", 300, silent=True)
    assert scene.after(10) == []
    scene.liveness.hear("g", "2")
    assert scene.after(0) == [News("g-2", None)]
    assert scene.after(290) == [News("g-1", 300.0)]


def test_one_that_comes_and_goes_must_be_silent_for_longer_each_time() -> None:
    scene = Scene()
    scene.watch("1", 100)
    lengths = []
    for _ in range(6):
        waited = 0
        while not scene.after(10):
            waited += 10
        lengths.append(waited + 10)
        scene.liveness.hear("g", "1")
        assert scene.after(0) == [News("g-1", None)]
    assert lengths == [100, 200, 400, 800, 800, 800]
    for _ in range(60):
        scene.liveness.hear("g", "1")
        assert scene.after(50) == []
    assert scene.after(60) == [News("g-1", 110.0)], "calm for long, it is as any other again"


def test_behind_a_silent_gateway_nobody_is_silent() -> None:
    scene = Scene()
    scene.watch(None, 300)
    for each in range(5):
        scene.watch(str(each), 120)
    assert scene.after(200) == [], "the gateway was not heard either: its own time decides"
    assert scene.after(101) == [News("g", 301.0)]
    assert scene.after(5_000) == []
    scene.liveness.hear("g")
    assert scene.after(0) == [News("g", None)]
    assert scene.after(119) == [], "their time begins when the gateway is back"
    scene.liveness.hear("g")
    assert {news.key for news in scene.after(2)} == {f"g-{each}" for each in range(5)}


def test_behind_a_gateway_that_speaks_a_device_is_silent() -> None:
    scene = Scene()
    scene.watch(None, 300)
    scene.watch("1", 120)
    scene.after(60)
    scene.liveness.hear("g")
    assert scene.after(61) == [News("g-1", 121.0)]


def test_a_lost_line_is_silent_after_a_minute_unless_it_comes_again() -> None:
    scene = Scene()
    scene.watch(None, 3_600)
    scene.watch("1", 0)
    scene.liveness.lose("g")
    scene.liveness.lose("g", "1")
    assert scene.after(LOST_AFTER_S - 1) == []
    scene.liveness.hear("g")
    assert scene.after(2) == [News("g-1", LOST_AFTER_S + 1)]
    scene.liveness.lose("nobody")
    assert scene.after(100) == []


def test_whom_the_tables_name_no_more_is_not_watched_and_a_time_that_changes_counts_from_now() -> None:
    scene = Scene()
    scene.watch("1", 1_000)
    scene.watch("2", 100)
    scene.liveness.keep_only({"g/1"})
    scene.watch("1", 50)
    assert scene.after(200) == [News("g-1", 200.0)]
    assert len(scene.liveness) == 1


def test_who_is_lost_and_back_for_ever_leaves_nothing_behind() -> None:
    scene = Scene()
    scene.watch("1", 100)
    for _ in range(1_000):
        scene.liveness.lose("g", "1")
        assert scene.after(LOST_AFTER_S) == [News("g-1", LOST_AFTER_S)]
        scene.liveness.hear("g", "1")
        scene.after(0)
    scene.after(10_000)
    assert len(scene.liveness._due) <= 1


def test_among_many_with_heartbeats_every_minute_who_stops_is_found_and_nobody_else() -> None:
    scene, dice = Scene(), random.Random(16)
    names = [str(each) for each in range(20_000)]
    for name in names:
        scene.watch(name, 180)
    stopped = set(dice.sample(names, 100))
    told: list[News] = []
    for minute in range(5):
        for name in names:
            if not (minute and name in stopped):
                scene.liveness.hear("g", name)
        told += scene.after(60)
    assert {news.key for news in told} == {f"g-{name}" for name in stopped}
