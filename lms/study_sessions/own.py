"""A deputy's own page of a study session: what is asked of me, by when, and where I stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.database import db
from lms.study_sessions.access import concerns
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.call_up.states import Told
from lms.study_sessions.history import EnrolmentChange
from lms.study_sessions.interests.operations import TELLING
from lms.study_sessions.interests.queries import of_person
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.seats import succession
from lms.study_sessions.states import CALLED, FILLING, PlaceState, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lms.core.permissions import Actor
    from lms.study_sessions.interests.models import Interest


@dataclass(frozen=True)
class Standing:
    """Where a deputy stands in one study session, on a day."""

    study_session: StudySession
    enrolment: Enrolment | None
    last_change: EnrolmentChange | None
    called_up: CallUp | None
    position: int | None
    interest: Interest | None
    today: date

    @property
    def _is_ahead(self) -> bool:
        return self.study_session.state in FILLING and self.today < self.study_session.starts_on

    @property
    def may_answer(self) -> bool:
        """Whether a confirmed place waits for an answer."""
        return self.enrolment is not None and waits_for_answer(self.enrolment, today=self.today)

    @property
    def answer_by(self) -> date:
        """The day that the deputy was told last, else the last on which another can still come instead."""
        told = self.called_up.answer_by if self.called_up else None
        return told or self.study_session.stops_on

    @property
    def may_decline(self) -> bool:
        """Whether a place can be given up, also after it was accepted."""
        return self._is_ahead and self.enrolment is not None and self.enrolment.state in CALLED

    @property
    def may_apply(self) -> bool:
        """Whether the deputy can apply now."""
        until = self.study_session.recommend_until
        is_open = self.study_session.is_open and self.study_session.state is State.RECOMMENDING
        return is_open and not self._stands and (until is None or self.today <= until)

    @property
    def may_withdraw(self) -> bool:
        """Whether an application can still be taken back."""
        is_unconfirmed = self._stands and self.enrolment is not None and self.enrolment.state not in CALLED
        return self._is_ahead and self.study_session.is_open and is_unconfirmed

    @property
    def may_tell(self) -> bool:
        """Whether the unit can be told of the wish to come."""
        return not self.study_session.is_open and self.study_session.state in TELLING and not self._stands

    @property
    def _stands(self) -> bool:
        return self.enrolment is not None and self.enrolment.stands


def waits_for_answer(enrolment: Enrolment, *, today: date) -> bool:
    """Whether the deputy has not said yet whether to come, and still can."""
    study_session = enrolment.study_session
    is_ahead = study_session.state in FILLING and today < study_session.starts_on
    return is_ahead and enrolment.state is PlaceState.CONFIRMED


def standing(actor: Actor, study_session: StudySession, *, today: date) -> Standing:
    """Where the deputy stands: by the newest enrolment here, if there is one."""
    person_id = actor.person_id or 0
    mine = select(Enrolment).where(Enrolment.study_session_id == study_session.id, Enrolment.person_id == person_id)
    enrolment = db.session.scalars(mine.order_by(Enrolment.id.desc())).first()
    is_waiting = enrolment is not None and enrolment.state is PlaceState.WAITING
    return Standing(
        study_session,
        enrolment,
        _last_change(enrolment) if enrolment else None,
        _called_up(enrolment) if enrolment and enrolment.stands else None,
        succession.position(db.session(), enrolment) if enrolment and is_waiting else None,
        of_person(study_session, person_id),
        today,
    )


def to_choose_from(actor: Actor, *, today: date) -> Sequence[StudySession]:
    """The study sessions to come that I can apply for, or tell my unit that I would like to come to."""
    here = select(Enrolment.id).where(
        Enrolment.study_session_id == StudySession.id,
        Enrolment.person_id == (actor.person_id or 0),
        Enrolment.stands,
    )
    return db.session.scalars(
        select(StudySession)
        .where(
            concerns(actor),
            StudySession.state.in_(sorted(TELLING)),
            StudySession.starts_on > today,
            ~here.correlate(StudySession).exists(),
        )
        .order_by(StudySession.starts_on, StudySession.id)
    ).all()


def _last_change(enrolment: Enrolment) -> EnrolmentChange | None:
    changes = select(EnrolmentChange).where(EnrolmentChange.enrolment_id == enrolment.id)
    return db.session.scalars(changes.order_by(EnrolmentChange.id.desc())).first()


def _called_up(enrolment: Enrolment) -> CallUp | None:
    """The call-up by which the place was spoken of last, if it still holds."""
    told = select(CallUpNotice).options(joinedload(CallUpNotice.call_up))
    last = db.session.scalars(
        told.where(CallUpNotice.enrolment_id == enrolment.id).order_by(CallUpNotice.id.desc()).limit(1)
    ).first()
    return last.call_up if last and last.told is not Told.CANCELLED else None
