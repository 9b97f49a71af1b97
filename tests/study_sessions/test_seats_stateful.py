"""Chance drives the seats; after each step nothing is oversold and history explains the state."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from lms.core import events
from lms.core.database import db, transaction
from lms.core.errors import DomainError
from lms.core.event_delivery import deliver_pending
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.models import Enrolment, Quota, SeatDay, StudySession
from lms.study_sessions.operations.lifecycle import confirm_list, open_recommending
from lms.study_sessions.operations.quotas import move_places
from lms.study_sessions.operations.recommendation import recommend, return_place, substitute, withdraw
from lms.study_sessions.states import PLACE_MOVES, PlaceState, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.chance import drive
from tests.study_sessions.making import liaison, make_quota, make_study_session, organizer

UNITS, DEPUTIES, PLACES = 3, 3, (2, 1, 1)

sessions = st.integers(0, 1)
pools = st.integers(0, UNITS)
deputies = st.integers(0, UNITS * DEPUTIES - 1)


class Seats(RuleBasedStateMachine):
    """A model of two study sessions on the same days: who is seated where, and how many places each pool has."""

    def __init__(self):
        super().__init__()
        term = make_term()
        bodies = [make_electing_body(term) for _ in range(UNITS)]
        self.mandates = [make_mandate(body) for body in bodies for _ in range(DEPUTIES)]
        self.organizer, self.liaison = organizer(term.congress_id), liaison(bodies[0])
        self.study_sessions = [make_study_session(term, title=f"第{n}期", places=sum(PLACES) + 1) for n in (1, 2)]
        self.quotas = [
            [make_quota(each, body, places).id for body, places in zip([*bodies, None], [*PLACES, 1], strict=True)]
            for each in self.study_sessions
        ]
        self.ids = [each.id for each in self.study_sessions]
        self.mandate_ids = [mandate.id for mandate in self.mandates]
        self.pools = [[*PLACES, 1] for _ in self.ids]
        self.open = [True, True]
        self.seated = [{}, {}]  # Deputy → enrolment state.

    def attempt(self, is_allowed, act, *arguments, actor=None):
        """Do it, and hold the outcome against the model's."""
        try:
            act(*arguments, actor=actor or self.liaison, now=NOW)
        except DomainError as error:
            refusal = error
        else:
            refusal = None
        assert (refusal is None) == is_allowed, f"the house says {refusal!r}"
        return is_allowed

    def may_come(self, here, deputy):
        return self.open[here] and self.fits(here, deputy)

    def fits(self, here, deputy, leaving=None):
        used = sum(1 for each in self.seated[here] if each // DEPUTIES == deputy // DEPUTIES and each != leaving)
        is_elsewhere = deputy in self.seated[1 - here] or (deputy in self.seated[here] and deputy != leaving)
        return not is_elsewhere and used < self.pools[here][deputy // DEPUTIES]

    def enrolment(self, here, deputy):
        db.session.rollback()
        return db.session.scalars(
            select(Enrolment.id)
            .where(Enrolment.study_session_id == self.ids[here], Enrolment.mandate_id == self.mandate_ids[deputy])
            .order_by(Enrolment.id.desc())
        ).first()

    @rule(here=sessions, deputy=deputies)
    def recommend(self, here, deputy):
        if self.attempt(self.may_come(here, deputy), recommend, self.ids[here], self.mandate_ids[deputy]):
            self.seated[here][deputy] = PlaceState.RECOMMENDED

    @rule(here=sessions, deputy=deputies)
    def withdraw(self, here, deputy):
        enrolment = self.enrolment(here, deputy)
        if enrolment is None:
            return
        is_allowed = self.open[here] and self.seated[here].get(deputy) is PlaceState.RECOMMENDED
        if self.attempt(is_allowed, withdraw, enrolment):
            del self.seated[here][deputy]

    @rule(here=sessions, leaving=deputies, coming=deputies)
    def substitute(self, here, leaving, coming):
        enrolment = self.enrolment(here, leaving)
        if enrolment is None or leaving == coming:
            return
        is_allowed = (
            leaving in self.seated[here]
            and leaving // DEPUTIES == coming // DEPUTIES
            and self.fits(here, coming, leaving)
        )
        if self.attempt(is_allowed, substitute, enrolment, self.mandate_ids[coming]):
            del self.seated[here][leaving]
            self.seated[here][coming] = PlaceState.RECOMMENDED if self.open[here] else PlaceState.CONFIRMED

    @rule(here=sessions, deputy=deputies)
    def return_place(self, here, deputy):
        enrolment = self.enrolment(here, deputy)
        if enrolment is None:
            return
        if self.attempt(deputy in self.seated[here], return_place, enrolment, "退回", actor=self.organizer):
            del self.seated[here][deputy]

    @rule(here=sessions)
    def confirm_or_reopen(self, here):
        if self.open[here]:
            if self.attempt(bool(self.seated[here]), confirm_list, self.ids[here], actor=self.organizer):
                self.open[here] = False
                self.seated[here] = dict.fromkeys(self.seated[here], PlaceState.CONFIRMED)
        elif self.attempt(True, open_recommending, self.ids[here], actor=self.organizer):
            self.open[here] = True

    @rule(here=sessions, giving=pools, getting=pools, places=st.integers(1, 2))
    def move_places(self, here, giving, getting, places):
        if giving == getting:
            return
        used = sum(1 for each in self.seated[here] if each // DEPUTIES == giving)
        is_allowed = self.open[here] and places <= self.pools[here][giving] - used
        arguments = self.quotas[here][giving], self.quotas[here][getting], places, "调剂"
        if self.attempt(is_allowed, move_places, *arguments, actor=self.organizer):
            self.pools[here][giving] -= places
            self.pools[here][getting] += places

    @rule(deputy=deputies)
    def mandate_is_suspended_and_resumed(self, deputy):
        with transaction() as session:
            payload = {"mandate_id": self.mandate_ids[deputy], "effective_on": NOW.date().isoformat()}
            events.publish(session, "mandate.suspended", payload, now=NOW)
        deliver_pending(now=NOW)
        for seats in self.seated:
            seats.pop(deputy, None)

    @invariant()
    def the_database_agrees_with_the_model(self):
        db.session.rollback()
        for here, study_session_id in enumerate(self.ids):
            live = db.session.scalars(
                select(Enrolment).where(Enrolment.study_session_id == study_session_id, Enrolment.holds_seat)
            )
            found = {self.mandate_ids.index(each.mandate_id): each.state for each in live}
            assert found == self.seated[here]
            row = db.session.get(StudySession, study_session_id)
            assert (row.state is State.RECOMMENDING) is self.open[here]

    @invariant()
    def nothing_is_oversold_and_the_total_stays(self):
        db.session.rollback()
        for here, study_session_id in enumerate(self.ids):
            quotas = db.session.scalars(select(Quota).where(Quota.study_session_id == study_session_id)).all()
            assert all(quota.seats_left >= 0 for quota in quotas)
            assert sum(quota.places for quota in quotas) == db.session.get(StudySession, study_session_id).places
            assert [quota.places for quota in sorted(quotas, key=lambda q: q.id)] == self.pools[here]

    @invariant()
    def a_person_has_seat_days_exactly_where_the_seat_is(self):
        db.session.rollback()
        expected = {
            (self.mandates[deputy].person_id, day): study_session.id
            for study_session, seats in zip(self.study_sessions, self.seated, strict=True)
            for deputy in seats
            for day in study_session.seat_days
        }
        rows = db.session.execute(
            select(SeatDay.person_id, SeatDay.day, Enrolment.study_session_id)
            .join(Enrolment, Enrolment.id == SeatDay.enrolment_id)
            .where(Enrolment.study_session_id.in_(self.ids))
        )
        assert {(person, day): study_session for person, day, study_session in rows} == expected

    @invariant()
    def history_explains_every_state(self):
        db.session.rollback()
        enrolments = db.session.scalars(select(Enrolment).where(Enrolment.study_session_id.in_(self.ids)))
        for enrolment in enrolments.all():
            changes = select(EnrolmentChange).where(EnrolmentChange.enrolment_id == enrolment.id)
            state = None
            for change in db.session.scalars(changes.order_by(EnrolmentChange.id)):
                assert change.from_state is state
                assert state is None or change.to_state in PLACE_MOVES[state]
                state = change.to_state
            assert state is enrolment.state


@pytest.mark.usefixtures("database")
def test_chance_finds_no_way_to_oversell_or_to_forget():
    drive(Seats, examples=12, steps=25)
