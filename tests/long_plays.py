"""Plays that take minutes: ``make test`` plays a share of each, ``make simulate`` the whole of them.

A test with the mark `long_play` is one of those; it asks `FULL` how much to play.
"""

from __future__ import annotations

import os

import pytest

FULL = os.environ.get("ONETHREE_FULL") == "1"

long_play = pytest.mark.long_play
only_in_full = pytest.mark.skipif(not FULL, reason="a long play: make simulate")
