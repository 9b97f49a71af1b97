"""A change is one act: new days and venue, everybody told anew, letters that supersede, seats freed or kept."""

from datetime import date

import pytest
from sqlalchemy import select

from lms.core.database import db
from lms.core.events import Event
from lms.notices.models import Notice
from lms.study_sessions import seats
from lms.study_sessions.call_up import operations
from lms.study_sessions.call_up.refusals import AnswerTooLate, HasBegunAlready, NothingChanges
from lms.study_sessions.call_up.states import Change
from lms.study_sessions.operations import drafting as sessions
from lms.study_sessions.operations.lifecycle import call_off
from lms.study_sessions.operations.recommendation import recommend
from lms.study_sessions.refusals import DaysOutOfOrder, OtherTerm
from lms.study_sessions.states import PlaceState, State
from tests.factories import NOW
from tests.notices.letters_making import checker, drafter, signer
from tests.study_sessions.call_up.making import body_of
from tests.study_sessions.call_up.test_calling_up import enrolment
from tests.study_sessions.making import days_of, make_quota, make_study_session

LATER = {"arrival_on": date(2026, 4, 12), "starts_on": date(2026, 4, 13), "ends_on": date(2026, 4, 15)}
POSTPONED = {"change": Change.POSTPONED, "reason": "场地维修", **LATER}


def test_postponed_all_move_and_every_letter_is_superseded(called):
    called.do()
    first = {each.addressee: each.reference for each in called.letters()}
    told = called.told(called.do(**POSTPONED))
    assert {what for what, _number in told.values()} == {"changed"}
    assert called.study_session.starts_on == date(2026, 4, 13)
    for each in called.letters()[5:]:
        assert each.supersedes.reference == first[each.addressee]
        text = "".join(each.paragraphs)
        assert "2026年4月13日至2026年4月15日" in text
        assert first[each.addressee] in text
        assert "场地维修" in text
    assert days_of(enrolment(called, called.army).person_id) == [date(2026, 4, day) for day in range(12, 16)]


def test_the_dry_run_changes_nothing(called):
    called.do()
    called.begin(**POSTPONED)
    assert called.study_session.starts_on == date(2026, 3, 31)
    assert len(called.letters()) == 5


def test_postponed_before_anybody_was_called_up_they_are_called_up_to_the_new_days(called):
    told = called.told(called.do(**POSTPONED))
    assert {what for what, _number in told.values()} == {"called"}
    assert all(each.supersedes_id is None for each in called.letters())


def test_who_has_a_place_elsewhere_on_the_new_days_gives_up_this_one(called):
    called.do()
    other = make_study_session(called.study_session.term, title="第2期", number=2, **LATER, state=State.RECOMMENDING)
    make_quota(other, body_of(called.posted), 1)
    recommend(other.id, called.posted, actor=drafter(called.congress_id), now=NOW)
    call_up_id = called.begin(**POSTPONED)
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    assert called.sign(call_up_id)
    assert called.told(call_up_id)[called.posted][0] == "cancelled"
    gone = enrolment(called, called.posted)
    assert gone.state is PlaceState.RELEASED
    assert days_of(gone.person_id) == [date(2026, 4, day) for day in range(12, 16)]
    assert enrolment(called, called.mailed).state is PlaceState.CONFIRMED


def test_moved_the_days_stay(called):
    called.do()
    called.do(change=Change.MOVED, venue="上海", reason="会场维修")
    assert called.study_session.venue == "上海"
    assert all("上海" in "".join(each.paragraphs) for each in called.letters()[5:])


def test_called_off_every_place_is_freed_and_all_are_told(called):
    called.do()
    told = called.told(called.do(change=Change.CALLED_OFF, reason="天气原因"))
    assert {what for what, _number in told.values()} == {"cancelled"}
    assert called.study_session.state is State.CALLED_OFF
    assert days_of(enrolment(called, called.mailed).person_id) == []
    last = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert last.params["reason"] == "天气原因"


def test_called_off_elsewhere_the_next_call_up_says_so(called):
    called.do()
    call_off(called.id, "天气原因", actor=drafter(called.congress_id), now=NOW)
    told = called.told(called.do())
    assert {what for what, _number in told.values()} == {"cancelled"}


def test_days_that_were_edited_elsewhere_are_told_by_the_next_call_up(called):
    called.do()
    now_said = called.study_session
    draft = sessions.Draft(
        kind=now_said.kind,
        number=None,
        title=now_said.title,
        theme="",
        recommend_until=None,
        venue="北京",
        places=10,
        **LATER,
    )
    sessions.edit(called.id, draft, actor=drafter(called.congress_id), now=NOW)
    told = called.told(called.do())
    assert {what for what, _number in told.values()} == {"changed"}


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({**POSTPONED, "starts_on": date(2026, 4, 1)}, DaysOutOfOrder),
        ({**POSTPONED, **{name: day.replace(year=2030) for name, day in LATER.items()}}, OtherTerm),
        ({"change": Change.MOVED, "venue": "北京", "reason": "无"}, NothingChanges),
        ({"answer_by": date(2026, 3, 31)}, AnswerTooLate),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_drafted(called, wish, refusal):
    with pytest.raises(refusal):
        called.begin(**wish)
    called.begin()


def test_what_has_begun_is_not_postponed(called):
    call_up_id = called.begin(**POSTPONED)
    operations.check(call_up_id, actor=checker(called.congress_id), now=NOW)
    first_day = NOW.replace(day=31)
    with pytest.raises(HasBegunAlready):
        operations.sign(call_up_id, called.seen(call_up_id), actor=signer(called.congress_id), now=first_day)


def test_postponed_is_heard_by_those_who_wait(called):
    called.do()
    called.do(**POSTPONED)
    freed = db.session.scalars(select(Event.payload).where(Event.kind == seats.PLACE_FREED)).all()
    assert {"study_session_id": called.id} in freed
