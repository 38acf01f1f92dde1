"""What norms and registry say of a post: the district's number where it is the same, faults that count, the unknown."""

from __future__ import annotations

from datetime import date

from dispatch.core.commands import RecordAssessment
from dispatch.upkeep.posts import judgements
from stations.model import Building, District, DistrictSettings, Station
from stations.norms.reading import read_norms
from stations.registry.model import Equipment, Member, Registry

TODAY = date(2026, 11, 22)
NORMS = read_norms()


def station(key: str, **more: str) -> Station:
    return Station(id=key, name=f"示例{key}", kind="micro_unit", lon=106.5, lat=29.5, **more)


def judged(*stations: Station, equipment: tuple[Equipment, ...] | None = None) -> dict[str, tuple[object, object]]:
    return {key: (each.minimum, each.faults) for key, each in told(*stations, equipment=equipment).items()}


def told(
    *stations: Station, equipment: tuple[Equipment, ...] | None = None, members: tuple[Member, ...] | None = None
) -> dict[str, RecordAssessment]:
    district = District(
        settings=DistrictSettings(name="示例", timezone="Asia/Shanghai", targets=(), ladder=()),
        roads=None,  # type: ignore[arg-type]  # nobody reads roads here
        roads_settings={},
        stations=stations,
        units=(),
        buildings=(Building(id="mall", name="示例", lon=106.5, lat=29.5, kind="mall", area_m2=60_000.0),),
        registry=Registry(equipment=equipment, members=members),
    )
    return {each.station: each for each in judgements(district, NORMS, TODAY)}


def test_a_station_in_a_commercial_complex_needs_more_people_than_its_kind() -> None:
    assert judged(station("s1", building="mall"), station("s2")) == {"s1": (6, None), "s2": (None, None)}


def test_without_a_table_of_equipment_nothing_is_known_of_any() -> None:
    assert judged(station("s1"))["s1"] == (None, None)


def test_with_one_a_station_without_a_row_is_unknown_and_one_in_order_is_without_fault() -> None:
    good = Equipment(id="E-1", station="s1", kind="extinguisher_powder", inspected=date(2026, 11, 20))
    assert judged(station("s1"), station("s2"), equipment=(good,)) == {"s1": (None, ()), "s2": (None, None)}


def test_only_faults_that_the_norm_lets_count_are_told() -> None:
    rows = (
        Equipment(id="E-1", station="s1", kind="extinguisher_powder", expires=date(2026, 11, 1)),
        Equipment(id="E-2", station="s1", kind="axe", state="away"),
    )
    assert judged(station("s1"), equipment=rows)["s1"] == (None, ("E-1:expired",))


def test_readiness_counts_whom_the_norms_count() -> None:
    """Four firefighters and two control-room officers are four, for the norms and for readiness alike."""
    crew = [Member(id=f"f{n}", station="s1", role="firefighter", team="甲班") for n in range(4)]
    crew += [Member(id=f"o{n}", station="s1", role="controller", team="甲班") for n in range(2)]
    assert told(station("s1", building="mall"), members=tuple(crew))["s1"].not_counted == ("o0", "o1")
    assert told(station("s1"), members=tuple(crew))["s1"].not_counted == (), "outside of a complex everybody counts"
