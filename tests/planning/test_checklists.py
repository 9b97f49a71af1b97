"""Checklists: copied from a template, with days that follow the study session's first day."""

from __future__ import annotations

from datetime import date

import pytest

from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.planning.checklists import access, operations, queries
from lms.planning.checklists.refusals import AlreadyCopied, NoSuchSubject, NothingToCopy
from lms.study_sessions.models import StudySession
from lms.study_sessions.planned import SUBJECT, subject_of
from lms.study_sessions.states import State
from tests.factories import NOW
from tests.planning.cast import TODAY, Cast
from tests.study_sessions.making import make_study_session


def template(cast: Cast, *days_before: int):
    public_id = operations.add_template("筹备", actor=cast.organizer, now=NOW)
    for days in days_before:
        words = f"提前{days}日"
        operations.add_item(public_id, words, role="培训处", days_before=days, actor=cast.organizer, now=NOW)
    return public_id


def copied(cast: Cast, *days_before: int, term=None):
    subject_id = make_study_session(term or cast.term).public_id
    return operations.copy(template(cast, *days_before), SUBJECT, subject_id, actor=cast.organizer, now=NOW)


def dated(cast: Cast, public_id) -> queries.Dated:
    db.session.expire_all()
    return queries.one(db.session(), access.checklist(db.session(), public_id, actor=cast.organizer))


def days(cast: Cast, public_id) -> list[date]:
    return [each.due.value for each in dated(cast, public_id).items]


def test_days_are_working_days_before_and_after_the_first_day(cast: Cast) -> None:
    # From Tuesday, 31 March: five working days before is the Tuesday of the week before; 4 to 6 April is a festival.
    assert days(cast, copied(cast, 5, 0, -4)) == [date(2026, 3, 24), date(2026, 3, 31), date(2026, 4, 7)]


def test_days_follow_when_the_study_session_moves(cast: Cast) -> None:
    public_id = copied(cast, 1)
    with transaction() as session:
        moved = session.query(StudySession).one()
        moved.starts_on = moved.ends_on = date(2026, 4, 21)
    assert days(cast, public_id) == [date(2026, 4, 20)]


def test_who_ticked_first_stays(cast: Cast) -> None:
    public_id = copied(cast, 1)
    item_id = dated(cast, public_id).items[0].item.public_id
    operations.tick(item_id, is_done=True, actor=cast.organizer, now=NOW)
    operations.tick(item_id, is_done=True, actor=cast.office, now=NOW)
    found = dated(cast, public_id).items[0]
    assert (found.item.done_by, found.item.done_at) == (cast.organizer.account_id, NOW)
    assert found.done_by
    operations.tick(item_id, is_done=False, actor=cast.organizer, now=NOW)
    assert dated(cast, public_id).done == 0


def test_what_is_past_its_day_is_shown_until_it_is_done_or_called_off(cast: Cast) -> None:
    public_id = copied(cast, 20, 1)
    assert overdue(cast) == [public_id]
    with transaction() as session:
        study_session = session.query(StudySession).one()
        study_session.state, study_session.called_off_reason = State.CALLED_OFF, "改期"
    assert overdue(cast) == []


def overdue(cast: Cast):
    db.session.rollback()
    known = [subject_of(each) for each in db.session.query(StudySession)]
    found = queries.overdue(db.session(), known, actor=cast.organizer, today=TODAY)
    return [each.checklist.public_id for each in found]


def test_a_template_is_copied_to_a_study_session_once(cast: Cast) -> None:
    subject_id, template_id = make_study_session(cast.term).public_id, template(cast, 1)
    operations.copy(template_id, SUBJECT, subject_id, actor=cast.organizer, now=NOW)
    with pytest.raises(AlreadyCopied):
        operations.copy(template_id, SUBJECT, subject_id, actor=cast.organizer, now=NOW)


def test_an_empty_template_and_a_foreign_study_session_give_no_checklist(cast: Cast) -> None:
    with pytest.raises(NothingToCopy):
        copied(cast)
    elsewhere = make_study_session(Cast().term).public_id
    public_id = operations.add_template("另一", actor=cast.organizer, now=NOW)
    with pytest.raises(NoSuchSubject):
        operations.copy(public_id, SUBJECT, elsewhere, actor=cast.organizer, now=NOW)


def test_another_congress_ticks_nothing_off(cast: Cast) -> None:
    item_id = dated(cast, copied(cast, 1)).items[0].item.public_id
    with pytest.raises(NotFound):
        operations.tick(item_id, is_done=True, actor=Cast().organizer, now=NOW)
