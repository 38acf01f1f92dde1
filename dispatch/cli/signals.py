"""``onethree signals``: messages of devices as they came, mappings of products, secrets of cloud platforms."""

from __future__ import annotations

import getpass
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Annotated

import apsw
import orjson
import typer

from dispatch.cli.options import Data, District, Json, Lang, Language, language, wrong_usage
from dispatch.cli.output import say, say_lines
from dispatch.core.instant import from_text
from dispatch.files import keep_new_files_private
from dispatch.gateways import push_secrets, raw_file, rereading
from dispatch.gateways.mappings import put_into_force
from dispatch.gateways.raw_file import RawRow
from dispatch.gateways.rereading import Difference, Rereader
from dispatch.intake.mapping.model import Mapping, MappingError, read_mapping
from dispatch.intake.mapping.shelf import FOLDER, read_mappings
from dispatch.intake.push.profiles import PROFILES
from dispatch.log.sqlite_file import connect

_SENTENCES = {
    "none": ("没有原始报文", "there are no raw messages"),
    "unread": ("未了结", "unsettled"),
    "tried": ("重读 {looked} 条，{count} 条读法不同", "{looked} messages read again, {count} read otherwise"),
    "before": ("  原: {words}", "  before: {words}"),
    "after": ("  新: {words}", "  after:  {words}"),
    "put": (
        "{name} 已生效（{who}）；运行中的系统一秒内读取",
        "{name} is in force ({who}); a running hub reads it within a second",
    ),
    "example": ("已写入 {path}", "written: {path}"),
    "kept": ("已有 {path}，保留不变", "{path} is there already and stays"),
    "address": (
        "推送地址: /api/v1/push/{name}   Token: {token}",
        "push to: /api/v1/push/{name}   token: {token}",
    ),
}

Gateway = Annotated[str | None, typer.Option(help="of this gateway alone")]


def add_to(app: typer.Typer) -> None:
    """Add the group ``signals``."""
    group = typer.Typer(
        name="signals",
        no_args_is_help=True,
        help="Raw messages of devices, mappings of products, secrets of cloud platforms. "
        "Example: [bold]onethree signals raw data --limit 5[/bold]",
    )
    group.command("raw")(show_raw)
    group.command("try")(try_mapping)
    group.command("put")(put_mapping)
    group.command("examples")(write_examples)
    group.command("secret")(make_secret)
    app.add_typer(group)


def show_raw(
    data: Data,
    number: Annotated[int | None, typer.Argument(help="one message in full")] = None,
    gateway: Gateway = None,
    address: Annotated[str | None, typer.Option(help="about this device under the gateway")] = None,
    before: Annotated[int | None, typer.Option(help="older than this number")] = None,
    limit: Annotated[int, typer.Option(help="so many, the newest", min=1, max=10_000)] = 20,
    unsettled: Annotated[
        bool,
        typer.Option("--unsettled", help="those of which is not written down that they were brought in: after a crash"),
    ] = False,
    json: Json = False,
    lang: Lang = None,
) -> None:
    """Show messages of devices as they came, newest first, with how they were read; works beside a running hub.

    Example: [bold]onethree signals raw data --gateway G-1 --limit 5[/bold]
    """
    with closing(_opened(data)) as connection:
        if number is not None:
            found = raw_file.find_row(connection, number)
            rows = [] if found is None else [found]
        elif unsettled:
            rows = raw_file.list_unsettled(connection)
        else:
            rows = raw_file.list_rows(connection, gateway=gateway, address=address, before=before, limit=limit)
    if json:
        say(orjson.dumps({"messages": [rereading.shown(row) for row in rows]}).decode())
        return
    told = language(lang)
    if not rows:
        say(_say("none", told))
    for row in rows:
        _print_row(row, told, whole=number is not None)


def try_mapping(
    district: District,
    data: Data,
    file: Annotated[Path, typer.Argument(help="the mapping that is to be tried (TOML)")],
    gateway: Gateway = None,
    limit: Annotated[int, typer.Option(help="on so many of the newest messages", min=1, max=100_000)] = 1_000,
    lang: Lang = None,
) -> None:
    """Read past messages by a mapping that is not in force, and show which of them would say something else.

    Nothing is brought into the record by it. Exit 1 where the mapping cannot be used.

    Example: [bold]onethree signals try district data smoke-ctwing.toml[/bold]
    """
    mapping = _read(file)
    rereader = Rereader(read_mappings(district).replaced(mapping), secret_of=push_secrets.PushSecrets(data).find)
    with closing(_opened(data)) as connection:
        rows = raw_file.list_rows(connection, gateway=gateway, limit=limit)
    looked, found = rereading.differences(rows, rereader)
    told = language(lang)
    for each in found:
        _print_difference(each, told)
    say(_say("tried", told, looked=looked, count=len(found)))


def put_mapping(
    district: District,
    file: Annotated[Path, typer.Argument(help="the mapping (TOML)")],
    who: Annotated[str, typer.Option(help="who puts it into force; the user of this machine by default")] = "",
    note: Annotated[str, typer.Option(help="why")] = "",
    lang: Lang = None,
) -> None:
    """Put a mapping into force: into the district's folder, with who did it and when beside it.

    Messages that come from then on are read by it; try it on past ones first. Exit 1 where it cannot be used.

    Example: [bold]onethree signals put district smoke-ctwing.toml --note "state 99 is tamper"[/bold]
    """
    who = who or getpass.getuser()
    done = put_into_force(district, _read(file), who=who, at=from_text(datetime.now(UTC).isoformat()), note=note)
    say(_say("put", language(lang), name=done.mapping, who=done.who))


def write_examples(district: District, lang: Lang = None) -> None:
    """Write examples of mappings (示例) into the district's folder; what is there stays as it is.

    Example: [bold]onethree signals examples district[/bold]
    """
    folder = district / FOLDER
    folder.mkdir(exist_ok=True)
    for each in sorted(resources.files("dispatch.intake.mapping").joinpath("examples").iterdir(), key=lambda f: f.name):
        if not each.name.endswith(".toml"):
            continue
        path = folder / each.name
        known = path.exists()
        if not known:
            path.write_text(each.read_text("utf-8"), "utf-8")
        say(_say("kept" if known else "example", language(lang), path=path))


def make_secret(
    data: Data,
    name: Annotated[str, typer.Argument(help=f"the profile ({', '.join(PROFILES)}) or the id of a gateway")],
    token: Annotated[str | None, typer.Option(help="the platform's own; without it one is made")] = None,
    aes: Annotated[str, typer.Option(help="the key that the platform encrypts with, as it shows it")] = "",
    show: Annotated[bool, typer.Option("--show", help="show what is there; change nothing")] = False,
    lang: Lang = None,
) -> None:
    """Make the secret by which a cloud platform's pushes are let in, anew; the hub needs no restart for it.

    Example: [bold]onethree signals secret data onenet --token TOKEN --aes KEY[/bold]
    """
    keep_new_files_private()
    try:
        push_secrets.file_of(data, name)
    except ValueError as error:
        raise wrong_usage(str(error)) from error
    secret = push_secrets.PushSecrets(data).find(name) if show else None
    if show and secret is None:
        raise wrong_usage(f"{name} has no secret yet; leave --show out to make one")
    if secret is None:
        secret = push_secrets.make(data, name, token=token, aes=aes)
    say(_say("address", language(lang), name=name, token=secret.token))


def _opened(data: Path) -> apsw.Connection:
    path = data / "raw.db"
    if not path.exists():
        raise wrong_usage(f"there are no raw messages in {data}: no hub took any there")
    try:
        return connect(path, read_only=True)
    except apsw.Error as error:
        raise wrong_usage(f"{path} cannot be read: {error}") from error


def _read(file: Path) -> Mapping:
    try:
        return read_mapping(file.read_text("utf-8"))
    except (MappingError, UnicodeDecodeError) as error:
        say(f"onethree: {file}: {error}", err=True)
        raise typer.Exit(1) from error


def _print_row(row: RawRow, lang: Language, *, whole: bool) -> None:
    told = rereading.shown(row)
    state = _say("unread", lang) if row.seq is None else f"#{row.seq}"
    where = " ".join(each for each in (row.gateway, row.protocol, row.topic) if each)
    say(f"{row.n}  {row.at}  {where}  {len(row.body)} B  {state}  {told['words']}")
    if row.note:
        say(f"    {row.note}")
    if whole:
        say_lines(told["text"] if told["text"] is not None else told["hex"])
        say(orjson.dumps(told["signals"]).decode())


def _print_difference(each: Difference, lang: Language) -> None:
    say(f"{each.n}  {each.at}  {each.gateway}  {each.topic}")
    say(_say("before", lang, words=rereading.in_words(each.before)))
    say(_say("after", lang, words=rereading.in_words(each.after)))


def _say(key: str, lang: Language, **filled: object) -> str:
    return _SENTENCES[key][0 if lang == "zh" else 1].format(**filled)
