"""The pages of background work."""

from __future__ import annotations

import pytest

from lms.core.database import db, transaction
from lms.core.errors import DomainError
from lms.core.jobs import JobRun, JobState, enqueue, job, registry, run_pending
from lms.core.permissions import Permission, Role
from tests.factories import NOW, make_congress
from tests.support.accounts import actor_of, make_staff, sign_in

pytestmark = pytest.mark.usefixtures("database", "store")


class Stopped(DomainError):
    template = "王小明 has stopped it."


@pytest.fixture
def congress(monkeypatch):
    """A congress; only this test's jobs exist."""
    monkeypatch.setattr(registry, "_jobs", {})
    job("test.report", title="Test report", permission=Permission.EXPORT_REPORTS)(write_report)
    job("test.refused", title="Refused", most_failures=1)(refuse)
    made = make_congress()
    _ = made.id
    db.session.expunge_all()
    return made


def write_report(context):
    context.progress(1, 1, "Counted %(units)d units", units=35)
    context.keep_result("单位,人数\n".encode(), "text/csv", "完成情况.csv")


def refuse(_context):
    raise Stopped


def staff(role, congress):
    """A person of the office, let go of by the session, which requests of other people end."""
    account = make_staff(role, congress)
    _ = account.id
    db.session.expunge_all()
    return account


@pytest.fixture
def office(congress):
    """A business admin, who asks for reports."""
    return staff(Role.BUSINESS_ADMIN, congress)


def ask(account, congress, name="test.report"):
    actor = actor_of(account, Role.BUSINESS_ADMIN, congress_id=congress.id)
    with transaction() as session:
        run = enqueue(session, name, {}, actor=actor, now=NOW)
    db.session.expunge_all()
    return run


def browser(client, account):
    sign_in(client, account)
    return client


def test_whoever_asked_sees_progress_and_fetches_the_file(client, congress, office):
    run = ask(office, congress)
    page = browser(client, office).get(f"/jobs/{run.public_id}")
    assert "hx-get" in page.text
    run_pending(now=NOW)
    page = client.get(f"/jobs/{run.public_id}")
    assert "完成情况.csv" in page.text
    assert "hx-get" not in page.text
    answer = client.get(f"/jobs/{run.public_id}/result", buffered=True)
    assert answer.data.decode() == "单位,人数\n"
    assert "%E5%AE%8C%E6%88%90" in answer.headers["Content-Disposition"]


def test_the_file_is_refused_to_someone_who_has_lost_the_permission(client, congress):
    class_head = staff(Role.CLASS_HEAD, congress)
    run = ask(class_head, congress)
    run_pending(now=NOW)
    assert browser(client, class_head).get(f"/jobs/{run.public_id}/result").status_code == 403


def test_the_work_of_somebody_else_does_not_exist(client, congress, office):
    run = ask(office, congress)
    run_pending(now=NOW)
    other = staff(Role.BUSINESS_ADMIN, congress)
    for page in ("", "/result"):
        assert browser(client, other).get(f"/jobs/{run.public_id}{page}").status_code == 404


def test_the_system_admin_sees_that_work_failed_but_neither_why_nor_for_whom(client, congress, office):
    run = ask(office, congress, "test.refused")
    run_pending(now=NOW)
    admin = staff(Role.SYSTEM_ADMIN, congress)
    for page in ("/jobs", f"/jobs/{run.public_id}"):
        text = browser(client, admin).get(page).text
        assert "Stopped" in text
        assert "王小明" not in text
    assert "王小明" in browser(client, office).get(f"/jobs/{run.public_id}").text


def test_the_system_admin_does_not_read_what_was_made_for_others(client, congress, office):
    run = ask(office, congress)
    run_pending(now=NOW)
    admin = staff(Role.SYSTEM_ADMIN, congress)
    assert browser(client, admin).get(f"/jobs/{run.public_id}/result").status_code == 404


def test_failed_work_is_tried_again_by_a_post(client, congress, office):
    run = ask(office, congress, "test.refused")
    run_pending(now=NOW)
    admin = browser(client, staff(Role.SYSTEM_ADMIN, congress))
    assert admin.post(f"/jobs/{run.public_id}/attempts").status_code == 303
    assert admin.post(f"/jobs/{run.public_id}/attempts").status_code == 409
    db.session.rollback()
    assert [each.state for each in db.session.query(JobRun).order_by(JobRun.id)] == [JobState.FAILED, JobState.QUEUED]


def test_work_of_another_congress_is_not_shown(client, congress, office):
    run = ask(office, congress)
    admin = browser(client, staff(Role.SYSTEM_ADMIN, make_congress()))
    assert str(run.public_id) not in admin.get("/jobs").text
    assert admin.get(f"/jobs/{run.public_id}").status_code == 404


def test_the_list_is_filtered_by_state_and_takes_any_nonsense(client, congress, office):
    run = ask(office, congress)
    admin = browser(client, staff(Role.SYSTEM_ADMIN, congress))
    assert str(run.public_id) in admin.get("/jobs?state=queued").text
    assert str(run.public_id) not in admin.get("/jobs?state=failed").text
    assert str(run.public_id) in admin.get("/jobs?state=nonsense").text


def test_a_worker_that_is_not_there_is_told(client, congress):
    admin = browser(client, staff(Role.SYSTEM_ADMIN, congress))
    assert "notice--error" in admin.get("/jobs").text
