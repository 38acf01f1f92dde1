"""A forger with write access to everything, the stolen key too, but not to what an auditor took away before.

The auditor has two things: the public key, and one signed head. Every way to change, cut, splice or reorder the record
or what is kept beside it is named, before and after the hub ran again on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from dispatch.core.events import decode
from dispatch.core.evolve import fold
from dispatch.log.base import LogError, Snapshot
from dispatch.log.keys import read_key
from dispatch.log.signed_head import sign
from dispatch.log.verify import Finding
from dispatch.log.witness import read_witness
from dispatch.writer import snapshots
from tests.integration.record.office import Office
from tests.integration.record.vaults import Vault, chained, edited, renumbered

BEFORE, AFTER = 30, 12
"""Commands up to the head that the auditor took away, and after it."""


class Auditor(NamedTuple):
    """What somebody outside has."""

    public_key: str
    signed_head: str


async def run_until_audited(vault: Vault) -> tuple[Office, Auditor]:
    """Let a hub run, give the auditor a signed head, and let it run on."""
    office = Office(vault)
    epoch = await office.run(BEFORE)
    key = read_key(vault.folder)
    assert key is not None
    auditor = Auditor(str(key.public), str(sign(key, vault.head, epoch)))
    await office.run(AFTER)
    await office.run(AFTER)
    return office, auditor


async def named(office: Office, auditor: Auditor) -> set[Finding]:
    faults = await office.faults(signed_head=auditor.signed_head, public_key=auditor.public_key)
    return {fault.finding for fault in faults}


async def run_again(office: Office) -> None:
    """Start on what the forger left; where the hub refuses, do what the forger would: tell it to accept."""
    try:
        await office.run(60)
    except LogError:
        await office.run(60, accept_loss=True)


def change_a_body(vault: Vault) -> None:
    vault.put_bytes(7, edited(vault.bodies()[6], at="2026-01-01T00:00:00.000Z"))


def change_a_body_and_hash_again(vault: Vault) -> None:
    bodies = vault.bodies()
    bodies[6] = edited(bodies[6], reason="never said")
    vault.put_bodies(bodies)


def cut_the_end(vault: Vault) -> None:
    vault.put_rows(vault.rows()[: BEFORE - 5])


def leave_one_out(vault: Vault) -> None:
    rows = vault.rows()
    vault.put_rows([*rows[:9], *rows[10:]])


def leave_one_out_and_hash_again(vault: Vault) -> None:
    bodies = vault.bodies()
    vault.put_bodies([*bodies[:9], *bodies[10:]])


def leave_one_out_and_number_again(vault: Vault) -> None:
    bodies = vault.bodies()
    vault.put_bodies(renumbered([*bodies[:9], *bodies[10:]]))


def put_one_in(vault: Vault) -> None:
    bodies = vault.bodies()
    vault.put_bodies(renumbered([*bodies[:9], edited(bodies[8], closure="clo-never"), *bodies[9:]]))


def change_the_order(vault: Vault) -> None:
    bodies = vault.bodies()
    vault.put_bodies([*bodies[:9], bodies[10], bodies[9], *bodies[11:]])


def splice_two_histories(vault: Vault) -> None:
    """The start of one history, the end of another, each true to itself."""
    rows, bodies = vault.rows(), vault.bodies()
    other = chained([edited(body, reason="elsewhere") for body in bodies])
    vault.put_rows([*rows[:15], *other[15:]])


def put_another_record_in_place(vault: Vault) -> None:
    vault.put_bodies([edited(body, at="2026-01-01T00:00:00.000Z") for body in vault.bodies()])


RECORD: dict[Callable[[Vault], None], set[Finding]] = {
    change_a_body: {Finding.ALTERED},
    change_a_body_and_hash_again: {Finding.REWRITTEN},
    cut_the_end: {Finding.CUT_OFF},
    leave_one_out: {Finding.GAP},
    leave_one_out_and_hash_again: {Finding.MISPLACED},
    leave_one_out_and_number_again: {Finding.REWRITTEN},
    put_one_in: {Finding.REWRITTEN},
    change_the_order: {Finding.MISPLACED},
    splice_two_histories: {Finding.ALTERED},
    put_another_record_in_place: {Finding.REWRITTEN},
}
"""Each way to forge the events, and what it must be called."""

AGAINST_THE_HEAD = {Finding.REWRITTEN, Finding.CUT_OFF, Finding.OTHER_RECORD}


@pytest.mark.parametrize("forge", RECORD, ids=lambda forge: forge.__name__)
async def test_c1_a_forged_record_is_named_before_and_after_the_hub_ran_again(
    vault: Vault, forge: Callable[[Vault], None]
) -> None:
    office, auditor = await run_until_audited(vault)
    assert await named(office, auditor) == set()
    forge(vault)
    assert RECORD[forge] <= await named(office, auditor)
    await run_again(office)
    still = AGAINST_THE_HEAD | RECORD[forge]
    assert still & await named(office, auditor), "one signed head is enough, however often the hub ran"


@pytest.mark.parametrize(
    "forge", [change_a_body_and_hash_again, cut_the_end, put_one_in], ids=lambda each: each.__name__
)
async def test_c1_hiding_the_traces_with_the_stolen_key_hides_them_from_the_hub_but_not_from_the_auditor(
    vault: Vault, forge: Callable[[Vault], None]
) -> None:
    office, auditor = await run_until_audited(vault)
    epoch = read_witness(vault.witness)[0].epoch
    forge(vault)
    vault.hide_traces(epoch)
    for _ in range(2):
        await office.run(40)
        assert AGAINST_THE_HEAD & await named(office, auditor)


async def test_m10_without_the_auditors_head_the_witness_alone_names_the_first_line_that_contradicts(
    vault: Vault,
) -> None:
    office, _ = await run_until_audited(vault)
    change_a_body_and_hash_again(vault)
    fault = next(fault for fault in await office.faults() if fault.finding in AGAINST_THE_HEAD)
    assert "line 1 of the witness" in fault.words
    assert fault.seq == BEFORE + 1


async def forged_snapshot(vault: Vault) -> Snapshot:
    """A snapshot that shows a closure which the record does not know."""
    bodies = vault.bodies()
    world = fold(decode(body) for body in [*bodies[:-1], edited(bodies[-1], reason="never said")])
    return Snapshot(world.seq, vault.head.hash, snapshots.encode(world))


async def test_m3_a_snapshot_without_the_seal_is_named_and_never_believed(
    vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    office, auditor = await run_until_audited(vault)
    vault.put_snapshot(await forged_snapshot(vault))
    assert Finding.SNAPSHOT in await named(office, auditor)
    async with office.open() as opened:
        assert all(closure.reason is None for closure in opened.world.closures.values())
    assert "does not bear this record's seal" in caplog.text


async def test_m3_a_snapshot_that_is_sealed_with_the_stolen_key_is_named_before_and_after(vault: Vault) -> None:
    office, auditor = await run_until_audited(vault)
    vault.put_snapshot(vault.seal(await forged_snapshot(vault)))
    assert await named(office, auditor) == {Finding.SNAPSHOT}
    await office.run(5)
    assert await named(office, auditor) == {Finding.SNAPSHOT}


INDEX: dict[str, Callable[[Vault], None]] = {
    "an accepted command is forgotten": lambda vault: vault.drop_command("c-9"),
    "an accepted command stands for other events": lambda vault: vault.move_command(f"c-{len(vault.rows())}", -1000),
    "an accepted command reaches beyond the record": lambda vault: vault.move_command("c-9", 1000),
}


@pytest.mark.parametrize("way", INDEX)
async def test_m3_what_is_remembered_of_commands_is_held_against_the_events(vault: Vault, way: str) -> None:
    office, auditor = await run_until_audited(vault)
    INDEX[way](vault)
    assert await named(office, auditor) == {Finding.INDEX}
    await office.run(5)
    assert await named(office, auditor) == {Finding.INDEX}


WITNESS: dict[str, Callable[[list[str]], list[str]]] = {
    "left out": lambda lines: [lines[0], *lines[2:]],
    "moved": lambda lines: [lines[1], lines[0], *lines[2:]],
    "without signatures": lambda lines: [lines[0], *(line.split()[0] for line in lines[1:])],
}


@pytest.mark.parametrize("way", WITNESS)
async def test_m10_a_forged_witness_is_named_before_and_after(vault: Vault, way: str) -> None:
    office, auditor = await run_until_audited(vault)
    lines = vault.witness.read_text("ascii").splitlines()
    vault.witness.write_text("\n".join(WITNESS[way](lines)) + "\n", "ascii")
    assert await named(office, auditor) == {Finding.WITNESS}
    await office.run(5)
    assert await named(office, auditor) == {Finding.WITNESS}


async def test_m10_a_head_that_another_key_signed_proves_nothing(vault: Vault) -> None:
    office, auditor = await run_until_audited(vault)
    forged = auditor.signed_head.rsplit(" ", 1)[0] + " " + "A" * 86 + "=="
    assert await named(office, Auditor(auditor.public_key, forged)) == {Finding.NOT_SIGNED}
