"""A rule of grading: what has to be known of an incident, the grade that it is then at least, and where that stands."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Rising = Literal["send", "propose", "off"]
"""What follows where the rules find a higher grade: it holds and what its plan asks for goes; a person is told and
decides; nothing."""

Course = Literal["any", "fire", "rescue"]
"""What a rule is about: both, fires (every kind that is no rescue), or rescues alone."""

RISINGS: tuple[Rising, ...] = get_args(Rising)
COURSES: tuple[Course, ...] = get_args(Course)
HIGHEST_GRADE = 5


class GradeRule(msgspec.Struct, frozen=True, kw_only=True):
    """An incident for which all of this holds is at least of ``grade``; what is not known meets no bound.

    ``trapped_from`` people, ``height_from_m`` metres, ``storeys_from`` storeys, ``floor_from`` and ``floor_to`` of the
    place itself, ``detectors_from`` independent detectors: lower bounds, inclusive (``floor_to`` an upper one: -1 is
    underground). ``building_kinds`` are kinds of ``buildings.csv`` and ``kinds`` are alarm kinds; empty: all.
    ``confirmed`` rules wait until it is real. ``hours`` is local time, ``22:00-06:00``. ``source`` and ``clause`` say
    where it is written, ``confidence`` how sure that is: A the original was read … D our own assumption.
    """

    id: str
    grade: int
    zh: str
    en: str
    source: str
    clause: str = ""
    confidence: str = "C"
    of: Course = "any"
    kinds: tuple[str, ...] = ()
    trapped_from: int | None = None
    height_from_m: float | None = None
    storeys_from: int | None = None
    floor_from: int | None = None
    floor_to: int | None = None
    building_kinds: tuple[str, ...] = ()
    detectors_from: int | None = None
    confirmed: bool = False
    hours: str = ""


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """How a district grades: ``rules`` (the highest grade first, which saves looking at the rest), and what follows."""

    rules: tuple[GradeRule, ...] = ()
    rising: Rising = "send"
