"""The two commands, the locks and the runner of these tests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.lock import faults, heading, places
from tools.run_tests import Outcome, counts_are_equal, read_report
from tools.set_up import ROOT, node_version, once


def test_the_locks_are_current_and_name_no_place() -> None:
    assert list(faults()) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--extra-index-url file:///srv/packages",
        "--find-links wheels",
        "uv @ file:///opt/uv.whl",
        '"resolved": "htmx.org-4.0.1.tgz"',
        "-r /home/somebody/more.txt",
    ],
)
def test_a_lock_that_names_a_place_is_seen(line: str) -> None:
    assert places(f"uv==1.0 \\\n    --hash=sha256:00\n{line}\n") == [line]


def test_each_lock_knows_what_it_was_made_from() -> None:
    assert len({heading(name) for name in ("run.txt", "dev.txt", "uv.txt", "node.txt")}) == 4


def test_what_was_made_is_made_again_only_when_its_lock_changes(tmp_path: Path) -> None:
    lock, made, times = tmp_path / "lock", tmp_path / "made", []
    for text in ("one", "one", "two"):
        lock.write_text(text)
        once(made, [lock], lambda: times.append(1))
    assert len(times) == 2


def test_what_failed_to_be_made_is_tried_again(tmp_path: Path) -> None:
    def fail() -> None:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        once(tmp_path / "made", [], fail)
    assert not (tmp_path / "made").exists()


def test_a_machine_without_node_is_no_surprise() -> None:
    assert node_version(None) == 0
    assert node_version("false") == 0


def test_a_skipped_test_counts_as_failed(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuite><testcase classname="a" name="good"/><testcase classname="a" name="bad"><failure/></testcase>'
        '<testcase classname="a" name="skipped"><skipped/></testcase></testsuite>'
    )
    outcome = read_report(report, 0)
    assert outcome.passed == {"a::good"}
    assert outcome.failed == {"a::bad", "a::skipped"}


def test_a_run_without_a_report_has_failed(tmp_path: Path) -> None:
    assert read_report(tmp_path / "none.xml", 0).exit_code


def test_unequal_counts_on_the_two_engines_are_seen(capsys: pytest.CaptureFixture[str]) -> None:
    assert counts_are_equal(outcome("a", "b"), outcome("a", "b"))
    assert not counts_are_equal(outcome("a", "b"), outcome("a"))
    assert "only on SQLite: b" in capsys.readouterr().out


def test_the_two_readmes_name_the_same_commands_and_files() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    chinese = chinese.replace("docs/guide.zh-CN.md", "docs/guide.md")
    for pattern in (r"```sh\n(.*?)```", r"\]\(((?!README)[^)]*)\)", r"src=\"([^\"]*)\"", r"(?m)^\| `([a-z]+/)`"):
        assert re.findall(pattern, english, re.DOTALL) == re.findall(pattern, chinese, re.DOTALL)


def test_what_the_readme_points_to_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"(?:\]\(|src=\")([^)\":]+)[)\"]", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_tests_own_postgresql_is_gone_when_its_owner_was_killed() -> None:
    owner = (
        "import os; os.environ.pop('LMS_TEST_POSTGRES_URL', None)\n"
        "from tests.support.postgres_server import start_server\n"
        "print(start_server().folder, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", owner], cwd=ROOT, capture_output=True, text=True, check=False)
    lock_file = Path(done.stdout.strip()) / "data" / "postmaster.pid"
    assert done.returncode == -9
    wait_until_gone(lock_file)


def wait_until_gone(path: Path) -> None:
    for _ in range(600):
        if not path.exists():
            return
        subprocess.run(["sleep", "0.05"], check=True)
    pytest.fail(f"{path} is still there")


def outcome(*passed: str) -> Outcome:
    return Outcome(frozenset(passed), frozenset(), 0)
