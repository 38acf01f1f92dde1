"""What would steer a terminal or a spreadsheet is shown as text and does nothing."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given, strategies as st

from stations.plain_text import visible
from stations.spreadsheet import csv_text

HOSTILE = "\x1b]0;x\x07\x1b[2J\u202eALL CLEAR\x9b2J\r\n\x7f\u2066"


def steers(text: str) -> list[str]:
    """Return the characters of a text that a terminal would act on."""
    return [each for each in text if unicodedata.category(each) == "Cc" or "\u202a" <= each <= "\u202e"]


def test_h6_what_steers_a_terminal_is_shown() -> None:
    assert visible(HOSTILE) == (r"\u001b]0;x\u0007\u001b[2J\u202eALL CLEAR\u009b2J\u000d\u000a\u007f\u2066")
    assert visible("示例 一单元 🔥 é – ok") == "示例 一单元 🔥 é – ok"


@given(st.text())
def test_h6_no_text_steers(text: str) -> None:
    assert steers(visible(text)) == []
    visible(text).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_h6_json_stays_the_same_json(text: str) -> None:
    assert json.loads(visible(json.dumps({"note": text}, ensure_ascii=False))) == {"note": text}


@pytest.mark.parametrize("text", ["=1+1", "+86", "@SUM(A1)", "-cmd|' /C calc'!A0", "\t=1", "\r=1"])
def test_c6_no_cell_is_a_formula(text: str) -> None:
    (_, (cell,)) = csv.reader(io.StringIO(csv_text(("name",), [(text,)]), newline=""))
    assert cell == "'" + text


def test_c6_numbers_stay_numbers_and_controls_are_shown() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(("a", "b", "c"), [(-3, "-73.9", "x\x1b[2J\u202e\ny")]), newline="")))
    assert rows[1] == ["-3", "-73.9", "x\\u001b[2J\\u202e\ny"]
