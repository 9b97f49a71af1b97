"""The gate: what every change passes before its tests are looked at. ``python -m tools.gate`` runs all of it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tools.set_up import ROOT
from tools.speech import say

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """One question put to the whole tree, and the command that answers it."""

    question: str
    command: tuple[str | Path, ...]


CHECKS = (
    Check("strict types in lms/", (BIN / "mypy",)),
    Check("the floors", (BIN / "lint-imports", "--no-cache")),
    Check("format", (BIN / "ruff", "format", "--check", ".")),
    Check("lint", (BIN / "ruff", "check", ".")),
    Check("templates", (BIN / "djlint", "--lint", "lms")),
    Check("locks", (sys.executable, "-m", "tools.lock", "--check")),
)


@dataclass(frozen=True)
class Answer:
    """What a check said, and how long it took."""

    check: Check
    passed: bool
    output: str
    seconds: float


def ask(check: Check) -> Answer:
    """Run one check to its end."""
    started = monotonic()
    done = subprocess.run(
        check.command, cwd=ROOT, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return Answer(check, done.returncode == 0, done.stdout, monotonic() - started)


def gate() -> bool:
    """Run every check, print the words of those that fail, and return whether all passed."""
    say("The gate", "代码检查")
    failures = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for answer in pool.map(ask, CHECKS):
            verdict = "passed" if answer.passed else "FAILED"
            print(f"    {answer.check.question:<22}{verdict}  {answer.seconds:5.1f} s", flush=True)
            if not answer.passed:
                failures += 1
                print(answer.output, flush=True)
    print(f"    {len(CHECKS) - failures} of {len(CHECKS)} checks passed", flush=True)
    return not failures


if __name__ == "__main__":
    raise SystemExit(0 if gate() else 1)
