"""What goes on around the incidents: closed roads, duty changes, moving units, a district folder
that changes, words that are erased."""

from __future__ import annotations

from msgspec.structs import replace

from dispatch.core import commands as cmd
from dispatch.core.instant import to_text
from dispatch.core.vocabulary import By, ClosureArea
from dispatch.simulation.centre import DISPATCHER
from dispatch.simulation.dice import happens
from dispatch.simulation.district import CENTRE_LAT, CENTRE_LON, HALF_SIDE_DEG
from dispatch.simulation.recurring import Recurring
from stations.model import TravelMode

ADMIN = By(role="admin", name="registry")
NEXT = By(role="dispatcher", name="示例接班")
COMMANDER = By(role="commander", name="示例")

EVERY_S = {
    "closure": 900.0,
    "opening": 1500.0,
    "duty": 400.0,
    "position": 120.0,
    "registry": 5400.0,
    "drift": 10_800.0,
    "token": 9000.0,
    "erasure": 9000.0,
    "hydrant": 1800.0,
    "posting": 1200.0,
    "shelf": 900.0,
    "shift": 1500.0,
}
"""Mean seconds between two of each."""


class Surroundings(Recurring):
    """Keeps the district moving while it is asked to."""

    def begin(self) -> None:
        """Plan the first of everything."""
        self._plan_each(
            EVERY_S,
            {
                "closure": self._close_road,
                "opening": self._open_road,
                "duty": self._change_duty,
                "position": self._move,
                "registry": self._change_registry,
                "drift": self._drift,
                "token": self._note_token,
                "erasure": self._erase,
                "hydrant": self._look_at_hydrant,
                "posting": self._post,
                "shelf": self._shelve,
                "shift": self._hand_over_desk,
            },
        )

    def _somewhere(self) -> tuple[float, float]:
        rng = self._rng
        return (
            round(CENTRE_LON + rng.uniform(-HALF_SIDE_DEG, HALF_SIDE_DEG), 6),
            round(CENTRE_LAT + rng.uniform(-HALF_SIDE_DEG, HALF_SIDE_DEG), 6),
        )

    def _close_road(self) -> None:
        rng = self._rng
        lon, lat = self._somewhere()
        areas = (
            ClosureArea(lon=lon, lat=lat, radius_m=rng.uniform(50, 600)),
            ClosureArea(way="示例-7"),
            ClosureArea(polygon=((lon, lat), (lon + 0.001, lat), (lon, lat + 0.001))),
            ClosureArea(lon=lon, lat=lat, radius_m=1e6),
        )
        until = rng.choice((None, to_text(self._agenda.now.plus(rng.randint(-60_000, 3_600_000))), "at noon"))
        barred: tuple[tuple[TravelMode, ...], ...] = ((), ("engine",), ("engine", "aerial", "motorcycle"))
        self._network.send(
            cmd.RoadClose(area=rng.choice(areas), modes=rng.choice(barred), until=until, reason="示例"), DISPATCHER
        )

    def _open_road(self) -> None:
        known = [*sorted(self._hub.durable.closures), "clo-unknown"]
        self._network.send(cmd.RoadOpen(closure=self._rng.choice(known)), DISPATCHER)

    def _look_at_hydrant(self) -> None:
        """Somebody on patrol says that a hydrant is dry, or mended; now and then one of no building file."""
        known = [each.id for site in self._district.sites for each in site.hydrants]
        found = self._rng.choice((*known, "hydrant-unknown"))
        self._network.send(cmd.HydrantSet(hydrant=found, works=happens(self._rng, 0.5)), DISPATCHER)

    def _change_duty(self) -> None:
        """Send one unit home, or back; with many away, rather back."""
        away = sorted(self._hub.durable.off_duty)
        rng = self._rng
        if away and happens(rng, len(away) / 12):
            self._network.send(cmd.DutyOn(unit=rng.choice(away)), ADMIN)
            return
        unit = rng.choice(self._district.units)
        by = By(role="station", name=f"phone of {unit.station}", station=unit.station)
        self._network.send(cmd.DutyOff(unit=unit.id), by if happens(rng, 0.9) else DISPATCHER)

    def _move(self) -> None:
        """A unit says where it is, rather one that is on its way; anywhere at all, so that some of it cannot be."""
        rng, world = self._rng, self._hub.durable
        moving = sorted(
            each.unit for each in world.assignments.values() if each.active and each.en_route_at is not None
        )
        unit = rng.choice(moving) if moving and happens(rng, 0.7) else rng.choice(self._district.units).id
        lon, lat = self._somewhere()
        accuracy_m = rng.choice((None, 12.0, 80.0, 4000.0))
        self._network.send(cmd.UnitReportPosition(unit=unit, lon=lon, lat=lat, accuracy_m=accuracy_m), ADMIN)

    def _post(self) -> None:
        """A unit is posted somewhere, now or soon, for a while; or its posting is ended."""
        rng, now = self._rng, self._agenda.now
        posted = sorted(self._hub.durable.standbys)
        if posted and happens(rng, 0.3):
            self._network.send(cmd.StandbyEnd(unit=rng.choice(posted)), DISPATCHER)
            return
        lon, lat = self._somewhere()
        from_at = None if happens(rng, 0.6) else to_text(now.plus(rng.randint(1_000, 900_000)))
        until = None if happens(rng, 0.3) else to_text(now.plus(rng.randint(-60_000, 3_600_000)))
        unit = rng.choice(self._district.units).id
        posting = cmd.StandbyPost(unit=unit, lon=lon, lat=lat, from_at=from_at, until=until, reason="示例")
        self._network.send(posting, DISPATCHER)

    def _shelve(self) -> None:
        """Somebody tests a panel and says so, mostly of one that has just alarmed; or says that the test is over."""
        rng, world = self._rng, self._hub.durable
        if world.shelved and happens(rng, 0.3):
            self._network.send(cmd.SourceUnshelve(source=rng.choice(sorted(world.shelved))), DISPATCHER)
            return
        known = [each.device for each in world.alarms.values() if each.device is not None]
        source = rng.choice(sorted(known)) if known and happens(rng, 0.8) else f"dev-{rng.randrange(400)}"
        until = rng.choice((None, to_text(self._agenda.now.plus(rng.randint(-60_000, 5_400_000)))))
        self._network.send(cmd.SourceShelve(source=source, reason="示例", until=until), DISPATCHER)

    def _hand_over_desk(self) -> None:
        """One dispatcher offers the shift, another accepts it, or the first one keeps it."""
        rng = self._rng
        if not self._hub.durable.offers:
            self._network.send(cmd.ShiftHandOver(note="示例"), DISPATCHER)
        elif happens(rng, 0.6):
            self._network.send(cmd.ShiftAccept(), NEXT)
        else:
            self._network.send(cmd.ShiftWithdraw(), DISPATCHER)

    def _change_registry(self) -> None:
        """As a restart with a changed folder: a unit goes and comes back, a ladder loses its last rung and gets it."""
        rng, world, district = self._rng, self._hub.world, self._district
        gone = [unit for unit in district.units if unit.id not in world.units]
        shorter = replace(district.settings, ladder=district.settings.ladder[:-1])
        if gone:
            self._hub.do(cmd.ChangeRegistry(units=tuple(gone), settings=district.settings))
        elif happens(rng, 0.5):
            self._hub.do(cmd.ChangeRegistry(dropped_units=(rng.choice(district.units).id,), settings=shorter))
        else:
            self._hub.do(cmd.ChangeRegistry(buildings=(rng.choice(district.buildings),)))

    def _note_token(self) -> None:
        """What stands in the tokens' file beside the hub: somebody was invited, came in, and is shown out."""
        rng, key = self._rng, f"{self._rng.getrandbits(32):08x}"
        station = rng.choice(self._district.units).station
        deeds: tuple[cmd.NoteToken, ...] = (
            cmd.NoteTokenMade(token=key, role="device", bearer="示例"),
            cmd.NoteTokenInvited(
                invitation=key, bearer="示例", station=station, expires_at=self._agenda.now.plus(900_000)
            ),
            cmd.NoteTokenRedeemed(invitation=key, token=key, bearer="示例", station=station),
            cmd.NoteTokenWithdrawn(token=key, role="station", bearer="示例", station=station),
        )
        for deed in deeds:
            self._hub.do(deed, ADMIN)

    def _erase(self) -> None:
        """Somebody asks that what was said about an incident be erased; the eraser asks for what is closed alone."""
        closed = sorted(key for key, each in self._hub.world.incidents.items() if not each.open)
        if closed:
            chosen = cmd.Erasing(incident=self._rng.choice(closed))
            self._hub.do(cmd.EraseIncidents(incidents=(chosen,), reason="示例"), COMMANDER)

    def _drift(self) -> None:
        self._hub.do(cmd.NoteDrift(drift_ms=self._rng.randint(-9000, 9000)))
