"""The states and figures of a required study, on any day and as known at any instant."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lms.learning.required import operations
from lms.learning.required.states import StudyState, state_on
from lms.people.models import ChangeKind, Exemption, Ground
from tests.catalog.factories import make_course
from tests.factories import NOW, make_change, saved
from tests.learning.required.cast import TODAY, at, complete
from tests.support.accounts import id_of

DUE = date(2026, 4, 15)  # Thirty days after today.


def leave(mandate, day, *, recorded=None):
    make_change(
        mandate, kind=ChangeKind.ENDED, effective_on=day, recorded_at=at(recorded or day), ground=Ground.RESIGNED
    )


@pytest.mark.parametrize(
    ("as_at", "completed_on", "state"),
    [
        (DUE, None, StudyState.UNDER_WAY),
        (DUE + timedelta(days=1), None, StudyState.NOT_COMPLETED),
        (DUE, DUE, StudyState.IN_TIME),
        (DUE + timedelta(days=2), DUE + timedelta(days=1), StudyState.AFTERWARDS),
    ],
)
def test_the_last_day_is_still_in_time(as_at, completed_on, state):
    assert state_on(as_at, due_on=DUE, completed_on=completed_on, is_exempt=False) is state
    assert state_on(as_at, due_on=DUE, completed_on=completed_on, is_exempt=True) is StudyState.EXEMPT


def test_in_office_due_and_trained_by_unit(cast):
    done, late, open_, grass = (cast.deputy() for _ in range(4))
    other = cast.deputy(cast.second)
    study = cast.ask()
    complete(done, cast.course, DUE)
    complete(late, cast.course, DUE + timedelta(days=3))
    operations.exempt(study.public_id, grass.public_id, "另有安排", is_exempt=True, actor=cast.organizer, now=NOW)
    found = cast.account(study, DUE + timedelta(days=5))
    first, second = found.of([cast.first.id]), found.of([cast.second.id])
    assert (first.in_office, first.due, first.trained) == (4, 3, 2)
    assert (second.in_office, second.due, second.trained) == (1, 1, 0)
    assert cast.states(study, DUE + timedelta(days=5)) == {
        done.id: "in_time",
        late.id: "afterwards",
        open_.id: "not_completed",
        grass.id: "exempt",
        other.id: "not_completed",
    }


def test_every_course_must_be_completed_and_the_last_one_tells_the_day(cast):
    second = make_course(congress_id=cast.congress_id)
    deputy = cast.deputy()
    study = cast.ask(cast.course, second)
    complete(deputy, cast.course, TODAY)
    assert cast.states(study, TODAY) == {deputy.id: "under_way"}
    complete(deputy, second, DUE + timedelta(days=1))
    assert cast.states(study, DUE + timedelta(days=1)) == {deputy.id: "afterwards"}


def test_a_course_completed_before_it_was_asked_counts(cast):
    deputy = cast.deputy()
    complete(deputy, cast.course, TODAY - timedelta(days=100))
    assert cast.states(cast.ask(), TODAY) == {deputy.id: "in_time"}


def test_a_past_day_stays_what_it_was_when_deputies_left(cast):
    deputies = [cast.deputy() for _ in range(3)]
    study = cast.ask()
    complete(deputies[0], cast.course, TODAY)
    before = cast.states(study, DUE, known=at(DUE))
    for deputy in deputies[:2]:
        leave(deputy, DUE + timedelta(days=10))
    complete(deputies[2], cast.course, DUE + timedelta(days=11))
    later = at(DUE + timedelta(days=30))
    assert cast.states(study, DUE, known=later) == before
    assert len(before) == 3
    assert cast.states(study, DUE + timedelta(days=30), known=later) == {deputies[2].id: "afterwards"}


def test_what_was_recorded_later_changes_a_past_day_only_as_known_later(cast):
    gone, stayed = cast.deputy(), cast.deputy()
    study = cast.ask()
    leave(gone, TODAY + timedelta(days=1), recorded=DUE)
    complete(stayed, cast.course, TODAY + timedelta(days=1), recorded=DUE)
    day = TODAY + timedelta(days=2)
    assert cast.states(study, day) == {gone.id: "under_way", stayed.id: "under_way"}
    assert cast.states(study, day, known=at(DUE)) == {stayed.id: "in_time"}


def test_the_roster_of_today_moves_nobody_in_figures_of_the_past(cast):
    deputy = cast.deputy()
    study = cast.ask()
    moved = TODAY + timedelta(days=5)
    make_change(deputy, kind=ChangeKind.CHANGED, effective_on=moved, values={"electing_body_id": cast.second.id})
    assert cast.account(study, TODAY).of([cast.first.id]).due == 1
    assert cast.account(study, moved).of([cast.second.id]).due == 1


def test_an_exemption_for_the_term_holds_here_too_and_ends_with_it(cast):
    deputy = cast.deputy()
    study = cast.ask()
    common = {"congress_id": cast.congress_id, "mandate_id": deputy.id, "reason": "长期驻外"}
    saved(Exemption(**common, is_exempt=True, effective_on=TODAY, recorded_at=at(TODAY)))
    assert cast.states(study, TODAY) == {deputy.id: "exempt"}
    end = TODAY + timedelta(days=3)
    saved(Exemption(**common, is_exempt=False, effective_on=end, recorded_at=at(end)))
    assert cast.states(study, end) == {deputy.id: "under_way"}
    assert cast.states(study, TODAY) == {deputy.id: "exempt"}


def test_before_it_was_set_and_after_it_was_withdrawn_it_is_asked_of_nobody(cast):
    cast.deputy()
    study = cast.ask()
    end = TODAY + timedelta(days=3)
    operations.withdraw(study.public_id, "课程内容将更新", actor=cast.organizer, now=at(end))
    assert cast.states(study, TODAY - timedelta(days=1), known=at(end)) == {}
    assert len(cast.states(study, end - timedelta(days=1), known=at(end))) == 1
    assert cast.states(study, end, known=at(end)) == {}


def test_a_deputy_who_is_not_in_office_is_in_no_figure(cast):
    deputy = cast.deputy()
    make_change(deputy, kind=ChangeKind.SUSPENDED, effective_on=TODAY, ground=Ground.DETAINED)
    found = cast.account(cast.ask(), TODAY)
    assert (found.of([id_of(cast.first)]).in_office, found.standings) == (0, [])
