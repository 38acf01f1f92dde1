"""What ``onethree check`` says of the ways in: unknown profiles, pollers without a gateway, broken mappings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dispatch.intake.gb26875.profiles import profiles
from dispatch.intake.mapping.shelf import FOLDER, read_mappings
from dispatch.intake.modbus.table import FILE, TableError, read_table
from dispatch.intake.push.profiles import PROFILES
from stations.devices import Device, Gateway
from stations.model import District
from stations.problems import Problem, suggest

_TABLE = "gateways.csv"


def check_signals(folder: Path, district: District) -> list[Problem]:
    """Return what is wrong with a district's ways in: files that cannot be used are errors, the rest warnings."""
    gateways = district.registry.gateways or ()
    return [
        *_profiles(gateways),
        *_pollers(folder, gateways, district.registry.devices or ()),
        *(_wrong(f"{FOLDER}/{name}", f"cannot be used: {why}") for name, why in read_mappings(folder).problems.items()),
    ]


def _profiles(gateways: Iterable[Gateway]) -> Iterator[Problem]:
    known = {"gb26875": tuple(profiles()), "push": tuple(PROFILES)}
    for each in gateways:
        names = known.get(each.protocol)
        if names is not None and each.profile is not None and each.profile not in names:
            message = (
                f"“{each.profile}” of “{each.id}” is no profile of {each.protocol}; {suggest(each.profile, names)}"
            )
            yield _odd(_TABLE, "profile", message)


def _pollers(folder: Path, gateways: Iterable[Gateway], devices: Iterable[Device]) -> Iterator[Problem]:
    """Yield what does not go together between the table of registers, the gateways and the devices."""
    wanted = {each.id for each in gateways if each.protocol == "modbus"}
    try:
        polled = read_table((folder / FILE).read_text("utf-8")) if (folder / FILE).exists() else ()
    except (OSError, UnicodeDecodeError, TableError) as error:
        yield _wrong(FILE, f"cannot be used: {str(error).removeprefix(f'{FILE}: ')}")
        return
    for missing in sorted(wanted - {each.id for each in polled}):
        yield _odd(_TABLE, "id", f"“{missing}” is asked for nothing; write its registers into {FILE}")
    known = {(each.gateway, each.address) for each in devices}
    for each in polled:
        if each.id not in wanted:
            yield _odd(
                FILE, "id", f"“{each.id}” is no gateway of protocol modbus in {_TABLE}; add it there or correct it"
            )
        for address in dict.fromkeys(register.address for register in each.register):
            if (each.id, address) not in known:
                yield _odd(
                    FILE, "address", f"“{address}” of “{each.id}” is no device of devices.csv; it will be unknown"
                )


def _wrong(file: str, message: str) -> Problem:
    return Problem(file=file, line=None, field="", message=message)


def _odd(file: str, field: str, message: str) -> Problem:
    return Problem(file=file, line=None, field=field, message=message, severity="warning")
