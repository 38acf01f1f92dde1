"""One struct holds what a district decides for itself: from the file, through the record, into the World."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from dispatch.core import commands as cmd
from dispatch.core.events import encode
from stations.model import DistrictSettings
from stations.problems import Findings
from stations.settings import read_settings
from tests.unit.core.world_builder import Town

DOCS = (Path(__file__).parents[3] / "docs" / "operations.md").read_text(encoding="utf-8")
FIELDS = DistrictSettings.__struct_fields__


def settings_from(folder: Path, toml: str) -> DistrictSettings:
    """Read a file that is without any defect."""
    (folder / "district.toml").write_text(toml, encoding="utf-8")
    findings = Findings("district.toml")
    settings = read_settings(folder, findings).settings
    assert findings.problems == []
    return settings


@pytest.fixture
def documented(tmp_path: Path) -> DistrictSettings:
    """What the example of the documentation says."""
    _, _, section = DOCS.partition("### What a district decides for itself")
    found = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert found is not None
    return settings_from(tmp_path, found[1])


def test_every_setting_is_read_from_the_file_and_shown_in_the_documentation(
    documented: DistrictSettings, tmp_path: Path
) -> None:
    default = settings_from(tmp_path, "")
    same = [name for name in FIELDS if getattr(documented, name) == getattr(default, name)]
    assert not same, f"docs/operations.md says nothing of {same}, or district.toml cannot say it"


def test_every_setting_is_in_the_event_and_in_the_world(documented: DistrictSettings) -> None:
    town = Town()
    (changed,) = town.do(cmd.ChangeRegistry(settings=documented))
    stored = msgspec.json.decode(encode(changed))["settings"]
    assert tuple(stored) == FIELDS
    assert msgspec.convert(stored, DistrictSettings) == documented
    assert town.world.settings == documented
