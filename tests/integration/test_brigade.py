"""The brigade's real choices: a report on San Francisco's record, not a pass mark."""

from __future__ import annotations

import pytest

from loadtest.bench_brigade import run
from loadtest.brigade import AsTheCrowFlies, Brigade, read_brigade, replay
from loadtest.figures import Figure
from loadtest.san_francisco import CityFiles
from tests.shared_data import shared_data


@pytest.fixture(scope="module")
def brigade() -> Brigade:
    return read_brigade(CityFiles.of(shared_data("sf-fire")))


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {figure.name: figure for figure in run(CityFiles.of(shared_data("sf-fire")))}


def test_the_record_is_read_whole(brigade: Brigade) -> None:
    assert sum(len(call.runs) for call in brigade.calls) == 2238
    assert {kind: sum(call.kind == kind for call in brigade.calls) for kind in ("ENGINE", "TRUCK")} == {
        "ENGINE": 1582,
        "TRUCK": 408,
    }


def test_nobody_is_chosen_who_was_busy_elsewhere(brigade: Brigade) -> None:
    for each in replay(brigade, AsTheCrowFlies(brigade)):
        at = each.call.at
        others = [span for span in brigade.busy[each.chosen] if span[2] != each.call.number]
        assert not any(start <= at < end for start, end, _ in others), each.call.number


def test_the_first_on_scene_was_sent(brigade: Brigade) -> None:
    for call in brigade.calls:
        if call.first_there is not None:
            assert call.first_there in call.runs


def test_the_report_tells_agreement_errors_and_reasons(figures: dict[str, Figure]) -> None:
    for kind in ("engine", "truck"):
        for roads in ("default", "found"):
            assert 0 < figures[f"{kind}, {roads}: is the one sent first"].value <= 100
    assert figures["engine, found: median error"].against is not None
    reasons = [figure for name, figure in figures.items() if name.startswith("differs: ")]
    assert sum(figure.ratio or 0 for figure in reasons) == pytest.approx(1)
    assert all(figure.goal is None and figure.ok is None for figure in figures.values())


def test_b15_the_trial_counts_as_the_router_itself_replays(figures: dict[str, Figure]) -> None:
    trial = figures["engine, speeds as they are: ENGINE sent first"].value
    assert figures["engine, default: is the one sent first"].value == pytest.approx(trial, abs=0.01)
