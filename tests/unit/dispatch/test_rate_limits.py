"""How fast one token may ask."""

from dispatch.access.rate_limits import BURST, PER_SECOND, RateLimiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_surge_passes_and_what_is_beyond_it_waits() -> None:
    clock = Clock()
    limiter = RateLimiter(clock, per_second=10, burst=100)
    assert [limiter.acquire("gateway") for _ in range(100)] == [0.0] * 100
    assert limiter.acquire("gateway") == 0.1
    assert limiter.acquire("another") == 0.0, "one token does not slow another"
    clock.now += 0.1
    assert limiter.acquire("gateway") == 0.0


def test_being_turned_away_costs_nothing() -> None:
    clock = Clock()
    limiter = RateLimiter(clock, per_second=1, burst=1)
    limiter.acquire("t")
    for _ in range(50):
        assert limiter.acquire("t") > 0
    clock.now += 1.0
    assert limiter.acquire("t") == 0.0


def test_a_bucket_holds_no_more_than_it_holds() -> None:
    clock = Clock()
    limiter = RateLimiter(clock, per_second=10, burst=5)
    clock.now = 1e9
    assert [limiter.acquire("t") > 0 for _ in range(6)] == [False] * 5 + [True]


def test_the_limit_is_far_above_a_real_surge() -> None:
    assert PER_SECOND >= 4 * 500, "the surge that the hub is measured with, four times over, from one token"
    assert BURST >= PER_SECOND


def test_thousands_of_tokens_are_forgotten_once_they_say_nothing() -> None:
    clock = Clock()
    limiter = RateLimiter(clock, per_second=10, burst=10)
    for number in range(10_001):
        limiter.acquire(f"t{number}")
    clock.now += 60
    limiter.acquire("fresh")
    assert len(limiter._buckets) == 1
