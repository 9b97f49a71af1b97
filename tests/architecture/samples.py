"""One real object for each argument of an address: what the matrix asks for."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from lms.catalog.authoring.models import CourseDraft
from lms.catalog.authoring.operations import drafts
from lms.catalog.models import Course, Lesson, LessonKind
from lms.catalog.questions.models import Question
from lms.core import clock, jobs
from lms.core.database import db, transaction
from lms.core.i18n import N_
from lms.core.jobs.models import JobRun
from lms.core.permissions import Actor, Grant, Role
from lms.documents.intake.book import write_book as write_entries
from lms.interop.tokens import operations as tokens
from lms.interop.tokens.models import ApiToken, Scope, TokenState
from lms.learning.notes import operations as lesson_notes
from lms.learning.notes.models import LessonNote
from lms.learning.required.models import RequiredStudy
from lms.learning.viewings.models import GroupViewing, ViewingState
from lms.notices.models import Notice
from lms.notices.operations import tell
from lms.people.accounts import login_sessions, roles
from lms.people.accounts.models import Account, GrantState, LoginSession, RoleGrant, Stage
from lms.people.accounts.policy import AccessPolicy
from lms.people.accounts.visitor import Visitor
from lms.people.models import Congress, ElectingBody, Mandate, RosterImport, Term
from lms.people.roster.book import write_book
from lms.people.roster.generator import generate
from lms.people.roster.operations import upload
from lms.records.attached import attach
from lms.records.checks.models import CheckPeriod
from lms.records.corrections.models import Correction
from lms.records.diary.models import DiaryNote, NoteState
from lms.records.erasures import operations as erasures
from lms.records.erasures.models import ErasureGround, ErasureProposal
from lms.records.evidence import Evidence, keep
from lms.records.log.checkpoints import newest as newest_checkpoint
from lms.records.models import RecordEntry
from lms.records.objections.models import Objection
from lms.records.standing import is_standing
from lms.records.unit.models import RecordingState, UnitRecording
from lms.records.workbooks import operations as entry_workbooks
from lms.records.workbooks.columns import LAYOUT
from lms.records.workbooks.columns import Field as EntryField
from lms.records.workbooks.models import EntryWorkbook
from lms.reports.queries import EXPORT_JOB
from lms.study_sessions.models import ApportionmentRun, Enrolment, Quota, StudySession
from lms.study_sessions.states import State

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.routing import Rule


def lay_samples() -> None:
    """What the demonstration year lacks: a proposed role, a checked roster, a job, an unread notice."""
    now, npc = clock.now(), _npc()
    system, editor, deputy = _account("system"), _account("editor"), _account("deputy")
    by = Actor.of(system.id, system.person_id, npc, (Grant(Role.SYSTEM_ADMIN),))
    roles.propose(editor.public_id, Role.CLASS_HEAD, body_public_id=None, actor=by, now=now)
    with transaction() as session:
        text = N_("You are signed out.")
        tell(session, person_id=deputy.person_id, congress_id=npc, kind="test.notice", template=text, now=now)
        login_sessions.start(
            session,
            deputy,
            stage=Stage.FULL,
            congress_id=npc,
            is_staff=False,
            visitor=Visitor("127.0.0.1"),
            policy=AccessPolicy(),
            now=now,
        )
        payload = {
            "congress_id": npc,
            "as_at": "2026-06-30",
            "known_at": now.isoformat(),
            "bodies": None,
            "format": "csv",
        }
        jobs.enqueue(session, EXPORT_JOB, payload, actor=by, now=now)
    with transaction() as session:
        kept = keep(session, Evidence.of(b"%PDF-1.7 evidence", "证明.pdf"), now=now)
        entry_id = session.scalars(select(RecordEntry.id).where(RecordEntry.public_id == _entry("deputy"))).one()
        attach(session, [entry_id], kept["evidence_sha256"], kept["evidence_name"])
    learner = Actor.of(deputy.id, deputy.person_id, npc, (Grant(Role.DEPUTY),))
    lesson_notes.write(_lesson(), "先到现场看。", second=None, actor=learner, now=now)
    writer = Actor.of(editor.id, editor.person_id, npc, (Grant(Role.EDITOR),))
    drafts.take_over(_lesson().course.public_id, actor=writer, now=now)
    _lay_tokens(npc)
    term = db.session.scalars(select(Term).where(Term.congress_id == npc)).one()
    officer = Actor.of(_account("business").id, None, npc, (Grant(Role.BUSINESS_ADMIN),))
    erasures.propose(_entry("deputy2"), ErasureGround.UNLAWFUL, "误录他人信息", actor=officer, now=now)
    book = io.BytesIO()
    write_book(book, [], created=now, rows=generate(1)[:1])
    business = _account("business")
    admin = Actor.of(business.id, business.person_id, npc, (Grant(Role.BUSINESS_ADMIN),))
    upload(book.getvalue(), "one.xlsx", term=term, actor=admin, now=now)
    _hand_in_entries(admin, now)


def _lay_tokens(npc: int) -> None:
    """Two tokens of another system, one asked for and one granted."""
    now, business, security = clock.now(), _account("business"), _account("security")
    asks = Actor.of(business.id, business.person_id, npc, (Grant(Role.BUSINESS_ADMIN),))
    grants = Actor.of(security.id, security.person_id, npc, (Grant(Role.SECURITY_ADMIN),))
    wish = tokens.Wish(
        system="meetings",
        name="会议系统",
        scopes={Scope.ENTRIES_WRITE, Scope.ENTRIES_READ},
        expires_on=clock.local_date(now) + timedelta(days=100),
    )
    _requested, granted = (tokens.request(wish, actor=asks, now=now) for _ in range(2))
    tokens.grant(granted, actor=grants, now=now)


def _hand_in_entries(admin: Actor, now: datetime) -> None:
    """A workbook with one good row and one bad."""
    mandate = db.session.scalars(select(Mandate).where(Mandate.public_id == _mandate())).one()
    good = {
        EntryField.CARD_NUMBER: mandate.card_number or "",
        EntryField.NAME: mandate.person.name,
        EntryField.KIND: "inspection",
        EntryField.OCCURRED_ON: clock.local_date(now),
        EntryField.TITLE: "视察",
    }
    target = io.BytesIO()
    write_entries(target, LAYOUT, {}, created=now, rows=[good, good | {EntryField.KIND: "?"}])
    entry_workbooks.hand_in(target.getvalue(), "entries.xlsx", actor=admin, now=now)


def arguments(rule: Rule) -> dict[str, Any]:
    """A value for each argument of an address: always of the national congress and the unit of Hebei."""
    return {name: _sample(rule.endpoint, name) for name in rule.arguments}


def _sample(endpoint: str, name: str) -> Any:
    room, _, page = endpoint.partition(".")
    known = _SAMPLES.get(endpoint) or _SAMPLES.get(f"{room}.{name}") or _SAMPLES.get(room) or _SAMPLES.get(name)
    assert known is not None, f"say in tests/architecture/samples.py what {endpoint} is tried on ({page}: {name})"
    return known()


def _question() -> Question:
    """A question that the national congress's courses ask now."""
    return db.session.scalars(
        select(Question)
        .join(Course, Course.id == Question.course_id)
        .where(Course.congress_id == _npc(), Question.until_version.is_(None))
        .order_by(Question.id)
    ).first()


def _note() -> Any:
    """A note of the deputy on the sample lesson."""
    return db.session.scalars(select(LessonNote.public_id).order_by(LessonNote.id)).first()


def _required_study() -> Any:
    """The one that is asked of every deputy of the national congress."""
    return db.session.scalars(
        select(RequiredStudy.public_id).where(RequiredStudy.congress_id == _npc()).order_by(RequiredStudy.id)
    ).first()


def _npc() -> int:
    return db.session.scalars(select(Congress.id).where(Congress.code == "npc")).one()


def _account(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


def _mandate() -> Any:
    person_id = _account("deputy").person_id
    return db.session.scalars(
        select(Mandate.public_id).where(Mandate.person_id == person_id, Mandate.congress_id == _npc())
    ).one()


def _entry(username: str) -> Any:
    """A standing entry of the national congress, of the person with that account."""
    return db.session.scalars(
        select(RecordEntry.public_id)
        .join(Mandate, Mandate.id == RecordEntry.mandate_id)
        .where(Mandate.person_id == _account(username).person_id, RecordEntry.congress_id == _npc(), is_standing())
        .order_by(RecordEntry.id)
    ).first()


def _study_session() -> StudySession:
    return db.session.scalars(
        select(StudySession).where(StudySession.congress_id == _npc(), StudySession.state == State.RECOMMENDING)
    ).one()


def _hebei() -> Any:
    return db.session.scalars(
        select(ElectingBody.public_id).where(ElectingBody.congress_id == _npc(), ElectingBody.short_name == "河北")
    ).one()


def _lesson() -> Lesson:
    return db.session.scalars(
        select(Lesson)
        .join(Course)
        .where(Course.congress_id == _npc(), Lesson.kind == LessonKind.VIDEO, Lesson.is_current)
        .order_by(Lesson.id)
    ).first()  # type: ignore[return-value]  # There are videos.


def _draft() -> CourseDraft:
    """A draft of the sample lesson's course."""
    return db.session.scalars(select(CourseDraft).order_by(CourseDraft.id)).first()  # type: ignore[return-value]


def _enrolment() -> Any:
    return db.session.scalars(
        select(Enrolment.public_id)
        .join(Mandate, Mandate.id == Enrolment.mandate_id)
        .join(ElectingBody, ElectingBody.id == Mandate.electing_body_id)
        .where(Enrolment.study_session_id == _study_session().id, ElectingBody.short_name == "河北")
    ).first()


def _log_size() -> int:
    newest = newest_checkpoint(db.session())
    assert newest is not None
    return newest.tree_size


# By endpoint, by room and argument, by room, or by the argument's name alone.
_SAMPLES: dict[str, Any] = {
    "lesson_notes.note_id": _note,
    "required_study.public_id": _required_study,
    "required_study_decisions.public_id": _required_study,
    "required_study_decisions.mandate_id": _mandate,
    "self_tests.course_id": lambda: db.session.get_one(Course, _question().course_id).public_id,
    "self_tests.question_id": lambda: _question().public_id,
    "draft_id": lambda: _draft().public_id,
    "lesson_key": lambda: _lesson().key,
    "question_key": lambda: _draft().said["questions"][0]["key"],
    "draft_parts.section": lambda: "questions",
    "draft_parts.key": lambda: _draft().said["questions"][-1]["key"],
    "accounts.public_id": lambda: _account("organizer").public_id,
    "accounts.person_id": lambda: _account("deputy").person.public_id,
    "accounts.end_login": lambda: db.session.scalars(
        select(LoginSession.public_id).where(LoginSession.account_id == _account("deputy").id)
    ).first(),
    "accounts.grant": lambda: _grant(GrantState.PROPOSED),
    "accounts.decline": lambda: _grant(GrantState.PROPOSED),
    "accounts.revoke": lambda: _grant(GrantState.GRANTED),
    "api_tokens.take_out": lambda: _token(TokenState.GRANTED),
    "api_tokens.revoke": lambda: _token(TokenState.GRANTED),
    "api_tokens": lambda: _token(TokenState.REQUESTED),
    "people.field": lambda: "phone",
    "people": _mandate,
    "mandates": _mandate,
    "records": _mandate,
    "records_entries": lambda: _entry("deputy"),
    "entry_id": lambda: _entry("deputy"),
    "corrections.public_id": lambda: db.session.scalars(select(Correction.public_id)).first(),
    "erasures.public_id": lambda: db.session.scalars(select(ErasureProposal.public_id)).first(),
    "objections.public_id": lambda: db.session.scalars(select(Objection.public_id)).first(),
    "checks.public_id": lambda: db.session.scalars(select(CheckPeriod.public_id)).first(),
    "entry_kinds.code": lambda: "inspection",
    "unit_recordings.body_id": _hebei,
    "group_viewings.body_id": _hebei,
    "group_viewings.public_id": lambda: _in_state(GroupViewing, ViewingState.RECORDED),
    "unit_recordings": lambda: _in_state(UnitRecording, RecordingState.DRAFT),
    "entry_workbooks": lambda: db.session.scalars(select(EntryWorkbook.public_id)).first(),
    "diary": lambda: _in_state(DiaryNote, NoteState.DRAFT),
    "diary_desk": lambda: _in_state(DiaryNote, NoteState.SUBMITTED),
    "imports": lambda: db.session.scalars(select(RosterImport.public_id).order_by(RosterImport.id.desc())).first(),
    "log.size": _log_size,
    "log.old": _log_size,
    "log.new": _log_size,
    "jobs": lambda: db.session.scalars(select(JobRun.public_id).order_by(JobRun.id.desc())).first(),
    "notices": lambda: db.session.scalars(
        select(Notice.public_id).where(Notice.person_id == _account("deputy").person_id).order_by(Notice.id.desc())
    ).first(),
    "course_id": lambda: _lesson().course.public_id,
    "lesson_id": lambda: _lesson().public_id,
    "sha256": lambda: _lesson().media_sha256,
    "study_sessions.public_id": lambda: _study_session().public_id,
    "enrolment_id": _enrolment,
    "quota_id": lambda: db.session.scalars(
        select(Quota.public_id).where(Quota.study_session_id == _study_session().id)
    ).first(),
    "study_sessions.run_id": lambda: db.session.scalars(
        select(ApportionmentRun.public_id).where(ApportionmentRun.study_session_id == _study_session().id)
    ).first(),
    "attendance.public_id": lambda: _study_session().public_id,
    "day": lambda: _study_session().starts_on,
    "static": lambda: "css/base.css",
    "status": lambda: 404,
}


def _token(state: TokenState) -> Any:
    return db.session.scalars(select(ApiToken.public_id).where(ApiToken.state == state)).first()


def _in_state(table: Any, state: Any) -> Any:
    return db.session.scalars(select(table.public_id).where(table.state == state).order_by(table.id)).first()


def _grant(state: GrantState) -> Any:
    return db.session.scalars(
        select(RoleGrant.public_id).where(RoleGrant.state == state, RoleGrant.congress_id == _npc())
    ).first()
