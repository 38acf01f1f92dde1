"""Values that the garbage collector does not look through (``gc=False``) cannot be part of a cycle, by their types.

A frozen value holds what was there before it; so do tuples. A cycle needs something that can be changed afterwards, a
dict or a list, out of which the types lead back to the value that holds it.
"""

from __future__ import annotations

import datetime as dt
import enum
import gc
import pathlib
import pkgutil
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import msgspec
import numpy as np
import pytest

import dispatch
import stations
from dispatch.core.reach import Reach
from dispatch.core.vocabulary import HUB, Struct
from dispatch.core.world import Incident, World

SCALARS = (str, int, float, bool, bytes, type(None), msgspec.UnsetType, enum.Enum, dt.date, dt.time, pathlib.PurePath)
UNIONS = (typing.Union, types.UnionType)
FROZEN_CONTAINERS, CONTAINERS = (tuple, frozenset), (dict, list)


def every_struct() -> list[type[msgspec.Struct]]:
    """Return every value type without the collector that the hub has, wherever it is written."""
    for package in (dispatch, stations):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    found = set(below(msgspec.Struct))
    ours = [each for each in found if each.__module__.split(".")[0] in ("dispatch", "stations")]
    return sorted((each for each in ours if not each.__struct_config__.gc), key=lambda each: each.__qualname__)


def below(base: type[Any]) -> Iterator[type[Any]]:
    for each in base.__subclasses__():
        yield each
        yield from below(each)


class UnclearError(Exception):
    """A type of which this test cannot say what it holds."""


def parts(kind: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the structs that a field of this type may hold, and whether what can be changed holds them."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in UNIONS or origin in FROZEN_CONTAINERS:
        for each in arguments:
            if each is not Ellipsis:
                yield from parts(each)
    elif origin in CONTAINERS:
        yield from ((struct, True) for each in arguments for struct, _ in parts(each))
    elif origin is np.ndarray:
        if "object" in str(arguments[1]):
            raise UnclearError(kind)
    elif origin is typing.Annotated:
        yield from parts(arguments[0])
    elif isinstance(kind, type) and issubclass(kind, tuple):  # one with names
        for each in typing.get_type_hints(kind).values():
            yield from parts(each)
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind, False
    elif origin is not typing.Literal and not (isinstance(kind, type) and issubclass(kind, SCALARS)):
        raise UnclearError(f"{kind}")


def held_by(struct: type[msgspec.Struct]) -> list[tuple[type[msgspec.Struct], bool]]:
    # A persistent map holds what was there before it, as a tuple does.
    hints = typing.get_type_hints(struct, localns={"HashTrieMap": tuple}, include_extras=True)
    return [part for name in struct.__struct_fields__ for part in parts(hints[name])]


def reached_from(start: type[msgspec.Struct]) -> set[type[msgspec.Struct]]:
    """Return what a value of this type may hold over any number of steps, and the type itself."""
    seen: set[type[msgspec.Struct]] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting.extend(below(here))  # where one is, a more special one may be
            waiting.extend(each for each, _ in held_by(here))
    return seen


def could_be_in_a_cycle(struct: type[msgspec.Struct]) -> bool:
    return any(
        changeable and struct in reached_from(each)
        for holder in reached_from(struct)
        for each, changeable in held_by(holder)
    )


def test_no_value_that_the_collector_passes_over_can_be_in_a_cycle() -> None:
    found = every_struct()
    assert len(found) > 150, "the values of the core are among them"
    for struct in found:
        assert struct.__struct_config__.frozen, f"{struct.__qualname__} can be changed: it needs gc=True"
        assert not could_be_in_a_cycle(struct), f"{struct.__qualname__} may hold itself: it needs gc=True"


def test_the_walk_finds_what_could() -> None:
    assert could_be_in_a_cycle(Reach), "its dict may hold it; hence gc=True"
    with pytest.raises(UnclearError):
        could_be_in_a_cycle(Holder)
    assert Reach.__struct_config__.gc
    assert World.__struct_config__.gc


class Holder(msgspec.Struct, frozen=True):
    """Nobody knows what it holds."""

    anything: Any


def test_the_collector_does_not_know_of_values() -> None:
    assert not Struct.__struct_config__.gc
    assert not Incident.__struct_config__.gc
    assert not gc.is_tracked(HUB)
