"""Chance drives the life of places; after each step nothing is oversold, nothing idle, and history explains the state."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from lms.core import events
from lms.core.clock import local_date
from lms.core.database import db, transaction
from lms.core.errors import DomainError
from lms.core.event_delivery import deliver_pending
from lms.people.models import Mandate, MandateStatus
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.models import Enrolment, Quota, SeatDay, StudySession
from lms.study_sessions.operations.answers import accept, decline
from lms.study_sessions.operations.applications import apply, withdraw_application
from lms.study_sessions.operations.lifecycle import confirm_list, open_recommending
from lms.study_sessions.operations.proposals import approve, sweep
from lms.study_sessions.operations.quotas import hand_back, move_places
from lms.study_sessions.operations.recommendation import recommend, return_place, substitute, withdraw
from lms.study_sessions.operations.reserves import put_earlier, reserve
from lms.study_sessions.seats import succession
from lms.study_sessions.states import PLACE_MOVES, SEATED, PlaceState, State
from tests.factories import NOW, make_electing_body, make_mandate, make_term
from tests.study_sessions.chance import drive
from tests.study_sessions.making import deputy_of, liaison, make_quota, make_study_session, organizer

UNITS, DEPUTIES, PLACES, RESERVE = 2, 4, (2, 1), 1
# Of the first unit's places one is held for the grassroots.
HELD = (1, 0)
CUT_OFF, STOP = NOW.date() + timedelta(days=2), NOW.date() + timedelta(days=5)
# One that asks the organizer, one that fills itself, one that is open; all on the same days.
SESSIONS = ({}, {"fills_by_itself": True}, {"is_open": True})

sessions = st.integers(0, len(SESSIONS) - 1)
deputies = st.integers(0, UNITS * DEPUTIES - 1)


class Places(RuleBasedStateMachine):
    """No model foretells who is seated: an oracle reads the rows and says whether the law holds."""

    def __init__(self):
        super().__init__()
        self.now = NOW
        term = make_term()
        bodies = [make_electing_body(term) for _ in range(UNITS)]
        self.deputies = [
            make_mandate(body, is_grassroots=bool(number % 2)) for body in bodies for number in range(DEPUTIES)
        ]
        self.organizer = organizer(term.congress_id)
        self.liaisons = [liaison(body) for body in bodies]
        total = sum(PLACES) + RESERVE
        days = {"cut_off_on": CUT_OFF, "stop_on": STOP, "places": total}
        self.ids = [make_study_session(term, **given, **days).id for given in SESSIONS]
        for id_, given in zip(self.ids, SESSIONS, strict=True):
            places = [total] if given.get("is_open") else [*PLACES, RESERVE]
            owners = [None] if given.get("is_open") else [*bodies, None]
            held = [0] if given.get("is_open") else [*HELD, 0]
            for body, number, grassroots in zip(owners, places, held, strict=True):
                make_quota(db.session.get_one(StudySession, id_), body, number, grassroots_at_least=grassroots)

    def attempt(self, act, *arguments, actor):
        """Do it; refused or not, the law must hold. News reaches its hearers before the next step."""
        with suppress(DomainError):
            act(*arguments, actor=actor, now=self.now)
        deliver_pending(now=self.now)
        db.session.rollback()

    def by_unit(self, deputy):
        return self.liaisons[deputy // DEPUTIES]

    def enrolment(self, here, deputy):
        """The newest of the deputy here, or none."""
        db.session.rollback()
        mine = select(Enrolment).where(
            Enrolment.study_session_id == self.ids[here], Enrolment.mandate_id == self.deputies[deputy].id
        )
        return db.session.scalars(mine.order_by(Enrolment.id.desc())).first()

    @initialize(here=sessions)
    def everybody_would_like_to_come(self, here):
        for deputy in range(UNITS * DEPUTIES):
            self.come(here, deputy, is_reserve=True)

    @rule(here=sessions, deputy=deputies, is_reserve=st.booleans())
    def come(self, here, deputy, is_reserve):
        mandate = self.deputies[deputy]
        if "is_open" in SESSIONS[here]:
            self.attempt(apply, self.ids[here], actor=deputy_of(mandate))
        else:
            self.attempt(reserve if is_reserve else recommend, self.ids[here], mandate.id, actor=self.by_unit(deputy))

    @rule(here=sessions, deputy=deputies, act=st.sampled_from(("earlier", "withdraw", "accept", "decline", "return")))
    def do(self, here, deputy, act):
        found = self.enrolment(here, deputy)
        if found is None:
            return
        by, himself = self.by_unit(deputy), deputy_of(self.deputies[deputy])
        match act:
            case "earlier":
                self.attempt(put_earlier, found.id, actor=by)
            case "withdraw" if "is_open" in SESSIONS[here]:
                self.attempt(withdraw_application, found.id, actor=himself)
            case "withdraw":
                self.attempt(withdraw, found.id, actor=by)
            case "accept":
                self.attempt(accept, found.id, actor=himself)
            case "decline":
                self.attempt(decline, found.id, "不能参加", actor=by)
            case "return":
                self.attempt(return_place, found.id, "退回", actor=self.organizer)

    @rule(here=sessions, leaving=deputies, coming=deputies)
    def substitute(self, here, leaving, coming):
        found = self.enrolment(here, leaving)
        if found is not None and leaving != coming:
            self.attempt(substitute, found.id, self.deputies[coming].id, actor=self.by_unit(leaving))

    @rule(here=sessions, is_confirmed=st.booleans())
    def confirm_or_reopen(self, here, is_confirmed):
        self.attempt(confirm_list if is_confirmed else open_recommending, self.ids[here], actor=self.organizer)

    @rule(here=sessions, giving=st.integers(0, UNITS), getting=st.integers(0, UNITS), hands_back=st.booleans())
    def places_change_hands(self, here, giving, getting, hands_back):
        quotas = self.quotas(self.ids[here])
        if max(giving, getting) >= len(quotas) or giving == getting:
            return
        if hands_back and giving < UNITS:
            self.attempt(hand_back, quotas[giving].id, 1, "无人能来", actor=self.liaisons[giving])
        else:
            self.attempt(move_places, quotas[giving].id, quotas[getting].id, 1, "调剂", actor=self.organizer)

    @rule(here=sessions, count=st.integers(1, 2))
    def organizer_approves(self, here, count):
        study_session = db.session.get_one(StudySession, self.ids[here])
        proposed = succession.proposal(db.session(), study_session, now=self.now).next
        chosen = [each.public_id for each in proposed][:count]
        self.attempt(approve, study_session.id, chosen, actor=self.organizer)

    @rule(deputy=deputies)
    def mandate_is_suspended_or_resumed(self, deputy):
        with transaction() as session:
            mandate = session.get_one(Mandate, self.deputies[deputy].id)
            was_in_office = mandate.status is MandateStatus.IN_OFFICE
            mandate.status = MandateStatus.SUSPENDED if was_in_office else MandateStatus.IN_OFFICE
            if was_in_office:
                payload = {"mandate_id": mandate.id, "effective_on": self.now.date().isoformat()}
                events.publish(session, "mandate.suspended", payload, now=self.now)
        deliver_pending(now=self.now)

    @rule()
    def night_falls(self):
        self.now += timedelta(days=1)
        sweep(now=self.now)

    @invariant()
    def nothing_is_oversold_and_the_total_stays(self):
        for id_ in self.ids:
            quotas, held = self.quotas(id_), self.held(id_)
            assert all(held.count(quota.id) <= quota.places for quota in quotas)
            assert sum(quota.places for quota in quotas) == sum(PLACES) + RESERVE

    @invariant()
    def nothing_is_idle_while_someone_eligible_waits_in_the_pool_that_owns_it(self):
        today = local_date(self.now)
        for id_ in self.ids:
            study_session = db.session.get_one(StudySession, id_)
            if today > STOP or study_session.state not in (State.RECOMMENDING, State.LIST_CONFIRMED):
                continue
            held, able = self.held(id_), self.able(id_)
            free = {quota: quota.places - held.count(quota.id) for quota in self.quotas(id_)}
            common = sum(places for quota, places in free.items() if quota.electing_body_id is None)
            units = {quota.id: quota for quota, places in free.items() if quota.electing_body_id and places}
            if today > CUT_OFF:
                assert not units
            for each in able:
                pool = units.get(each.quota_id)
                assert pool is None or (self.rest_is_held(pool) and not each.mandate.is_grassroots)
            if study_session.is_open or study_session.fills_by_itself:
                assert not (common and able)
            self.the_proposal_is_in_order(study_session, able, common)

    @invariant()
    def nobody_else_sits_in_a_held_place(self):
        if local_date(self.now) <= CUT_OFF:
            for quota in [quota for id_ in self.ids for quota in self.quotas(id_)]:
                assert len(self.others_in(quota)) <= quota.places - quota.grassroots_at_least

    def rest_is_held(self, quota):
        """Whether deputies who are not from the grassroots have all the places that they may have."""
        return len(self.others_in(quota)) == quota.places - quota.grassroots_at_least

    def others_in(self, quota):
        seated = select(Enrolment).where(Enrolment.quota_id == quota.id, Enrolment.state.in_(sorted(SEATED)))
        return [each for each in db.session.scalars(seated) if not each.mandate.is_grassroots]

    def the_proposal_is_in_order(self, study_session, able, common):
        if study_session.is_open:
            line = sorted(able, key=lambda each: (each.applied_at, each.id))
        else:
            line = sorted(able, key=lambda each: (each.priority, each.applied_at, each.id))
        proposed = succession.proposal(db.session(), study_session, now=self.now)
        assert (proposed.places, list(proposed.next)) == (common, line[:common])

    @invariant()
    def a_person_has_seat_days_exactly_where_the_seat_is(self):
        db.session.rollback()
        mine = select(Enrolment).where(Enrolment.study_session_id.in_(self.ids), Enrolment.state.in_(sorted(SEATED)))
        expected = {
            (each.person_id, day, each.id) for each in db.session.scalars(mine) for day in each.study_session.seat_days
        }
        days = select(SeatDay.person_id, SeatDay.day, SeatDay.enrolment_id).where(
            SeatDay.person_id.in_([each.person_id for each in self.deputies])
        )
        assert {(person, day, id_) for person, day, id_ in db.session.execute(days)} == expected

    @invariant()
    def history_explains_every_state(self):
        db.session.rollback()
        for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.study_session_id.in_(self.ids))).all():
            changes = select(EnrolmentChange).where(EnrolmentChange.enrolment_id == enrolment.id)
            state = None
            for change in db.session.scalars(changes.order_by(EnrolmentChange.id)):
                assert change.from_state is state
                assert state is None or change.to_state in PLACE_MOVES[state]
                state = change.to_state
            assert state is enrolment.state

    def quotas(self, id_):
        db.session.rollback()
        return db.session.scalars(select(Quota).where(Quota.study_session_id == id_).order_by(Quota.id)).all()

    def held(self, id_):
        """The pool of every seat that is held."""
        seats = select(Enrolment.quota_id).where(Enrolment.study_session_id == id_, Enrolment.state.in_(sorted(SEATED)))
        return list(db.session.scalars(seats))

    def able(self, id_):
        """Who waits here, is in office, and has no seat in another of the study sessions, which are all on these days."""
        busy = set(db.session.scalars(select(Enrolment.person_id).where(Enrolment.state.in_(sorted(SEATED)))))
        waiting = select(Enrolment).where(Enrolment.study_session_id == id_, Enrolment.state == PlaceState.WAITING)
        return [
            each
            for each in db.session.scalars(waiting)
            if each.mandate.status is MandateStatus.IN_OFFICE and each.person_id not in busy
        ]


@pytest.mark.usefixtures("database")
def test_chance_finds_no_place_oversold_idle_or_unexplained():
    drive(Places, examples=6, steps=25)
