"""Lines that say what a panel does: understood or refused before anything is sent."""

from __future__ import annotations

import pytest

from dispatch.cli.panel import _play, _Screen
from dispatch.client.panel import Panel
from dispatch.client.panel_script import Line, ScriptError, read_script
from tests.kept_in_memory import until
from tests.unit.dispatch.panels.test_receiver import HOST, listening

DAY = """
# 示例：一天
fire 2-10 40 3层走廊 东
故障 2-11
test-fire 2-12 smoke_detector
value 1-1 5 3500 fire_pump
system mains_fault manual
own battery_fault
手动报警
reset
心跳
drop
dial
answer
normal 2-11
"""


async def test_a_file_is_played_and_everything_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    async with listening() as place:
        await _play(Panel(HOST, place.port, 889), read_script(DAY), _Screen("zh", "x"))
        said = place.gate.signals
        fires = [each.address for each in said if "fire" in each.raised]
        assert fires == ["1.1.2.10", "1.1.2.12", "1.1.manual"]
        assert [each.test for each in said if "fire" in each.raised] == [False, True, False]
        assert [each.text for each in said if each.address == "1.1.2.10"] == ["3层走廊 东"]
        assert [round(each.measured[0].value, 2) for each in said if each.measured] == [0.35]
        assert {"mains_fault", "manual"} in [set(each.raised) for each in said]
        assert ("battery_fault",) in [each.raised for each in said if each.address is None]
        assert {"reset", "post_check_answered"} <= {each.operation for each in said}
        await until(lambda: place.gate.lost)
    assert "已确认" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("burn 2-10", "burn"),
        ("fire", "needs 1 word"),
        ("fire 2-70000", "no address"),
        ("fire x", "no address"),
        ("fire 1-1 unicorn", "no kind"),
        ("wait soon", "seconds"),
        ("raw 404", "hexadecimal"),
        ("system burning", "burning"),
        ("value 1-1 5", "needs 3 words"),
        ("value 1-1 5 many", "no number"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_line(line: str, says: str) -> None:
    with pytest.raises(ScriptError, match=f"line 2: .*{says}"):
        read_script(f"heartbeat\n{line}")


def test_addresses_are_halves_or_a_number() -> None:
    assert read_script("fire 7\nnormal 2-10") == [Line(1, "fire", ("7",)), Line(2, "normal", ("2-10",))]
