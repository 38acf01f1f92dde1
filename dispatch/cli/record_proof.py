"""What ``onethree verify`` is given to prove a record with, read and held against its signatures."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dispatch.log.base import Head, LogError
from dispatch.log.claims import Claim, confirmed_claim, witness_claims
from dispatch.log.confirmed import read_confirmed
from dispatch.log.keys import PublicKey, parse_public_key, read_key
from dispatch.log.signed_head import SignedHead, parse_head, parse_signed_head, sign
from dispatch.log.verify import Fault, Finding
from dispatch.log.witness import find_fault, read_witness


class Proof(NamedTuple):
    """What is claimed of the record, and what is wrong with the claims themselves."""

    claims: list[Claim]
    faults: list[Fault]


def gather_proof(
    data: Path, *, head: str | None, witness: Path | None, signed_head: str | None, public_key: str | None
) -> Proof:
    """Read everything that the record is to be held against; the data folder's confirmed head is always part of it.

    Without a public key the folder's own one is used, which whoever changed the record may have changed as well.
    Raises `LogError` where something that was given cannot be read.
    """
    proof = Proof([], [])
    own = read_key(data)
    key = parse_public_key(public_key) if public_key is not None else own.public if own is not None else None
    if head is not None:
        proof.claims.append(Claim(parse_head(head), "", "the head that was given"))
    if signed_head is not None:
        _add_signed(proof, _text_of(signed_head), key)
    if witness is not None:
        _add_witness(proof, witness, key)
    try:
        confirmed = read_confirmed(data)
    except LogError as error:
        proof.faults.append(Fault(Finding.WITNESS, None, str(error)))
    else:
        if confirmed is not None:
            proof.claims.append(confirmed_claim(confirmed))
    return proof


def own_signature(data: Path, head: Head, epoch: str) -> list[str]:
    """Return the head as the data folder's key signs it, and that key's public half; nothing where there is no key."""
    key = read_key(data)
    return [] if key is None else [f"signed {sign(key, head, epoch)}", f"public key {key.public}"]


def _add_signed(proof: Proof, text: str, key: PublicKey | None) -> None:
    signed = parse_signed_head(text)
    proof.claims.append(Claim(signed.head, signed.epoch, "the signed head that was given"))
    if key is None or not signed.signed_by(key):
        words = (
            f"the head of event {signed.head.seq} that was given is not signed with the key {key or '(there is none)'}"
        )
        proof.faults.append(Fault(Finding.NOT_SIGNED, signed.head.seq, words))


def _add_witness(proof: Proof, path: Path, key: PublicKey | None) -> None:
    lines: list[SignedHead] = read_witness(path)
    proof.claims.extend(witness_claims(path, lines))
    fault = find_fault(lines, key)
    if fault is not None:
        words = f"line {fault.line} of the witness {path.name} was not written by the hub: {fault.why}"
        proof.faults.append(Fault(Finding.WITNESS, lines[fault.line - 1].head.seq, words))


def _text_of(given: str) -> str:
    """Return the signed head itself; of a file its last line that is one, as ``onethree key`` writes it."""
    if ":" in given.split(" ", maxsplit=1)[0] or not Path(given).is_file():
        return given.removeprefix("signed ")
    lines = Path(given).read_text("utf-8").splitlines()
    return next((line for line in reversed(lines) if line.startswith("signed ")), lines[-1]).removeprefix("signed ")
