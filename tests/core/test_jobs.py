"""Work that the worker does."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from lms.core import blobs
from lms.core.backoff import FIRST_WAIT
from lms.core.database import db, transaction
from lms.core.errors import DomainError
from lms.core.jobs import JobRun, JobState, enqueue, job, registry, run_pending
from lms.core.jobs.context import LeaseLost
from lms.core.jobs.operations import AlreadyRetried, NothingToRetry, retry
from lms.core.jobs.running import LEASE, Runner, recover
from lms.core.jobs.schedule import schedule_due
from lms.core.permissions import Actor
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database", "no_jobs")
ADMIN = Actor(account_id=7, person_id=None, congress_id=1)


class TooLate(DomainError):
    template = "Closed on %(day)s for %(count)d people."


@pytest.fixture
def no_jobs(monkeypatch):
    """Only this test's jobs exist."""
    monkeypatch.setattr(registry, "_jobs", {})


def ask(name="test.work", actor=None, now=NOW, **payload):
    with transaction() as session:
        return enqueue(session, name, payload, actor=actor, now=now)


def fresh(run) -> JobRun:
    db.session.rollback()
    return db.session.get_one(JobRun, run.id, populate_existing=True)


def register(body, name="test.work", **options):
    job(name, title="Work", **options)(body)


def rest(_context):
    """Work that is done as soon as it is begun."""


def refuse(_context):
    raise TooLate(day=date(2026, 3, 1), count=3)


def test_work_asked_for_is_done_once_with_its_payload():
    seen = []
    register(lambda context: seen.append((dict(context.payload), context.account_id, context.congress_id)))
    run = ask(actor=ADMIN, unit=3)
    assert run_pending(now=NOW) == 1
    assert run_pending(now=NOW) == 0
    assert seen == [({"unit": 3}, 7, 1)]
    assert fresh(run).state is JobState.DONE


def test_work_nobody_registered_can_not_be_asked_for():
    with pytest.raises(registry.UnknownJob):
        ask("test.unknown")


def test_work_whose_transaction_failed_is_not_done():
    register(rest)
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert run_pending(now=NOW) == 0


def ask_and_fail():
    with transaction() as session:
        enqueue(session, "test.work", {}, actor=None, now=NOW)
        raise ZeroDivisionError


def test_progress_and_result_are_seen_by_whoever_asked(store):
    def work(context):
        context.progress(35, 35, "Counted %(units)d units", units=35)
        context.keep_result(b"sheet", "text/csv", "report.csv")

    register(work)
    run = ask()
    run_pending(now=NOW)
    run = fresh(run)
    assert (run.percent, run.message, run.message_params) == (100, "Counted %(units)d units", {"units": 35})
    assert blobs.read_blob(run.result_sha256) == b"sheet"
    assert run.result_name == "report.csv"


def test_progress_told_for_every_row_writes_seldom():
    commits = []

    def work(context):
        event.listen(db.engine, "commit", commits.append)
        for done in range(1, 1001):
            context.progress(done, 1000)

    register(work)
    run = ask()
    run_pending(now=NOW)
    assert fresh(run).done == 1000
    assert len(commits) < 100


def test_a_refusal_fails_the_work_at_once_with_its_reason():
    register(refuse)
    run = ask()
    run_pending(now=NOW)
    run = fresh(run)
    assert run.state is JobState.FAILED
    assert run.error % run.error_params == "Closed on 2026-03-01 for 3 people."


def test_an_unexpected_error_is_tried_again_and_then_told_without_its_text():
    def work(context):
        raise ValueError("王小明 13800138000")

    register(work, most_failures=2)
    run = ask()
    assert run_pending(now=NOW) == 1
    assert fresh(run).state is JobState.QUEUED
    assert run_pending(now=NOW) == 0
    assert run_pending(now=NOW + 2 * FIRST_WAIT) == 1
    run = fresh(run)
    assert run.state is JobState.FAILED
    assert run.error_name == "builtins.ValueError"
    assert "王小明" not in run.error


def test_work_of_a_worker_that_died_is_taken_up_after_its_lease():
    done = []
    register(lambda context: done.append(context.run_id))
    run = ask()
    Runner()._claim(NOW)  # This worker is killed here.
    assert recover(now=NOW + LEASE) == 0
    assert recover(now=NOW + LEASE + timedelta(seconds=1)) == 1
    assert run_pending(now=NOW + 3 * LEASE) == 1
    assert done == [run.id]


def test_a_worker_that_keeps_its_lease_keeps_its_work():
    register(rest)
    ask()
    runner = Runner()
    runner._claim(NOW)
    runner.renew_leases(NOW + LEASE)
    assert recover(now=NOW + LEASE + timedelta(seconds=1)) == 0


def test_work_that_kills_its_worker_again_and_again_is_given_up():
    register(rest)
    run = ask()
    moment = NOW
    for _ in range(3):
        Runner()._claim(moment)
        moment += LEASE + timedelta(hours=1)
        recover(now=moment)
        moment += timedelta(hours=1)
    assert fresh(run).state is JobState.FAILED


def test_a_worker_that_stood_still_can_not_write_into_a_run_that_was_given_away():
    register(rest)
    ask()
    slow = Runner()._claim(NOW)
    recover(now=NOW + 2 * LEASE)
    assert Runner()._claim(NOW + 3 * LEASE) is not None
    with pytest.raises(LeaseLost):
        slow.progress(1, 1)


def test_a_stopping_worker_puts_its_work_back_without_blame():
    stopping = threading.Event()

    def work(context):
        stopping.set()
        context.progress(1, 2)

    register(work)
    run = ask()
    Runner(stopping).run_pending(NOW)
    run = fresh(run)
    assert (run.state, run.failures) == (JobState.QUEUED, 0)


def test_failed_work_is_retried_for_whoever_asked_first():
    register(refuse)
    run = ask(actor=ADMIN)
    with pytest.raises(NothingToRetry):
        retry(run.id, actor=ADMIN, now=NOW)
    run_pending(now=NOW)
    again = retry(run.id, actor=Actor(account_id=9, person_id=None, congress_id=1), now=NOW)
    assert (again.account_id, again.retried_by_account_id, again.retry_of_id) == (7, 9, run.id)
    with pytest.raises(AlreadyRetried):
        retry(run.id, actor=ADMIN, now=NOW)
    assert fresh(run).state is JobState.FAILED


def runs() -> list[JobRun]:
    db.session.rollback()
    return list(db.session.scalars(select(JobRun).order_by(JobRun.due_at)))


# NOW is 09:00 in Beijing, so the first run at 02:00 is that of the next day.
NIGHTLY = "0 2 * * *"
FIRST_DUE = NOW + timedelta(hours=17)


def test_scheduled_work_is_laid_down_when_it_falls_due_and_never_twice():
    register(rest, crontab=NIGHTLY)
    assert schedule_due(now=NOW) == 0
    assert schedule_due(now=FIRST_DUE - timedelta(seconds=1)) == 0
    assert schedule_due(now=FIRST_DUE) == 1
    assert schedule_due(now=FIRST_DUE + timedelta(hours=1)) == 0
    assert [run.due_at for run in runs()] == [FIRST_DUE]


def test_after_an_outage_the_newest_missed_run_is_caught_up():
    register(rest, crontab=NIGHTLY)
    schedule_due(now=NOW)
    schedule_due(now=NOW + timedelta(days=3))
    assert [run.due_at for run in runs()] == [FIRST_DUE + timedelta(days=2)]


def test_work_that_needs_every_run_gets_every_missed_one():
    register(rest, crontab=NIGHTLY, every_missed=True)
    schedule_due(now=NOW)
    schedule_due(now=NOW + timedelta(days=3))
    assert [run.due_at for run in runs()] == [FIRST_DUE + timedelta(days=day) for day in range(3)]


def test_two_workers_laying_the_same_run_lay_one():
    register(rest, crontab=NIGHTLY)
    schedule_due(now=NOW)
    together = threading.Barrier(2)

    def lay():
        together.wait()
        schedule_due(now=FIRST_DUE)
        db.session.remove()

    threads = [threading.Thread(target=lay) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(runs()) == 1


def test_two_workers_never_run_the_same_work():
    seen = []
    register(lambda context: seen.append(context.run_id))
    for _ in range(20):
        ask()

    def work():
        run_pending(now=NOW)
        db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run_pending(now=NOW)
    assert len(seen) == len(set(seen)) == db.session.scalar(select(func.count()).select_from(JobRun)) == 20
