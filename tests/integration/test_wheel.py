"""A wheel that was built once carries the pages, and works where there is neither Node nor a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "console" / "web"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but what the wheel installs."""
    built, site = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("site")
    offline = {**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip = [sys.executable, "-m", "pip", "-q"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", built, ROOT], check=True, env=offline, timeout=100
    )
    [wheel] = built.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", site, wheel], check=True, env=offline, timeout=100)
    return site


def test_the_pages_are_in_it_with_everything_that_they_load(site: Path) -> None:
    script = "import sys; sys.path.insert(0, sys.argv[1]); from console import static_folder; print(static_folder())"
    said = subprocess.run([sys.executable, "-I", "-c", script, site], check=True, capture_output=True, text=True)
    static = Path(said.stdout.strip())
    assert static.is_relative_to(site)
    for page in ("index", "crew", "replay", "district", "sign-in"):
        loaded = re.findall(r'(?:src|href)="/([^"]+)"', (static / f"{page}.html").read_text(encoding="utf-8"))
        assert len(loaded) > 2, page
        assert [each for each in loaded if not (static / each).is_file()] == [], page


def test_sources_are_not_in_it(site: Path) -> None:
    assert not (site / "console" / "web").exists()


def test_a_build_that_cannot_reach_the_registry_says_so(tmp_path: Path) -> None:
    kept = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(WEB, tmp_path / "console" / "web", ignore=kept)
    dead = {
        **os.environ,
        "npm_config_registry": "http://127.0.0.1:9",
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "cache"),
    }
    made = subprocess.run(
        [sys.executable, tmp_path / "console" / "web" / "make.py", "build"],
        env=dead,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert made.returncode == 1
    assert "npm could not reach its registry" in made.stderr
    assert "Traceback" not in made.stderr
