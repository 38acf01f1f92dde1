"""The door for the next developer is true: its worked examples list what the code has, and what it names is there."""

from __future__ import annotations

import re

from tests.architecture.modules import ROOT
from tests.architecture.touched import CONTRIBUTING, in_contributing, touched_by

TEXT = CONTRIBUTING.read_text(encoding="utf-8")


def test_the_worked_examples_list_every_file_that_knows_them() -> None:
    assert in_contributing(TEXT) == TEXT, "python -m tests.architecture.touched --write mends the lists"


def test_every_example_is_known_somewhere() -> None:
    examples = re.findall(r"<!-- touched: (\S+) -->", TEXT)
    assert len(examples) == 6
    for word in examples:
        assert touched_by(word).product, f"nothing knows {word} any more; choose another example"


def test_every_path_that_it_names_is_there() -> None:
    named = {path for path in re.findall(r"`([\w./-]+/[\w./-]*)`", TEXT) if not path.startswith(".venv")}
    homes = ("", "dispatch/", "dispatch/core/")
    gone = sorted(path for path in named if not any((ROOT / home / path).exists() for home in homes))
    assert not gone
