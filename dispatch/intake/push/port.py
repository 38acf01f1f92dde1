"""What every profile of a platform gives: who may push, and what was pushed of which device."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec

from dispatch.intake.mapping.paths import word_of

MOST_PUSHED = 1_000
"""So many sendings of one body are told apart; what follows is kept with the last one."""


class WrongSignatureError(ValueError):
    """Whoever pushes does not know the secret; the message says what was looked at."""


class Came(NamedTuple):
    """A request: its query and headers (lower-case names), and its body."""

    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


class Secret(NamedTuple):
    """What only the platform knows beside us: its token, and the key where it encrypts (Base64 as it shows it)."""

    token: str
    aes: str = ""


class Pushed(NamedTuple):
    """One sending of one device: ``document`` is what a mapping reads. ``same`` is empty where nothing tells a repeat
    from the next sending. ``online``: the platform says that the device came or went."""

    device: str | None
    product: str
    document: Any
    same: str = ""
    occurred_at: str | None = None
    sent_at: str | None = None
    online: bool | None = None


class Profile(NamedTuple):
    """A platform. ``verify`` raises `WrongSignatureError`; ``check_answer`` answers the platform's check of the
    address (None: it makes none). ``read`` raises `ValueError` where the body is not its envelope."""

    name: str
    title: str
    verify: Callable[[Secret, Came], None]
    read: Callable[[Secret, bytes], list[Pushed]]
    check_answer: Callable[[Secret, Came], str] | None = None


def by_token(secret: Secret, came: Came) -> None:
    """Let in who shows the token: ``Authorization: Bearer``, ``X-Push-Token``, or ``?token=`` in the address.

    Platforms that sign nothing can be told an address; its token is the only thing that a stranger does not know.
    """
    scheme, _, bearer = came.headers.get("authorization", "").partition(" ")
    shown = (
        bearer.strip() if scheme.lower() == "bearer" else "",
        came.headers.get("x-push-token", ""),
        came.query.get("token", ""),
    )
    if not any(equal(each, secret.token) for each in shown):
        raise WrongSignatureError(
            "neither Authorization: Bearer, X-Push-Token nor ?token= in the address has the token"
        )


def equal(shown: str, wanted: str) -> bool:
    """Whether two texts are equal, in the same time wherever they differ; an empty one equals none."""
    return bool(wanted) and hmac.compare_digest(shown.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))


def decode(body: bytes | str) -> Any:
    """Return what JSON says. Raises `ValueError`."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"no JSON: {error}") from error


def entries_of(body: bytes | str) -> list[dict[str, Any]]:
    """Return the objects of a body that is one or a list of them. Raises `ValueError`."""
    found = decode(body)
    found = found if isinstance(found, list) else [found]
    if not all(isinstance(each, dict) for each in found):
        raise ValueError("no JSON object, nor a list of them")
    return list(found)


def same_of(device: str | None, time: Any, content: Any) -> str:
    """Return what a sending is recognised by: device, its time, a digest of what it says.

    Empty where it has no time: the same words may then be a second event.
    """
    word = word_of(time)
    if not word or word in ("-1", "0"):
        return ""
    digest = hashlib.blake2b(_canonical(content), digest_size=12).hexdigest()
    return f"{device or ''}|{word}|{digest}"


_canonical = msgspec.json.Encoder(order="sorted").encode


def object_in(document: Any, name: str) -> dict[str, Any]:
    """Return the object under a name; an empty one where there is none."""
    found = document.get(name) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def text_of(document: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of these fields that says something, as text."""
    words: Iterable[str] = (word_of(document.get(name)) for name in names)
    return next((word for word in words if word), None)
