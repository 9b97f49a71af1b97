"""Handing a file of questions in, adding what it holds, or putting it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import delete

from lms import audit
from lms.catalog.authoring import access as drafts
from lms.catalog.authoring.content import new_key
from lms.catalog.authoring.imports import access
from lms.catalog.authoring.imports.models import ImportState, QuestionImport
from lms.catalog.authoring.imports.plan import make_plan
from lms.catalog.authoring.imports.refusals import DecidedAlready, NothingToAdd
from lms.catalog.authoring.operations.drafts import writing_in
from lms.catalog.authoring.operations.parts import append_questions
from lms.catalog.authoring.refusals import NotBeingWritten
from lms.catalog.questions.imports.reading import read_questions_file
from lms.core.database import lock_row, transaction

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from lms.catalog.authoring.content import Content
    from lms.catalog.authoring.imports.plan import Plan
    from lms.core.permissions import Actor

LONGEST_FILE_NAME = 200


def hand_in(
    draft_id: uuid.UUID, data: bytes, file_name: str, *, lesson_key: str, source: str, actor: Actor, now: datetime
) -> QuestionImport:
    """Read a file of questions for a draft and keep what was read until it is decided on; the draft stays as it is.

    Args:
        lesson_key: the lesson, and `source` the source, of questions of which the file does not say it; may be empty.

    Raises:
        NotFound, NotBeingWritten.
        FileUnreadable, WorkbookUnreadable: the file as a whole cannot be taken; nothing is kept.
    """
    kind, found = read_questions_file(data)
    with transaction() as session:
        draft = drafts.locked(session, draft_id, actor=actor)
        if not draft.is_being_written:
            raise NotBeingWritten
        handed_in = QuestionImport(
            draft_id=draft.id,
            file_name=file_name[:LONGEST_FILE_NAME],
            file_kind=kind,
            lesson_key=lesson_key,
            source=source,
            content=cast("list[Any]", found),
            counts=make_plan(found, draft.said, lesson_key=lesson_key, source=source).counts,
            handed_in_by=actor.account_id,
            handed_in_at=now,
        )
        session.add(handed_in)
        session.flush()
        return handed_in


def plan_of(handed_in: QuestionImport, content: Content) -> Plan:
    """What a file would add to a draft that says this; of one that is decided, what was in it."""
    if not handed_in.is_undecided:
        content = {**content, "questions": []}
    return make_plan(handed_in.found, content, lesson_key=handed_in.lesson_key, source=handed_in.source)


def add(draft_id: uuid.UUID, public_id: uuid.UUID, *, actor: Actor, now: datetime) -> Plan:
    """Add the questions that can be asked here and are not there yet, all of them or none.

    Raises:
        NotFound, NotBeingWritten, DecidedAlready, NothingToAdd.
        TooMuch: the draft would have more questions than a course may.
    """
    with writing_in(draft_id, actor=actor, now=now) as (session, draft, content):
        handed_in = lock_row(session, QuestionImport, access.question_import(actor, draft_id, public_id).id)
        if not handed_in.is_undecided:
            raise DecidedAlready
        plan = plan_of(handed_in, content)
        if not plan.new:
            raise NothingToAdd
        append_questions(content, [{**each, "key": new_key("question")} for each in plan.new])
        _decide(handed_in, ImportState.ADDED, plan, actor=actor, now=now)
        subject = ("course_draft", draft.public_id)
        audit.record(session, actor=actor, action="course_draft.questions_added", subject=subject, now=now)
        return plan


def put_away(draft_id: uuid.UUID, public_id: uuid.UUID, *, actor: Actor, now: datetime) -> None:
    """Let a file go without adding anything; raises NotFound and DecidedAlready."""
    with transaction() as session:
        draft = drafts.locked(session, draft_id, actor=actor)
        handed_in = lock_row(session, QuestionImport, access.question_import(actor, draft_id, public_id).id)
        if not handed_in.is_undecided:
            raise DecidedAlready
        _decide(handed_in, ImportState.PUT_AWAY, plan_of(handed_in, draft.said), actor=actor, now=now)


def forget_undecided(*, before: datetime) -> int:
    """Forget the files that were handed in before an instant and never decided on; returns how many.

    What was in them is lost with the row, its report too. Whoever is just deciding on one is waited for.
    """
    with transaction() as session:
        forgotten = delete(QuestionImport).where(
            QuestionImport.state == ImportState.CHECKED, QuestionImport.handed_in_at < before
        )
        return len(session.scalars(forgotten.returning(QuestionImport.id)).all())


def _decide(handed_in: QuestionImport, state: ImportState, plan: Plan, *, actor: Actor, now: datetime) -> None:
    handed_in.state, handed_in.counts = state, plan.counts
    handed_in.decided_by, handed_in.decided_at = actor.account_id, now
