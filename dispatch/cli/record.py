"""``onethree replay``, ``verify``, ``key``, ``backup`` and ``restore``: what can be done with a record."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from dispatch.cli.options import Data, Json, Lang, Language, Record, Redis, language, wrong_usage
from dispatch.cli.output import Terminal, say
from dispatch.cli.record_proof import Proof, gather_proof, own_signature
from dispatch.erasure import note_erasures
from dispatch.files import keep_new_files_private
from dispatch.log.backup import backup as copy_record, restore as fill_record
from dispatch.log.base import GENESIS, Head, Log, LogUnavailable, NoRecord, RecordDamaged
from dispatch.log.claims import Loss, find_loss, loss_of_all, read_claims
from dispatch.log.confirmed import Confirmed, write_confirmed
from dispatch.log.incident_keys import SNAPSHOT, Erased
from dispatch.log.key_copies import backup_keys, restore_keys
from dispatch.log.keys import read_key
from dispatch.log.open import open_log
from dispatch.log.signed_head import format_head
from dispatch.log.verify import Fault, Finding, VerifyReport, report_of
from dispatch.past.timelines import incident_id, timeline
from dispatch.past.why.story import Story, names_of
from dispatch.writer import snapshots
from dispatch.writer.audit import examine
from dispatch.writer.opening import note_loss

_BEGINNING = Head(0, GENESIS)


def add_to(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (replay, verify, key, backup, restore):
        app.command()(command)


def replay(
    data: Data,
    incident: Annotated[str, typer.Argument(help="its number (11-0417) or its id (inc-41); archived ones too")],
    redis: Redis = None,
    record: Record = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Tell an incident from the record, event by event; works beside a running hub.

    Example: [bold]onethree replay data 11-0417 --lang zh[/bold]
    """
    story, events = asyncio.run(
        _read_incident(open_log(data, redis, name=record, create=False), incident, language(lang))
    )
    if json:
        say(orjson.dumps({"events": events}).decode())
        return
    for event in events:
        say(story.timed(event, since=events[0]["at"]))


async def _read_incident(record: Log, named: str, lang: Language) -> tuple[Story, list[dict[str, Any]]]:
    async with record as log:
        key = await incident_id(log, named)
        events = [orjson.loads(body) for body in await timeline(log, key)]
        world = await snapshots.load(log)
    return Story(lang, names_of(world), world.settings.timezone), events


def verify(
    data: Data,
    head: Annotated[str | None, typer.Option(help="SEQ:HASH that was written down elsewhere")] = None,
    witness: Annotated[
        Path | None, typer.Option(help="the file that serve --witness writes", envvar="ONETHREE_WITNESS")
    ] = None,
    signed_head: Annotated[
        str | None, typer.Option(help="a signed head that was given away earlier, or the file that holds it")
    ] = None,
    public_key: Annotated[
        str | None, typer.Option(help="the record's public key from another place, or the file that holds it")
    ] = None,
    redis: Redis = None,
    record: Record = None,
) -> None:
    """Check the record from the first event to the last, with all that is kept beside it; exit 1 where it was touched.

    With a head, a signed head or a witness from another place it proves that nothing up to there was altered or cut
    off; without one it can only say that the record agrees with itself and with what the hub confirmed. Every line of a
    witness is compared, and its signatures with the public key. Works beside a running hub.

    Example: [bold]onethree verify data --public-key ed25519:… --signed-head "$(cat head.txt)"[/bold]
    """
    if head is not None and witness is not None:
        raise wrong_usage("give --head or --witness, not both")
    proof = gather_proof(data, head=head, witness=witness, signed_head=signed_head, public_key=public_key)
    report, epoch = asyncio.run(_verify(open_log(data, redis, name=record, create=False), proof))
    for fault in report.faults or (Fault(report.finding, report.seq, report.words),):
        say(f"{fault.finding}: {fault.words}")
    say(f"head {format_head(report.head)}")
    if not report.ok:
        raise typer.Exit(1)
    for line in own_signature(data, report.head, epoch):
        say(line)


async def _verify(record: Log, proof: Proof) -> tuple[VerifyReport, str]:
    epoch = ""
    try:
        async with record as log:
            epoch = log.epoch
            with _progress() as progress:
                task = progress.add_task("verifying", total=log.head.seq)
                report = await examine(
                    log, proof.claims, lambda done, total: progress.update(task, completed=done, total=total)
                )
    except NoRecord as error:
        gone = loss_of_all(proof.claims, str(error).split(";", maxsplit=1)[0])
        if gone is None:
            raise
        report = report_of(_BEGINNING, [Fault(Finding.CUT_OFF, 1, gone.words)])
    except RecordDamaged as error:
        report = report_of(_BEGINNING, [Fault(Finding.UNREADABLE, None, str(error))])
    return (report_of(report.head, [*report.faults, *proof.faults]) if proof.faults else report), epoch


def key(data: Data, redis: Redis = None, record: Record = None) -> None:
    """Print the record's public key, and its head now, signed. Give both to whoever shall be able to prove the record.

    Example: [bold]onethree key data > /mnt/elsewhere/$(date +%F).txt[/bold]
    """
    if read_key(data) is None:
        raise LogUnavailable(
            f"there is no key in {data} that you may read; onethree serve makes one at its first start"
        )
    head, epoch = asyncio.run(_head_of(open_log(data, redis, name=record, create=False)))
    for line in own_signature(data, head, epoch):
        say(line)


async def _head_of(record: Log) -> tuple[Head, str]:
    async with record as log:
        return log.head, log.epoch


def backup(
    data: Data,
    file: Annotated[Path, typer.Argument(help="the new file to write")],
    redis: Redis = None,
    record: Record = None,
) -> None:
    """Copy the record into a file, consistent, beside a running hub. Tokens and the signing key are not in it.

    What people said is encrypted in it; the keys lie beside it in FILE.keys, without those that were destroyed. In
    older copies of keys in that folder the destroyed ones are destroyed too.

    Example: [bold]onethree backup data /mnt/backup/$(date +%F).onethree[/bold]
    """
    keep_new_files_private()
    head, epoch = asyncio.run(_backup(open_log(data, redis, name=record, create=False), file))
    say(f"{head.seq} events are in {file}; check it with: onethree restore {file} NEW_FOLDER")
    destroyed = backup_keys(data, file)
    if destroyed:
        say(f"{destroyed} keys of erased incidents were destroyed in older copies in {file.parent}")
    for line in own_signature(data, head, epoch):
        say(line)


async def _backup(record: Log, file: Path) -> tuple[Head, str]:
    async with record as log:
        with _progress() as progress:
            task = progress.add_task("copying", total=log.head.seq)
            seq = await copy_record(log, file, lambda done, total: progress.update(task, completed=done, total=total))
        return Head(seq, (await log.read_hashes([seq])).get(seq, GENESIS)), log.epoch


def restore(
    file: Annotated[Path, typer.Argument(help="a file that onethree backup wrote")],
    data: Annotated[Path, typer.Argument(help="the data folder to fill; its record must be empty")],
    redis: Redis = None,
    record: Record = None,
    erased: Annotated[
        Path | None, typer.Option(help="the newest personal.erased that there is, where it is not beside the backup")
    ] = None,
) -> None:
    """Fill an empty record from a backup, after checking the backup. The record gets a new epoch: clients start over.

    What the data folder says was confirmed and the backup does not have is written into the record as a loss. What was
    erased stays erased, as far as a list of it lies beside the backup or in the data folder.

    Example: [bold]onethree restore /mnt/backup/2026-01-01.onethree data[/bold]
    """
    keep_new_files_private()
    data.mkdir(parents=True, exist_ok=True)
    gone = restore_keys(file, data, erased)
    seq, loss = asyncio.run(_restore(file, data, open_log(data, redis, name=record), gone))
    if loss is not None:
        say(f"{loss.words}; the record says so in event {seq}", err=True)
    if gone:
        say(f"{len({each.owner for each in gone if each.owner != SNAPSHOT})} incidents stay erased")
    say(f"{seq} events are in {data}; make new tokens with onethree token, then start onethree serve")


async def _restore(file: Path, data: Path, record: Log, gone: Sequence[Erased]) -> tuple[int, Loss | None]:
    claims = read_claims(data, None, forgive=True)
    async with record as log:
        with _progress() as progress:
            task = progress.add_task("restoring", total=None)
            await fill_record(file, log, lambda done, total: progress.update(task, completed=done, total=total))
        loss = await find_loss(log, claims)
        if loss is not None:
            await note_loss(log, await snapshots.load(log), loss)
        await note_erasures(log, await snapshots.load(log), [each.owner for each in gone if each.owner != SNAPSHOT])
        write_confirmed(data, Confirmed(log.head, log.epoch))
        return log.head.seq, loss


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        console=Terminal(stderr=True, soft_wrap=False),
        transient=True,
    )
