"""Answers by Excel: good rows count as 代办, the same file again changes nothing, bad rows come back with reasons."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.core.database import db
from lms.core.errors import NotFound
from lms.core.permissions import Actor, Grant, Role
from lms.documents.intake.book import write_book
from lms.documents.intake.reading import read_sheet
from lms.documents.intake.refusals import HeaderRefused
from lms.people.models import Mandate
from lms.study_sessions.answer_workbooks import operations, queries
from lms.study_sessions.answer_workbooks.columns import LAYOUT, Field
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.models import Enrolment
from lms.study_sessions.operations import answers
from lms.study_sessions.states import PlaceState
from tests.factories import NOW
from tests.people.test_roster_files import sheet
from tests.study_sessions.making import liaison, organizer


def row(mandate_id, answer="参加", reason="", **given):
    mandate = db.session.get_one(Mandate, mandate_id)
    cells = {
        Field.UNIT: mandate.electing_body.name,
        Field.NAME: mandate.person.name,
        Field.CARD_NUMBER: mandate.card_number or "",
        Field.ANSWER: answer,
        Field.REASON: reason,
    }
    return {key: cell for key, cell in (cells | {Field(key): cell for key, cell in given.items()}).items() if cell}


def book(*rows):
    target = BytesIO()
    write_book(target, LAYOUT, {}, created=NOW, rows=rows)
    return target.getvalue()


def of_unit(mandate_id):
    return liaison(db.session.get_one(Mandate, mandate_id).electing_body)


def handed_in(called, *rows, actor=None, now=NOW):
    actor = actor or of_unit(called.mailed)
    content = book(*rows)
    db.session.rollback()
    return operations.hand_in(called.id, content, actor=actor, now=now)


def figures(outcome):
    return outcome.accepted, outcome.declined, outcome.same, len(outcome.bad)


def reasons(outcome):
    return [type(said.refusal).__name__ for each in outcome.bad for said in each.problems]


def place(mandate_id):
    db.session.rollback()
    return db.session.scalars(select(Enrolment).where(Enrolment.mandate_id == mandate_id)).one()


def test_good_rows_count_as_given_in_the_deputys_stead(called):
    rows = row(called.mailed), row(called.posted, "不参加", "因公出国"), row(called.unaddressed, "")
    assert figures(handed_in(called, *rows)) == (1, 1, 1, 0)
    assert place(called.mailed).state is PlaceState.ACCEPTED
    assert place(called.unaddressed).state is PlaceState.CONFIRMED
    left = place(called.posted)
    assert left.state is PlaceState.DECLINED
    change = db.session.scalars(select(EnrolmentChange).order_by(EnrolmentChange.id.desc())).first()
    assert (change.enrolment_id, change.reason, change.is_for_deputy) == (left.id, "因公出国", True)
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "enrolment.declined")).one()
    assert noted.acting_for_person_id == left.person_id


def test_the_same_workbook_again_changes_nothing(called):
    rows = row(called.mailed), row(called.posted, "不参加", "因公出国")
    handed_in(called, *rows)
    before = len(db.session.scalars(select(EnrolmentChange)).all())
    assert figures(handed_in(called, *rows)) == (0, 0, 2, 0)
    assert len(db.session.scalars(select(EnrolmentChange)).all()) == before


def test_a_row_of_another_unit_is_bad_and_the_others_count(called):
    outcome = handed_in(called, row(called.courtesy), row(called.mailed))
    assert figures(outcome) == (1, 0, 0, 1)
    assert reasons(outcome) == ["NotAskedHere"]
    assert place(called.courtesy).state is PlaceState.CONFIRMED


def test_the_organizer_answers_for_all_units(called):
    rows = row(called.mailed), row(called.courtesy), row(called.army)
    assert figures(handed_in(called, *rows, actor=organizer(called.congress_id))) == (3, 0, 0, 0)


def test_whoever_answers_for_nobody_is_refused(called):
    head = Actor.of(31, None, called.congress_id, (Grant(Role.CLASS_HEAD),))
    with pytest.raises(NotFound):
        handed_in(called, row(called.mailed), actor=head)


def test_an_answer_that_is_not_possible_any_more_comes_back_in_the_words_of_the_refusal(called):
    answers.decline(place(called.mailed).id, "生病", actor=of_unit(called.mailed), now=NOW)
    gone = handed_in(called, row(called.mailed), row(called.posted))
    assert figures(gone) == (1, 0, 0, 1)
    assert reasons(gone) == ["NotWithdrawable"]
    begun = handed_in(called, row(called.unaddressed), now=NOW + timedelta(days=60))
    assert reasons(begun) == ["AnswersClosed"]
    assert place(called.unaddressed).state is PlaceState.CONFIRMED


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"answer": "也许"}, "NotAChoice"),
        ({"answer": "不参加"}, "ReasonNeeded"),
        ({"answer": "", "reason": "出访"}, "AnswerNeeded"),
        ({"reason": "长" * 201}, "TooLong"),
        ({"name": "别人"}, "OtherName"),
        ({"unit": "别的代表团"}, "OtherUnit"),
        ({"card_number": "999999"}, "NotAskedHere"),
        ({"card_number": "", "name": "别人"}, "NotAskedHere"),
        ({"unit": ""}, "Missing"),
    ],
)
def test_a_bad_row_says_why_and_nothing_is_written(called, given, reason):
    outcome = handed_in(called, row(called.mailed, **given))
    assert reasons(outcome) == [reason]
    assert place(called.mailed).state is PlaceState.CONFIRMED


def test_without_a_card_number_unit_and_name_find_the_deputy(called):
    assert figures(handed_in(called, row(called.mailed, card_number=""))) == (1, 0, 0, 0)


def test_a_deputy_who_is_there_twice_is_bad_twice(called):
    outcome = handed_in(called, row(called.mailed), row(called.mailed, "不参加", "出访"))
    assert reasons(outcome) == ["TwiceInFile", "TwiceInFile"]
    assert place(called.mailed).state is PlaceState.CONFIRMED


def test_a_workbook_without_the_column_of_answers_is_refused_whole(called):
    with pytest.raises(HeaderRefused):
        operations.hand_in(called.id, sheet(["选举单位", "姓名"], ["甲", "乙"]), actor=of_unit(called.mailed), now=NOW)


def test_the_template_names_those_called_up_and_comes_back_with_bad_rows(called):
    actor = of_unit(called.mailed)
    asked = queries.asked(db.session(), called.id, actor.bodies("recommend"))
    rows = read_sheet(operations.template(called.study_session, asked, now=NOW), LAYOUT).rows
    assert len(rows) == 4
    assert {each.cells[Field.STATE] for each in rows} == {"已确认"}
    outcome = handed_in(called, row(called.mailed, "也许"))
    back = read_sheet(operations.bad_rows(called.study_session, outcome, now=NOW), LAYOUT).rows
    assert [each.cells[Field.ANSWER] for each in back] == ["也许"]
