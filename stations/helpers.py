"""Helpers (协同力量): who is asked to come and takes no orders, in which ways, and how long it may take."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

HelperKind = Literal[
    "police",
    "power",
    "gas",
    "water",
    "medical",
    "machinery",
    "lift",
    "volunteers",
    "enterprise",
    "government",
    "neighbour",
    "call_centre",
]
"""公安交巡警, 供电, 供气, 供水, 医疗急救, 工程机械, 电梯维保, 志愿消防队, 企业专职消防队, 政府专职消防队, 邻近区县,
119 指挥中心.

渝中府办〔2023〕9号 一（三）, and the lists of 供水、供电、供气、交巡警 in the district's plans.
"""

Means = Literal["cap", "webhook", "phone"]
"""How somebody is asked: a CAP 1.2 alert, a signed webhook, or a telephone, which a person at the desk must pick up."""

HelperLanguage = Literal["zh", "en"]

HELPER_KINDS: tuple[HelperKind, ...] = get_args(HelperKind)
MEANS: tuple[Means, ...] = get_args(Means)
HELPER_LANGUAGES: tuple[HelperLanguage, ...] = get_args(HelperLanguage)


class Helper(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can be asked for one ``kind`` of help.

    ``zone`` is what it serves, the whole district where empty. ``phones`` are numbers in the order in which they are
    tried; one may be a label of ``[phones]``. ``cap`` and ``webhook`` are addresses; ``languages`` those that it reads.
    """

    id: str
    kind: HelperKind
    name: str
    zone: str = ""
    phones: tuple[str, ...] = ()
    webhook: str = ""
    cap: str = ""
    languages: tuple[HelperLanguage, ...] = ("zh",)

    @property
    def ways(self) -> tuple[tuple[Means, int], ...]:
        """How it can be asked, in order: what takes nobody's time first, then each telephone by its number."""
        machines: list[tuple[Means, int]] = [(means, 0) for means in ("cap", "webhook") if getattr(self, means)]
        return (*machines, *(("phone", line) for line in range(len(self.phones))))


class HelpRules(msgspec.Struct, frozen=True, kw_only=True):
    """How a request for help is chased.

    Who says nothing for ``accept_within_s`` is asked another way, then the next of its kind; nobody has accepted
    ``officer_after_s`` after the request: the duty officer is told (0: only once there is nobody left to ask). Who
    accepted without saying when it arrives is late after ``arrive_within_s``. ``sender`` is the hub's name in CAP.
    """

    accept_within_s: int = 60
    officer_after_s: int = 180
    arrive_within_s: int = 1800
    sender: str = "onethree"
