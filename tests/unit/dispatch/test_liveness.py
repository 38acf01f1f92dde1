"""Signs of life: who is asked whether they are there, and who is given up."""

from __future__ import annotations

from dispatch.stream.liveness import CONTROL_AT_ONCE, GIVE_UP_AFTER_S, PING_AFTER_S, Liveness, Verdict


def listening(now_s: float = 0.0) -> Liveness:
    liveness = Liveness(now_s)
    liveness.begin_listening(now_s)
    return liveness


def test_a_silent_client_is_asked_now_and_then_and_given_up_in_the_end() -> None:
    liveness = listening()
    assert liveness.look(PING_AFTER_S - 0.1, 0) is Verdict.FINE
    assert liveness.look(PING_AFTER_S, 0) is Verdict.SILENT
    assert liveness.look(PING_AFTER_S + 1, 0) is Verdict.FINE, "it was asked a second ago"
    assert liveness.look(2 * PING_AFTER_S, 0) is Verdict.SILENT
    assert liveness.look(GIVE_UP_AFTER_S, 0) is Verdict.GONE


def test_one_that_answers_stays() -> None:
    liveness = listening()
    for second in range(0, 100, 4):
        liveness.end_listening()
        liveness.begin_listening(float(second))
        assert liveness.look(second + 3.9, 0) is Verdict.FINE


def test_silence_does_not_count_while_the_hub_acts_on_a_frame() -> None:
    liveness = listening()
    liveness.end_listening()
    assert liveness.look(100.0, 0) is Verdict.FINE


def test_one_that_takes_nothing_is_given_up_however_much_it_says() -> None:
    liveness = Liveness(0.0)
    for second in range(1, 15):
        liveness.begin_listening(float(second))
        assert liveness.look(float(second), 1000 + second) is Verdict.FINE
    assert liveness.look(GIVE_UP_AFTER_S, 2000) is Verdict.GONE


def test_one_that_takes_slowly_stays() -> None:
    liveness = Liveness(0.0)
    for second in range(1, 60):
        liveness.begin_listening(float(second))
        assert liveness.look(float(second), 100_000 - second) is Verdict.FINE


def test_m6_pings_and_pongs_have_a_pace() -> None:
    liveness = listening()
    assert [liveness.control_frame(0.0) for _ in range(CONTROL_AT_ONCE)] == [0.0] * CONTROL_AT_ONCE
    assert liveness.control_frame(0.0) > 0, "more at once than any client sends must wait"
    early_s = liveness.control_frame(0.0)
    assert liveness.control_frame(early_s + 1.0) == 0.0, "who waited may go on"
    assert all(liveness.control_frame(10.0 + second) == 0.0 for second in range(100)), (
        "a client at its pace never waits"
    )
