"""The glossary names what exists, and calls it what the vocabulary calls it."""

from __future__ import annotations

import importlib
import re
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import pytest

from dispatch.wire.vocabulary import vocabulary

GLOSSARY = Path(__file__).parents[3] / "docs" / "glossary.md"
PACKAGES = ("dispatch", "stations", "routing")
ROW = re.compile(r"\| ([^|]+) \| ([^|]+) \| ([^|]+) \| `([\w.]+)` \|")


class Row(NamedTuple):
    zh: str
    en: str
    meaning: str
    code: str


def rows() -> list[Row]:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    tables = [line for line in lines if line.startswith("|") and not line.startswith(("| 中文", "|---"))]
    return [Row(*(ROW.fullmatch(line) or pytest.fail(f"not a row of four: {line}")).groups()) for line in tables]


PYTHON = [row for row in rows() if row.code.split(".")[0] in PACKAGES]
WIRE = [row for row in rows() if row not in PYTHON]


@pytest.mark.parametrize("row", PYTHON, ids=lambda row: row.code)
def test_a_name_in_python_exists(row: Row) -> None:
    assert _exists(row.code), f"docs/glossary.md: {row.code} is gone; write what “{row.en}” is called now"


def _exists(name: str) -> bool:
    """Whether a dotted name is an attribute within the longest module that its beginning names."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        return reduce(lambda owner, part: getattr(owner, part, None), parts[length:], found) is not None
    return False


@pytest.mark.parametrize("row", WIRE, ids=lambda row: row.code)
def test_a_word_of_the_wire_is_the_vocabulary_s(row: Row) -> None:
    family, _, code = row.code.partition(".")
    told = vocabulary()[family][code]
    assert (row.zh, row.en) == (told.zh, told.en)


def test_no_two_rows_name_one_thing() -> None:
    codes = [row.code for row in rows()]
    assert len(set(codes)) == len(codes)


def test_every_milestone_target_and_kind_of_station_is_explained() -> None:
    explained = {row.code for row in WIRE}
    for family in ("milestone", "target", "station"):
        assert {f"{family}.{code}" for code in vocabulary()[family]} <= explained
