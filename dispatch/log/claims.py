"""What is known of a record outside of it, and whether the record still holds it: the confirmed head, the witness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dispatch.log.base import GENESIS, Head, Log, LogError, RecordLost
from dispatch.log.confirmed import CONFIRMED_FILE, Confirmed, read_confirmed
from dispatch.log.signed_head import SignedHead
from dispatch.log.witness import read_witness

_SLICE = 1_000

WHAT_TO_DO = (
    "bring back the disk or server that has them, or restore the newest backup into an empty folder; to go on without "
    "them, start once with serve --accept-loss: the record gets a new epoch and says what is missing"
)


class Claim(NamedTuple):
    """Somebody saw this head of the record; ``source`` says who, in words; ``epoch`` is empty where it is unknown.

    ``proves`` is False where whoever can change the record can as easily change the claim.
    """

    head: Head
    epoch: str
    source: str
    proves: bool = True


class Loss(NamedTuple):
    """What is claimed and is not in the record: the first claim that it contradicts, and the highest one.

    ``kept`` is the last event that the record still has; ``words`` is one sentence.
    """

    first: Claim
    highest: Claim
    kept: Head
    words: str


def confirmed_claim(confirmed: Confirmed) -> Claim:
    """Return the claim of a data folder."""
    source = f"the file {CONFIRMED_FILE} in the data folder"
    return Claim(confirmed.head, confirmed.epoch, source, proves=False)


def witness_claims(path: Path, lines: Sequence[SignedHead]) -> Iterator[Claim]:
    """Yield the claims of a witness, line by line."""
    for number, line in enumerate(lines, start=1):
        yield Claim(line.head, line.epoch, f"line {number} of the witness {path.name}")


def read_claims(folder: Path, witness: Path | None, *, forgive: bool = False) -> list[Claim]:
    """Return everything that is claimed of the data folder's record; what claims nothing (event 0) is left out.

    Raises `RecordLost` where a claim cannot be read any more; with ``forgive`` the others must do.
    """
    claims: list[Claim] = []
    try:
        confirmed = read_confirmed(folder)
        claims += [] if confirmed is None else [confirmed_claim(confirmed)]
        if witness is not None and witness.exists():
            claims += witness_claims(witness, read_witness(witness))
    except LogError as error:
        if not forgive:
            raise RecordLost(f"{error}; mend it, or {WHAT_TO_DO.split('; to go', maxsplit=1)[-1]}") from error
    return [claim for claim in claims if claim.head.seq]


async def find_loss(log: Log, claims: Sequence[Claim]) -> Loss | None:
    """Return what is claimed and is not in the record; None where it holds everything."""
    for start in range(0, len(claims), _SLICE):
        some = claims[start : start + _SLICE]
        stored = await log.read_hashes([claim.head.seq for claim in some])
        first = next((claim for claim in some if stored.get(claim.head.seq) != claim.head.hash), None)
        if first is not None:
            highest = max(claims[start:], key=lambda claim: claim.head.seq)
            return Loss(first, highest, log.head, _words(log, first, highest))
    return None


def loss_of_all(claims: Sequence[Claim], why: str) -> Loss | None:
    """Return the loss of a record that cannot even be opened; None where nothing was claimed of it."""
    if not claims:
        return None
    highest = max(claims, key=lambda claim: claim.head.seq)
    words = f"{why}, but event {highest.head.seq} was confirmed ({highest.source})"
    return Loss(claims[0], highest, Head(0, GENESIS), words)


def refuse(loss: Loss) -> RecordLost:
    """Return the error that stops a start: what is missing, and what to do."""
    return RecordLost(f"{loss.words}: {WHAT_TO_DO}")


def _words(log: Log, first: Claim, highest: Claim) -> str:
    ends, top = log.head.seq, highest.head.seq
    if ends == 0:
        return f"the record is empty, but event {top} was confirmed ({highest.source})"
    if ends < top:
        missing = f"{top - ends} events are missing or others"
        return f"the record ends at event {ends}, but event {top} was confirmed ({highest.source}); {missing}"
    other = "another record" if first.epoch not in {"", log.epoch} else "altered or set back"
    words = f"event {first.head.seq} of the record is not the one that was confirmed ({first.source})"
    return f"{words}: the record is {other}"
