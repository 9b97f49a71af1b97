"""`make bench`: every figure with its goal; exits 1 if one misses both its goal and what ADR 0016 accepts instead."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import lms.handlers  # noqa: F401  # Who listens to events must be known.
from lms.app import create_app
from lms.core import settings
from lms.core.database import db
from lms.core.engines import build_engine
from tests.benchmarks import (
    growth,
    imports,
    learners,
    open_session,
    record_log,
    report_bench,
    required_bench,
    search_bench,
    world,
)
from tests.benchmarks.accepted import ACCEPTED
from tests.benchmarks.cases import cases
from tests.benchmarks.figures import Figure, summary, table
from tests.benchmarks.measure import compare
from tests.benchmarks.replay import Recorder, bare_app

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES = ("sqlite", "postgresql")


def main() -> None:
    """Measure on each engine and print the table."""
    options = _options()
    figures = [figure for engine_name in options.engines for figure in measure(engine_name, rounds=options.rounds)]
    sys.stdout.write(table(figures) + "\n")
    sys.stdout.write(summary(figures) + "\n")
    sys.exit(0 if all(each.passes for each in figures) else 1)


def measure(engine_name: str, *, rounds: int) -> Iterator[Figure]:
    """All figures of one engine."""
    with world.folder() as path, world.empty_databases(engine_name, path) as make:
        _say(f"{engine_name}: importing the roster")
        db.bind(make("imports"))
        yield from _named(engine_name, imports.run())
        _say(f"{engine_name}: laying the demonstration year")
        url = make("ours")
        world.lay_year(url)
        db.bind(url)
        app = create_app(settings.current())
        requests = cases(app)  # Signs everybody in and starts to play: the other database must know of that, too.
        db.dispose()
        bare_url = world.twin(url)
        db.bind(url)
        recorder, bare = Recorder(db.engine), bare_app(build_engine(bare_url))
        gc.collect()
        gc.freeze()  # What laying the year left behind is no part of a web process.
        with world.access_log():
            for case in requests:
                _say(f"{engine_name}: {case.name}")
                accepted = ACCEPTED.get((engine_name, case.name))
                figure = compare(case, recorder, bare, rounds=rounds, accepted=accepted)
                yield from _named(engine_name, [figure])
        _say(f"{engine_name}: a beat among few learners and among many")
        yield from _named(engine_name, learners.run(app, (make("few"), make("many"))))
        _say(f"{engine_name}: statements as pages grow")
        db.bind(make("growth"))
        yield from _named(engine_name, growth.run(app))
        _say(f"{engine_name}: the completion report")
        db.bind(make("reports"))
        yield from _named(engine_name, report_bench.run())
        _say(f"{engine_name}: required study")
        db.bind(make("required"))
        yield from _named(engine_name, required_bench.run(app))
        _say(f"{engine_name}: the record and its log")
        db.bind(make("logs"))
        yield from _named(engine_name, record_log.run())
        _say(f"{engine_name}: a crowd applies")
        db.bind(make("crowd"))
        yield from _named(engine_name, open_session.run(engine_name, app))
        _say(f"{engine_name}: search")
        db.bind(make("search"))
        yield from _named(engine_name, search_bench.run())
        db.dispose()


def _named(engine_name: str, figures: list[Figure]) -> Iterator[Figure]:
    for each in figures:
        yield replace(each, name=f"{engine_name}: {each.name}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="requests measured for each figure")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    return parser.parse_args()


def _say(what: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")


if __name__ == "__main__":
    main()
