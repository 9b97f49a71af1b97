"""All tests: the domain's on both engines, with equal counts; the architecture's and the browser's once.

``python -m tools.run_tests``. The gate goes first; the last line is the sum.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.support.postgres_server import start_server
from tools.gate import gate
from tools.set_up import ROOT
from tools.speech import say

if TYPE_CHECKING:
    from collections.abc import Sequence

ONCE = ("tests/architecture", "tests/browser")
NOT_TESTS = ("tests/benchmarks",)
PROCESSES = ("--numprocesses=auto", "--maxprocesses=4")
BY_THOUSANDS = (*PROCESSES, "--dist=worksteal")
# Few and long: each goes to whoever is free.
FEW_AND_LONG = (*PROCESSES, "--dist=load", "--maxschedchunk=1")


@dataclass(frozen=True)
class Outcome:
    """What one run of pytest came to: the tests that passed, the tests that did not, and whether pytest is content."""

    passed: frozenset[str]
    failed: frozenset[str]
    exit_code: int


def main() -> int:
    """Return the exit code: 0 only if the gate, every test on each engine, and the comparison pass."""
    gate_passed = gate()
    server = start_server()
    say(f"PostgreSQL {server.version}")
    try:
        domain = [f"--ignore={path}" for path in (*ONCE, *NOT_TESTS)]
        on_sqlite = run_pytest("The domain on SQLite", ["tests", *domain, "--engine=sqlite", *BY_THOUSANDS])
        on_postgresql = run_pytest("The domain on PostgreSQL", ["tests", *domain, "--engine=postgresql", *BY_THOUSANDS])
        once = run_pytest("Architecture and browser", [*ONCE, "--engine=sqlite", *FEW_AND_LONG])
    finally:
        server.stop()
    outcomes = (on_sqlite, on_postgresql, once)
    equal = counts_are_equal(on_sqlite, on_postgresql)
    content = gate_passed and equal and all(outcome.exit_code == 0 for outcome in outcomes)
    if not gate_passed:
        say("The gate FAILED: see above")
    passed, failed = (sum(len(getattr(each, name)) for each in outcomes) for name in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed", flush=True)
    return 0 if content and not failed else 1


def run_pytest(title: str, arguments: Sequence[str]) -> Outcome:
    """Run pytest on some tests and read its report. A test that was skipped counts as failed: it showed nothing."""
    say(title)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "--quiet", f"--junitxml={report}", *arguments]
        exit_code = subprocess.run(command, cwd=ROOT, check=False).returncode
        return read_report(report, exit_code)


def read_report(report: Path, exit_code: int) -> Outcome:
    if not report.exists():
        return Outcome(frozenset(), frozenset(), exit_code or 1)
    passed, failed = set(), set()
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it just now
        name = f"{case.get('classname')}::{case.get('name')}"
        unhappy = any(case.find(tag) is not None for tag in ("failure", "error", "skipped"))
        (failed if unhappy else passed).add(name)
    return Outcome(frozenset(passed - failed), frozenset(failed), exit_code)


def counts_are_equal(on_sqlite: Outcome, on_postgresql: Outcome) -> bool:
    """Say how many tests passed on each engine, and name those that only one of them passed."""
    say(f"{len(on_sqlite.passed)} passed on SQLite, {len(on_postgresql.passed)} passed on PostgreSQL")
    for name in sorted(on_sqlite.passed ^ on_postgresql.passed):
        print(f"    only on {'SQLite' if name in on_sqlite.passed else 'PostgreSQL'}: {name}")
    return len(on_sqlite.passed) == len(on_postgresql.passed)


if __name__ == "__main__":
    raise SystemExit(main())
