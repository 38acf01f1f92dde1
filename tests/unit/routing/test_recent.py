from functools import partial

from routing.recent import Recent


def test_a_value_is_made_once_while_it_is_kept() -> None:
    made: list[str] = []
    recent: Recent[str, str] = Recent(2)

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    assert [recent.get_or_make(key, partial(make, key)) for key in ("a", "b", "a")] == ["A", "B", "A"]
    assert made == ["a", "b"]


def test_the_oldest_value_is_let_go_of() -> None:
    recent: Recent[int, int] = Recent(2)
    for key in (1, 2, 3):
        recent.get_or_make(key, partial(int, key))
    assert [recent.get(key) for key in (1, 2, 3)] == [None, 2, 3]
