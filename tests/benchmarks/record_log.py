"""The record and its log: posting in batches, the tree check and the full row check, and the memory that they take."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from lms.core import clock
from lms.core.database import db, transaction
from lms.records.log import sequencer
from lms.records.log.verifying.running import Parts, verify
from lms.records.posting import Fact, MandateFact, post_for_mandates
from tests.benchmarks.figures import Figure
from tests.factories import make_electing_body, make_mandate

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = 40_960
DEPUTIES = 64
BATCH = 1024
POSTED_A_SECOND = 2_000
LEAVES_A_SECOND = 200_000
ROWS_A_SECOND = 40_000
PEAK_MEBIBYTES = 24
ROUNDS = 3
MEBIBYTE = 1024 * 1024


def run() -> list[Figure]:
    """Fill the bound, empty database with entries, sequence and verify them."""
    posted = _posting()
    began = time.process_time()
    sequencer.sequence(now=clock.now())
    sequenced = ENTRIES / (time.process_time() - began)
    tree, rows = (partial(_check, parts) for parts in (Parts.TREE, Parts.ROWS))
    return [
        posted,
        Figure("log: sequencing", f"{sequenced:.0f} entries/s of CPU"),
        _speed("log: tree check", tree, LEAVES_A_SECOND),
        _speed("log: full row check", rows, ROWS_A_SECOND),
        _memory("log: memory of both checks", lambda: (tree(), rows())),
    ]


def _posting() -> Figure:
    """By the clock, for the database works too; on SQLite without a goal, since it serves one congress."""
    body = make_electing_body()
    mandates = [make_mandate(body).id for _ in range(DEPUTIES)]
    facts = [MandateFact(mandates[number % DEPUTIES], _fact(number)) for number in range(ENTRIES)]
    began = time.perf_counter()
    for at in range(0, ENTRIES, BATCH):
        with transaction() as session:
            post_for_mandates(session, facts[at : at + BATCH], now=clock.now())
    rate = ENTRIES / (time.perf_counter() - began)
    goal = "" if db.is_sqlite else f">= {POSTED_A_SECOND} entries/s"
    note = f"{ENTRIES} entries in batches of {BATCH}, by the clock"
    return Figure("log: posting", f"{rate:.0f} entries/s", goal, db.is_sqlite or rate >= POSTED_A_SECOND, note)


def _fact(number: int) -> Fact:
    day = date(2026, 3, 1) + timedelta(days=number % 28)
    title = f"代表法要点第{number}讲"
    return Fact(
        kind="course_completion", occurred_on=day, source_key=f"course:{number}", payload={"title": title, "version": 1}
    )


def _check(parts: Parts) -> None:
    report = verify(now=clock.now(), parts=parts)
    assert report.is_whole, report.kept
    assert max(report.leaves, report.entries) == ENTRIES


def _speed(name: str, check: Callable[[], None], goal: int) -> Figure:
    """The best of a few rounds, in CPU time of this process: what one core does."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        check()
        spent.append(time.process_time() - began)
    rate = ENTRIES / min(spent)
    return Figure(
        name, f"{rate:.0f}/s", f">= {goal}/s", rate >= goal, f"{ENTRIES} entries, CPU of the checking process"
    )


def _memory(name: str, check: Callable[[], object]) -> Figure:
    """What Python allocates at most, whatever the size of the log; apart from the speed, for the counting slows it."""
    tracemalloc.start()
    try:
        check()
        peak = tracemalloc.get_traced_memory()[1] / MEBIBYTE
    finally:
        tracemalloc.stop()
    return Figure(name, f"{peak:.1f} MiB", f"<= {PEAK_MEBIBYTES} MiB", peak <= PEAK_MEBIBYTES)
