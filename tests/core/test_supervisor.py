"""Children are kept alive, and none outlives its supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE_SECONDS = 60
SCRIPT = """
import sys
from lms.core import supervisor
supervisor.FIRST_PAUSE = supervisor.LONGEST_PAUSE = 0.0
supervisor.SECONDS_TO_STOP = 0.5
supervisor.MOST_QUICK_DEATHS = int(sys.argv[2])
child = supervisor.Child("child", [sys.executable, "-c", sys.argv[1]])
sys.exit(supervisor.Supervisor([child]).run())
"""
NOTE_PID = "import os, time; open('pids', 'a').write(f'{os.getpid()}\\n'); "


@pytest.fixture
def supervise(tmp_path):
    """Start a supervisor of one child; what is left of it is ended after the test."""
    started = []

    def start(code, *, most_deaths=1000):
        command = [sys.executable, "-c", SCRIPT, NOTE_PID + code, str(most_deaths)]
        environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        started.append(subprocess.Popen(command, cwd=tmp_path, env=environ, stderr=subprocess.DEVNULL))
        return started[0]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def pids(tmp_path):
    file = tmp_path / "pids"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_child_that_dies_is_started_again(supervise, tmp_path):
    supervisor = supervise("time.sleep(0.1)")
    until(lambda: len(pids(tmp_path)) >= 3)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(PATIENCE_SECONDS) == 0


def test_a_child_that_dies_again_and_again_ends_the_supervisor_with_1(supervise, tmp_path):
    assert supervise("", most_deaths=3).wait(PATIENCE_SECONDS) == 1
    assert len(pids(tmp_path)) == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_supervisor_stops_its_child_and_ends_with_0(supervise, tmp_path, number):
    supervisor = supervise("time.sleep(600)")
    until(lambda: pids(tmp_path))
    supervisor.send_signal(number)
    assert supervisor.wait(PATIENCE_SECONDS) == 0
    assert not lives(pids(tmp_path)[0])


def test_a_child_that_will_not_stop_is_killed(supervise, tmp_path):
    supervisor = supervise(
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('deaf', 'w'); time.sleep(600)"
    )
    until((tmp_path / "deaf").exists)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(PATIENCE_SECONDS) == 0
    assert not lives(pids(tmp_path)[0])


def test_a_child_does_not_outlive_a_supervisor_that_was_killed(supervise, tmp_path):
    supervisor = supervise("time.sleep(600)")
    until(lambda: pids(tmp_path))
    supervisor.kill()
    until(lambda: not lives(pids(tmp_path)[0]))
