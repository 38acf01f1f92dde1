"""What a fresh machine must have: told by `requirements/machine.py` before all else, and named alike everywhere."""

from __future__ import annotations

import ast
import runpy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "requirements" / "machine.py"


@pytest.fixture
def script() -> dict[str, Any]:
    """What the script defines, made anew for each test."""
    return runpy.run_path(str(SCRIPT))


def only(*names: str) -> Callable[[str], str | None]:
    """A machine that has these programs."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


def test_a_machine_that_runs_this_lacks_nothing(script: dict[str, Any]) -> None:
    assert script["complaint"]("test") is None


def test_what_is_missing_is_said_with_the_one_command_that_brings_all_of_it(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else name)
    monkeypatch.setattr("ctypes.CDLL", _not_there)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", only("apt-get"))
    minor = script["sys"].version_info.minor
    packages = f"python3.{minor}-venv libatomic1"
    assert f"sudo apt-get update && sudo apt-get install -y {packages}" in script["complaint"]("test")
    monkeypatch.setattr("shutil.which", only("dnf"))
    assert "sudo dnf install -y python3-libs libatomic" in script["complaint"]("test")
    monkeypatch.setattr("shutil.which", only())
    assert "libatomic.so.1" in script["complaint"]("test")


def test_who_only_runs_the_hub_is_not_asked_for_what_the_browser_of_the_tests_needs(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctypes.CDLL", _not_there)
    assert script["complaint"]("run") is None
    assert "libatomic" in script["complaint"]("test")


def test_a_python_that_is_too_old_can_still_read_the_script_and_is_told(
    script: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 7))
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    assert "Python 3.11 or newer is needed and this is 3.9" in script["complaint"]("run")


def test_the_oldest_python_is_the_same_for_the_installer_the_checks_and_the_lock(script: dict[str, Any]) -> None:
    oldest = ".".join(map(str, script["OLDEST_PYTHON"]))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == f">={oldest}"
    assert project["tool"]["mypy"]["python_version"] == oldest
    assert project["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"--target={oldest}- " in makefile
    assert makefile.count(f"--python-version {oldest} ") == 2


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_what_to_install_on_debian_ubuntu_and_fedora(readme: str, script: dict[str, Any]) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    by_apt, by_dnf = (
        next(line for line in text.splitlines() if f"{tool} install" in line) for tool in ("apt-get", "dnf")
    )
    for package in ("python3", "python3-venv", "git", "make", script["LIBATOMIC"].debian):
        assert package in by_apt
    for package in ("python3", "git", "make", script["LIBATOMIC"].fedora):
        assert package in by_dnf


def _not_there(library: str) -> None:
    raise OSError(library)
