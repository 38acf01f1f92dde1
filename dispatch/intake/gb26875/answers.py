"""What a centre sends a device: confirmations, denials, and its commands and questions (clauses 6.5, 8.3, 8.4).

Every frame that is sent has the hub's own time: devices set their clocks by the time of any frame that comes.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.intake.gb26875.frames import CONFIRM, CONTROL, DENY, OWN, REQUEST, RESPONSE, Frame
from dispatch.intake.gb26875.profiles import STANDARD, Profile
from dispatch.intake.gb26875.times import read_time, write_time

INITIALISE, SYNCHRONISE, POST_CHECK = 89, 90, 91
READ_UITD_STATUS, READ_UITD_VERSION, READ_UITD_CONFIGURATION, READ_UITD_TIME = 81, 85, 86, 88

ANSWERED_NOT = frozenset({CONFIRM, DENY, RESPONSE})
"""Commands that are answers themselves and are not answered."""


def confirm(frame: Frame, now_ms: int, profile: Profile = STANDARD) -> Frame:
    """Return the confirmation of a frame: its sequence, addresses swapped, the hub's own time.

    A heartbeat that carries a byte is answered with the byte that its profile names.
    """
    adu = bytes.fromhex(profile.heartbeats.get(frame.adu.hex(), ""))
    return _back(frame, CONFIRM, adu, now_ms, profile)


def deny(frame: Frame, now_ms: int, profile: Profile = STANDARD) -> Frame:
    """Return the denial of a frame (or of a `Broken`'s header)."""
    return _back(frame, DENY, b"", now_ms, profile)


def synchronise(frame: Frame, now_ms: int, profile: Profile = STANDARD, seq: int | None = None) -> Frame:
    """Return the command that sets a device's clock (type 90); ``frame`` is one of the device's, for its addresses.

    As the answer to a device's own request for the time (Dahua) leave ``seq`` away: it is the request's.
    """
    adu = bytes((SYNCHRONISE, 1)) + write_time(now_ms, profile.clock_written)
    answer = _back(frame, CONTROL, adu, now_ms, profile)
    return answer if seq is None else replace(answer, seq=seq)


def post_check(frame: Frame, now_ms: int, minutes: int, seq: int, profile: Profile = STANDARD) -> Frame:
    """Return the command 查岗 (type 91): somebody must answer within so many minutes (1-255)."""
    return replace(_back(frame, CONTROL, bytes((POST_CHECK, 1, minutes)), now_ms, profile), seq=seq)


def ask(frame: Frame, now_ms: int, seq: int, adu: bytes, profile: Profile = STANDARD) -> Frame:
    """Return a question (types 61-68, 81-88); ``adu`` as `objects.write_objects` writes it, or one of `ask_uitd`."""
    return replace(_back(frame, REQUEST, adu, now_ms, profile), seq=seq)


def ask_uitd(kind: int) -> bytes:
    """Return the data unit that asks a transmission device for its status, version, configuration or time."""
    return bytes((kind, 1, 0))


def asks_for_time(frame: Frame) -> bool:
    """Whether a device asks for the time: it sends the command itself that sets a clock (Dahua 1.03)."""
    return frame.command == CONTROL and frame.adu[:1] == bytes((SYNCHRONISE,))


def drift_s(frame: Frame, now_ms: int, profile: Profile = STANDARD) -> float | None:
    """Return how many seconds a device's clock is ahead, None where its time cannot be read."""
    sent = read_time(frame.sent, profile.clock)
    return None if sent is None else sent.timestamp() - now_ms / 1000


def fault_of(frame: Frame, profile: Profile = STANDARD) -> str | None:
    """Return why a frame must be denied though it is whole, None where it need not: ``command`` or ``length``."""
    if not (frame.command <= DENY or frame.command >= OWN or frame.command in profile.commands):
        return "command"
    return "length" if len(frame.adu) > profile.longest_adu else None


def is_heartbeat(frame: Frame, profile: Profile = STANDARD) -> bool:
    """Whether a frame says only that its sender is there: an empty one, or one that the profile names."""
    return frame.command in (2, *profile.commands) and (not frame.adu or frame.adu.hex() in profile.heartbeats)


def _back(frame: Frame, command: int, adu: bytes, now_ms: int, profile: Profile) -> Frame:
    return Frame(
        seq=frame.seq,
        version=frame.version,
        sent=write_time(now_ms, profile.clock_written),
        source=frame.destination,
        destination=frame.source,
        command=command,
        adu=adu,
        form=frame.form,
    )
