"""A step of a note, in the caller's transaction: one table of moves, one line of history, one notice to the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from lms import audit
from lms.core.i18n import N_
from lms.core.permissions import Role
from lms.notices import Link, tell
from lms.people.accounts.models import Account, GrantState, RoleGrant
from lms.records.diary.models import DiaryStep, NoteState
from lms.records.diary.refusals import NotThatStep

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from lms.core.permissions import Actor
    from lms.records.diary.models import DiaryNote

SUBMITTED = N_("%(name)s asks you to verify a diary note.")
WITHDRAWN = N_("%(name)s has withdrawn a diary note.")
RETURNED = N_("Your diary note of %(day)s was returned. Please see what should be mended.")
VERIFIED = N_("Your diary note of %(day)s was verified and entered in your performance record.")


def step(session: Session, note: DiaryNote, state: NoteState, *, actor: Actor, now: datetime) -> None:
    """Let a note go on to a state, and remember who did it and for whom.

    Raises:
        NotThatStep: the note cannot go there from where it stands.
    """
    if not note.may_become(state):
        raise NotThatStep
    note.state = state
    remember(session, note, actor=actor, now=now)


def remember(session: Session, note: DiaryNote, *, actor: Actor, now: datetime) -> None:
    """Write the line of history that a note stands where it stands."""
    session.flush()
    session.add(
        DiaryStep(
            note_id=note.id,
            state=note.state,
            recorded_at=now,
            account_id=actor.account_id,
            is_for_deputy=actor.acting_for is not None,
        )
    )
    action, subject = f"diary_note.{note.state}", ("diary_note", note.public_id)
    audit.record(session, actor=actor, action=action, subject=subject, now=now)


def tell_staff(session: Session, note: DiaryNote, template: str, *, actor: Actor, now: datetime) -> None:
    """Tell the liaisons of the deputy's unit, but for the one who did it."""
    for person_id in _liaisons(session, note, but_for=actor.account_id):
        tell(
            session,
            person_id=person_id,
            congress_id=note.congress_id,
            kind="records.diary",
            template=template,
            params={"name": note.mandate.person.name},
            link=Link("diary_desk.index"),
            now=now,
        )


def tell_deputy(session: Session, note: DiaryNote, template: str, *, now: datetime) -> None:
    """Tell the deputy what became of the note."""
    tell(
        session,
        person_id=note.mandate.person_id,
        congress_id=note.congress_id,
        kind="records.diary",
        template=template,
        params={"day": note.occurred_on},
        link=Link("diary.show", {"public_id": note.public_id}),
        now=now,
    )


def _liaisons(session: Session, note: DiaryNote, *, but_for: int) -> Iterable[int]:
    return session.scalars(
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == Role.LIAISON,
            RoleGrant.state == GrantState.GRANTED,
            RoleGrant.electing_body_id == note.mandate.electing_body_id,
            Account.closed_at.is_(None),
            Account.id != but_for,
        )
        .order_by(Account.person_id)
        .distinct()
    ).all()
