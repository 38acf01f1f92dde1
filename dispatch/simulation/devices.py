"""Devices that speak (示例, synthetic): faults, values, pumps and doors, pre-alarms, fires, resets, gateways that fall
silent; and people who look, switch off, switch on and file what nobody knew.
"""

from __future__ import annotations

from typing import Any, get_args

from dispatch.core import commands as cmd
from dispatch.core.instant import to_text
from dispatch.core.signal import CONDITIONS, Measured, Operation, Signal
from dispatch.core.vocabulary import By
from dispatch.simulation.centre import DISPATCHER
from dispatch.simulation.device_tables import KINDS, N_GATEWAYS
from dispatch.simulation.dice import happens
from dispatch.simulation.recurring import Recurring

EVERY_S = {"state": 60.0, "value": 120.0, "fire": 1800.0, "deed": 400.0, "silence": 500.0, "person": 250.0}
"""Mean seconds between two of each."""

OPERATIONS: tuple[Operation, ...] = get_args(Operation)
STRANGE = ("99-1", "99-2", "99-3")
"""Addresses that no table names."""


class Devices(Recurring):
    """Lets devices speak and people answer while it is asked to."""

    def begin(self) -> None:
        """Plan the first of everything."""
        self._plan_each(
            EVERY_S,
            {
                "state": self._state,
                "value": self._value,
                "fire": self._fire,
                "deed": self._deed,
                "silence": self._silence,
                "person": self._person,
            },
        )

    def _say(self, address: str | None = None, **fields: Any) -> None:
        """A device says something; in one message of eight it is one that no table names."""
        rng = self._rng
        gateway = f"gw-{rng.randrange(N_GATEWAYS)}"
        if address is None:
            address = rng.choice(STRANGE) if happens(rng, 0.12) else f"1-{rng.randrange(len(KINDS))}"
        signal = Signal(gateway=gateway, protocol="gb26875", address=address, text="示例3层走廊", **fields)
        self._network.send(cmd.SignalReceive(signal=signal, raw=rng.randrange(10_000)), By(role="device", name=gateway))

    def _state(self) -> None:
        """A condition that is no fire begins, or all that held is over."""
        rng = self._rng
        state = rng.choice([each for each in CONDITIONS if each != "fire"])
        if happens(rng, 0.5):
            self._say(raised=(state,), test=happens(rng, 0.05), unread={"state": "0x8000"} if happens(rng, 0.1) else {})
        else:
            self._say(cleared=CONDITIONS)

    def _value(self) -> None:
        number = KINDS.index("water_pressure")
        measured = Measured(what="pressure", value=self._rng.choice((0.1, 0.22, 0.35)), unit="MPa")
        self._say(f"1-{number}", measured=(measured,))

    def _fire(self) -> None:
        self._say(raised=("fire",), test=happens(self._rng, 0.1), occurred_at=to_text(self._agenda.now))

    def _deed(self) -> None:
        rng = self._rng
        if happens(rng, 0.3):
            panel = f"gw-{rng.randrange(N_GATEWAYS)}"
            reset = Signal(gateway=panel, protocol="gb26875", operation="reset", operator="示例")
            self._network.send(cmd.SignalReceive(signal=reset), By(role="device", name=panel))
        else:
            self._say(operation=rng.choice(OPERATIONS))

    def _silence(self) -> None:
        """What the hub's own watch over devices finds."""
        rng, world = self._rng, self._hub.world
        silent = sorted(key for key, each in world.conditions.items() if each.silent_since is not None)
        if silent and happens(rng, 0.5):
            self._hub.do(cmd.DeviceHear(device=rng.choice(silent)))
        elif known := sorted((*world.gateways, *world.devices)):
            self._hub.do(cmd.DeviceMute(device=rng.choice(known), since=self._agenda.now))

    def _person(self) -> None:
        """Somebody looks, switches off or on, or files what nobody knew; also what is not there any more."""
        rng, world = self._rng, self._hub.durable
        speaking = sorted(world.conditions)
        key = rng.choice(speaking) if speaking and happens(rng, 0.9) else "gw-unknown/1"
        state = world.conditions.get(key)
        held = sorted(state.conditions) if state is not None else []
        until = rng.choice((None, to_text(self._agenda.now.plus(rng.randint(-60_000, 1_800_000)))))
        unknown = sorted(world.unknown_devices)
        acts: list[cmd.Command] = [
            cmd.SignalVerify(
                device=key, condition=rng.choice(held or ["fault"]), real=happens(rng, 0.3), note="示例：看过"
            ),
            cmd.DeviceDisable(device=key, reason="示例：维修", until=until),
            cmd.DeviceEnable(device=key),
        ]
        if unknown:
            found = world.unknown_devices[rng.choice(unknown)]
            building = rng.choice(self._district.buildings).id
            acts.append(cmd.DeviceFile(gateway=found.gateway, address=found.address or "1", building=building, floor=3))
        self._network.send(rng.choice(acts), DISPATCHER)
