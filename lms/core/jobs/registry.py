"""The jobs there are, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from lms.core.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lms.core.jobs.context import JobContext
    from lms.core.permissions import Permission

Body = TypeVar("Body", bound="Callable[[JobContext], None]")


@dataclass(frozen=True)
class Job:
    """Work that runs in the worker. Its body is safe to run twice: it looks what is still to do, and commits by item.

    `crontab` is in Asia/Shanghai. After an outage only the newest missed run is caught up, unless `every_missed`.
    """

    name: str
    title: str
    run: Callable[[JobContext], None]
    crontab: str | None
    every_missed: bool
    most_failures: int
    permission: Permission | None


class UnknownJob(LookupError):
    """No room registered a job of that name."""


_jobs: dict[str, Job] = {}


def job(
    name: str,
    *,
    title: str,
    crontab: str | None = None,
    every_missed: bool = False,
    most_failures: int = 3,
    permission: Permission | None = None,
) -> Callable[[Body], Body]:
    """Register a function as the body of a job.

    Args:
        name: `<room>.<noun>`; kept in the database, so never reused for something else.
        title: an English msgid, shown on pages.
        crontab: five fields in Asia/Shanghai; None for work that somebody asks for.
        every_missed: run once for every instant that was missed, not for the newest only.
        most_failures: unexpected errors after which the run has failed. A `DomainError` fails it at once.
        permission: what the person must still hold when the result is fetched.
    """

    def take(run: Body) -> Body:
        known = _jobs.get(name)
        if known is not None and known.run is not run:
            raise ValueError(f"two jobs are called {name}")
        _jobs[name] = Job(name, title, run, crontab, every_missed, most_failures, permission)
        return run

    return take


def find(name: str) -> Job:
    """The job of that name.

    Raises:
        UnknownJob: there is none.
    """
    try:
        return _jobs[name]
    except KeyError:
        raise UnknownJob(name) from None


def title_of(name: str) -> str:
    """The msgid of a job's title, also for a job that a release took away."""
    known = _jobs.get(name)
    return known.title if known else N_("Work of an earlier version")


def most_failures(name: str) -> int:
    """After how many unexpected errors a run has failed; a job that a release took away fails at its first."""
    known = _jobs.get(name)
    return known.most_failures if known else 1


def permission_of(name: str) -> Permission | None:
    """What the person must hold to fetch a result."""
    known = _jobs.get(name)
    return known.permission if known else None


def scheduled() -> Iterable[Job]:
    """The jobs with a time-table, by name."""
    return sorted((each for each in _jobs.values() if each.crontab), key=lambda each: each.name)
