"""The unions name everything that there is: what is defined and in none could be decided, but never stored or sent."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import get_args

import pytest

from dispatch.core import commands as cmd, events as ev
from dispatch.core.vocabulary import Struct


def tagged(kind: type[Struct]) -> Iterator[type[Struct]]:
    """Yield each struct of this kind that has a type of its own; those of other tests do not count."""
    for each in kind.__subclasses__():
        yield from tagged(each)
        tag = each.__struct_config__.tag
        if tag != each.__name__ and each.__module__.startswith("dispatch."):
            yield each


def test_every_event_can_be_stored() -> None:
    assert set(tagged(ev.Event)) == set(get_args(ev.AnyEvent))


def test_every_command_but_the_hubs_own_can_be_sent() -> None:
    sent = {each for each in tagged(cmd.Command) if not str(each.__struct_config__.tag).startswith("hub.")}
    assert sent == set(get_args(cmd.AnyCommand))


@pytest.mark.parametrize("package", [cmd, ev])
def test_no_two_subjects_define_one_name(package: ModuleType) -> None:
    """A package passes on whatever its subjects' files define; of two of one name the second would hide the first."""
    subjects = [import_module(f"{package.__name__}.{each.name}") for each in iter_modules(package.__path__)]
    hidden = [
        f"{subject.__name__}.{name}"
        for subject in subjects
        for name, value in vars(subject).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == subject.__name__
        if getattr(package, name) is not value
    ]
    assert not hidden
