"""Annual plans: versions, approval, one in force; and nobody overwrites unseen what another wrote."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from lms.core.database import db, transaction
from lms.core.errors import NotFound
from lms.planning.annual import access, deciding, writing
from lms.planning.annual.models import PlanVersion
from lms.planning.annual.refusals import (
    BeingAmended,
    DatesRefused,
    DecidedInTheFuture,
    NothingPlanned,
    NotInForce,
    NotToBeDecided,
    NotWritable,
    OtherYear,
    YearTaken,
)
from lms.planning.annual.states import MOVES, Decision, PlanState
from lms.planning.calendar.models import DateKind
from lms.planning.kinds import SessionKind
from lms.planning.refusals import ChangedByOthers
from lms.records.evidence import Evidence
from lms.study_sessions.states import Kind
from tests.factories import NOW
from tests.planning.cast import TODAY, TUESDAY, Cast


def submit(cast: Cast, public_id) -> None:
    deciding.submit(public_id, actor=cast.organizer, now=NOW)


def amend(cast: Cast, public_id):
    return writing.amend(public_id, "增加一期", actor=cast.organizer, now=NOW)


def test_a_year_has_one_plan(cast: Cast) -> None:
    cast.plan()
    with pytest.raises(YearTaken):
        cast.plan()
    Cast().plan()


def test_a_plan_goes_from_draft_through_changes_into_force(cast: Cast) -> None:
    public_id = cast.plan()
    submit(cast, public_id)
    cast.decide(public_id, Decision.IN_PRINCIPLE)
    writing.add_line(public_id, cast.line(number=2), actor=cast.organizer, now=NOW)
    cast.decide(public_id, number="常办〔2026〕1号")
    version = cast.version(public_id)
    assert (version.state, version.approval_number, version.approved_on) == (
        PlanState.APPROVED,
        "常办〔2026〕1号",
        TODAY,
    )
    assert [each.decision.value for each in version.decisions] == ["begun", "submitted", "in_principle", "approved"]


def test_a_returned_plan_is_written_again(cast: Cast) -> None:
    public_id = cast.plan()
    submit(cast, public_id)
    cast.decide(public_id, Decision.RETURNED)
    assert cast.version(public_id).state is PlanState.DRAFT


def test_nobody_writes_while_it_is_decided_or_afterwards(cast: Cast) -> None:
    public_id = cast.plan()
    submit(cast, public_id)
    with pytest.raises(NotWritable):
        writing.say(public_id, "新", "", seen=0, actor=cast.organizer, now=NOW)
    cast.decide(public_id)
    with pytest.raises(NotWritable):
        writing.add_line(public_id, cast.line(), actor=cast.organizer, now=NOW)


def test_an_empty_plan_is_not_submitted(cast: Cast) -> None:
    public_id = writing.begin(2026, "年度计划", actor=cast.organizer, now=NOW)
    with pytest.raises(NothingPlanned):
        submit(cast, public_id)


def test_a_draft_is_not_decided_nor_is_anything_in_the_future(cast: Cast) -> None:
    public_id = cast.plan()
    with pytest.raises(NotToBeDecided):
        cast.decide(public_id)
    submit(cast, public_id)
    with pytest.raises(DecidedInTheFuture):
        cast.decide(public_id, decided_on=TODAY + timedelta(days=1))


def test_an_amendment_keeps_the_old_plan_in_force_until_it_is_approved(cast: Cast) -> None:
    old = cast.approved()
    new = amend(cast, old)
    assert access.current(db.session(), cast.congress_id, 2026).public_id == old
    with pytest.raises(BeingAmended):
        amend(cast, old)
    submit(cast, new)
    cast.decide(new)
    assert access.current(db.session(), cast.congress_id, 2026).public_id == new
    assert cast.version(old).state is PlanState.SUPERSEDED


def test_a_line_keeps_its_key_from_version_to_version(cast: Cast) -> None:
    old = cast.approved()
    new = amend(cast, old)
    assert [line.key for line in cast.version(new).lines] == [line.key for line in cast.version(old).lines]


def test_what_is_not_in_force_is_neither_amended_nor_published(cast: Cast) -> None:
    public_id = cast.plan()
    with pytest.raises(NotInForce):
        amend(cast, public_id)
    with pytest.raises(NotInForce):
        deciding.publish(public_id, is_public=True, actor=cast.office, now=NOW)


def test_a_plan_is_public_only_when_it_was_published(cast: Cast) -> None:
    public_id = cast.approved()
    code = cast.term.congress.code
    with pytest.raises(NotFound):
        access.published(db.session(), code, 2026)
    deciding.publish(public_id, is_public=True, actor=cast.office, now=NOW)
    assert access.published(db.session(), code, 2026)[1].public_id == public_id
    deciding.publish(public_id, is_public=False, actor=cast.office, now=NOW)
    with pytest.raises(NotFound):
        access.published(db.session(), code, 2026)


def test_the_second_who_saves_the_text_is_told_and_overwrites_nothing(cast: Cast) -> None:
    public_id = cast.plan()
    writing.say(public_id, "甲的", "", seen=0, actor=cast.organizer, now=NOW)
    with pytest.raises(ChangedByOthers):
        writing.say(public_id, "乙的", "", seen=0, actor=cast.organizer, now=NOW)
    assert cast.version(public_id).title == "甲的"


def test_the_second_who_saves_a_line_is_told_and_overwrites_nothing(cast: Cast) -> None:
    public_id = cast.plan()
    line_id = cast.version(public_id).lines[0].public_id

    def change(title: str, seen: int) -> None:
        words = cast.line(title=title)
        writing.change_line(public_id, line_id, words, seen=seen, actor=cast.organizer, now=NOW)

    change("甲的", 0)
    with pytest.raises(ChangedByOthers):
        change("乙的", 0)
    change("乙的，看过甲的", 1)
    assert cast.version(public_id).lines[0].title == "乙的，看过甲的"


def test_days_of_a_line_are_held_to_the_table_of_clashes(cast: Cast) -> None:
    cast.date(DateKind.PLENARY, TUESDAY)
    with pytest.raises(DatesRefused):
        cast.plan(cast.line(starts_on=TUESDAY, ends_on=TUESDAY))


def test_days_of_a_line_lie_in_the_year_and_give_its_month(cast: Cast) -> None:
    public_id = cast.plan(cast.line(month=1, starts_on=date(2026, 6, 2)))
    line = cast.version(public_id).lines[0]
    assert (line.month, line.ends_on) == (6, date(2026, 6, 2))
    with pytest.raises(OtherYear):
        writing.add_line(public_id, cast.line(starts_on=date(2027, 6, 2)), actor=cast.organizer, now=NOW)


def test_the_file_of_a_decision_is_kept(cast: Cast) -> None:
    public_id = cast.plan()
    submit(cast, public_id)
    cast.decide(public_id, file=Evidence.of(b"%PDF-1.7", "批复.pdf"))
    decision = cast.version(public_id).decisions[-1]
    assert access.decision(db.session(), decision.public_id, actor=cast.office).file_name == "批复.pdf"


def test_the_database_keeps_one_version_in_force(cast: Cast) -> None:
    old = cast.approved()
    new = amend(cast, old)
    by_hand = update(PlanVersion).where(PlanVersion.public_id == new).values(state=PlanState.APPROVED)
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(by_hand)


def test_another_congress_has_no_such_plan(cast: Cast) -> None:
    public_id = cast.plan()
    with pytest.raises(NotFound):
        access.version(db.session(), public_id, actor=Cast().organizer)
    assert db.session.scalars(select(PlanVersion.public_id)).all() == [public_id]


def test_every_state_has_its_moves_and_kinds_are_those_of_study_sessions() -> None:
    assert set(MOVES) == set(PlanState)
    assert [each.value for each in SessionKind] == [each.value for each in Kind]
