"""What the kernel says of a process and of the machine is read as it means it."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from pathlib import Path

import pytest

from loadtest.errors import LoadError
from loadtest.machine import MachineWatch, commit_of, python_build
from loadtest.scrape import longest_bucket, parse
from loadtest.threads import ThreadClock


def _threads(folder: Path, **ran_ns: tuple[int, int]) -> Path:
    for name, (ran, waited) in ran_ns.items():
        (folder / name[1:]).mkdir(exist_ok=True)
        (folder / name[1:] / "schedstat").write_text(f"{ran} {waited} 7\n", encoding="ascii")
    return folder


def test_the_first_thread_is_the_loop_and_the_busiest_other_one_the_writer(tmp_path: Path) -> None:
    task = _threads(tmp_path, t10=(1_000_000_000, 0), t11=(9_000_000_000, 0), t12=(0, 0))
    clock = ThreadClock(10, task=task)
    before = clock.read()
    # Thread 11 did much before the clock was made: at the start, roads were compiled there.
    _threads(
        tmp_path, t10=(1_500_000_000, 200_000_000), t11=(9_010_000_000, 0), t12=(250_000_000, 0), t13=(5_000_000, 0)
    )
    cpu = clock.between(before, clock.read())
    assert (cpu.main_s, cpu.log_s, cpu.other_s) == pytest.approx((0.5, 0.25, 0.015))
    assert cpu.waited_s == pytest.approx(0.2)
    assert cpu.total_s == pytest.approx(0.765)


def test_a_thread_that_ends_meanwhile_is_not_counted(tmp_path: Path) -> None:
    clock = ThreadClock(10, task=_threads(tmp_path, t10=(0, 0), t11=(0, 0)))
    before = clock.read()
    (tmp_path / "11" / "schedstat").unlink()
    _threads(tmp_path, t10=(1_000_000, 0))
    assert clock.between(before, clock.read()).total_s == pytest.approx(0.001)


def test_the_kernels_account_of_a_real_process_agrees_with_its_own() -> None:
    clock = ThreadClock(os.getpid())
    before, own = clock.read(), time.process_time()
    spun, looked = threading.Event(), threading.Event()

    def work() -> None:
        _spin(0.2)
        spun.set()
        looked.wait()  # a thread that has ended is in nobody's account any more

    worker = threading.Thread(target=work)
    worker.start()
    _spin(0.1)
    spun.wait()
    cpu, used = clock.between(before, clock.read()), time.process_time() - own
    looked.set()
    worker.join()
    assert cpu.main_s >= 0.09
    assert cpu.total_s == pytest.approx(used, rel=0.2, abs=0.02)


def _spin(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_process_that_has_gone_is_said() -> None:
    with subprocess.Popen(["true"]) as process:
        process.wait()
    with pytest.raises(LoadError, match="cannot be read"):
        ThreadClock(process.pid)


def _proc(folder: Path, machine: str, own: str) -> Path:
    (folder / "42").mkdir(exist_ok=True)
    (folder / "stat").write_text(f"cpu  {machine} 0 0\ncpu0 1 2 3\n", encoding="ascii")
    (folder / "42" / "stat").write_text(f"42 (a) name) S 1 1 1 0 -1 0 0 0 0 0 {own} 0 0 20", encoding="ascii")
    return folder


def test_what_others_used_is_all_but_ones_own(tmp_path: Path) -> None:
    watch = MachineWatch([42], proc=_proc(tmp_path, "100 0 100 800 0 0 0 0", "50 50"))
    _proc(tmp_path, "160 10 130 1580 0 0 20 100", "90 70")
    # Of 1,000 ticks: 100 busy in programs of which 60 are ours, 20 in interrupts, 100 stolen.
    use = watch.use()
    assert use.others == pytest.approx(0.04)
    assert use.stolen == pytest.approx(0.1)
    assert watch.use() == (0.0, 0.0)


def test_the_build_and_the_commit_are_named(tmp_path: Path) -> None:
    assert "CPython 3." in python_build()
    assert commit_of(Path(__file__).parent) != "no checkout"
    assert commit_of(tmp_path) == "no checkout"


TEXT = """# HELP a_total words with {braces} 1
a_total{how="x"} 3.0
late_bucket{le="0.001"} 10.0
late_bucket{le="0.005"} 12.0
late_bucket{le="+Inf"} 12.0
late_sum 0.5
"""


def test_samples_are_read_with_their_labels() -> None:
    assert parse(TEXT)['a_total{how="x"}'] == 3.0
    assert parse(TEXT)["late_sum"] == 0.5


def test_the_longest_is_the_highest_bucket_that_filled_meanwhile() -> None:
    before = parse(TEXT)
    assert longest_bucket({}, before, "late") == 0.005
    assert longest_bucket(before, before, "late") == 0.0
    assert longest_bucket(before, parse(TEXT.replace('+Inf"} 12', '+Inf"} 13')), "late") == float("inf")
    assert longest_bucket(before, parse(TEXT.replace("10.0", "11.0").replace("12.0", "13.0")), "late") == 0.001
    assert longest_bucket(before, before, "other") is None
