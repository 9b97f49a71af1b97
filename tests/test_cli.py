"""The command line: whatever is typed, a person reads what to mend, in one line and without a traceback."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from lms.cli import lms
from lms.core import keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.databases import Databases

    Told = Callable[..., subprocess.CompletedProcess[str]]

# What is typed, and what the answer names. {here} is an empty folder with keys; the database has its tables.
MISTAKES = [
    ("conquer", "conquer"),
    ("people import {here}/nothing.xlsx", "nothing.xlsx"),
    ("people import {here}", "directory"),
    ("people import {here}/keys/keys.json", "lms congress found"),
    ("people generate --seed x {here}/roster.xlsx", "integer"),
    ("report completion --as-at 2026-02-30 --out {here}/a.xlsx", "2026-02-30"),
    ("report completion --as-at 2026-06-30", "--out"),
    ("report completion --as-at 2026-06-30 --out {here}/a.txt", ".xlsx"),
    ("report completion --as-at 2026-06-30 --known-at yesterday --out {here}/a.csv", "yesterday"),
    ("congress found atlantis", "atlantis"),
    ("congress found npc --data {here}/nowhere", "nowhere"),
    ("congress stands-for ward --below atlantis", "lms congress found"),
    ("courses sync {here}/nowhere", "nowhere"),
    ("jobs run nothing", "nothing"),
    ("db upgrade 9999", "9999"),
    ("db downgrade nowhere", "nowhere"),
    ("messages update atlantis", "atlantis"),
    ("backup {here}/keys/keys.json/inside", "keys.json"),
    ("backup {here}/keys", "keys"),
    ("restore {here}/nothing", "manifest.json"),
    ("serve --port 99999", "99999"),
    ("keys init", "keys.json"),
]


def run(words: list[str], here: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, as from a shell."""
    own = {"PATH": "/usr/bin:/bin", "LMS_DATA_DIR": str(here), **environ}
    return subprocess.run([sys.executable, "-m", "lms", *words], env=own, capture_output=True, text=True, check=False)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    keys.create(tmp_path / "keys" / "keys.json")
    return tmp_path


@pytest.fixture
def told(database: str, databases: Databases, here: Path) -> Told:
    """Run a command on the test's own database, as the role that owns it."""
    url = databases.owner_url(database) or database
    return lambda *words, **environ: run(list(words), here, **({"LMS_DATABASE_URL": url} | environ))


@pytest.mark.parametrize(("typed", "named"), MISTAKES, ids=[typed for typed, _named in MISTAKES])
def test_a_mistake_is_told_by_name(told: Told, here: Path, typed: str, named: str) -> None:
    done = told(*typed.format(here=here).split())
    assert done.returncode in (1, 2)
    assert named in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("LMS_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3", "nowhere"),
        ("LMS_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing", "database"),
        ("LMS_KEYS_FILE", "/nowhere/keys.json", "lms keys init"),
        ("LMS_BEAT_SECOND", "15", "LMS_BEAT_SECOND"),
    ],
)
def test_a_setting_that_leads_nowhere_is_told(told: Told, setting: str, value: str, named: str) -> None:
    done = told("jobs", "list", **{setting: value})
    assert done.returncode in (1, 2)
    assert named in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", sorted(lms.commands))
def test_every_command_explains_itself(command: str) -> None:
    done = CliRunner().invoke(lms.commands[command], ["--help"])
    assert done.exit_code == 0
    assert "Usage" in done.output


def test_help_is_given_before_there_is_anything(tmp_path: Path) -> None:
    done = run(["people", "import", "--help"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
