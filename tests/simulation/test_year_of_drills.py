"""A year of joint-duty drills of 400 stations beside their post checks, in virtual time; then its ledger (示例)."""

from __future__ import annotations

import time
from collections import Counter
from heapq import heappush

from dispatch.core import commands as cmd, events as ev
from dispatch.core.instant import Instant, to_text
from dispatch.core.vocabulary import HUB, By
from dispatch.past.drills.facts import gather
from dispatch.past.drills.ledger import Ledger, ledger
from stations.drills.model import DrillPlace, DrillPlan, Inject, Objective, Verdict
from tests.long_plays import long_play
from tests.simulation.test_year_of_duty import DAY_MS, N_STATIONS, SEED, START, Year

COMMANDER = By(role="commander", name="示例指挥员")
TOGETHER = 8
QUARTERS = 4
OBJECTIVES = (
    Objective(id="answer", milestone_to="acknowledged", limit_s=60),
    Objective(id="arrive", milestone_to="on_scene", limit_s=180),
    Objective(id="gear", text="示例：着装"),
)
INJECTS = (
    Inject(id="told", after_s=120, text="示例：浓烟"),
    Inject(id="lift", upon="on_scene", after_s=20, effect="lift_lost"),
)


class DrillingYear(Year):
    """Every station drills once a quarter with the seven others of its group; shifts are left out."""

    def __init__(self) -> None:
        super().__init__()
        stations = sorted(self.world.stations)
        self.do(cmd.ChangeRegistry(dropped_rosters=tuple(stations)))
        groups = [tuple(stations[at : at + TOGETHER]) for at in range(0, N_STATIONS, TOGETHER)]
        for quarter in range(QUARTERS):
            for group in groups:
                day = quarter * 91 + self.rng.randrange(1, 88)
                self.command_at(START + day * DAY_MS, cmd.PlanDrill(plan=_plan(group), starts_at=self._moment(day)))

    def plan_shift(self, station: str, day: int) -> None:
        """Leave the shifts to the year of duty."""

    def do(self, command: cmd.Command, by: By = HUB) -> None:
        """Decide, and let crews and commanders do their part; a crew whose order has ended presses nothing."""
        if isinstance(command, cmd.AssignmentCommand) and not self.world.assignments[command.assignment].active:
            return
        before = len(self.record)
        super().do(command, by)
        for event in self.record[before:]:
            if isinstance(event, ev.AssignmentAssigned):
                self._answer(event)
            elif isinstance(event, ev.DrillEnded):
                self._debrief(event.drill)

    def command_at(self, at_ms: int, command: cmd.Command) -> None:
        """Plan something that the commander does."""
        heappush(self.agenda, (at_ms, len(self.record) * 1000 + len(self.agenda), command, COMMANDER))

    def _answer(self, order: ev.AssignmentAssigned) -> None:
        at_ms = float(order.at)
        for press, span_s in (
            (cmd.AssignmentAcknowledge, (3, 66)),
            (cmd.AssignmentArrive, (40, 200)),
            (cmd.AssignmentControl, (60, 300)),
            (cmd.AssignmentRelease, (60, 300)),
        ):
            at_ms += self.rng.uniform(*span_s) * 1000
            self.plan(round(at_ms), press(assignment=order.assignment), order.station)

    def _debrief(self, drill: str) -> None:
        for station in self.world.drills[drill].ordered:
            members = tuple(f"{station}-m{n}" for n in range(6))
            self.command_at(self.now + 60_000, cmd.DrillAttend(drill=drill, station=station, members=members))
        verdict: Verdict = self.rng.choice(("met", "met", "partly"))
        said = cmd.DrillRemark(drill=drill, text="示例", objective="gear", verdict=verdict)
        self.command_at(self.now + 120_000, said)
        self.command_at(self.now + 180_000, cmd.DrillSignOff(drill=drill))

    def _moment(self, day: int) -> str:
        return to_text(Instant(START + day * DAY_MS + self.rng.randrange(9 * 3600, 21 * 3600) * 1000))


@long_play
def test_a_year_of_drills_gives_a_ledger() -> None:
    started = time.process_time()
    year = DrillingYear()
    year.play()
    played_s = time.process_time() - started
    found = _ledger(year)
    took_s = time.process_time() - started
    counts = Counter(str(event.__struct_config__.tag) for event in year.record)
    print(
        f"seed {SEED}: {counts['drill.started']} drills of {N_STATIONS} stations, {len(year.record)} events in "
        f"{played_s:.1f} s, the ledger in {took_s - played_s:.1f} s; latest {year.latest_ms} ms"
    )
    assert year.latest_ms == 0
    assert not year.world.running_drills
    assert counts["drill.signed_off"] == N_STATIONS // TOGETHER * QUARTERS
    assert {each.drills for each in found.stations} == {QUARTERS}
    assert len(found.stations) == N_STATIONS
    assert all(each.trend is not None and len(each.with_stations) == TOGETHER - 1 for each in found.stations)
    assert len(found.pairs) == N_STATIONS // TOGETHER * (TOGETHER * (TOGETHER - 1) // 2)
    assert all(line.score is not None and line.members == 6 * TOGETHER for line in found.drills)


def _plan(group: tuple[str, ...]) -> DrillPlan:
    return DrillPlan(
        name="示例：季度联勤拉动",
        kind="joint",
        place=DrillPlace(text="示例：训练场"),
        stations=group,
        everybody=True,
        unannounced=True,
        objectives=OBJECTIVES,
        injects=INJECTS,
        ends_after_s=1800,
    )


def _ledger(year: Year) -> Ledger:
    drills = gather(year.record)
    kinds = {key: station.kind for key, station in year.world.stations.items()}
    heads = {each.last_seq: f"{each.last_seq}:00" for each in drills.values()}
    return ledger(drills.values(), kinds, heads, "1:00")
