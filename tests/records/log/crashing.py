"""A process of its own that posts and sequences, and is killed at every point: run by test_crashes.py.

For each point it forks a child, which kills itself by SIGKILL right there. What the child has been told is committed
it writes down; whoever is killed leaves that list and the database behind, and nothing else.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from sqlalchemy import event

import lms.models  # noqa: F401  # Every table must be known.
from lms.core import crypto, keys, settings
from lms.core.database import db
from lms.core.settings import Settings
from lms.people.models import Mandate
from lms.records.log import sequencer
from tests.factories import NOW
from tests.records.log.laying import post

# Only against running for ever: a busy machine may take its time.
SECONDS_AT_MOST = 600
LIVES = 6


def work(mandate_id: int, number: int, told: Path) -> None:
    """Post again what the one before may have posted, with something new, and sequence in small batches."""
    mandate = db.session.get_one(Mandate, mandate_id)
    db.session.rollback()
    numbers = (number - 1, number, number + 1)
    post(mandate, *numbers)
    with told.open("a") as file:
        file.write("".join(f"{each}\n" for each in numbers))
    sequencer.sequence(now=NOW, batch=2)


def warm_up(url: str, mandate_id: int, told: Path) -> None:
    """Let SQLAlchemy learn the statements once, and keep nothing open that a child would share."""
    db.bind(url)
    work(mandate_id, 1, told)
    db.dispose()


def die_at(url: str, point: int) -> None:
    """Kill this process at the n-th thing that it asks of the database: before or after a statement, or at a commit."""
    db.bind(url)
    left = [point]

    def count(*_arguments: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(db.engine, name, count)


def at_every_point(url: str, mandate_id: int, told: Path) -> int:
    """Fork until a child lives through all of it; how many died."""
    ends = time.monotonic() + SECONDS_AT_MOST
    for point in range(1, 10_000):
        child = os.fork()
        if child == 0:
            die_at(url, point)
            work(mandate_id, 2 * point, told)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return point - 1 if os.waitstatus_to_exitcode(status) == 0 else -1
        if time.monotonic() > ends:
            return -1
    return -1


def at_random(url: str, mandate_id: int, told: Path) -> int:
    """Fork children that work on and on, two at a time, and kill them from outside at some moment."""
    chance = random.Random(6962)
    for life in range(LIVES):
        children = []
        for place in (0, 1):
            child = os.fork()
            if child == 0:
                db.bind(url)
                for number in range(100_000):
                    work(mandate_id, 100_000 * (2 * life + place + 1) + 2 * number, told)
            children.append(child)
        time.sleep(chance.uniform(0.1, 0.4))
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return LIVES


def main() -> None:
    """Arguments: the way to die, URL, data folder, the mandate's number, where to write what was told."""
    way, url, data_dir, mandate_id, told = sys.argv[1:]
    settings.use(Settings(data_dir=Path(data_dir)))
    crypto.use(keys.load(Path(data_dir) / "keys" / "keys.json"))
    run = {"every-point": at_every_point, "random": at_random}[way]
    warm_up(url, int(mandate_id), Path(told))
    sys.stdout.write(f"{run(url, int(mandate_id), Path(told))}\n")


if __name__ == "__main__":
    main()
