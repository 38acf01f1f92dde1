"""What is seen of a station's clients becomes news only once it has held half a minute."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.core.instant import Instant
from dispatch.core.world import Presence
from dispatch.upkeep.presence import AT_ONCE, HOLD_S, SLICE, Condition, PresenceDebouncer, merge

HERE = Condition(present=True, battery=0.8)


def recorded(condition: Condition) -> Presence:
    return Presence(**condition._asdict(), at=Instant(0))


def told(
    debouncer: PresenceDebouncer, now_s: float, seen: Condition | None, known: Condition | None = None
) -> list[Condition]:
    """Look at one station and return what is written down of it."""
    found = debouncer.update(
        {} if known is None else {"m1": recorded(known)}, {} if seen is None else {"m1": seen}, now_s
    )
    return [condition for _, condition in in_all(found)]


def in_all(found: Iterator[list[tuple[str, Condition]]]) -> list[tuple[str, Condition]]:
    return [each for news in found for each in news]


def test_a_client_that_comes_and_stays_is_written_down_after_its_time() -> None:
    debouncer = PresenceDebouncer()
    assert told(debouncer, 0, HERE) == []
    assert told(debouncer, HOLD_S - 1, HERE) == []
    assert told(debouncer, HOLD_S, HERE) == [HERE]
    assert told(debouncer, HOLD_S + 5, HERE, known=HERE) == []


def test_a_line_that_comes_back_within_the_time_is_no_news() -> None:
    debouncer = PresenceDebouncer()
    assert told(debouncer, 0, None, known=HERE) == []
    assert told(debouncer, HOLD_S - 1, HERE, known=HERE) == []
    assert told(debouncer, HOLD_S + 1, None, known=HERE) == [], "its time begins anew"


def test_one_that_stays_away_is() -> None:
    debouncer = PresenceDebouncer()
    told(debouncer, 0, None, known=HERE)
    assert told(debouncer, HOLD_S, None, known=HERE) == [Condition(present=False)]


def test_a_station_that_nobody_ever_saw_stays_unknown() -> None:
    debouncer = PresenceDebouncer()
    assert told(debouncer, 0, None) == []
    assert told(debouncer, 1000, None) == []


def test_a_change_while_it_waits_begins_the_time_anew() -> None:
    debouncer = PresenceDebouncer()
    told(debouncer, 0, HERE)
    silent = HERE._replace(sound=False)
    assert told(debouncer, HOLD_S - 1, silent) == []
    assert told(debouncer, HOLD_S + 1, silent) == []
    assert told(debouncer, 2 * HOLD_S, silent) == [silent]


def test_a_percent_of_battery_is_no_news_an_empty_one_is() -> None:
    debouncer = PresenceDebouncer()
    for now_s in (0, 100):
        assert told(debouncer, now_s, HERE._replace(battery=0.5), known=HERE) == []
    told(debouncer, 200, HERE._replace(battery=0.1), known=HERE)
    assert told(debouncer, 231, HERE._replace(battery=0.1), known=HERE) == [HERE._replace(battery=0.1)]


def test_of_several_clients_the_best_counts() -> None:
    hidden, silent = (
        Condition(present=True, hidden=True, battery=0.9),
        Condition(present=True, sound=False, battery=0.3),
    )
    assert merge([hidden, silent]) == Condition(present=True, hidden=False, sound=True, battery=0.9)
    assert merge([hidden, Condition(present=True)]).battery is None, "of one it is not known"
    assert merge([]) == Condition(present=False)


def test_a_whole_district_that_comes_back_is_written_down_bit_by_bit() -> None:
    debouncer = PresenceDebouncer()
    everybody = {f"m{number}": HERE for number in range(2 * AT_ONCE + 1)}
    assert in_all(debouncer.update({}, everybody, 0)) == []
    known: dict[str, Presence] = {}
    rounds: list[int] = []
    while found := in_all(debouncer.update(known, everybody, HOLD_S + len(rounds))):
        rounds.append(len(found))
        known |= {station: recorded(condition) for station, condition in found}
    assert rounds == [AT_ONCE, AT_ONCE, 1]


def test_thousands_of_stations_are_looked_at_in_slices_and_each_once() -> None:
    debouncer = PresenceDebouncer()
    everybody = {f"m{number}": HERE for number in range(5 * SLICE + 1)}
    assert len(list(debouncer.update({}, everybody, 0))) == 6
    seen = [everybody | {f"m{number}": HERE._replace(sound=False)} for number in (0, 5 * SLICE)]
    for changed in seen:
        list(debouncer.update({}, changed, HOLD_S / 2))
    late = [each for each, _ in in_all(debouncer.update({}, everybody, HOLD_S))]
    assert len(late) == AT_ONCE
    assert not {"m0", f"m{5 * SLICE}"}.intersection(late), "their time began anew"
