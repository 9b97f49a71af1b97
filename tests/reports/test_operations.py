import json

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core import blobs, permissions
from lms.core import settings as process
from lms.core.database import db
from lms.core.jobs import JobRun, JobState, run_pending
from lms.core.permissions import Actor, Grant, Role
from lms.reports import access, operations, queries
from lms.reports.files import Format
from lms.reports.jobs import question_of
from tests.factories import make_electing_body, make_mandate, make_term
from tests.reports.cast import JULY, JUNE, LATER

EXPORT = permissions.Permission.EXPORT_REPORTS
READ = permissions.Permission.READ_REPORTS


@pytest.fixture
def term(database, settings, store):
    process.use(settings)
    return make_term()


@pytest.fixture
def body(term):
    body = make_electing_body(term)
    make_mandate(body)
    return body


def office(term, role=Role.BUSINESS_ADMIN, body_id=None):
    return Actor.of(7, None, term.congress_id, (Grant(role, body_id),))


def ask(actor, file_format=Format.CSV):
    asked = access.question(actor, EXPORT, as_at=JUNE, known_at=JULY, now=LATER)
    return operations.request_export(asked, file_format, actor=actor, now=LATER)


def run_of(run):
    db.session.expire_all()
    return db.session.scalars(select(JobRun).where(JobRun.public_id == run.public_id)).one()


@pytest.mark.parametrize("file_format", list(Format))
def test_the_worker_writes_what_was_asked_for_and_keeps_it_as_a_blob(term, body, file_format):
    run = ask(office(term), file_format)
    run_pending(now=LATER)
    done = run_of(run)
    assert done.state is JobState.DONE
    assert done.result_name == f"学习培训情况_截至20260630.{file_format}"
    assert done.percent == 100
    assert blobs.read_blob(done.result_sha256)


def test_an_export_is_audited_in_the_transaction_in_which_it_is_asked_for(term, body):
    run = ask(office(term))
    event = db.session.scalars(select(AuditEvent)).one()
    assert (event.action, event.account_id) == ("completion_report.exported", 7)
    assert (event.subject_kind, event.subject_id) == ("job_run", run.public_id)
    assert event.fields == ["as_at", "known_at", "format"]


def test_the_file_holds_only_the_bodies_that_its_reader_may_see(term, body):
    make_mandate(make_electing_body(term))
    run = ask(office(term, body_id=body.id))
    run_pending(now=LATER)
    text = blobs.read_blob(run_of(run).result_sha256).decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 2
    assert body.name in text


def test_who_may_not_export_has_an_empty_question(term, body):
    asked = access.question(office(term, Role.LIAISON), EXPORT, as_at=JUNE, known_at=JULY, now=LATER)
    assert asked.bodies == frozenset()


def test_the_payload_holds_choices_and_no_names(term, body):
    run = ask(office(term, body_id=body.id))
    payload = run.payload
    assert question_of(payload, run.congress_id, now=LATER).bodies == frozenset({body.id})
    assert set(payload) == {"as_at", "known_at", "bodies", "format"}
    assert json.dumps(payload).isascii()


def test_the_list_of_exports_is_ones_own_in_this_congress(term, body):
    mine = ask(office(term))
    other = make_term()
    make_mandate(make_electing_body(other))
    ask(office(other))
    ask(Actor.of(8, None, term.congress_id, (Grant(Role.BUSINESS_ADMIN),)))
    assert [run.public_id for run in queries.exports_of(office(term))] == [mine.public_id]


def test_a_file_from_the_command_line_is_audited_and_whole(term, body, tmp_path):
    asked = queries.question(congress_id=term.congress_id, as_at=JUNE, known_at=JULY, now=LATER)
    assert operations.export_to_file(asked, Format.CSV, tmp_path / "out.csv", now=LATER) == 1
    assert db.session.scalars(select(AuditEvent)).one().subject_kind == "congress"
    assert [path.name for path in tmp_path.glob("*.csv")] == ["out.csv"]


def test_nothing_half_done_is_left_behind(term, body, tmp_path, monkeypatch):
    def fail(*_args, **_given):
        raise OSError("no space")

    monkeypatch.setattr("lms.documents.csv_files.write_csv", fail)
    asked = queries.question(congress_id=term.congress_id, as_at=JUNE, known_at=JULY, now=LATER)
    (tmp_path / "out.csv").write_text("before")
    with pytest.raises(OSError, match="no space"):
        operations.export_to_file(asked, Format.CSV, tmp_path / "out.csv", now=LATER)
    assert (tmp_path / "out.csv").read_text() == "before"
    assert not list(tmp_path.glob(".report-*"))
