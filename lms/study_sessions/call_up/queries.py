"""Call-ups for an actor: those of the own congress's study sessions, and of the own ones for a deputy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.database import db
from lms.core.errors import NotFound
from lms.notices.letters.models import LetterDraft
from lms.notices.letters.states import UNDER_WAY, DraftState, LetterState
from lms.study_sessions import queries
from lms.study_sessions.call_up import plan
from lms.study_sessions.call_up.models import CallUp, CallUpNotice
from lms.study_sessions.call_up.states import Told
from lms.study_sessions.models import Enrolment, StudySession
from lms.study_sessions.seats.levels import concerns_congress
from lms.study_sessions.states import PlaceState

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from lms.core.permissions import Actor


@dataclass(frozen=True)
class Standing:
    """How one person with a confirmed place stands: what was told last, whether it was read, and the letter."""

    enrolment: Enrolment
    last: CallUpNotice | None

    @property
    def is_told(self) -> bool:
        """Whether a call-up was issued and still holds."""
        return self.last is not None and self.last.told is not Told.CANCELLED

    @property
    def is_read(self) -> bool:
        """Whether the person has read what was told last."""
        return self.last is not None and self.last.notice is not None and self.last.notice.read_at is not None


@dataclass(frozen=True)
class Overview:
    """A study session's call-up: how each stands in official order, and what is under way."""

    standing: Sequence[Standing]
    call_ups: Sequence[CallUp]

    @property
    def told(self) -> int:
        """How many know that they are called up."""
        return sum(each.is_told for each in self.standing)

    @property
    def read(self) -> int:
        """How many have read it."""
        return sum(each.is_read for each in self.standing)

    @property
    def accepted(self) -> int:
        """How many have said that they come."""
        return sum(each.enrolment.state is PlaceState.ACCEPTED for each in self.standing)

    def letters(self, state: LetterState) -> int:
        """How many of their letters stand so."""
        return sum(bool(each.last and each.last.letter and each.last.letter.state is state) for each in self.standing)

    @property
    def under_way(self) -> CallUp | None:
        """The call-up that waits for check or signature."""
        return next((each for each in self.call_ups if each.draft.state in UNDER_WAY), None)


def overview(study_session: StudySession) -> Overview:
    """How the call-up of a study session stands."""
    last = plan.latest(db.session(), study_session)
    listed = [Standing(each, last.get(each.id)) for each in queries.on_the_list(study_session)]
    return Overview(listed, call_ups(study_session))


def call_ups(study_session: StudySession) -> Sequence[CallUp]:
    """A study session's call-ups, the latest first."""
    mine = select(CallUp).join(CallUp.draft).options(contains_eager(CallUp.draft))
    return db.session.scalars(mine.where(CallUp.study_session_id == study_session.id).order_by(CallUp.id.desc())).all()


def under_way(actor: Actor) -> Sequence[CallUp]:
    """The congress's call-ups that wait to be checked or signed, the earliest drafted first."""
    return db.session.scalars(
        select(CallUp)
        .join(CallUp.draft)
        .options(contains_eager(CallUp.draft), joinedload(CallUp.study_session))
        .where(LetterDraft.congress_id == actor.congress_id, LetterDraft.state.in_(sorted(UNDER_WAY)))
        .order_by(CallUp.id)
    ).all()


def call_up(actor: Actor, public_id: uuid.UUID) -> CallUp:
    """A call-up of the actor's congress.

    Raises:
        NotFound: there is none.
    """
    wanted = (
        select(CallUp)
        .join(CallUp.draft)
        .options(contains_eager(CallUp.draft), joinedload(CallUp.study_session))
        .where(CallUp.public_id == public_id, LetterDraft.congress_id == actor.congress_id)
    )
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def issued(call_up: CallUp) -> Sequence[CallUpNotice]:
    """Whom a signed call-up told what, in official order."""
    return db.session.scalars(
        select(CallUpNotice)
        .where(CallUpNotice.call_up_id == call_up.id)
        .options(
            joinedload(CallUpNotice.enrolment).joinedload(Enrolment.person),
            joinedload(CallUpNotice.enrolment).joinedload(Enrolment.unit),
            joinedload(CallUpNotice.letter),
            joinedload(CallUpNotice.notice),
        )
        .order_by(CallUpNotice.id)
    ).all()


def own(actor: Actor, public_id: uuid.UUID) -> CallUpNotice:
    """What a call-up told the actor.

    Raises:
        NotFound: it told the actor nothing.
    """
    mine = (
        select(CallUpNotice)
        .join(CallUpNotice.call_up)
        .join(CallUpNotice.enrolment)
        .join(CallUp.draft)
        .join(CallUp.study_session)
        .options(
            contains_eager(CallUpNotice.call_up).contains_eager(CallUp.study_session),
            contains_eager(CallUpNotice.enrolment),
        )
        .where(
            CallUp.public_id == public_id,
            Enrolment.person_id == actor.person_id,
            CallUpNotice.notice_id.is_not(None),
            concerns_congress(actor.congress_id),
            LetterDraft.state == DraftState.SIGNED,
        )
        .order_by(CallUpNotice.id.desc())
    )
    found = db.session.scalars(mine).first()
    if found is None:
        raise NotFound
    return found


def is_latest(notice: CallUpNotice) -> bool:
    """Whether nothing was told later about the same place."""
    later = select(CallUpNotice.id).where(CallUpNotice.enrolment_id == notice.enrolment_id, CallUpNotice.id > notice.id)
    return db.session.scalars(later).first() is None
