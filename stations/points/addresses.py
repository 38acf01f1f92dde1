"""Where a point hangs, as panels and clerks write it: ``1回路23号``, ``2号机1-023``, ``N1L2D10``, ``1.2.10``."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

Order = Literal["loop-first", "point-first", "as-written"]
"""How an address is made of its parts: ``1.1.LOOP.POINT`` or ``1.1.POINT.LOOP`` behind a transmission device of
GB/T 26875.3, which leaves the split of a component's four bytes to the vendor; or kept as the list has it."""

ORDERS: tuple[Order, ...] = ("loop-first", "point-first", "as-written")

_HIGHEST = 0xFFFF
_GAP = r"[\s,，、_\-—–]*"
_NAMED = re.compile(
    rf"(?:第?(?P<unit>\d{{1,3}})(?:号?(?:主机|控制器)|号机|#机|机){_GAP})?"
    rf"第?(?P<loop>\d{{1,3}})(?:号|#)?(?:回路|总线|环路|路){_GAP}第?(?P<point>\d{{1,5}})(?:号|#)?(?:点位?|地址|部位|探测器|设备)?"
)
_LETTERED = re.compile(rf"(?:[NJ](?P<unit>\d{{1,3}}){_GAP})?L(?P<loop>\d{{1,3}}){_GAP}[DMASPZ]?(?P<point>\d{{1,5}})")
_PARTS = re.compile(
    r"(?:(?P<unit>\d{1,3})(?P<mark>[-–—/.:_#])(?=\d+(?P=mark)))?(?P<loop>\d{1,3})[-–—/.:_#](?P<point>\d{1,5})"
)
_LONG = 5
_DIGITS = re.compile(r"\d{1,10}")
_LAYOUT = re.compile(r"(?P<unit>U*)(?P<loop>L+)(?P<point>P+)")


class Address(NamedTuple):
    """Panel, loop and point; ``written`` is the cell as it stands. Where only one number is said, ``loop`` is 0."""

    written: str
    unit: int = 1
    loop: int = 0
    point: int | None = None
    uncut: bool = False

    def under(self, order: Order, system: int) -> str:
        """Return the address as signals name it."""
        if order == "as-written" or self.point is None:
            return self.written
        pair = (self.loop, self.point) if order == "loop-first" else (self.point, self.loop)
        return f"{system}.{self.unit}.{pair[0]}.{pair[1]}"

    @property
    def is_uncut(self) -> bool:
        """Whether it is digits in which panel, loop and point probably stand behind each other, taken as a number."""
        return self.uncut and len(self.written) >= _LONG

    @property
    def key(self) -> str:
        """Its part of a device's id."""
        parts = self.written if self.point is None else f"{self.unit}-{self.loop}-{self.point}"
        return re.sub(r"[^A-Za-z0-9._-]+", "-", parts).strip("-")


def is_layout(layout: str) -> bool:
    """Whether this says how digits without marks are cut: ``LLPPP``, ``ULLPPP``."""
    return _LAYOUT.fullmatch(layout) is not None


def read_address(cell: str, layout: str = "", unit: int | None = None) -> Address | None:
    """Read an address; None where it is none.

    Digits without marks are cut as ``layout`` says, else they are one number. ``unit`` is the panel of its own column.
    """
    text = unicodedata.normalize("NFKC", cell).strip().upper()
    for pattern in (_NAMED, _LETTERED, _PARTS):
        if found := pattern.fullmatch(text):
            return _address(cell, found["unit"] or unit, found["loop"], found["point"])
    if not _DIGITS.fullmatch(text):
        return None
    if layout and len(text) == len(layout) and (cut := _LAYOUT.fullmatch(layout)):
        parts = {name: text[cut.start(name) : cut.end(name)] for name in ("unit", "loop", "point")}
        return _address(cell, parts["unit"] or unit, parts["loop"], parts["point"])
    number = int(text)
    whole = _address(cell, unit, number >> 16, number & _HIGHEST)
    return None if whole is None else whole._replace(uncut=True)


def of_parts(loop: str, point: str, unit: int | None = None) -> Address | None:
    """Return the address of a list that has loop and point in columns of their own; None where they are no numbers."""
    numbers = [re.fullmatch(r"[^\d]*(\d{1,5})[^\d]*", unicodedata.normalize("NFKC", each)) for each in (loop, point)]
    if None in numbers:
        return None
    first, second = (found[1] for found in numbers if found is not None)
    return _address(f"{loop}-{point}", unit, first, second)


def _address(written: str, unit: str | int | None, loop: str | int, point: str | int) -> Address | None:
    found = Address(written.strip(), int(unit or 1), int(loop), int(point))
    fits = found.loop <= _HIGHEST and (found.point or 0) <= _HIGHEST and found.unit <= 0xFF  # noqa: PLR2004 - one byte
    return found if fits else None
