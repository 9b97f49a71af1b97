"""Lock every package by version and hash: ``python -m tools.lock``; ``--check`` says whether the locks are current.

A lock names no registry: who installs from it uses the one that their own machine is set to, and the hashes hold
whichever that is.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from typing import TYPE_CHECKING

from tools.set_up import LOCKS, ROOT, UV, fetch_uv, find_npm, run
from tools.speech import give_up, say

if TYPE_CHECKING:
    from collections.abc import Iterator

# lock → what it is made from, as arguments of `uv pip compile`
PYTHON_LOCKS = {
    "run.txt": ["pyproject.toml", "--group", "build"],
    "dev.txt": ["pyproject.toml", "--group", "build", "--group", "dev", "--constraints", "requirements/run.txt"],
    "uv.txt": ["requirements/uv.in"],
    "node.txt": ["requirements/node.in"],
}
NAMES_A_PLACE = re.compile(
    r"://|--(?:extra-)?index-url|--find-links|file:|\"resolved\"|(?<![\w./])/(?:home|opt|root|tmp|usr)/"
)


def main(arguments: list[str]) -> None:
    if "--check" not in arguments:
        lock_python(upgrade="--upgrade" in arguments)
        lock_front_end()
    complaints = list(faults())
    if complaints:
        give_up("\n".join(complaints))


def lock_python(*, upgrade: bool) -> None:
    fetch_uv()
    for name, source in PYTHON_LOCKS.items():
        say(f"Locking requirements/{name}", "锁定 Python 依赖包")
        command = [UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
        command += ["--upgrade"] if upgrade else []
        run([*command, *source, "--output-file", LOCKS / name], quiet=True)
        write_heading(name)


def lock_front_end() -> None:
    say("Locking package-lock.json", "锁定前端依赖包")
    run([*find_npm(), "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"], quiet=True)


def write_heading(name: str) -> None:
    lock = LOCKS / name
    text = lock.read_text(encoding="utf-8")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    lock.write_text(f"# Made by `make lock`; do not edit.\n{heading(name)}\n{body}", encoding="utf-8")


def heading(name: str) -> str:
    """Return the line by which a lock is known to be made from what is asked for today."""
    asked: list[object] = []
    for source in PYTHON_LOCKS[name]:
        if source.endswith(".in"):
            asked.append((ROOT / source).read_text(encoding="utf-8"))
        elif source == "pyproject.toml":
            project = tomllib.loads((ROOT / source).read_text(encoding="utf-8"))
            asked += [project["project"]["requires-python"], project["project"]["dependencies"]]
        elif source in ("build", "dev"):
            asked.append(project["dependency-groups"][source])
    return f"# from: {hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]}"


def faults() -> Iterator[str]:
    """Yield what is wrong with the locks: missing, older than what they are made from, or naming a place."""
    for lock in [*(LOCKS / name for name in PYTHON_LOCKS), ROOT / "package-lock.json"]:
        shown = lock.relative_to(ROOT)
        if not lock.exists():
            yield f"{shown} is missing: make lock"
            continue
        text = lock.read_text(encoding="utf-8")
        if lock.name in PYTHON_LOCKS and heading(lock.name) not in text.splitlines():
            yield f"{shown} is older than the dependencies it is made from: make lock"
        for line in places(text):
            yield f"{shown} names a place that only one network or machine has: {line}"


def places(lock: str) -> list[str]:
    """Return the lines of a lock's text that name a host or a folder of a machine."""
    return [line.strip() for line in lock.splitlines() if NAMES_A_PLACE.search(line)]


if __name__ == "__main__":
    main(sys.argv[1:])
