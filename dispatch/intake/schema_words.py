"""What a value may not be, as a person says it: the words of the decoder's errors, in two languages. Pure.

The decoder (msgspec) says ``Expected `str` matching regex '^[A-Za-z0-9._-]{1,64}$' - at `$.plan.place.building```: the
field is data for whoever shows the form, and the rest is a sentence that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?(?P<at>\$[^`]*)`)?$", re.DOTALL)


class Wrong(NamedTuple):
    """What is wrong, in both languages; ``at`` is the field's path (``plan.place.building``), None: the whole."""

    at: str | None
    zh: str
    en: str


class _Form(NamedTuple):
    """A form of the decoder's sentences, and what people are told; both get what the pattern caught."""

    pattern: re.Pattern[str]
    zh: Callable[[str], str]
    en: Callable[[str], str]


def _form(pattern: str, zh: str, en: str) -> _Form:
    return _Form(re.compile(pattern), zh.replace("{}", "%s").__mod__, en.replace("{}", "%s").__mod__)


_TYPES = {
    "str": ("文字", "a text"),
    "int": ("整数", "a whole number"),
    "float": ("数字", "a number"),
    "bool": ("是或否", "true or false"),
    "array": ("列表", "a list"),
    "object": ("一组字段", "an object"),
    "null": ("空", "nothing"),
}

_FORMS = (
    _form(
        r"^Expected `str(?: \| null)?` matching regex '(?:.*)'()$",
        "要填编号，只用字母、数字和 . _ -，不超过 64 个%s",
        "wants an id of letters, digits, . _ and -, at most 64 of them%s",
    ),
    _form(
        r"^Expected `(?:str|array)[^`]*` of length >= (\d+)$",
        "不能为空，至少 {} 个",
        "is empty: at least {} are wanted",
    ),
    _form(r"^Expected `(?:str|array)[^`]*` of length <= (\d+)$", "太长，最多 {} 个", "is too long: {} at most"),
    _form(r"^Expected `[^`]*` >= (\S+)$", "太小，最小 {}", "is too small: {} at least"),
    _form(r"^Expected `[^`]*` > (\S+)$", "必须大于 {}", "must be more than {}"),
    _form(r"^Expected `[^`]*` <= (\S+)$", "太大，最大 {}", "is too large: {} at most"),
    _form(r"^Expected `[^`]*` < (\S+)$", "必须小于 {}", "must be less than {}"),
    _form(r"^(?:Invalid enum value|Invalid value) '?([^']*)'?$", "不认识“{}”", "does not know {}"),
)
_MISSING = re.compile(r"^Object missing required field `([^`]+)`$")
_TYPE = re.compile(r"^Expected `([^`]+)`, got `([^`]+)`$")


def in_words(error: str) -> Wrong:
    """Return a decoder's error in words. What has none of the known forms is told as it is."""
    found = _AT.match(error)
    what, path = (found["what"], found["at"]) if found is not None else (error, None)
    at = (path or "").removeprefix("$").removeprefix(".") or None
    if missing := _MISSING.match(what):
        at = missing[1] if at is None else f"{at}.{missing[1]}"
        return Wrong(at, f"{at} 没有填", f"{at} is missing")
    zh, en = _told(what)
    return Wrong(at, zh if at is None else f"{at} {zh}", en if at is None else f"{at} {en}")


def _told(what: str) -> tuple[str, str]:
    if kind := _TYPE.match(what):
        wanted = [_TYPES.get(each, (each, each)) for each in kind[1].split(" | ") if each != "null"]
        return f"要填{'或'.join(zh for zh, _ in wanted)}", f"wants {' or '.join(en for _, en in wanted)}, not {kind[2]}"
    for form in _FORMS:
        if caught := form.pattern.match(what):
            return form.zh(caught[1]), form.en(caught[1])
    return what, what
