"""A line of the plan in force becomes one study session."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from lms.core.database import db
from lms.core.errors import NotFound
from lms.planning.annual.lines import AlreadyHeld, held, lines_to_hold
from lms.study_sessions.models import StudySession
from lms.study_sessions.operations import from_plan
from lms.study_sessions.operations.drafting import Draft
from lms.study_sessions.planned import SUBJECT
from lms.study_sessions.refusals import DaysOutOfOrder
from lms.study_sessions.states import Kind
from tests.factories import NOW
from tests.planning.cast import Cast


def draft(first: int = 12) -> Draft:
    return Draft(
        kind=Kind.THEMATIC,
        number=1,
        title="第1期专题学习班",
        theme="",
        arrival_on=date(2026, 5, first),
        starts_on=date(2026, 5, 12),
        ends_on=date(2026, 5, 14),
        recommend_until=None,
        venue="",
        places=100,
    )


def key(cast: Cast):
    cast.approved()
    return lines_to_hold(db.session(), cast.congress_id, 2026)[0].key


def test_the_plan_knows_what_came_of_its_line(cast: Cast) -> None:
    line_key = key(cast)
    public_id = from_plan.create(line_key, draft(), actor=cast.organizer, now=NOW)
    found = held(db.session(), [line_key])[line_key]
    assert (found.kind, found.public_id) == (SUBJECT, public_id)
    assert lines_to_hold(db.session(), cast.congress_id, 2026) == []


def test_a_line_becomes_no_second_study_session(cast: Cast) -> None:
    line_key = key(cast)
    from_plan.create(line_key, draft(), actor=cast.organizer, now=NOW)
    with pytest.raises(AlreadyHeld):
        from_plan.create(line_key, draft(), actor=cast.organizer, now=NOW)
    assert db.session.scalar(select(func.count()).select_from(StudySession)) == 1


def test_a_draft_that_is_refused_leaves_the_line_as_it_was(cast: Cast) -> None:
    line_key = key(cast)
    with pytest.raises(DaysOutOfOrder):
        from_plan.create(line_key, draft(first=13), actor=cast.organizer, now=NOW)
    assert len(lines_to_hold(db.session(), cast.congress_id, 2026)) == 1


def test_what_is_not_in_force_or_of_another_congress_is_unknown(cast: Cast) -> None:
    public_id = cast.plan()
    unapproved = cast.version(public_id).lines[0].key
    elsewhere = key(Cast())
    for line_key in (unapproved, elsewhere):
        with pytest.raises(NotFound):
            from_plan.create(line_key, draft(), actor=cast.organizer, now=NOW)
