"""Where a zone's clock is put forward or back, hours begin and end at the instants at which the clock shows them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.clock_shifts import next_shift
from routing.conditional import schedule

ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Asia/Shanghai",
)
HOURS = ("Mo-Su 06:30-24:00", "01:30-02:30", "02:00-03:00", "00:15-01:15,02:15-02:45", "Su 22:00-26:30")
QUARTER = timedelta(minutes=15)
NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC)


def shifts_of_2025(zone: ZoneInfo) -> list[datetime]:
    found, at = [], NEW_YEAR
    while (shift := next_shift(zone, at, datetime(2026, 1, 1, tzinfo=UTC))) is not None:
        found.append(shift)
        at = shift
    return found


def test_the_shifts_of_a_year_are_found_to_the_second() -> None:
    assert shifts_of_2025(ZoneInfo("Europe/Berlin")) == [
        datetime(2025, 3, 30, 1, tzinfo=UTC),
        datetime(2025, 10, 26, 1, tzinfo=UTC),
    ]
    assert shifts_of_2025(ZoneInfo("Asia/Shanghai")) == []


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("text", HOURS)
def test_the_next_change_is_the_first_instant_with_another_answer(name: str, text: str) -> None:
    """Compared with asking quarter by quarter: every hour here begins and ends at one, in every zone."""
    zone, hours = ZoneInfo(name), schedule(text)
    for around in shifts_of_2025(zone) or [NEW_YEAR]:
        for quarters in range(-20, 16, 3):
            at = around + quarters * QUARTER
            held, then = hours.holds(at.astimezone(zone)), at + QUARTER
            while hours.holds(then.astimezone(zone)) == held:
                then += QUARTER
            assert hours.next_change(at.astimezone(zone)) == then, at


def test_hours_that_never_change_do_not_because_the_clock_is_moved() -> None:
    assert schedule("24/7").next_change(datetime(2025, 3, 30, tzinfo=ZoneInfo("Europe/Berlin"))) is None
