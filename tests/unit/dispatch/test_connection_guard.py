"""The book on connections: who took too long, who must go for whom. No socket is needed for that."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dispatch.listener.guard import ConnectionGuard
from dispatch.listener.limits import Capacity, ConnectionLimits, capacity
from dispatch.listener.log_limiter import LogLimiter

LIMITS = ConnectionLimits(max_unauthenticated_per_address=3)


@dataclass(eq=False)
class Caller:
    """A connection as the guard sees it."""

    received: int = 0
    body: bool = False
    waiting: int = 0
    websocket: bool = False

    def receiving(self) -> bool:
        return self.body

    def unsent(self) -> int:
        return self.waiting

    def streaming(self) -> bool:
        return self.websocket


def guard_of(connections: int = 100, unauthenticated: int = 50) -> ConnectionGuard[Caller]:
    return ConnectionGuard(LIMITS, Capacity(connections, unauthenticated))


def test_a_head_that_does_not_come_is_overdue_and_one_that_came_is_not() -> None:
    guard, silent, prompt = guard_of(), Caller(), Caller()
    guard.enter(silent, "a", 0.0)
    guard.enter(prompt, "b", 0.0)
    guard.begin_request(prompt, 1.0)
    assert list(guard.overdue(LIMITS.head_timeout_s - 0.1)) == []
    assert list(guard.overdue(LIMITS.head_timeout_s)) == [(silent, "head")]


def test_the_head_of_a_later_request_has_the_same_time() -> None:
    guard, caller = guard_of(), Caller()
    guard.enter(caller, "a", 0.0)
    guard.begin_request(caller, 0.0)
    guard.finish_request(caller, 1.0)
    assert list(guard.overdue(60.0)) == [], "between requests there is no head to wait for"
    guard.begin_head(caller, 60.0)
    assert list(guard.overdue(60.0 + LIMITS.head_timeout_s)) == [(caller, "head")]


@pytest.mark.parametrize(
    ("rate", "after_s", "closed"), [(100.0, 6.0, True), (100.0, 4.0, False), (900.0, 20.0, False), (900.0, 30.0, True)]
)
def test_a_body_has_a_least_rate_and_an_end(rate: float, after_s: float, closed: bool) -> None:
    guard, caller = guard_of(), Caller(body=True)
    guard.enter(caller, "a", 0.0)
    guard.begin_request(caller, 0.0)
    caller.received = int(rate * after_s)
    assert list(guard.overdue(after_s)) == ([(caller, "body")] if closed else [])


def test_an_answer_is_given_up_where_nothing_of_it_is_taken_and_a_stream_never() -> None:
    guard, stalled, slow, stream = guard_of(), Caller(waiting=9), Caller(waiting=9), Caller(waiting=9, websocket=True)
    for caller in (stalled, slow, stream):
        guard.enter(caller, str(id(caller)), 0.0)
        guard.begin_request(caller, 0.0)
    seen = []
    for second in range(40):
        slow.waiting = 100 - second
        seen += list(guard.overdue(float(second)))
    assert {caller for caller, _ in seen} == {stalled}
    assert {reason for _, reason in seen} == {"send"}


def test_the_oldest_without_a_token_goes_for_a_newcomer_and_whoever_is_signed_in_stays() -> None:
    guard, first, second, signed_in = guard_of(unauthenticated=2), Caller(), Caller(), Caller()
    guard.enter(signed_in, "a", 0.0)
    guard.authenticate(signed_in)
    guard.enter(first, "b", 1.0)
    guard.enter(second, "c", 2.0)
    assert guard.enter(Caller(), "d", 3.0) == [(first, "crowded")]
    guard.leave(first)
    assert (guard.open, guard.unauthenticated) == (3, 2)


def test_one_address_gives_way_to_itself() -> None:
    guard, other = guard_of(), Caller()
    guard.enter(other, "other", 0.0)
    callers = [Caller() for _ in range(4)]
    left = [guard.enter(caller, "same", float(number)) for number, caller in enumerate(callers)]
    assert left == [[], [], [], [(callers[0], "crowded_address")]]


def test_one_that_is_being_answered_is_spared_while_another_says_nothing() -> None:
    guard, asking, silent = guard_of(unauthenticated=2), Caller(), Caller()
    guard.enter(asking, "a", 0.0)
    guard.begin_request(asking, 0.0)
    guard.enter(silent, "b", 1.0)
    assert guard.enter(Caller(), "c", 2.0) == [(silent, "crowded")]


def test_where_all_are_signed_in_an_idle_one_goes_and_else_the_newcomer() -> None:
    guard, idle, stream, newcomer = guard_of(connections=2), Caller(), Caller(websocket=True), Caller()
    for caller in (idle, stream):
        guard.enter(caller, "a", 0.0)
        guard.authenticate(caller)
        guard.begin_request(caller, 0.0)
    assert guard.enter(newcomer, "b", 1.0) == [(newcomer, "full")]
    guard.leave(newcomer)
    guard.finish_request(idle, 2.0)
    assert guard.enter(Caller(), "b", 3.0) == [(idle, "full")]


def test_whatever_happens_in_whatever_order_nothing_stays_behind() -> None:
    guard, caller = guard_of(), Caller()
    guard.enter(caller, "a", 0.0)
    guard.leave(caller)
    guard.leave(caller)
    guard.authenticate(caller)
    guard.begin_request(caller, 1.0)
    guard.finish_request(caller, 1.0)
    guard.begin_head(caller, 1.0)
    assert (guard.open, guard.unauthenticated, list(guard.overdue(1e9))) == (0, 0, [])


def test_some_descriptors_are_kept_for_the_hub_itself_and_half_for_the_signed_in() -> None:
    assert capacity(65_536, ConnectionLimits()) == Capacity(65_408, 8192)
    assert capacity(256, ConnectionLimits()) == Capacity(192, 96)


def test_a_log_has_one_line_of_a_kind_in_a_while_that_says_how_many_there_were() -> None:
    now = [0.0]
    limiter = LogLimiter(lambda: now[0], every_s=10.0)
    assert [limiter.admit("x") for _ in range(5)] == [1, None, None, None, None]
    assert limiter.admit("y") == 1
    now[0] = 10.0
    assert [limiter.admit("x"), limiter.admit("x")] == [5, None]
